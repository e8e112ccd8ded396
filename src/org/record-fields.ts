/** Fields of records, as REST, SOQL and formulas read them. */
import type { Host } from './hosts.ts';
import type { Org } from './model.ts';

export type FieldType = 'Id' | 'String' | 'Boolean' | 'Integer' | 'Double' | 'Datetime' | 'Address';
export type FieldValue = string | number | boolean | null | Readonly<Record<string, string | number | null>>;

/** Where records are read from: the caller's org, with URLs for the host that was called. */
export interface OrgSource {
  readonly host: Host;
  readonly org: Org;
}

export interface Field<Source> {
  readonly name: string;
  readonly type: FieldType;
  readonly value: (source: Source) => FieldValue;
}

/** Salesforce's names are case-insensitive. */
export function fieldNamed<F extends { readonly name: string }>(
  fields: readonly F[],
  name: string,
): F | undefined {
  const wanted = name.toLowerCase();
  return fields.find((field) => field.name.toLowerCase() === wanted);
}

/** `2022-03-17T15:37:35Z` as REST writes it: `2022-03-17T15:37:35.000+0000`. */
export function restDatetime(instant: string): string {
  return instant.replace('Z', '.000+0000');
}

/** A compound address field. */
export function addressValue(address: {
  street?: string;
  city?: string;
  state?: string;
  postalCode?: string;
  country?: string;
}): FieldValue {
  return {
    city: address.city ?? null,
    country: address.country ?? null,
    geocodeAccuracy: null,
    latitude: null,
    longitude: null,
    postalCode: address.postalCode ?? null,
    state: address.state ?? null,
    street: address.street ?? null,
  };
}
