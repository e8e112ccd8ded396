/** Writes CSV as Salesforce does: every value quoted, own columns of a result in the header as they are (rest-data.md 6.1, 6.2). */

function quotedCell(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** A cell of a header: quoted only where it must be. */
export function plainCell(text: string, delimiter: string): string {
  return text.includes(delimiter) || /["\r\n]/.test(text) ? quotedCell(text) : text;
}

export function quotedRow(cells: readonly string[], delimiter: string): string {
  return cells.map(quotedCell).join(delimiter);
}
