import type { FastifyRequest } from 'fastify';
import type { RefusalName } from '../../../refusals/catalogue.ts';
import type { World } from '../../../world/world.ts';

/** A story that users tell: failures that are armed together, or something that happens to the org. */
export type Scenario = FailureScenario | EventScenario;

interface Story {
  /** What happens, in a sentence. */
  readonly story: string;
}

/** The scenario leaves nothing behind but what its failures change. */
export interface FailureScenario extends Story {
  /** As `POST /_fauxforce/failures` takes them. */
  readonly failures: readonly {
    readonly refusal?: string;
    readonly response?: object;
    readonly fault?: string;
    readonly times?: number;
    readonly every?: number;
    readonly where?: Readonly<Record<string, string>>;
  }[];
}

/** The scenario happens at the first request that it would refuse, and its changes stay. */
export interface EventScenario extends Story {
  /** That request is refused by the one that belongs to the place it has reached. */
  readonly refusals: readonly [RefusalName, ...RefusalName[]];
  /** Changes the state before the answer leaves, so that later requests are refused by themselves. */
  readonly happen: (world: World, request: FastifyRequest) => Promise<void>;
}
