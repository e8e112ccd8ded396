/** Fits text into the width of a terminal. */
import { stripVTControlCharacters } from 'node:util';

/** The least columns that a text gets, however narrow the terminal is. */
const FEWEST = 20;

/** Puts as many parts into a row as fit; a part that is too long gets a row of its own. */
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
