/** Parents that a record names: by an external id, or by the id of something that is no row of the store (rest-data.md 2.1, 2.5). */
import type { Refusal } from '../../refusals/catalogue.ts';
import type { RecordNeed } from '../../store/port.ts';
import { isRecord } from '../../wire/json.ts';
import { freshOrg, isView, type Session, visibleObject } from '../data.ts';
import type { FieldDefinition, FieldValue, ObjectDefinition } from '../definition.ts';
import { rowsById, rowsByKey } from '../find.ts';
import { type Draft, refusal, type Sent } from './draft.ts';

/** Fields that were sent, with their definitions; a parent by its external id has become the field that leads to it. */
export interface ReadFields {
  readonly sent: ReadonlyMap<FieldDefinition, unknown>;
  /** A name of which there is no field: what follows it was not looked at. */
  readonly unknown?: string;
  readonly refused?: Refusal;
}

export async function readFields(
  session: Session,
  object: ObjectDefinition,
  given: Sent,
): Promise<ReadFields> {
  const sent = new Map<FieldDefinition, unknown>();
  // Of an object with very many members, names alone are listed several times sooner than with values.
  for (const name of Object.keys(given)) {
    const value = given[name];
    if (name.toLowerCase() === 'attributes') continue;
    const field = session.schema.field(object, name);
    if (field) sent.set(field, value);
    else {
      const parent = await readParent(session, object, name, value);
      if (parent === undefined) return { sent, unknown: name };
      if ('refused' in parent) return { sent, refused: parent.refused };
      sent.set(parent.field, parent.id);
    }
  }
  return { sent };
}

type Parent = { readonly field: FieldDefinition; readonly id: FieldValue } | { readonly refused: Refusal };

/** `"Account":{"ExtId__c":"x"}` in the place of `AccountId`; undefined where this is no such thing. */
async function readParent(
  session: Session,
  object: ObjectDefinition,
  name: string,
  value: unknown,
): Promise<Parent | undefined> {
  const field = object.fields.find(
    ({ relationshipName }) => relationshipName?.toLowerCase() === name.toLowerCase(),
  );
  if (!field || !(isRecord(value) || value === null)) return undefined;
  if (value === null) return { field, id: null };
  const { attributes, ...keys } = value;
  const type = isRecord(attributes) && typeof attributes.type === 'string' ? attributes.type : undefined;
  const parent = visibleObject(session, type ?? field.referenceTo[0] ?? '');
  const [[keyName, keyValue] = [undefined, undefined], ...more] = Object.entries(keys);
  const key = parent && keyName !== undefined ? session.schema.field(parent, keyName) : undefined;
  if (!parent || !key || more.length > 0 || !(key.isIdLookup || key.isExternalId)) return undefined;
  if (typeof keyValue === 'object') return undefined;
  const rows = await rowsByKey(session, parent, key, keyValue as FieldValue);
  const [found] = rows;
  if (rows.length === 1 && found) return { field, id: String(found.row.Id) };
  const values = { value: String(keyValue), field: key.name, object: parent.name };
  return { refused: refusal('record.foreign-key', values) };
}

/**
 * What the parents of a record must be like: those in the store are asked for in the transaction that writes.
 *
 * @param changed the references that are new
 */
export async function needsOf(
  { session, object }: Pick<Draft, 'session' | 'object'>,
  changed: readonly (readonly [FieldDefinition, string])[],
  together: ReadonlySet<string>,
): Promise<{ readonly needs: readonly RecordNeed[]; readonly refused?: Refusal }> {
  const needs: RecordNeed[] = [];
  for (const [{ name: field }, id] of changed) {
    const parent = session.schema.objects.find(({ keyPrefix }) => id.startsWith(keyPrefix));
    if (!parent) return { needs, refused: refusal('record.reference', { id, field }) };
    if (!isView(parent)) needs.push({ field, object: parent.name, id });
    const isOpen = !isView(parent) && (session.access(parent).viewAll || together.has(id));
    if (isOpen || isCaller(session, id)) continue;
    const [row] = await rowsById(session, parent, [id]);
    if (!row) return { needs, refused: refusal('record.reference', { id, field }) };
    if (field === 'OwnerId' && row.row.IsActive === false && !session.mayGiveToInactive) {
      return {
        needs,
        refused: refusal('record.inactive-owner', { id, object: object.label, isActive: false }),
      };
    }
  }
  return { needs };
}

/** The active user who calls, in an org that the call has not changed: most records are their own, and their row need not be read for each. */
function isCaller(session: Session, id: string): boolean {
  const { org, user } = session;
  return id === user.id && user.isActive && freshOrg(session) === org;
}
