/** `/composite/sobjects`: up to 200 records in one call (rest-data.md 5.4). */
import { visibleObject } from '../../data/data.ts';
import type { FieldValue, ObjectDefinition } from '../../data/definition.ts';
import { rowsById } from '../../data/find.ts';
import { isRecordId } from '../../data/ids.ts';
import { refusal, type Saved, type SaveRequest, type Sent } from '../../data/save/draft.ts';
import { save } from '../../data/save/save.ts';
import type { Refusal } from '../../refusals/catalogue.ts';
import { check } from '../../refusals/check.ts';
import { ok, type RestAnswer } from '../answer.ts';
import type { Resource, RestCall } from '../call.ts';
import { fieldsNamed } from '../fields-named.ts';
import { objectOfPath } from '../object-of-path.ts';
import { recordJson } from '../record-json.ts';
import { readBody } from '../request-body.ts';
import { itemJson, noteErrors } from './item-json.ts';
import { idsIn, objectOf, recordsIn, saveMany, without } from './records.ts';

const MOST_DELETED = 200;

export const collection: Resource = {
  path: '/composite/sobjects',
  methods: { POST: createMany, PATCH: updateMany, DELETE: deleteMany },
};

export const retrieval: Resource = {
  path: '/composite/sobjects/:object',
  methods: { GET: retrieveByQuery, POST: retrieveByBody },
};

export const upsertion: Resource = {
  path: '/composite/sobjects/:object/:key',
  methods: { PATCH: upsertMany },
};

/** A record to be saved, or why it is not even looked at. */
type Entry = SaveRequest | { readonly refused: Refusal };

function createMany(call: RestCall): Promise<RestAnswer> {
  const body = readBody(call);
  const entries = recordsIn(call, body).map(
    (sent): Entry => ({ action: 'create', object: objectOf(call, sent), sent, text: call.body }),
  );
  return saveEntries(call, entries, body.allOrNone === true);
}

function updateMany(call: RestCall): Promise<RestAnswer> {
  const body = readBody(call);
  const entries = recordsIn(call, body).map((sent): Entry => {
    const object = objectOf(call, sent);
    const { value: id, rest } = without(sent, 'Id');
    if (typeof id !== 'string' || id === '')
      return { refused: refusal('record.id-missing', { id: String(id) }) };
    if (!isRecordId(id)) return { refused: refusal('record.malformed-id', { id }) };
    return { action: 'update', object, id, sent: rest, text: call.body };
  });
  return saveEntries(call, entries, body.allOrNone === true);
}

function deleteMany(call: RestCall): Promise<RestAnswer> {
  const { parameters, session } = call;
  const ids = idsIn(call, parameters.get('ids')?.split(','), MOST_DELETED);
  const entries = ids.map((written): Entry => {
    const id = written.trim();
    const object = isRecordId(id)
      ? session.schema.objects.find(({ keyPrefix }) => id.startsWith(keyPrefix))
      : undefined;
    const visible = object && visibleObject(session, object.name);
    if (!visible?.capabilities.has('deletable')) return { refused: refusal('record.malformed-id', { id }) };
    return { action: 'delete', object: visible, id };
  });
  return saveEntries(call, entries, parameters.get('allOrNone')?.toLowerCase() === 'true');
}

function upsertMany(call: RestCall): Promise<RestAnswer> {
  const object = objectOfPath(call);
  const { key: keyName = '' } = call.path;
  const key = call.session.schema.field(object, keyName);
  const isKey = key && (key.type === 'id' || key.isIdLookup || key.isExternalId);
  check(call, 'rest.record-key', isKey, { key: keyName });
  const body = readBody(call);
  const seen = new Set<string>();
  const entries = recordsIn(call, body).map((sent): Entry => {
    check(call, 'record.object', objectOf(call, sent) === object, { object: object.name });
    const { value, rest } = without(sent, key.name);
    if (key.type === 'id') return byId(object, value, rest, call.body);
    if (value === undefined || value === null || value === '' || typeof value === 'object') {
      return { refused: refusal('record.key-missing', { field: key.name }) };
    }
    const text = String(value).toLowerCase();
    if (seen.has(text)) return { refused: refusal('record.key-twice', { value: String(value) }) };
    seen.add(text);
    return { action: 'upsert', object, key, value: value as FieldValue, sent: rest, text: call.body };
  });
  return saveEntries(call, entries, body.allOrNone === true, { isUpsert: true });
}

/** An upsert by `Id`: without one the record is made. */
function byId(object: ObjectDefinition, id: unknown, sent: Sent, text: string): Entry {
  if (id === undefined || id === null || id === '') return { action: 'create', object, sent, text };
  if (!isRecordId(String(id))) return { refused: refusal('record.malformed-id', { id: String(id) }) };
  return { action: 'update', object, id: String(id), sent, text };
}

async function saveEntries(
  call: RestCall,
  entries: readonly Entry[],
  allOrNone: boolean,
  { isUpsert = false } = {},
): Promise<RestAnswer> {
  const requests = entries.filter((entry) => !('refused' in entry)) as SaveRequest[];
  const isStopped = allOrNone && requests.length < entries.length;
  const saved = isStopped
    ? requests.map((request) => rolledBack(request, isUpsert))
    : await save(call.session, requests, saveMany(call, allOrNone));
  const results = inOrder(entries, saved.map(withoutAmbiguity));
  noteErrors(call, results);
  return ok(results.map((result) => itemJson(result, { isUpsert })));
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

function retrieveByQuery(call: RestCall): Promise<RestAnswer> {
  const { parameters } = call;
  return retrieve(call, parameters.get('ids')?.split(','), parameters.get('fields')?.split(','));
}

function retrieveByBody(call: RestCall): Promise<RestAnswer> {
  const { ids, fields } = readBody(call);
  return retrieve(call, ids, fields);
}

/** In the order of the ids; null where there is none that the user may see. */
async function retrieve(call: RestCall, given: unknown, names: unknown): Promise<RestAnswer> {
  const object = objectOfPath(call);
  const ids = idsIn(call, given);
  const fields = fieldsNamed(call, object, Array.isArray(names) ? names.map(String) : []);
  const rows = await rowsById(call.session, object, ids);
  return ok(
    rows.map((row) => (row && !row.isDeleted ? recordJson(object, row.row, fields, call.root) : null)),
  );
}
