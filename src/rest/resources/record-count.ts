/** `GET /services/data/vNN.0/limits/recordCount`: how many rows objects have; unknown and empty ones are left out (rest-data.md 8). */
import { isView, visibleObject } from '../../data/data.ts';
import type { ObjectDefinition } from '../../data/definition.ts';
import { viewRows } from '../../data/find.ts';
import type { Resource, RestCall } from '../call.ts';

export const recordCount: Resource = { path: '/limits/recordCount', read: readCounts };

async function readCounts(call: RestCall): Promise<unknown> {
  const { session, parameters } = call;
  const asked = parameters.get('sObjects')?.split(',');
  const objects = asked
    ? asked.flatMap((name) => visibleObject(session, name.trim()) ?? [])
    : session.schema.objects.filter((object) => session.access(object).read);
  const counts = await Promise.all(
    [...new Set(objects)].map(async (object) => ({ count: await countOf(call, object), name: object.name })),
  );
  return { sObjects: counts.filter(({ count }) => count > 0) };
}

async function countOf({ session }: RestCall, object: ObjectDefinition): Promise<number> {
  if (isView(object)) return (await viewRows(session, object)).length;
  return session.records.count(session.org.id, object.name);
}
