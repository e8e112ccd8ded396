/** Something that users of Salesforce report: failures that are armed together, or an event that changes the org. */
import type { FastifyRequest } from 'fastify';
import type { RefusalName } from '../../../refusals/catalogue.ts';
import type { World } from '../../../world/world.ts';

export type Scenario = FailureScenario | EventScenario;

interface Story {
  /** What happens, in a sentence. */
  readonly story: string;
}

/** A scenario of armed failures. Nothing of it is left when they have struck. */
export interface FailureScenario extends Story {
  /** In the form of `POST /_fauxforce/failures`. */
  readonly failures: readonly {
    readonly refusal?: string;
    readonly response?: object;
    readonly fault?: string;
    readonly times?: number;
    readonly every?: number;
    readonly where?: Readonly<Record<string, string>>;
  }[];
}

/** A scenario that happens at the first request that it would refuse. Its changes stay. */
export interface EventScenario extends Story {
  /** Refusals, of which the first request gets the one that belongs to the place it has reached. */
  readonly refusals: readonly [RefusalName, ...RefusalName[]];
  /** Changes the state before the answer leaves, so that later requests are really refused. */
  readonly happen: (world: World, request: FastifyRequest) => Promise<void>;
}
