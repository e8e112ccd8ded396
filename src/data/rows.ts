/** Rows as the store keeps them, and as everybody reads them. */
import type { StoredRecord } from '../store/port.ts';
import type { DataRow, FieldDefinition, FieldValue, ObjectDefinition } from './definition.ts';
import { derivedFields } from './derived.ts';

/** With what it is stored as, for who wants to change it. */
export interface StoredRow {
  readonly row: DataRow;
  readonly version: number;
  readonly isDeleted: boolean;
}

/** A stored row with its id, its defaults and what is worked out. A scan reads a hundred thousand: none is copied. */
export function readRow(object: ObjectDefinition, stored: StoredRecord): StoredRow {
  const row = JSON.parse(stored.fields) as Record<string, FieldValue>;
  for (const name of booleansOf(object)) row[name] ??= false;
  const isDeleted = stored.deletedAt !== undefined;
  row.Id = stored.id;
  row.IsDeleted = isDeleted;
  Object.assign(row, derivedFields(object.name, row));
  return { row, version: stored.version, isDeleted };
}

/** The fields to be stored: those that have a value and are not worked out. */
export function storedFields(object: ObjectDefinition, row: DataRow): string {
  const derived = derivedFields(object.name, row);
  const kept = object.fields.flatMap(({ name }) => {
    const value = row[name];
    const isLeftOut = value === undefined || value === null || value === false || name in derived;
    return isLeftOut || name === 'Id' || name === 'IsDeleted' ? [] : [[name, value] as const];
  });
  return JSON.stringify(Object.fromEntries(kept));
}

const booleans = new WeakMap<ObjectDefinition, readonly string[]>();

function booleansOf(object: ObjectDefinition): readonly string[] {
  const known =
    booleans.get(object) ?? object.fields.filter(({ type }) => type === 'boolean').map(({ name }) => name);
  booleans.set(object, known);
  return known;
}

/** `2021-12-03T17:59:20.000+0000`: Salesforce keeps whole seconds. */
export function datetimeOf(instant: number): string {
  return new Date(instant).toISOString().replace(/\.\d+Z$/, '.000+0000');
}

/** Milliseconds of such a text. */
export function instantOf(datetime: string): number {
  return Date.parse(datetime.replace('+0000', 'Z'));
}

/** Whether rows are found by this field without looking at all of them. */
export function isIndexed({ name, type, isIdLookup, isExternalId, isUnique }: FieldDefinition): boolean {
  if (type === 'id' || isIdLookup || isExternalId || isUnique) return true;
  return type === 'reference' && name !== 'CreatedById' && name !== 'LastModifiedById';
}

/** A value as it is compared: text without case unless the field says otherwise, numbers as text. */
export function folded(field: FieldDefinition, value: FieldValue): string {
  if (typeof value !== 'string') return String(value);
  if (field.type === 'reference' || field.type === 'id' || field.isCaseSensitive) return value;
  return value.toLowerCase();
}
