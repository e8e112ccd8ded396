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

export type Cell = Value | ResultRow | readonly ResultRow[];
