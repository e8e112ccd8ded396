/** What a verification page carries: that this user gave their password, or has a session, a moment ago. Nothing is stored for it. */
import { createHmac, hkdfSync } from 'node:crypto';
import { sameText } from '../wire/secrets.ts';

/** Milliseconds. */
const LIFETIME = 15 * 60_000;

export class LogInProof {
  readonly #key: Buffer;

  /** @param storeSecret the store's 32 bytes, so that an open page survives a restart */
  constructor(storeSecret: Buffer) {
    this.#key = Buffer.from(hkdfSync('sha256', storeSecret, '', 'log-in proof', 32));
  }

  write(userId: string, now: number): string {
    const facts = `${userId}.${Math.floor(now)}`;
    return `${facts}.${this.#seal(facts)}`;
  }

  /** The id of the user; undefined for whatever this store did not write, or not lately. */
  read(proof: string, now: number): string | undefined {
    const [, facts, userId, at, seal] = /^((\w+)\.(\d+))\.([\w-]+)$/.exec(proof) ?? [];
    if (facts === undefined || seal === undefined) return undefined;
    if (!sameText(seal, this.#seal(facts))) return undefined;
    return now - Number(at) <= LIFETIME ? userId : undefined;
  }

  #seal(facts: string): string {
    return createHmac('sha256', this.#key).update(facts).digest('base64url');
  }
}
