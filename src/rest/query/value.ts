/** Values of fields as REST writes them (rest-data.md 2.7). */
import type { FieldType } from '../../data/definition.ts';
import type { Value } from '../../data/soql/value.ts';
import { decimal } from '../../wire/json.ts';

const DECIMAL = new Set<FieldType>(['double', 'currency', 'percent']);

/** What JSON writes of it: numbers that are no ints have a decimal point. */
export function restValue(value: Value, type: FieldType): unknown {
  if (type === 'address' && value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, restValue(part, 'double')]));
  }
  return typeof value === 'number' && DECIMAL.has(type) ? decimal(value) : value;
}
