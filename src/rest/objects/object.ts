/** What an sObject is to the REST API: its fields in describe order, and its records. */
import type { Host } from '../../org/hosts.ts';
import type { Org, User } from '../../org/model.ts';
import type { World } from '../../world.ts';

export type FieldType = 'Id' | 'String' | 'Boolean' | 'Integer' | 'Double' | 'Datetime' | 'Address';
export type FieldValue = string | number | boolean | null | Readonly<Record<string, string | number | null>>;

/** Where records are read from: the caller's org, with URLs for the host that was called. */
export interface OrgSource {
  readonly host: Host;
  readonly org: Org;
}

/** Who reads records. */
export interface Reader extends OrgSource {
  readonly user: User;
  readonly world: World;
}

export interface Field<Source> {
  readonly name: string;
  readonly type: FieldType;
  readonly value: (source: Source) => FieldValue;
}

/** Fields by name, in describe order. */
export type RecordFields = Readonly<Record<string, FieldValue>>;

export interface ObjectType {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  /** First three characters of its ids. */
  readonly keyPrefix: string;
  /** The flags of a global describe that are true here and not for every object. */
  readonly capabilities: ReadonlySet<
    | 'createable'
    | 'feedEnabled'
    | 'layoutable'
    | 'mruEnabled'
    | 'replicateable'
    | 'retrieveable'
    | 'searchable'
    | 'triggerable'
    | 'updateable'
  >;
  /** Resources under `/sobjects/<name>`, by their name in `urls` of a global describe. */
  readonly urls: Readonly<Record<string, string>>;
  readonly fields: readonly Pick<Field<never>, 'name' | 'type'>[];
  /** Those that the reader may see. */
  records(reader: Reader): RecordFields[] | Promise<RecordFields[]>;
}

/** Salesforce's names are case-insensitive. */
export function fieldNamed<F extends { readonly name: string }>(
  fields: readonly F[],
  name: string,
): F | undefined {
  const wanted = name.toLowerCase();
  return fields.find((field) => field.name.toLowerCase() === wanted);
}

export function readFields<Source>(fields: readonly Field<Source>[], source: Source): RecordFields {
  return Object.fromEntries(fields.map(({ name, value }) => [name, value(source)]));
}

/** `2022-03-17T15:37:35Z` as REST writes it: `2022-03-17T15:37:35.000+0000`. */
export function restDatetime(instant: string): string {
  return instant.replace('Z', '.000+0000');
}

/** Milliseconds since the epoch as REST writes them; Salesforce keeps whole seconds. */
export function restInstant(instant: number): string {
  return restDatetime(new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z'));
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
