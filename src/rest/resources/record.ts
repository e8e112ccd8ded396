/** `GET /services/data/vNN.0/sobjects/<object>/<id>`: one record with all its fields. */
import { check } from '../../refusals/check.ts';
import type { Resource, RestCall } from '../call.ts';
import { objectNamed } from '../objects/registry.ts';
import { isId, sameId } from '../record-id.ts';

export const record: Resource = { path: '/sobjects/:object/:id', read: readRecord };

async function readRecord(call: RestCall): Promise<unknown> {
  const { access, host, path, root, world } = call;
  const object = objectNamed(path.object ?? '');
  check(call, 'rest.not-found', object, { path: call.trace.path });
  const key = path.id ?? '';
  check(call, 'rest.record-key', isId(key), { key });
  const { org, user } = access;
  const records = await object.records({ host, org, user, world });
  const fields = records.find(({ Id }) => sameId(String(Id), key));
  check(call, 'rest.not-found', fields, { path: call.trace.path });
  return {
    attributes: { type: object.name, url: `${root}/sobjects/${object.name}/${fields.Id}` },
    ...fields,
  };
}
