/** What a test tells to fail, as `POST /_fauxforce/failures` takes it (docs/failures.md). */
import type { RawResponse, Where } from '../lab/failures/failures.ts';

export interface Arming {
  /** A refusal of the catalogue, as the real one refuses. */
  readonly refusal?: string;
  /** An answer instead of Salesforce's; the request is not carried out. */
  readonly response?: {
    readonly status: number;
    readonly headers?: RawResponse['headers'];
    readonly body?: unknown;
  };
  /** What goes wrong in the network after the request was answered. */
  readonly fault?: 'reset' | 'empty' | 'truncate' | 'slow-headers' | 'slow-body';
  /** The name of a scenario: `refresh-rotation-race`. */
  readonly scenario?: string;
  /** How many requests it strikes. Undefined: 1, or without end if `every` is given. */
  readonly times?: number;
  /** 2: it strikes every second request. */
  readonly every?: number;
  /** How many requests pass before it strikes. */
  readonly after?: number;
  /** By how much real time the answer is delayed: `500ms`, `3s`. */
  readonly delay?: string;
  /** Conditions of the requests that it strikes. */
  readonly where?: Where;
}
