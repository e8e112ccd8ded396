/**
 * `/services/data/vNN.0/sobjects/<object>/<field>/<value>`: a record by an external id; and `/<object>/<id>/<relationship>`, the
 * record that a reference leads to (rest-data.md 2.2, 2.5).
 */

import { visibleObject } from '../../data/data.ts';
import type { FieldDefinition, ObjectDefinition } from '../../data/definition.ts';
import { rowsById, rowsByKey } from '../../data/find.ts';
import { isRecordId } from '../../data/ids.ts';
import type { SaveRequest } from '../../data/save/draft.ts';
import { isUpsertKey } from '../../data/save/entries.ts';
import { save } from '../../data/save/save.ts';
import { check } from '../../refusals/check.ts';
import { NO_CONTENT, type RestAnswer } from '../answer.ts';
import { type Resource, type RestCall, versionOf } from '../call.ts';
import { objectOfPath, writableObject } from '../object-of-path.ts';
import { readBody } from '../request-body.ts';
import { onlyResult, saveOne } from '../save-one.ts';
import { rowAnswer } from './rows.ts';

export const externalId: Resource = {
  path: '/sobjects/:object/:key/:value',
  methods: { GET: readByKey, PATCH: upsertByKey, DELETE: deleteByKey },
};

/** From this version on an upsert of a record that is there answers with a body. */
const WITH_BODY = 46;

async function readByKey(call: RestCall): Promise<RestAnswer> {
  const object = objectOfPath(call);
  const { key = '', value = '' } = call.path;
  if (isRecordId(key) && !call.session.schema.field(object, key))
    return readRelated(call, object, key, value);
  const rows = await rowsByKey(call.session, object, keyOfPath(call, object), value);
  check(call, 'rest.not-found', rows.length > 0, { path: call.trace.path });
  const [found, another] = rows;
  if (found && !another) return rowAnswer(call, object, found.row);
  return severalOf(
    call,
    object,
    rows.map(({ row }) => String(row.Id)),
  );
}

/** What a reference leads to; nothing is answered as a record that is not there. */
async function readRelated(
  call: RestCall,
  object: ObjectDefinition,
  id: string,
  relationship: string,
): Promise<RestAnswer> {
  const { session, trace } = call;
  const field = object.fields.find(
    ({ relationshipName }) => relationshipName?.toLowerCase() === relationship.toLowerCase(),
  );
  check(call, 'rest.not-found', field, { path: trace.path });
  const [from] = await rowsById(session, object, [id]);
  const to = from && !from.isDeleted ? from.row[field.name] : undefined;
  const parent = session.schema.objects.find(({ keyPrefix }) => String(to ?? '').startsWith(keyPrefix));
  const visible = parent && visibleObject(session, parent.name);
  const [found] = visible && typeof to === 'string' ? await rowsById(session, visible, [to]) : [];
  check(call, 'rest.not-found', visible && found && !found.isDeleted, { path: trace.path });
  return rowAnswer(call, visible, found.row);
}

async function upsertByKey(call: RestCall): Promise<RestAnswer> {
  const object = writableObject(call, 'PATCH', 'updateable');
  const key = keyOfPath(call, object);
  const sent = readBody(call);
  const { value = '' } = call.path;
  const isSentToo = Object.keys(sent).some((name) => name.toLowerCase() === key.name.toLowerCase());
  check(call, 'record.key-in-body', !isSentToo, { field: key.name });
  const updateOnly = call.parameters.get('updateOnly') === 'true';
  const request: SaveRequest =
    key.type === 'id'
      ? { action: 'update', object, id: value, sent, text: call.body }
      : { action: 'upsert', object, key, value, sent, text: call.body, updateOnly };
  const { id, isCreated, ambiguous } = onlyResult(call, await save(call.session, [request], saveOne(call)));
  if (ambiguous) return severalOf(call, object, ambiguous);
  if (!isCreated && versionOf(call) < WITH_BODY) return NO_CONTENT;
  const created = versionOf(call) < WITH_BODY ? {} : { created: isCreated };
  return { status: isCreated ? 201 : 200, body: { id, success: true, errors: [], ...created } };
}

async function deleteByKey(call: RestCall): Promise<RestAnswer> {
  const object = writableObject(call, 'DELETE', 'deletable');
  const rows = await rowsByKey(call.session, object, keyOfPath(call, object), call.path.value ?? '');
  check(call, 'rest.not-found', rows.length > 0, { path: call.trace.path });
  const ids = rows.map(({ row }) => String(row.Id));
  const [id = '', another] = ids;
  if (another !== undefined) return severalOf(call, object, ids);
  const request = { action: 'delete', object, id } as const;
  onlyResult(call, await save(call.session, [request], saveOne(call)));
  return NO_CONTENT;
}

/** 300: the URLs of the records that have the key. */
function severalOf({ root }: RestCall, { name }: ObjectDefinition, ids: readonly string[]): RestAnswer {
  return { status: 300, body: ids.map((id) => `${root}/sobjects/${name}/${id}`) };
}

/** @throws Refusal */
function keyOfPath(call: RestCall, object: ObjectDefinition): FieldDefinition {
  const { key = '' } = call.path;
  const field = call.session.schema.field(object, key);
  const isKey = field && isUpsertKey(field);
  check(call, 'rest.record-key', isKey, { key });
  return field;
}
