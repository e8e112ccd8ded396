/** Compound addresses: made of their parts, null when all of them are (rest-data.md 2.2). */
import type { DataRow, FieldDefinition, FieldValue, ObjectDefinition } from '../definition.ts';

/** Members in the order of the answer, and how the names of their fields end. */
const PARTS = [
  'City',
  'Country',
  'GeocodeAccuracy',
  'Latitude',
  'Longitude',
  'PostalCode',
  'State',
  'Street',
];

export function addressOf(
  object: ObjectDefinition,
  address: FieldDefinition,
  row: DataRow,
): Readonly<Record<string, FieldValue>> | null {
  const parts = partsOf(object, address);
  if (parts.every((part) => (row[part] ?? null) === null)) return null;
  return Object.fromEntries(
    PARTS.map((ending) => {
      const part = parts.find((name) => name.endsWith(ending));
      return [ending.charAt(0).toLowerCase() + ending.slice(1), (part && row[part]) ?? null];
    }),
  );
}

/** The names of the fields that a compound address is made of. */
export function partsOf({ fields }: ObjectDefinition, { name }: FieldDefinition): string[] {
  return fields.filter(({ compoundFieldName }) => compoundFieldName === name).map((part) => part.name);
}
