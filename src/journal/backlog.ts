/**
 * Requests that are answered and have no entry yet. Of these, too, only the newest are kept, as many as the journal has room for:
 * under load most are pushed out before anybody could read them, and are never rendered.
 */
import { Alike } from './alike.ts';
import type { Answered } from './write-entry.ts';

export interface Waiting extends Answered {
  /** That it keeps in memory until it is rendered, about. */
  readonly characters: number;
}

/** Characters of all that wait. */
const MOST_CHARACTERS = 8 * 1024 * 1024;
/** What is pushed out is let go together. */
const SLACK = 1.1;

export class Backlog {
  readonly #size: number;
  #waiting: Waiting[] = [];
  #characters = 0;
  readonly #alike = new Alike();

  /** @param size how many the journal has room for */
  constructor(size: number) {
    this.#size = size;
  }

  get length(): number {
    return this.#waiting.length;
  }

  /** Whether all of it should be rendered, for it takes too much room as it is. */
  get isHeavy(): boolean {
    return this.#characters > MOST_CHARACTERS;
  }

  /** Whether enough of it was pushed out for {@link pushedOut} to be worth its while. */
  get isOver(): boolean {
    return this.#waiting.length > this.#size * SLACK || (this.isHeavy && this.#waiting.length > this.#size);
  }

  add(request: Waiting): void {
    request.trace.lighten();
    this.#alike.share(request, request.characters);
    this.#waiting.push(request);
    this.#characters += request.characters;
  }

  /** Takes those out that newer ones have pushed out of the journal. */
  pushedOut(): Waiting[] {
    return this.take(Math.max(0, this.#waiting.length - this.#size));
  }

  /** Takes out the oldest, oldest first. @param most all when left out */
  take(most = this.#waiting.length): Waiting[] {
    const taken = this.#waiting.splice(0, most);
    for (const { characters } of taken) this.#characters -= characters;
    return taken;
  }
}
