/**
 * Which of very many words stand in a text. A window as long as the shortest word is moved over it: by as much as its last
 * three bytes allow, which is several at a time while they end no part of a word's beginning (Wu and Manber, 1994).
 */

/** Characters. Shorter words are not looked for. */
export const SHORTEST_WORD = 8;
/** Bytes. A longer window is moved further, but soon has many blocks in common with a text. */
const LONGEST_WINDOW = 12;
const BLOCK = 3;
/** Blocks that share a number cost a look, and hide nothing. */
const BLOCK_NUMBERS = 2 ** 18;

/** Works on UTF-8, whose bytes are read several times faster than the characters of a string. */
export class WordFinder {
  /** By their bytes. */
  readonly #words = new Map<string, string>();
  /** By as many first bytes as the window has: how long the words are that begin so. */
  readonly #lengths = new Map<string, number[]>();
  readonly #shifts = new Uint8Array(BLOCK_NUMBERS);
  #window = LONGEST_WINDOW;

  constructor() {
    this.#setWindow(LONGEST_WINDOW);
  }

  get size(): number {
    return this.#words.size;
  }

  add(word: string): void {
    const bytes = Buffer.from(word);
    const text = bytes.toString('latin1');
    if (word.length < SHORTEST_WORD || this.#words.has(text)) return;
    this.#words.set(text, word);
    if (bytes.length < this.#window) this.#setWindow(bytes.length);
    else this.#index(bytes);
  }

  #setWindow(bytes: number): void {
    this.#window = bytes;
    this.#lengths.clear();
    this.#shifts.fill(bytes - BLOCK + 1);
    for (const text of this.#words.keys()) this.#index(Buffer.from(text, 'latin1'));
  }

  #index(bytes: Buffer): void {
    const beginning = bytes.toString('latin1', 0, this.#window);
    const lengths = this.#lengths.get(beginning);
    if (lengths === undefined) this.#lengths.set(beginning, [bytes.length]);
    else if (!lengths.includes(bytes.length)) lengths.push(bytes.length);
    for (let at = 0; at <= this.#window - BLOCK; at++) {
      const block = blockAt(bytes, at);
      const shift = this.#window - BLOCK - at;
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
    const toBlock = this.#window - BLOCK;
    const last = bytes.length - this.#window;
    let at = 0;
    while (at <= last) {
      const shift = shifts[blockAt(bytes, at + toBlock)] as number;
      if (shift === 0) this.#noteAt(bytes, at, found);
      at += shift || 1;
    }
    return found;
  }

  #noteAt(bytes: Buffer, at: number, found: Set<string>): void {
    for (const length of this.#lengths.get(bytes.toString('latin1', at, at + this.#window)) ?? []) {
      const word = this.#words.get(bytes.toString('latin1', at, at + length));
      if (word !== undefined) found.add(word);
    }
  }
}

function blockAt(bytes: Buffer, at: number): number {
  const number = ((bytes[at] as number) << 12) ^ ((bytes[at + 1] as number) << 6) ^ (bytes[at + 2] as number);
  return number & (BLOCK_NUMBERS - 1);
}
