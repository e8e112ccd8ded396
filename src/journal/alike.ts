/**
 * Requests of one client are alike. What a request that waits for its entry has in common with one before is kept once: thousands wait
 * in a busy process, and copying them was most of what the garbage collector did.
 */
import type { Trace } from '../refusals/trace.ts';

/** Traces to which others are compared. */
const MOST = 64;
/** Characters of one of them, at most. */
const LARGEST = 8_192;

export class Alike {
  readonly #known = new Map<string, Trace>();

  /** @param characters that the request keeps in memory, about */
  share(trace: Trace, characters: number): void {
    const kind = trace.grantType ?? trace.path;
    const like = this.#known.get(kind);
    if (like && trace.shareWith(like)) return;
    if (characters > LARGEST) return;
    if (this.#known.size >= MOST) this.#known.clear();
    this.#known.set(kind, trace);
  }
}
