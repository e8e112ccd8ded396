/** Where a store can be. */

/** Checks a store's location. @returns one sentence about the problem; undefined for the path of a file and for `:memory:` */
export function problemOfLocation(location: string): string | undefined {
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(location)?.[1];
  if (scheme !== undefined)
    return `This version keeps state in SQLite only: give a file or :memory:, not ${scheme}://.`;
  return location.trim() === '' ? 'Give a file or :memory:.' : undefined;
}
