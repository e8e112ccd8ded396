/** What a query needs from outside: the objects and rows that its reader may see, and who the reader is. */
import type { DataRow, FieldDefinition, FieldValue, ObjectDefinition } from '../definition.ts';

/** The user that a query runs for. */
export interface QueryReader {
  readonly userId: string;
  /** IANA name. */
  readonly timeZone: string;
  /** As users have it: `en_US`. */
  readonly locale: string;
  /** ISO code of the org's currency. */
  readonly currency: string;
  /** From 1. */
  readonly fiscalYearStartMonth: number;
}

export interface IndexedValues {
  readonly field: FieldDefinition;
  readonly values: readonly FieldValue[];
}

/** Which rows are asked for. */
export interface RowRequest {
  /** Rows whose field has one of these values; all rows when left out. The field is one that {@link QuerySource.isIndexed}. */
  readonly where?: IndexedValues;
  /** `next` of the page before. */
  readonly after?: string;
  /** How many rows are looked at, at most: a page may be shorter, or empty, and not be the last. */
  readonly limit: number;
  /** Rows in the recycle bin too. */
  readonly includeDeleted: boolean;
}

export interface RowPage {
  readonly rows: readonly DataRow[];
  /** Where the next page begins; undefined: this was the last. */
  readonly next: string | undefined;
}

/**
 * The data of one org as one user sees it. Whatever the reader may not see is not there: objects without Read, fields without
 * Read, rows that are not shared. Objects and fields are found by their names in any case.
 */
export interface QuerySource {
  readonly reader: QueryReader;
  /** Milliseconds since the epoch: the time of the whole query. */
  readonly now: number;
  object(name: string): ObjectDefinition | undefined;
  /** The objects that a search without RETURNING looks through. */
  searchable(): readonly ObjectDefinition[];
  /** The fields that {@link object} has are the reader's too. */
  field(object: ObjectDefinition, name: string): FieldDefinition | undefined;
  /** Whether rows are found by the values of this field without looking at all of them: ids, lookups, unique and external-id fields. */
  isIndexed(object: ObjectDefinition, field: FieldDefinition): boolean;
  /** About how many rows an index finds; more than `most` are not counted. */
  countFound(object: ObjectDefinition, where: IndexedValues, most: number): Promise<number>;
  /** Rows in the order of their ids. Ids match by their first 15 characters, text as the field's case sensitivity says. */
  rows(object: ObjectDefinition, request: RowRequest): Promise<RowPage>;
}
