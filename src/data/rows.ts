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

/** A stored row with its id, its defaults and what is worked out. */
export function readRow(object: ObjectDefinition, stored: StoredRecord): StoredRow {
  const own: DataRow = { ...falseBooleans(object), ...(JSON.parse(stored.fields) as DataRow) };
  const isDeleted = stored.deletedAt !== undefined;
  const row = { ...own, Id: stored.id, IsDeleted: isDeleted };
  return { row: { ...row, ...derivedFields(object.name, row) }, version: stored.version, isDeleted };
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

const booleans = new WeakMap<ObjectDefinition, DataRow>();

function falseBooleans(object: ObjectDefinition): DataRow {
  const known =
    booleans.get(object) ??
    Object.fromEntries(
      object.fields.filter(({ type }) => type === 'boolean').map(({ name }) => [name, false]),
    );
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
