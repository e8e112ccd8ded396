/** What a view is: its fields in describe order, and its records. */

import type { Field, FieldValue, OrgSource } from '../../org/record-fields.ts';
import { restDatetime } from '../../org/record-fields.ts';
import type { Subject } from '../../org/subject.ts';
import type { World } from '../../world/world.ts';

/** Who reads records. */
export interface Reader extends OrgSource, Subject {
  readonly world: World;
}

/** Fields by name, in describe order. */
export type RecordFields = Readonly<Record<string, FieldValue>>;

export interface ObjectType {
  readonly name: string;
  /** First three characters of its ids. */
  readonly keyPrefix: string;
  readonly fields: readonly Pick<Field<never>, 'name' | 'type'>[];
  /** Those that the reader may see. */
  records(reader: Reader): RecordFields[] | Promise<RecordFields[]>;
  /** One of them, where it is found without reading the others: each record that is saved has an owner. */
  record?(reader: Reader, id: string): RecordFields | undefined;
}

export function readFields<Source>(fields: readonly Field<Source>[], source: Source): RecordFields {
  return Object.fromEntries(fields.map(({ name, value }) => [name, value(source)]));
}

/** Milliseconds since the epoch as REST writes them; Salesforce keeps whole seconds. */
export function restInstant(instant: number): string {
  return restDatetime(new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z'));
}
