/** Chooses the kind of store by its location. */
import { problemOfLocation } from './location.ts';
import { type Store, StoreError } from './port.ts';
import { isPostgresUrl } from './postgres/address.ts';
import { openSqliteStore } from './sqlite/open-store.ts';

/**
 * @param location the path of a file, which is made if it is missing, `:memory:`, or the URL of a database
 * @throws StoreError when the store cannot be opened; it stays as it was
 */
export async function openStore(location: string): Promise<Store> {
  const problem = problemOfLocation(location);
  if (problem !== undefined) throw new StoreError(problem);
  if (!isPostgresUrl(location)) return openSqliteStore(location);
  // Loaded only here: whoever keeps state in SQLite starts without it.
  const { openPostgresStore } = await import('./postgres/open-store.ts');
  return openPostgresStore(location);
}
