/** `GET /services/data/vNN.0/sobjects/<object>/<id>`: one record with all its fields. */
import type { Trace } from '../../journal/trace.ts';
import type { Resource, RestCall } from '../call.ts';
import { objectNamed } from '../objects/registry.ts';
import { isId, sameId } from '../record-id.ts';

export const record: Resource = { path: '/sobjects/:object/:id', read: readRecord };

function readRecord(call: RestCall): unknown {
  const { access, host, path, root } = call;
  const trace: Trace = call.trace;
  const object = objectNamed(path.object ?? '');
  trace.check('rest.not-found', object, { path: trace.path });
  const key = path.id ?? '';
  trace.check('rest.record-key', isId(key), { key });
  const fields = object.records({ host, org: access.org }).find(({ Id }) => sameId(String(Id), key));
  trace.check('rest.not-found', fields, { path: trace.path });
  return {
    attributes: { type: object.name, url: `${root}/sobjects/${object.name}/${fields.Id}` },
    ...fields,
  };
}
