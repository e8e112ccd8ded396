/**
 * Requests of one client are alike. What a request that waits for its entry has in common with the one before is kept once: thousands
 * wait in a busy process, and copying them was most of what the garbage collector did.
 */
import { isSame } from '../refusals/same.ts';
import type { Answered } from './write-entry.ts';

/** Requests to which others are compared, one of each kind. */
const MOST = 64;
/** Characters of one of them, at most. */
const LARGEST = 8_192;

export class Alike {
  readonly #newest = new Map<string, Answered>();

  /** @param characters that the request keeps in memory, about */
  share(request: Answered, characters: number): void {
    const { trace } = request;
    const kind = trace.grantType ?? trace.path;
    const before = this.#newest.get(kind);
    if (before) {
      trace.shareWith(before.trace);
      if (isSame(request.answer, before.answer)) request.answer = before.answer;
    }
    if (characters > LARGEST) return;
    if (!before && this.#newest.size >= MOST) this.#newest.clear();
    this.#newest.set(kind, request);
  }
}
