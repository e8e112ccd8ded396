/** Text as a terminal has room for it. */
import { stripVTControlCharacters } from 'node:util';

/** Columns that text gets, however narrow a terminal says it is. */
const FEWEST = 20;

/** As many parts in a row as there is room for; one that is too long has a row of its own. */
export function filled(parts: readonly string[], gap: string, width: number): string[] {
  const rows: string[] = [];
  let row = '';
  for (const part of parts) {
    const longer = row === '' ? part : row + gap + part;
    if (row !== '' && stripVTControlCharacters(longer).length > Math.max(width, FEWEST)) {
      rows.push(row);
      row = part;
    } else row = longer;
  }
  return [...rows, row];
}
