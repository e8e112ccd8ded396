/**
 * Which of very many words stand in a text. A window of eight bytes is moved over it: by as much as its last three
 * bytes allow, which is several at a time while they end no part of a word's beginning (Wu and Manber, 1994).
 */

/** Bytes of the window, and characters of the shortest word. */
export const SHORTEST_WORD = 8;
const BLOCK = 3;
const FURTHEST = SHORTEST_WORD - BLOCK + 1;
/** Blocks that share a number cost a look, and hide nothing. */
const BLOCK_NUMBERS = 2 ** 18;

/** Works on UTF-8, whose bytes are read several times faster than the characters of a string. */
export class WordFinder {
  /** By their bytes. */
  readonly #words = new Map<string, string>();
  /** By their first eight bytes: how long the words are that begin so. */
  readonly #lengths = new Map<string, number[]>();
  readonly #shifts = new Uint8Array(BLOCK_NUMBERS).fill(FURTHEST);

  get size(): number {
    return this.#words.size;
  }

  /** Words that are shorter than the window are not looked for. */
  add(word: string): void {
    const bytes = Buffer.from(word);
    const text = bytes.toString('latin1');
    if (word.length < SHORTEST_WORD || this.#words.has(text)) return;
    this.#words.set(text, word);
    const beginning = text.slice(0, SHORTEST_WORD);
    const lengths = this.#lengths.get(beginning);
    if (lengths === undefined) this.#lengths.set(beginning, [bytes.length]);
    else if (!lengths.includes(bytes.length)) lengths.push(bytes.length);
    for (let shift = 0; shift < FURTHEST; shift++) {
      const block = blockAt(bytes, SHORTEST_WORD - BLOCK - shift);
      if (shift < (this.#shifts[block] as number)) this.#shifts[block] = shift;
    }
  }

  /**
   * Those of the words that stand anywhere in a text.
   *
   * @param bytes of the text, as UTF-8
   */
  wordsIn(bytes: Buffer): ReadonlySet<string> {
    const found = new Set<string>();
    const shifts = this.#shifts;
    const last = bytes.length - SHORTEST_WORD;
    let at = 0;
    while (at <= last) {
      const shift = shifts[blockAt(bytes, at + SHORTEST_WORD - BLOCK)] as number;
      if (shift === 0) this.#noteAt(bytes, at, found);
      at += shift || 1;
    }
    return found;
  }

  #noteAt(bytes: Buffer, at: number, found: Set<string>): void {
    for (const length of this.#lengths.get(bytes.toString('latin1', at, at + SHORTEST_WORD)) ?? []) {
      const word = this.#words.get(bytes.toString('latin1', at, at + length));
      if (word !== undefined) found.add(word);
    }
  }
}

function blockAt(bytes: Buffer, at: number): number {
  const number = ((bytes[at] as number) << 12) ^ ((bytes[at + 1] as number) << 6) ^ (bytes[at + 2] as number);
  return number & (BLOCK_NUMBERS - 1);
}
