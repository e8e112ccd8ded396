/**
 * The code a user types from a device's screen: eight capital letters and digits (authorize.md 7).
 *
 * It is the number of the login's row, permuted with a key of the store's, so that it is found without a search, never
 * given twice, and as hard to guess as a random one. The permutation is a Feistel network over base 36, with XTEA in its rounds.
 */
import type { Row } from '../store/port.ts';
import type { Key } from './keys.ts';
import { RowCipher } from './row-cipher.ts';

/** Half a code: four digits of base 36. */
const HALF = 36 ** 4;
const ROUNDS = 8;

export class UserCodes {
  readonly #key: Key;
  readonly #block = Buffer.alloc(8);

  constructor(key: Key) {
    this.#key = key;
  }

  write(row: Row): string {
    const cipher = this.#cipher();
    let [left, right] = [Math.floor(row / HALF), row % HALF];
    for (let round = 0; round < ROUNDS; round++) {
      [left, right] = [right, (left + this.#mix(cipher, round, right)) % HALF];
    }
    return `${digits(left)}${digits(right)}`;
  }

  /** As a person types it: in any case, with spaces or dashes. Undefined for what cannot be a code. */
  read(typed: string): Row | undefined {
    const code = typed.replace(/[\s-]/g, '');
    if (!/^[0-9A-Za-z]{8}$/.test(code)) return undefined;
    const cipher = this.#cipher();
    let [left, right] = [Number.parseInt(code.slice(0, 4), 36), Number.parseInt(code.slice(4), 36)];
    for (let round = ROUNDS - 1; round >= 0; round--) {
      [left, right] = [(right - this.#mix(cipher, round, left) + HALF) % HALF, left];
    }
    const row = left * HALF + right;
    return row > 0 ? row : undefined;
  }

  #cipher(): RowCipher {
    return new RowCipher(this.#key('user code'));
  }

  #mix(cipher: RowCipher, round: number, half: number): number {
    cipher.seal(round * HALF + half, this.#block);
    return this.#block.readUIntBE(0, 6) % HALF;
  }
}

function digits(half: number): string {
  return half.toString(36).toUpperCase().padStart(4, '0');
}
