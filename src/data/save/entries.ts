/** The records of a call with many: those that are looked at, and those that cannot be, in one order (rest-data.md 5.4, soap-data.md 5.1). */
import type { Refusal } from '../../refusals/catalogue.ts';
import type { Traced } from '../../refusals/check.ts';
import { asText } from '../../wire/json.ts';
import { type Session, visibleObject } from '../data.ts';
import type { FieldDefinition, FieldValue, ObjectDefinition } from '../definition.ts';
import { keyText } from '../find.ts';
import { isRecordId } from '../ids.ts';
import { refusal, type Saved, type SaveRequest, type Sent } from './draft.ts';
import type { SaveOptions } from './save.ts';
import { saveInTurns } from './turns.ts';

/** A record to be saved, or why it is not even looked at. */
export type Entry = SaveRequest | { readonly refused: Refusal };

/** The body that the fields came in, where refusals say places in it. */
type Text = { readonly text?: string };

/** A record that its field Id names. */
export function updateEntry(object: ObjectDefinition, sent: Sent, text: Text = {}): Entry {
  const { value: id, rest } = without(sent, 'Id');
  if (typeof id !== 'string' || id === '')
    return { refused: refusal('record.id-missing', { id: asText(id) }) };
  if (!isRecordId(id)) return { refused: refusal('record.malformed-id', { id }) };
  return { action: 'update', object, id, sent: rest, ...text };
}

/** Whether an upsert can find records by a field. */
export function isUpsertKey({ type, isIdLookup, isExternalId }: FieldDefinition): boolean {
  return type === 'id' || isIdLookup || isExternalId;
}

/** @param seen values of the keys of the records before, as they are compared: this one's is added */
export function upsertEntry(
  object: ObjectDefinition,
  key: FieldDefinition,
  sent: Sent,
  seen: Set<string>,
  text: Text = {},
): Entry {
  const { value, rest } = without(sent, key.name);
  if (key.type === 'id') return upsertById(object, value, rest, text);
  if (value === undefined || value === null || value === '' || typeof value === 'object') {
    return { refused: refusal('record.key-missing', { field: key.name }) };
  }
  const compared = keyText(key, value as FieldValue) ?? String(value);
  if (seen.has(compared)) return { refused: refusal('record.key-twice', { value: String(value) }) };
  seen.add(compared);
  return { action: 'upsert', object, key, value: value as FieldValue, sent: rest, ...text };
}

/** Without an id the record is made. */
function upsertById(object: ObjectDefinition, id: unknown, sent: Sent, text: Text): Entry {
  if (id === undefined || id === null || id === '') return { action: 'create', object, sent, ...text };
  const written = asText(id);
  if (!isRecordId(written)) return { refused: refusal('record.malformed-id', { id: written }) };
  return { action: 'update', object, id: written, sent, ...text };
}

/** A record that its id alone names, object included. */
export function entryById(session: Session, action: 'delete' | 'undelete', written: string): Entry {
  const id = written.trim();
  const object = isRecordId(id)
    ? session.schema.objects.find(({ keyPrefix }) => id.startsWith(keyPrefix))
    : undefined;
  const visible = object && visibleObject(session, object.name);
  const capability = action === 'delete' ? 'deletable' : 'undeletable';
  if (!visible?.capabilities.has(capability)) return { refused: refusal('record.malformed-id', { id }) };
  return { action, object: visible, id };
}

/** @returns what became of each, in their order */
export async function saveEntries(
  session: Session,
  entries: readonly Entry[],
  options: SaveOptions & { readonly isUpsert?: boolean },
): Promise<Saved[]> {
  const requests = entries.filter((entry) => !('refused' in entry)) as SaveRequest[];
  const isStopped = options.allOrNone && requests.length < entries.length;
  const saved = isStopped
    ? requests.map((request) => rolledBack(request, options.isUpsert === true))
    : await saveInTurns(session, requests, options);
  return inOrder(entries, saved.map(withoutAmbiguity));
}

function rolledBack(request: SaveRequest, isUpsert: boolean): Saved {
  const id = 'id' in request ? request.id : undefined;
  return { id, isCreated: isUpsert || request.action === 'create', errors: [], isRolledBack: true };
}

/** Among many records, several with one key are a refusal of that one. */
function withoutAmbiguity(saved: Saved): Saved {
  if (!saved.ambiguous) return saved;
  const { ambiguous: ids, key = '' } = saved;
  return { ...saved, errors: [refusal('record.several', { field: key, ids })] };
}

function inOrder(entries: readonly Entry[], saved: readonly Saved[]): Saved[] {
  let next = 0;
  return entries.map((entry) =>
    'refused' in entry
      ? { id: undefined, isCreated: false, errors: [entry.refused], isRolledBack: false }
      : (saved[next++] as Saved),
  );
}

/** What is said of a record that was refused only because another one of its call was. */
export const ROLLED_BACK = {
  statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
};

/** The journal shows what was refused of records of a call that went on. */
export function noteErrors({ trace }: Traced, results: readonly Saved[]): void {
  for (const { refusal: name, values } of results.flatMap(({ errors }) => errors)) {
    trace.failedCheck(name, values);
  }
}

/** A member of a record by its name in any case, and the rest. */
function without(sent: Sent, name: string): { readonly value: unknown; readonly rest: Sent } {
  const own = Object.keys(sent).find((key) => key.toLowerCase() === name.toLowerCase());
  if (own === undefined) return { value: undefined, rest: sent };
  const { [own]: value, ...rest } = sent;
  return { value, rest };
}
