/** Chooses a store by where it is. */
import type { Store } from './port.ts';
import { openSqliteStore } from './sqlite/open-store.ts';

/**
 * @param location the path of a file, which is made if it is missing, or `:memory:`
 * @throws StoreError and leaves the file as it was
 */
export function openStore(location: string): Promise<Store> {
  return openSqliteStore(location);
}
