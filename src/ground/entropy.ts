/** The only source of randomness. */
import { randomBytes } from 'node:crypto';

export interface Entropy {
  /** Cryptographically strong bytes. The caller owns the buffer. */
  bytes(length: number): Buffer;
}

const POOL_SIZE = 16 * 1024;

/** Draws from the operating system in large portions: one system call for hundreds of tokens. */
export class SystemEntropy implements Entropy {
  #pool = Buffer.alloc(0);
  #offset = 0;

  bytes(length: number): Buffer {
    if (length > POOL_SIZE) return randomBytes(length);
    if (this.#offset + length > this.#pool.length) {
      this.#pool = randomBytes(POOL_SIZE);
      this.#offset = 0;
    }
    const start = this.#offset;
    this.#offset += length;
    return this.#pool.subarray(start, this.#offset);
  }
}
