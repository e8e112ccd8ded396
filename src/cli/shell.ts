/** Words for a POSIX shell. */

/** As it stands where that is safe, else in single quotes. */
export function quoted(word: string): string {
  return /^[\w.:/@=+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
