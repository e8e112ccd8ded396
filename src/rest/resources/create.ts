/** `POST /services/data/vNN.0/sobjects/<object>`: one new record (rest-data.md 2.1). */
import { save } from '../../data/save/save.ts';
import type { RestAnswer } from '../answer.ts';
import type { RestCall } from '../call.ts';
import { writableObject } from '../object-of-path.ts';
import { readBody } from '../request-body.ts';
import { onlyResult, saveOne } from '../save-one.ts';

export async function createFromBody(call: RestCall): Promise<RestAnswer> {
  const object = writableObject(call, 'POST', 'createable');
  const sent = readBody(call);
  const request = { action: 'create', object, sent, text: call.body } as const;
  const { id = '' } = onlyResult(call, await save(call.session, [request], saveOne(call)));
  call.recents.note(call.access, { object: object.name, id });
  return {
    status: 201,
    body: { id, success: true, errors: [] },
    headers: { Location: `${call.root}/sobjects/${object.name}/${id}` },
  };
}
