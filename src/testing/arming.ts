/** What a test tells to fail, as `POST /_fauxforce/failures` takes it (docs/failures.md). */
import type { RawResponse, Where } from '../lab/failures/failures.ts';

export interface Arming {
  /** A refusal of the catalogue, as the real one refuses. */
  readonly refusal?: string;
  /** An answer in the place of Salesforce's; nothing of the request is carried out. */
  readonly response?: {
    readonly status: number;
    readonly headers?: RawResponse['headers'];
    readonly body?: unknown;
  };
  /** What goes wrong on the way, though the request was answered. */
  readonly fault?: 'reset' | 'empty' | 'truncate' | 'slow-headers' | 'slow-body';
  /** A story of several failures: `refresh-rotation-race`. */
  readonly scenario?: string;
  /** How many requests it strikes; 1 when left out, without end if `every` is given. */
  readonly times?: number;
  /** 2: every second request. */
  readonly every?: number;
  /** Requests to let pass first. */
  readonly after?: number;
  /** How long the answer waits, in real time: `500ms`, `3s`. */
  readonly delay?: string;
  /** Which requests are meant. */
  readonly where?: Where;
}
