/** What a verification page carries: that this user gave their password, or has a session, a moment ago. Nothing is stored for it. */
import { sameText, sealOf } from '../wire/secrets.ts';
import type { Key } from '../world/keys.ts';

/** Milliseconds. */
const LIFETIME = 15 * 60_000;

/** What the user gave. That of a session is in an address, so it counts in a browser with the session alone. */
export type Given = 'password' | 'session';

const KEYS = { password: 'log-in proof', session: 'session proof' } as const;

export function writeProof(key: Key, userId: string, now: number, given: Given = 'password'): string {
  const facts = `${userId}.${Math.floor(now)}`;
  return `${facts}.${sealOf(facts, key(KEYS[given]))}`;
}

/** The id of the user; undefined for whatever this store did not write, or not lately. */
export function readProof(
  key: Key,
  proof: string,
  now: number,
  given: Given = 'password',
): string | undefined {
  const [, facts, userId, at, seal] = /^((\w+)\.(\d+))\.([\w-]+)$/.exec(proof) ?? [];
  if (facts === undefined || seal === undefined) return undefined;
  if (!sameText(seal, sealOf(facts, key(KEYS[given])))) return undefined;
  return now - Number(at) <= LIFETIME ? userId : undefined;
}
