/**
 * Keys for one purpose each, derived from the store's secret: the same after a restart, and a snapshot's own as soon as it is
 * restored.
 */
import { hkdfSync } from 'node:crypto';
import type { Store } from '../store/port.ts';

/** A key of 32 bytes, the same as long as the store has the same secret. */
export type Key = (purpose: string) => Buffer;

/** Derives a key when it is first asked for, and again when the store has another secret. */
export function keysOf(store: Pick<Store, 'secret'>): Key {
  const keys = new Map<string, Buffer>();
  let { secret } = store;
  return (purpose) => {
    if (secret !== store.secret) {
      secret = store.secret;
      keys.clear();
    }
    const known = keys.get(purpose);
    if (known) return known;
    const key = Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
    keys.set(purpose, key);
    return key;
  };
}
