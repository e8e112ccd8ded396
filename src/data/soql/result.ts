/** What a query answers, in no protocol's form: columns that say what the cells of the rows are. Both are plain data. */
import type { FieldDefinition, FieldType } from '../definition.ts';
import type { Value } from './value.ts';

export type Column =
  | {
      readonly kind: 'value';
      /** The member's name in a record. */
      readonly name: string;
      readonly type: FieldType;
      /** Undefined for a function. */
      readonly field: FieldDefinition | undefined;
      readonly isAggregate: boolean;
    }
  /** A parent record, or null. */
  | { readonly kind: 'parent'; readonly name: string; readonly columns: readonly Column[] }
  /** A list of child records, or null when there are none. */
  | { readonly kind: 'children'; readonly name: string; readonly columns: readonly Column[] };

export interface ResultRow {
  /** Name of its object; `AggregateResult` for a group. */
  readonly type: string;
  /** Null for what has none. */
  readonly id: string | null;
  /** One for each column. */
  readonly cells: readonly Cell[];
}

/** Children of a record; there is at least one. */
export interface ResultList {
  /** Of the whole list. */
  readonly size: number;
  readonly rows: readonly ResultRow[];
  /** Locator of the rest, where it is on other pages. */
  readonly next?: string;
}

export type Cell = Value | ResultRow | ResultList;

/** What a query found: how many rows, and the rows in pages that are filled when they are asked for. */
export interface QueryResult {
  readonly object: string;
  readonly columns: readonly Column[];
  readonly size: number;
  /** Rows from one to another, without the last; COUNT() has none. */
  rows(from: number, end: number): Promise<ResultRow[]>;
}
