/**
 * XTEA, a 64-bit block cipher, over a row number: tokens name their row without telling how many there are.
 * The token's secret is what protects it; this only hides the count (Needham and Wheeler, 1997).
 */
const ROUNDS = 32;
const DELTA = 0x9e3779b9;
const LOW_WORD = 2 ** 32;

export class RowCipher {
  readonly #key: readonly number[];

  /** @param key its first 16 bytes are used */
  constructor(key: Buffer) {
    this.#key = [0, 4, 8, 12].map((offset) => key.readUInt32BE(offset));
  }

  /** Writes the permuted number into the first 8 bytes of the target. */
  seal(row: number, target: Buffer): void {
    const key = this.#key;
    let left = Math.floor(row / LOW_WORD) | 0;
    let right = (row % LOW_WORD) | 0;
    let sum = 0;
    for (let round = 0; round < ROUNDS; round++) {
      left = (left + ((((right << 4) ^ (right >>> 5)) + right) ^ (sum + (key[sum & 3] as number)))) | 0;
      sum = (sum + DELTA) | 0;
      right =
        (right + ((((left << 4) ^ (left >>> 5)) + left) ^ (sum + (key[(sum >>> 11) & 3] as number)))) | 0;
    }
    target.writeInt32BE(left, 0);
    target.writeInt32BE(right, 4);
  }

  /** The number in the first 8 bytes, or undefined if it cannot be a row. */
  open(source: Buffer): number | undefined {
    const key = this.#key;
    let left = source.readInt32BE(0);
    let right = source.readInt32BE(4);
    let sum = Math.imul(DELTA, ROUNDS);
    for (let round = 0; round < ROUNDS; round++) {
      right =
        (right - ((((left << 4) ^ (left >>> 5)) + left) ^ (sum + (key[(sum >>> 11) & 3] as number)))) | 0;
      sum = (sum - DELTA) | 0;
      left = (left - ((((right << 4) ^ (right >>> 5)) + right) ^ (sum + (key[sum & 3] as number)))) | 0;
    }
    const row = (left >>> 0) * LOW_WORD + (right >>> 0);
    return Number.isSafeInteger(row) && row > 0 ? row : undefined;
  }
}
