/** Where a store can be. */
import { isPostgresUrl, problemOfUrl } from './postgres/address.ts';

/** Whether a location is a database's, and not a file's. */
export function isDatabase(location: string): boolean {
  return isPostgresUrl(location);
}

/** Checks a store's location. @returns one sentence about the problem; undefined for the path of a file, `:memory:` and a database's URL */
export function problemOfLocation(location: string): string | undefined {
  if (isPostgresUrl(location)) return problemOfUrl(location);
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(location)?.[1];
  if (scheme !== undefined)
    return `State is kept in SQLite or PostgreSQL: give a file, :memory: or postgres://…, not ${scheme}://.`;
  return location.trim() === '' ? 'Give a file, :memory: or postgres://….' : undefined;
}
