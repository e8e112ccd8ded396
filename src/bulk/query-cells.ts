/** Rows of a query as jobs keep them: lines of CSV, or JSON of Bulk API 1. Parents stand in columns of their own: `Account.Name`. */
import type { FieldType } from '../data/definition.ts';
import { instantOf } from '../data/rows.ts';
import type { Cell, Column, ResultRow } from '../data/soql/result.ts';
import { decimal } from '../wire/json.ts';
import { quotedRow } from './csv-writer.ts';

const DECIMAL = new Set<FieldType>(['double', 'currency', 'percent']);

export function csvHeader(columns: readonly Column[], delimiter: string): string {
  return quotedRow(namesOf(columns), delimiter);
}

export function csvLine(row: ResultRow, columns: readonly Column[], delimiter: string): string {
  return quotedRow(textsOf(row, columns), delimiter);
}

function namesOf(columns: readonly Column[]): string[] {
  return columns.flatMap((column) =>
    column.kind === 'value' ? [column.name] : namesOf(column.columns).map((name) => `${column.name}.${name}`),
  );
}

function textsOf(row: ResultRow | null, columns: readonly Column[]): string[] {
  return columns.flatMap((column, i) => {
    const cell = row?.cells[i] ?? null;
    return column.kind === 'value'
      ? [textOf(cell, column.type)]
      : textsOf(cell as ResultRow | null, column.columns);
  });
}

function textOf(cell: Cell, type: FieldType): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return JSON.stringify(DECIMAL.has(type) ? decimal(cell) : cell);
  const text = String(cell);
  return type === 'datetime' ? text.replace('+0000', 'Z') : text;
}

/** @param root `/services/data/v58.0` */
export function jsonRecord(row: ResultRow, columns: readonly Column[], root: string): string {
  return JSON.stringify(recordOf(row, columns, root));
}

function recordOf({ type, id, cells }: ResultRow, columns: readonly Column[], root: string): unknown {
  const members = columns.map((column, i) => {
    const cell = cells[i] ?? null;
    if (column.kind === 'value') return [column.name, jsonOf(cell, column.type)];
    return [column.name, cell === null ? null : recordOf(cell as ResultRow, column.columns, root)];
  });
  return { attributes: { type, url: `${root}/sobjects/${type}/${id}` }, ...Object.fromEntries(members) };
}

/** Instants and days are milliseconds there (recalled). */
function jsonOf(cell: Cell, type: FieldType): unknown {
  if (typeof cell === 'number') return DECIMAL.has(type) ? decimal(cell) : cell;
  return (type === 'datetime' || type === 'date') && typeof cell === 'string' ? instantOf(cell) : cell;
}
