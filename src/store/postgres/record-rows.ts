/** How one record is changed that is there: every check comes before the first write, so that a change that fails has changed nothing. */
import { type Affected, CHANGED, NAMED } from '../deletion.ts';
import type { RecordChange, RecordKey, RecordNeed, RecordProblem } from '../records.ts';
import { type UniqueFields, uniqueKeysOf } from '../unique-keys.ts';
import { problemsOf, takenOf } from './record-checks.ts';
import { addKeys, type Insert } from './record-inserts.ts';
import type { Sql } from './sql.ts';

type Update = Extract<RecordChange, { kind: 'update' }>;
type Delete = Extract<RecordChange, { kind: 'delete' }>;
type Undelete = Extract<RecordChange, { kind: 'undelete' }>;
/** A change of a record that is there. */
type Change = Exclude<RecordChange, Insert>;
type Key = Pick<RecordKey, 'field' | 'value'>;

interface Live {
  readonly version: number;
  readonly fields: string;
  readonly deletedAt: number | undefined;
}

/** @returns why not; undefined when it was made */
export function changeRecord(
  sql: Sql,
  orgId: string,
  change: Change,
  at: number,
): Promise<RecordProblem | undefined> {
  const rows = new RowsOfOrg(sql, orgId);
  switch (change.kind) {
    case 'update':
      return rows.update(change);
    case 'delete':
      return rows.delete(change, at);
    case 'undelete':
      return rows.undelete(change);
  }
}

class RowsOfOrg {
  readonly #sql: Sql;
  readonly #orgId: string;

  constructor(sql: Sql, orgId: string) {
    this.#sql = sql;
    this.#orgId = orgId;
  }

  async update({ object, id, seen, fields, gone, keys, needs }: Update): Promise<RecordProblem | undefined> {
    const [isAsSeen, problem] = await Promise.all([
      this.#isAsSeen(object, id, seen),
      this.#problemOf(object, id, keys, needs),
    ]);
    if (!isAsSeen) return CHANGED;
    if (problem) return problem;
    await Promise.all([
      this.#dropKeys(
        object,
        gone.map((key) => ({ id, ...key })),
      ),
      this.#put(object, id, fields),
      this.#addKeys(object, id, keys),
    ]);
    return undefined;
  }

  async delete({ object, id, seen, rules, most }: Delete, at: number): Promise<RecordProblem | undefined> {
    if (!(await this.#isAsSeen(object, id, seen))) return CHANGED;
    const affected: Affected[] = [{ object, id }];
    const problem = await this.#follow({ rules, most }, affected);
    if (problem) return problem;
    const goes = affected.filter(({ cleared }) => cleared === undefined);
    const gone = new Set(goes.map(({ id: own }) => own));
    for (const [own, rows] of Map.groupBy(goes, (row) => row.object))
      await this.#sql.run`update record set deleted_at = ${at}, deleted_with = ${id}, version = version + 1
        where org_id = ${this.#orgId} and object = ${own} and record_id = any(${rows.map((row) => row.id)}::text[])`;
    await this.#clear(affected.filter((row) => row.cleared !== undefined && !gone.has(row.id)));
    return undefined;
  }

  async undelete({ object, id, keys, needs, uniques }: Undelete): Promise<RecordProblem | undefined> {
    const [row, problem] = await Promise.all([
      this.#row(object, id),
      this.#problemOf(object, id, keys, needs),
    ]);
    if (row?.deletedAt === undefined) return CHANGED;
    if (problem) return problem;
    const taken = await this.#takenWith(id, uniques);
    if (taken) return taken;
    await this.#sql.run`update record set deleted_at = null, deleted_with = null, version = version + 1
      where org_id = ${this.#orgId} and (deleted_with = ${id} or (object = ${object} and record_id = ${id} and not exists
        (select 1 from record r where r.org_id = ${this.#orgId} and r.deleted_with = ${id})))`;
    return undefined;
  }

  /** What keeps the rows that come back with one from their keys. */
  async #takenWith(parent: string, uniques: UniqueFields): Promise<RecordProblem | undefined> {
    const together = await this.#sql.all<{ object: string; id: string; fields: string }>`select object,
        record_id as id, fields from record
      where org_id = ${this.#orgId} and deleted_with = ${parent} and record_id <> ${parent}
        and object = any(${Object.keys(uniques)}::text[])`;
    const claims = together.map(({ object, id, fields }) => ({
      orgId: this.#orgId,
      object,
      id,
      keys: uniqueKeysOf(fields, uniques[object]),
    }));
    const [taken] = (await takenOf(this.#sql, claims)).values();
    return taken;
  }

  #row(object: string, id: string): Promise<Live | undefined> {
    return this.#sql.one`select version, fields, deleted_at from record
      where org_id = ${this.#orgId} and object = ${object} and record_id = ${id}`;
  }

  async #put(object: string, id: string, fields: string): Promise<void> {
    await this.#sql.run`update record set fields = ${fields}, version = version + 1
      where org_id = ${this.#orgId} and object = ${object} and record_id = ${id}`;
  }

  /** Adds to the rows that are affected those that hang on them, until none is left. */
  async #follow(
    { rules, most }: Pick<Delete, 'rules' | 'most'>,
    affected: Affected[],
  ): Promise<RecordProblem | undefined> {
    const known = new Set(affected.map(({ id }) => id));
    for (let at = 0; at < affected.length; at++) {
      const { object, id, cleared } = affected[at] as Affected;
      if (cleared !== undefined) continue;
      for (const { object: child, field, onDelete } of rules[object] ?? []) {
        const limit = onDelete === 'restrict' ? known.size + NAMED : most + 1;
        const ids = (await this.#children(child, field, id, limit)).filter((own) => !known.has(own));
        if (ids.length === 0) continue;
        if (onDelete === 'restrict') return { kind: 'restricted', object: child, ids: ids.slice(0, NAMED) };
        if (affected.length + ids.length > most) return { kind: 'too many', most };
        for (const own of ids) {
          if (onDelete === 'cascade') known.add(own);
          affected.push({ object: child, id: own, ...(onDelete === 'clear' ? { cleared: field } : {}) });
        }
      }
    }
    return undefined;
  }

  #children(object: string, field: string, id: string, most: number): Promise<string[]> {
    // A limit beside the order would have the planner walk all keys by their ids.
    return this.#sql.column`with child as materialized (select k.record_id from record_key k
      where k.org_id = ${this.#orgId} and k.object = ${object} and k.field = ${field} and md5(k.value) = md5(${id})
        and k.value = ${id} and exists (select 1 from record r where r.org_id = k.org_id and r.object = k.object
          and r.record_id = k.record_id and r.deleted_at is null offset 0))
      select record_id from child order by record_id limit ${most}`;
  }

  /** Empties references of rows that stay: one or more of each. */
  async #clear(affected: readonly Affected[]): Promise<void> {
    for (const [object, rows] of Map.groupBy(affected, (row) => row.object)) {
      const fieldsOf = Map.groupBy(rows, ({ id }) => id);
      const found = await this.#sql.all<{
        id: string;
        fields: string;
      }>`select record_id as id, fields from record
        where org_id = ${this.#orgId} and object = ${object} and record_id = any(${[...fieldsOf.keys()]}::text[])`;
      const cleared = found.map(({ id, fields }) => {
        const names = (fieldsOf.get(id) ?? []).flatMap((row) => row.cleared ?? []);
        return { id, ...without(fields, names), times: names.length };
      });
      await this.#sql.run`update record r set fields = cleared.fields, version = version + cleared.times
        from unnest(${cleared.map(({ id }) => id)}::text[], ${cleared.map(({ fields }) => fields)}::text[],
          ${cleared.map(({ times }) => times)}::bigint[]) as cleared (id, fields, times)
        where r.org_id = ${this.#orgId} and r.object = ${object} and r.record_id = any(${cleared.map(({ id }) => id)}::text[])
          and r.record_id = cleared.id`;
      await this.#dropKeys(
        object,
        cleared.flatMap(({ id, gone }) => gone.map((key) => ({ id, ...key }))),
      );
    }
  }

  async #isAsSeen(object: string, id: string, seen: number): Promise<boolean> {
    const row = await this.#row(object, id);
    return row !== undefined && row.deletedAt === undefined && row.version === seen;
  }

  /** What keeps the row from what it needs and from its keys: the first problem of all. */
  async #problemOf(
    object: string,
    id: string,
    keys: readonly RecordKey[],
    needs: readonly RecordNeed[],
  ): Promise<RecordProblem | undefined> {
    const [problem] = await problemsOf(this.#sql, [{ orgId: this.#orgId, object, id, keys, needs }]);
    return problem;
  }

  async #addKeys(object: string, id: string, keys: readonly Key[]): Promise<void> {
    await addKeys(
      this.#sql,
      keys.map(({ field, value }) => ({ orgId: this.#orgId, object, id, field, value })),
    );
  }

  async #dropKeys(object: string, keys: readonly (Key & { readonly id: string })[]): Promise<void> {
    if (keys.length === 0) return;
    await this.#sql.run`delete from record_key where ctid = any(array(
      select k.ctid from unnest(${keys.map(({ id }) => id)}::text[], ${keys.map(({ field }) => field)}::text[],
        ${keys.map(({ value }) => value)}::text[]) as gone (id, field, value)
      cross join lateral (select ctid from record_key where org_id = ${this.#orgId} and object = ${object}
        and field = gone.field and md5(value) = md5(gone.value) and record_id = gone.id and value = gone.value offset 0) k))`;
  }
}

/** @returns the fields that are left, and the keys that go */
function without(fields: string, names: readonly string[]): { fields: string; gone: Key[] } {
  const left = JSON.parse(fields) as Record<string, unknown>;
  const gone = names.flatMap((field) => {
    const value = left[field];
    delete left[field];
    return typeof value === 'string' ? [{ field, value }] : [];
  });
  return { fields: JSON.stringify(left), gone };
}
