/**
 * What keeps rows from being changed: what they need, and the keys that others have.
 *
 * A subquery with `offset 0` is one that the planner runs for each row, by the whole index. Without statistics it thinks that an org's
 * object has one row, and would read all of them each time.
 */
import type { RecordKey, RecordNeed, RecordProblem } from '../records.ts';
import type { Sql } from './sql.ts';

/** A row as it is to be. */
export interface Claim {
  readonly orgId: string;
  readonly object: string;
  readonly id: string;
  readonly keys: readonly RecordKey[];
  readonly needs: readonly RecordNeed[];
}

/** @returns of each its first problem, were it alone */
export async function problemsOf(sql: Sql, claims: readonly Claim[]): Promise<(RecordProblem | undefined)[]> {
  const [missing, taken] = await Promise.all([missingOf(sql, claims), takenOf(sql, claims)]);
  return claims.map((_, i) => missing.get(i) ?? taken.get(i));
}

async function missingOf(sql: Sql, claims: readonly Claim[]): Promise<ReadonlyMap<number, RecordProblem>> {
  const needs = claims.flatMap(({ orgId, id, needs: own }, at) =>
    own.map((need) => ({ ...need, at, orgId, isSelf: need.id === id })),
  );
  const missing = new Map<number, RecordProblem>();
  if (needs.length === 0) return missing;
  const states =
    await sql.column<number>`select case when r.record_id is null then 0 when r.deleted_at is null then 1
      else 2 end
    from unnest(${needs.map(({ orgId }) => orgId)}::text[], ${needs.map(({ object }) => object)}::text[],
      ${needs.map(({ id }) => id)}::text[]) with ordinality as wanted (org_id, object, id, place)
    left join lateral (select record_id, deleted_at from record where org_id = wanted.org_id and object = wanted.object
      and record_id = wanted.id offset 0) r on true
    order by wanted.place`;
  for (const [i, { at, field, id, isSelf }] of needs.entries()) {
    const isThere = states[i] === 1 && !isSelf;
    if (!isThere && !missing.has(at))
      missing.set(at, { kind: 'reference', field, id, isDeleted: states[i] === 2 && !isSelf });
  }
  return missing;
}

interface Holder {
  readonly place: number;
  readonly id: string;
}

/** Finds by the places of the claims which unique key another live row has. */
export async function takenOf(
  sql: Sql,
  claims: readonly Omit<Claim, 'needs'>[],
): Promise<ReadonlyMap<number, RecordProblem>> {
  const keys = claims.flatMap(({ orgId, object, id, keys: own }, at) =>
    own
      .filter(({ isUnique }) => isUnique)
      .map(({ field, value }) => ({ at, orgId, object, id, field, value })),
  );
  const taken = new Map<number, RecordProblem>();
  if (keys.length === 0) return taken;
  const of = <Name extends 'orgId' | 'object' | 'id' | 'field' | 'value'>(name: Name) =>
    keys.map((key) => key[name]);
  const holders = await sql.all<Holder>`select wanted.place, min(k.record_id) as id
    from unnest(${of('orgId')}::text[], ${of('object')}::text[], ${of('field')}::text[], ${of('value')}::text[],
      ${of('id')}::text[]) with ordinality as wanted (org_id, object, field, value, id, place)
    cross join lateral (select record_id from record_key where org_id = wanted.org_id and object = wanted.object
      and field = wanted.field and md5(value) = md5(wanted.value) and value = wanted.value
      and record_id <> wanted.id offset 0) k
    where exists (select 1 from record r where r.org_id = wanted.org_id and r.object = wanted.object
      and r.record_id = k.record_id and r.deleted_at is null offset 0)
    group by wanted.place order by wanted.place`;
  for (const { place, id } of holders) {
    const key = keys[place - 1];
    if (key && !taken.has(key.at)) taken.set(key.at, { kind: 'taken', field: key.field, id });
  }
  return taken;
}
