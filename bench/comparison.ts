/** What a row compares with bare Fastify. */
import type { Options } from 'autocannon';
import type { App } from '../src/org/model.ts';

export interface Server {
  readonly url: string;
  /** Of one that speaks https on another port. */
  readonly secureUrl?: string;
  readonly apps: Record<string, App>;
  ask(message: object): Promise<{ minted: string[] }>;
  /** Microseconds of processor that it has used; of those that are measured so. */
  processorTime(): Promise<number>;
  stop(): void;
}

export type Answer = '2xx' | '4xx';

export type Load = (server: Server) => Promise<Partial<Options> & { url: string }>;

export interface Comparison {
  readonly name: string;
  /** None where the row is measured for its own sake. */
  readonly target?: number | undefined;
  readonly bare: Load;
  readonly fauxforce: Load;
  /** What fauxforce answers; 2xx when left out. */
  readonly answer?: Answer;
}
