/**
 * Which of very many words stand in a text. A window of eight characters is moved over it: by as much as its last three
 * characters allow, which is several at a time while they end no part of a word's beginning (Wu and Manber, 1994).
 */

/** Characters of the window, and of the shortest word. */
export const SHORTEST_WORD = 8;
const BLOCK = 3;
const FURTHEST = SHORTEST_WORD - BLOCK + 1;
/** Blocks that share a number cost a look, and hide nothing. */
const BLOCK_NUMBERS = 2 ** 18;

export class WordFinder {
  readonly #words = new Set<string>();
  /** By their first eight characters: how long the words are that begin so. */
  readonly #lengths = new Map<string, number[]>();
  readonly #shifts = new Uint8Array(BLOCK_NUMBERS).fill(FURTHEST);

  get size(): number {
    return this.#words.size;
  }

  /** Words that are shorter than the window are not looked for. */
  add(word: string): void {
    if (word.length < SHORTEST_WORD || this.#words.has(word)) return;
    this.#words.add(word);
    const beginning = word.slice(0, SHORTEST_WORD);
    const lengths = this.#lengths.get(beginning);
    if (lengths === undefined) this.#lengths.set(beginning, [word.length]);
    else if (!lengths.includes(word.length)) lengths.push(word.length);
    for (let shift = 0; shift < FURTHEST; shift++) {
      const block = blockAt(word, SHORTEST_WORD - BLOCK - shift);
      if (shift < (this.#shifts[block] ?? 0)) this.#shifts[block] = shift;
    }
  }

  /** Those of the words that stand anywhere in the text. */
  wordsIn(text: string): ReadonlySet<string> {
    const found = new Set<string>();
    let at = 0;
    while (at + SHORTEST_WORD <= text.length) {
      const shift = this.#shifts[blockAt(text, at + SHORTEST_WORD - BLOCK)] ?? 0;
      if (shift === 0) this.#noteAt(text, at, found);
      at += shift || 1;
    }
    return found;
  }

  #noteAt(text: string, at: number, found: Set<string>): void {
    for (const length of this.#lengths.get(text.slice(at, at + SHORTEST_WORD)) ?? []) {
      const word = text.slice(at, at + length);
      if (this.#words.has(word)) found.add(word);
    }
  }
}

function blockAt(text: string, at: number): number {
  const number = (text.charCodeAt(at) << 12) ^ (text.charCodeAt(at + 1) << 6) ^ text.charCodeAt(at + 2);
  return number & (BLOCK_NUMBERS - 1);
}
