/** `GET /services/data/vNN.0/sobjects/<object>/<id>`: one record with all its fields. */
import type { Trace } from '../../refusals/trace.ts';
import type { Resource, RestCall } from '../call.ts';
import { objectNamed } from '../objects/registry.ts';
import { isId, sameId } from '../record-id.ts';

export const record: Resource = { path: '/sobjects/:object/:id', read: readRecord };

async function readRecord(call: RestCall): Promise<unknown> {
  const { access, host, path, root, world } = call;
  const trace: Trace = call.trace;
  const object = objectNamed(path.object ?? '');
  trace.check('rest.not-found', object, { path: trace.path });
  const key = path.id ?? '';
  trace.check('rest.record-key', isId(key), { key });
  const { org, user } = access;
  const records = await object.records({ host, org, user, world });
  const fields = records.find(({ Id }) => sameId(String(Id), key));
  trace.check('rest.not-found', fields, { path: trace.path });
  return {
    attributes: { type: object.name, url: `${root}/sobjects/${object.name}/${fields.Id}` },
    ...fields,
  };
}
