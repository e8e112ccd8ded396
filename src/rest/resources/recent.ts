/** `GET /services/data/vNN.0/recent`: what the user saw last (rest-data.md 8), and the same of one object for its basic describe (3.2). */
import { visibleObject } from '../../data/data.ts';
import type { ObjectDefinition } from '../../data/definition.ts';
import { rowsById } from '../../data/find.ts';
import type { Resource, RestCall } from '../call.ts';
import { recordJson } from '../record-json.ts';

export const recent: Resource = { path: '/recent', read: (call) => recentItems(call, limitOf(call)) };

const MOST = 200;

function limitOf({ parameters }: RestCall): number {
  const limit = Number(parameters.get('limit') ?? MOST);
  return Number.isInteger(limit) && limit > 0 ? limit : MOST;
}

/** Id and name of each, as far as they are still there. */
export async function recentItems(
  call: RestCall,
  limit: number,
  only?: ObjectDefinition,
): Promise<unknown[]> {
  const { session, recents, access } = call;
  const items: unknown[] = [];
  for (const { object: name, id } of recents.of(access)) {
    const object = visibleObject(session, name);
    if (!object || (only && only !== object)) continue;
    const [found] = await rowsById(session, object, [id]);
    if (!found || found.isDeleted) continue;
    const fields = object.fields.filter(({ type, isNameField }) => type === 'id' || isNameField);
    items.push(recordJson(object, found.row, fields, call.root));
    if (items.length === limit) break;
  }
  return items;
}

/** Whether the caller wants what it reads or changes on the list (rest-data.md 2.6). */
export function noteIfAsked(call: RestCall, object: ObjectDefinition, id: string): void {
  const isAsked = /(?:^|[,;\s])updateMru\s?=\s?true(?:$|[,;\s])/i.test(
    String(call.headers['sforce-mru'] ?? ''),
  );
  if (isAsked) call.recents.note(call.access, { object: object.name, id });
}
