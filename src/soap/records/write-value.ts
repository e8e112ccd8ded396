/** Values of fields as SOAP writes them (soap-data.md 3.1). */
import type { FieldType, FieldValue } from '../../data/definition.ts';
import { schemaTypeOf } from '../../data/describe.ts';
import type { Value } from '../../data/soql/value.ts';
import { decimal } from '../../wire/json.ts';
import { type Content, element, elements, type XmlElement } from '../xml.ts';

/** @param isTyped whether the element says the type of its value, as where any may stand */
export function fieldElement(
  name: string,
  value: Value,
  type: FieldType,
  { isTyped = false } = {},
): XmlElement {
  if (value === null) return element(name, null);
  if (typeof value === 'object') return element(name, addressContent(value), { 'xsi:type': 'address' });
  const attributes = isTyped ? { 'xsi:type': schemaTypeOf(type) } : {};
  return element(name, textOf(value, type), attributes);
}

function textOf(value: NonNullable<FieldValue>, type: FieldType): Content {
  if (type === 'datetime') return String(value).replace(/\+0000$/, 'Z');
  return typeof value === 'number' && schemaTypeOf(type) === 'xsd:double' ? decimalText(value) : value;
}

/** With a point, as Java writes a double. */
function decimalText(value: number): string {
  return JSON.stringify(decimal(value));
}

/** The place first, as the WSDL derives an address from one. */
function addressContent(address: Readonly<Record<string, FieldValue>>): XmlElement[] {
  const part = (name: string): FieldValue => address[name] ?? null;
  const place = (name: string): Content => {
    const value = part(name);
    return typeof value === 'number' ? decimalText(value) : value;
  };
  return elements({
    latitude: place('latitude'),
    longitude: place('longitude'),
    city: part('city'),
    country: part('country'),
    countryCode: part('countryCode'),
    geocodeAccuracy: part('geocodeAccuracy'),
    postalCode: part('postalCode'),
    state: part('state'),
    stateCode: part('stateCode'),
    street: part('street'),
  });
}
