/** Chooses the kind of store by its location. */
import { problemOfLocation } from './location.ts';
import { type Store, StoreError } from './port.ts';
import { openSqliteStore } from './sqlite/open-store.ts';

/**
 * @param location the path of a file, which is made if it is missing, or `:memory:`
 * @throws StoreError when the store cannot be opened; the file stays as it was
 */
export async function openStore(location: string): Promise<Store> {
  const problem = problemOfLocation(location);
  if (problem !== undefined) throw new StoreError(problem);
  return openSqliteStore(location);
}
