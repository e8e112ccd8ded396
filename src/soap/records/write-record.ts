/** Records as SOAP writes them: the partner API has one type for all, which names its object first; the enterprise API one for each (soap-data.md 3.1). */
import type { Cell, Column, ResultList, ResultRow } from '../../data/soql/result.ts';
import type { Value } from '../../data/soql/value.ts';
import type { SoapApi } from '../api.ts';
import { type Content, element, elements, type XmlElement } from '../xml.ts';
import { fieldElement } from './write-value.ts';

/** Groups of a query: their values are of any type, and say which. */
const AGGREGATE = 'AggregateResult';

interface Written {
  /** Whether the id was asked for, if only by naming the record. */
  readonly isKnown?: boolean;
}

/** @param name of the element */
export function recordElement(
  api: SoapApi,
  name: string,
  row: ResultRow,
  columns: readonly Column[],
  { isKnown = false }: Written = {},
): XmlElement {
  const isGroup = row.type === AGGREGATE;
  const cells = columns.map((column, i) => ({ column, cell: row.cells[i] ?? null }));
  const hasId = columns.some(isId);
  if (api.isGeneric) {
    const id = isKnown || hasId ? row.id : null;
    const members = cells.map(({ column, cell }) => cellElement(api, column, cell, isGroup));
    const head = elements({ 'sf:type': row.type, 'sf:Id': id });
    return element(name, [...head, ...members], { 'xsi:type': 'sf:sObject' });
  }
  const known = cells.filter(({ cell }) => cell !== null);
  const inOrder = isGroup ? known : known.sort((a, b) => compareNames(a.column, b.column));
  const members = inOrder.map(({ column, cell }) => cellElement(api, column, cell, isGroup));
  const id = isKnown && !hasId ? elements({ 'sf:Id': row.id }) : [];
  return element(name, [...id, ...members], { 'xsi:type': `sf:${row.type}` });
}

/** The order of the enterprise WSDL: Id, then the alphabet. */
function compareNames(one: Column, other: Column): number {
  const [a, b] = [isId(one), isId(other)];
  if (a || b) return Number(b) - Number(a);
  return one.name < other.name ? -1 : 1;
}

function isId({ kind, name }: Column): boolean {
  return kind === 'value' && name === 'Id';
}

function cellElement(api: SoapApi, column: Column, cell: Cell, isTyped: boolean): XmlElement {
  const name = `sf:${column.name}`;
  if (column.kind === 'value') return fieldElement(name, cell as Value, column.type, { isTyped });
  if (cell === null) return element(name, null);
  if (column.kind === 'parent') return recordElement(api, name, cell as ResultRow, column.columns);
  const { size, rows, next } = cell as ResultList;
  const content = listContent(api, { size, rows, columns: column.columns, next });
  return element(name, content, { 'xsi:type': 'QueryResult' });
}

interface Listed {
  readonly size: number;
  readonly rows: readonly ResultRow[];
  readonly columns: readonly Column[];
  /** Locator of the next page. */
  readonly next?: string | undefined;
}

/** What is in a QueryResult. */
function listContent(api: SoapApi, { size, rows, columns, next }: Listed): XmlElement[] {
  return [
    ...elements({ done: next === undefined, queryLocator: next ?? null }),
    ...rows.map((row) => recordElement(api, 'records', row, columns)),
    ...elements({ size }),
  ];
}

/** The `result` of a query. */
export function queryResult(api: SoapApi, listed: Listed): XmlElement {
  const content: Content = listContent(api, listed);
  return element('result', content, api.isGeneric ? { 'xsi:type': 'QueryResult' } : {});
}
