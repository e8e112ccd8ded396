/**
 * The newest requests as they came, secrets included: so that a person can send one again, or look at what a client really sent.
 * They are in this process alone, and neither shown nor stored unless somebody asks for one of them.
 */
import { shareEntries } from '../refusals/same.ts';

/** One request as it came. */
export interface SentRequest {
  /** Id of its journal entry. */
  readonly id: string;
  readonly method: string;
  /** Path and query, as they stood in the request line. */
  readonly url: string;
  /** Names and values by turns, as they came. */
  readonly headers: string[];
  /** The text of a form, the parameters that several parts were read as, or bytes of anything else. */
  readonly body: string | ReadonlyMap<string, string> | Buffer | undefined;
  /** How it was answered. */
  readonly answer: SentAnswer;
}

export interface SentAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, number | string | string[] | undefined>>;
  readonly body: string | undefined;
}

/** Requests that are kept. */
const MOST = 200;
/** Characters of request and answer together; of larger ones none is kept. */
const LARGEST = 32 * 1024;

export class SentRequests {
  readonly #kept: (SentRequest | undefined)[] = new Array(MOST).fill(undefined);
  #next = 0;

  /** Whether a request and answer of this size are kept. */
  fits(size: number): boolean {
    return size <= LARGEST;
  }

  keep(request: SentRequest): void {
    const before = this.#kept[(this.#next + MOST - 1) % MOST];
    if (before) shareEntries(request.headers, before.headers);
    this.#kept[this.#next] = request;
    this.#next = (this.#next + 1) % MOST;
  }

  find(id: string): SentRequest | undefined {
    return this.#kept.find((request) => request?.id === id);
  }

  /** The newest that holds; newest first. */
  newest(holds: (request: SentRequest) => boolean): SentRequest | undefined {
    for (let i = 1; i <= MOST; i++) {
      const request = this.#kept[(this.#next - i + MOST) % MOST];
      if (request && holds(request)) return request;
    }
    return undefined;
  }

  clear(): void {
    this.#kept.fill(undefined);
  }
}
