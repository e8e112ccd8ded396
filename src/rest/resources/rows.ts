/** `/services/data/vNN.0/sobjects/<object>/<id>`: one record, read, changed, deleted (rest-data.md 2.2-2.4). */
import type { FieldDefinition, ObjectDefinition } from '../../data/definition.ts';
import { rowsById } from '../../data/find.ts';
import { isRecordId, wholeId } from '../../data/ids.ts';
import { save } from '../../data/save/save.ts';
import { check } from '../../refusals/check.ts';
import { asText } from '../../wire/json.ts';
import { NO_CONTENT, ok, type RestAnswer } from '../answer.ts';
import type { Resource, RestCall } from '../call.ts';
import { checkPreconditions, isNotModified, validatorsOf } from '../conditions.ts';
import { fieldsNamed } from '../fields-named.ts';
import { objectOfPath, writableObject } from '../object-of-path.ts';
import { recordJson } from '../record-json.ts';
import { readBody } from '../request-body.ts';
import { onlyResult, saveOne } from '../save-one.ts';
import { createFromBody } from './create.ts';
import { noteIfAsked } from './recent.ts';

export const row: Resource = {
  path: '/sobjects/:object/:id',
  methods: { GET: readRow, PATCH: changeRow, DELETE: deleteRow },
};

/** From version 37 on; no record has the key `Id`. */
export const newRowById: Resource = { path: '/sobjects/:object/Id', methods: { POST: createFromBody } };

async function readRow(call: RestCall): Promise<RestAnswer> {
  const object = objectOfPath(call);
  const id = idOfPath(call);
  const [found] = await rowsById(call.session, object, [id]);
  check(call, 'rest.not-found', found && !found.isDeleted, { path: call.trace.path });
  noteIfAsked(call, object, String(found.row.Id));
  return rowAnswer(call, object, found.row);
}

/** A row with its validators, or 304. */
export function rowAnswer(
  call: RestCall,
  object: ObjectDefinition,
  found: Parameters<typeof recordJson>[1],
): RestAnswer {
  const headers = validatorsOf(object, found);
  if (isNotModified(call, headers)) return { ...NO_CONTENT, status: 304, headers };
  checkPreconditions(call, headers);
  return ok(recordJson(object, found, fieldsAskedFor(call, object), call.root), headers);
}

/** All fields, or those of `fields=`, in their order, with Id at the end if it was not asked for. */
function fieldsAskedFor(call: RestCall, object: ObjectDefinition): readonly FieldDefinition[] {
  const asked = call.parameters.get('fields');
  if (asked === undefined) return object.fields;
  return fieldsNamed(call, object, asked.split(','));
}

async function changeRow(call: RestCall): Promise<RestAnswer> {
  const object = writableObject(call, 'PATCH', 'updateable');
  const id = idOfPath(call);
  const sent = readBody(call);
  const own = Object.keys(sent).find((name) => name.toLowerCase() === 'id');
  check(call, 'record.id-in-body', own === undefined, { id: asText(own && sent[own]) });
  const request = {
    action: 'update',
    object,
    id,
    sent,
    text: call.body,
    precondition: (before: Parameters<typeof recordJson>[1]) =>
      checkPreconditions(call, validatorsOf(object, before)),
  } as const;
  onlyResult(call, await save(call.session, [request], saveOne(call)));
  noteIfAsked(call, object, wholeId(id));
  return NO_CONTENT;
}

async function deleteRow(call: RestCall): Promise<RestAnswer> {
  const object = writableObject(call, 'DELETE', 'deletable');
  const request = { action: 'delete', object, id: idOfPath(call) } as const;
  onlyResult(call, await save(call.session, [request], saveOne(call)));
  return NO_CONTENT;
}

/** What has not the form of an id is taken for an external id without its field. @throws Refusal */
function idOfPath(call: RestCall): string {
  const { id = '' } = call.path;
  check(call, 'rest.record-key', isRecordId(id), { key: id });
  return id;
}
