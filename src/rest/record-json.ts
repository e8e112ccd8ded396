/** A row as REST writes it: `attributes` first, fields in describe order, addresses of their parts (rest-data.md 2.2, 2.7). */
import type { DataRow, FieldDefinition, FieldValue, ObjectDefinition } from '../data/definition.ts';
import { decimal } from '../wire/json.ts';

/** What stands in URLs for the id of an OauthToken, which has none (recalled). */
const NO_ID = '000000000000000AAA';

/** @param root `/services/data/v58.0` */
export function recordJson(
  object: ObjectDefinition,
  row: DataRow,
  fields: readonly FieldDefinition[],
  root: string,
): Record<string, unknown> {
  const json: Record<string, unknown> = { attributes: attributesOf(object, row.Id, root) };
  for (const field of fields) json[field.name] = valueJson(field, row);
  return json;
}

function attributesOf({ name }: ObjectDefinition, id: FieldValue | undefined, root: string) {
  return { type: name, url: `${root}/sobjects/${name}/${id ?? NO_ID}` };
}

/** The value of a field of a row: decimals have a point, an address is an object. */
function valueJson({ name, type }: FieldDefinition, row: DataRow): unknown {
  if (type === 'address') return addressJson(name.replace(/Address$/, ''), row);
  const value = row[name] ?? null;
  const isDecimal = type === 'double' || type === 'currency' || type === 'percent';
  return isDecimal && typeof value === 'number' ? decimal(value) : value;
}

/** Alphabetical; null when every part is. */
function addressJson(prefix: string, row: DataRow): unknown {
  const part = (name: string) => row[`${prefix}${name}`] ?? null;
  const number = (name: string) => {
    const value = part(name);
    return typeof value === 'number' ? decimal(value) : value;
  };
  const address = {
    city: part('City'),
    country: part('Country'),
    geocodeAccuracy: part('GeocodeAccuracy'),
    latitude: number('Latitude'),
    longitude: number('Longitude'),
    postalCode: part('PostalCode'),
    state: part('State'),
    street: part('Street'),
  };
  return Object.values(address).every((value) => value === null) ? null : address;
}
