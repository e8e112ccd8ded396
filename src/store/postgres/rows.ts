/** Whether a number can be that of a row: PostgreSQL refuses a statement with another one. */
export function isRow(row: number): boolean {
  return Number.isSafeInteger(row);
}
