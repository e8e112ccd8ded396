/** `/composite/sobjects`: up to 200 records in one call (rest-data.md 5.4). */
import { rowsById } from '../../data/find.ts';
import {
  type Entry,
  entryById,
  isUpsertKey,
  noteErrors,
  saveEntries,
  updateEntry,
  upsertEntry,
} from '../../data/save/entries.ts';
import { check } from '../../refusals/check.ts';
import { asText } from '../../wire/json.ts';
import { ok, type RestAnswer } from '../answer.ts';
import type { Resource, RestCall } from '../call.ts';
import { fieldsNamed } from '../fields-named.ts';
import { objectOfPath } from '../object-of-path.ts';
import { recordJson } from '../record-json.ts';
import { readBody } from '../request-body.ts';
import { itemJson } from './item-json.ts';
import { idsIn, objectOf, recordsIn, saveMany, typedRecordsIn } from './records.ts';

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

function createMany(call: RestCall): Promise<RestAnswer> {
  const body = readBody(call);
  const entries = typedRecordsIn(call, body).map(
    ({ sent, object }): Entry => ({ action: 'create', object, sent, text: call.body }),
  );
  return answerSaved(call, entries, body.allOrNone === true);
}

function updateMany(call: RestCall): Promise<RestAnswer> {
  const body = readBody(call);
  const entries = typedRecordsIn(call, body).map(({ sent, object }) =>
    updateEntry(object, sent, { text: call.body }),
  );
  return changed(answerSaved(call, entries, body.allOrNone === true));
}

async function changed(answer: Promise<RestAnswer>): Promise<RestAnswer> {
  return { ...(await answer), isWithoutVary: true };
}

function deleteMany(call: RestCall): Promise<RestAnswer> {
  const { parameters, session } = call;
  const ids = idsIn(call, parameters.get('ids')?.split(','), MOST_DELETED);
  const entries = ids.map((id) => entryById(session, 'delete', id));
  return changed(answerSaved(call, entries, parameters.get('allOrNone')?.toLowerCase() === 'true'));
}

function upsertMany(call: RestCall): Promise<RestAnswer> {
  const object = objectOfPath(call);
  const { key: keyName = '' } = call.path;
  const key = call.session.schema.field(object, keyName);
  check(call, 'rest.record-key', key && isUpsertKey(key), { key: keyName });
  const body = readBody(call);
  const seen = new Set<string>();
  const entries = recordsIn(call, body).map((sent) => {
    check(call, 'record.object', objectOf(call, sent) === object, { object: object.name });
    return upsertEntry(object, key, sent, seen, { text: call.body });
  });
  return changed(answerSaved(call, entries, body.allOrNone === true, { isUpsert: true }));
}

async function answerSaved(
  call: RestCall,
  entries: readonly Entry[],
  allOrNone: boolean,
  { isUpsert = false } = {},
): Promise<RestAnswer> {
  const results = await saveEntries(call.session, entries, { ...saveMany(call, allOrNone), isUpsert });
  noteErrors(call, results);
  return ok(results.map((result) => itemJson(result, { isUpsert })));
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
  const fields = fieldsNamed(call, object, Array.isArray(names) ? names.map(asText) : []);
  const rows = await rowsById(call.session, object, ids);
  return ok(
    rows.map((row) => (row && !row.isDeleted ? recordJson(object, row.row, fields, call.root) : null)),
  );
}
