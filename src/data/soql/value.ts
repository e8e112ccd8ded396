/** Values of a query, and how SOQL compares them: text without case, ids by their first 15 characters, nulls apart. */
import type { FieldDefinition, FieldType, FieldValue } from '../definition.ts';

/** A compound address is the only value with members. */
export type Value = FieldValue | Readonly<Record<string, FieldValue>>;

export type Comparable = string | number | boolean | null;

/** How the values of a field or function are compared; no two types are compared with each other. */
export function comparableOf(
  type: FieldType,
  field: Pick<FieldDefinition, 'isCaseSensitive'> | undefined,
): (value: Value) => Comparable {
  if (type === 'id' || type === 'reference') return ofText((text) => text.slice(0, 15));
  if (type === 'multipicklist') return ofText((text) => text.toLowerCase().split(';').sort().join(';'));
  if (isText(type) && !field?.isCaseSensitive) return ofText((text) => text.toLowerCase());
  return plain;
}

export function isText(type: FieldType): boolean {
  return TEXTS.has(type);
}

const TEXTS = new Set<FieldType>([
  'string',
  'textarea',
  'picklist',
  'multipicklist',
  'combobox',
  'phone',
  'email',
  'url',
]);

const NUMBERS = new Set<FieldType>(['int', 'double', 'currency', 'percent']);

export function isNumber(type: FieldType): boolean {
  return NUMBERS.has(type);
}

function plain(value: Value): Comparable {
  return typeof value === 'object' ? null : value;
}

function ofText(change: (text: string) => string): (value: Value) => Comparable {
  return (value) => (typeof value === 'string' ? change(value) : plain(value));
}

/** Negative when left comes first; neither is null. */
export function compare(left: Comparable, right: Comparable): number {
  if (left === right) return 0;
  return (left as string) < (right as string) ? -1 : 1;
}
