/** How one record is changed: every check comes before the first write, so that a change that fails has changed nothing. */
import { type Affected, CHANGED, NAMED } from '../deletion.ts';
import type { RecordChange, RecordKey, RecordNeed, RecordNumber, RecordProblem } from '../records.ts';
import { type UniqueFields, uniqueKeysOf } from '../unique-keys.ts';
import type { Statements } from './statements.ts';

type Insert = Extract<RecordChange, { kind: 'insert' }>;
type Update = Extract<RecordChange, { kind: 'update' }>;
type Delete = Extract<RecordChange, { kind: 'delete' }>;
type Undelete = Extract<RecordChange, { kind: 'undelete' }>;

interface Live {
  readonly version: number;
  readonly fields: string;
  readonly deletedAt: number | null;
}

export class RecordRows {
  readonly #row;
  readonly #holder;
  readonly #insert;
  readonly #update;
  readonly #addKey;
  readonly #dropKey;
  readonly #children;
  readonly #delete;
  readonly #deletedWith;
  readonly #undelete;
  readonly #countUp;

  constructor(db: Statements) {
    this.#row = db.prepare<[string, string, string], Live>(
      `select version, fields, deleted_at as deletedAt from record
       where org_id = ? and object = ? and record_id = ?`,
    );
    this.#holder = db
      .prepare<[string, string, string, string, string], string>(
        `select k.record_id from record_key k
           join record r on r.org_id = k.org_id and r.object = k.object and r.record_id = k.record_id
         where k.org_id = ? and k.object = ? and k.field = ? and k.value = ? and k.record_id <> ?
           and r.deleted_at is null limit 1`,
      )
      .pluck();
    this.#insert = db.prepare(
      `insert into record (org_id, object, record_id, fields, version) values (?, ?, ?, ?, 1)
       on conflict do nothing`,
    );
    this.#update = db.prepare(
      `update record set fields = ?, version = version + 1 where org_id = ? and object = ? and record_id = ?`,
    );
    this.#addKey = db.prepare(
      `insert into record_key (org_id, object, field, value, record_id) values (?, ?, ?, ?, ?)
       on conflict do nothing`,
    );
    this.#dropKey = db.prepare(
      `delete from record_key where org_id = ? and object = ? and field = ? and value = ? and record_id = ?`,
    );
    this.#children = db
      .prepare<[string, string, string, string, number], string>(
        `select k.record_id from record_key k
           join record r on r.org_id = k.org_id and r.object = k.object and r.record_id = k.record_id
         where k.org_id = ? and k.object = ? and k.field = ? and k.value = ? and r.deleted_at is null
         order by k.record_id limit ?`,
      )
      .pluck();
    this.#delete = db.prepare(
      `update record set deleted_at = ?, deleted_with = ?, version = version + 1
       where org_id = ? and object = ? and record_id = ?`,
    );
    this.#deletedWith = db.prepare<[string, string], { object: string; id: string; fields: string }>(
      'select object, record_id as id, fields from record where org_id = ? and deleted_with = ?',
    );
    this.#undelete = db.prepare(
      `update record set deleted_at = null, deleted_with = null, version = version + 1
       where org_id = ? and object = ? and record_id = ?`,
    );
    this.#countUp = db
      .prepare<[string, string, string, number], number>(
        `insert into record_number (org_id, object, field, last) values (?, ?, ?, ?)
         on conflict (org_id, object, field) do update set last = last + 1 returning last`,
      )
      .pluck();
  }

  /** @returns why not; undefined when it was made */
  change(orgId: string, change: RecordChange, at: number): RecordProblem | undefined {
    switch (change.kind) {
      case 'insert':
        return this.#insertRow(orgId, change);
      case 'update':
        return this.#updateRow(orgId, change);
      case 'delete':
        return this.#deleteRow(orgId, change, at);
      case 'undelete':
        return this.#undeleteRow(orgId, change);
    }
  }

  #insertRow(
    orgId: string,
    { object, id, fields, keys, needs, numbers = [] }: Insert,
  ): RecordProblem | undefined {
    if (this.#row.get(orgId, object, id)) return CHANGED;
    const problem = this.#problemOf(orgId, object, id, keys, needs);
    if (problem) return problem;
    const numbered = numbers.map((number) => this.#numbered(orgId, object, number));
    this.#insert.run(orgId, object, id, withFields(fields, numbered));
    const numberKeys = numbered.map(({ field, value, isFolded }) => ({
      field,
      value: isFolded ? value.toLowerCase() : value,
    }));
    this.#addKeys(orgId, object, id, [...keys, ...numberKeys]);
    return undefined;
  }

  #updateRow(
    orgId: string,
    { object, id, seen, fields, gone, keys, needs }: Update,
  ): RecordProblem | undefined {
    if (!this.#isAsSeen(orgId, object, id, seen)) return CHANGED;
    const problem = this.#problemOf(orgId, object, id, keys, needs);
    if (problem) return problem;
    for (const { field, value } of gone) this.#dropKey.run(orgId, object, field, value, id);
    this.#update.run(fields, orgId, object, id);
    this.#addKeys(orgId, object, id, keys);
    return undefined;
  }

  #deleteRow(
    orgId: string,
    { object, id, seen, rules, most }: Delete,
    at: number,
  ): RecordProblem | undefined {
    if (!this.#isAsSeen(orgId, object, id, seen)) return CHANGED;
    const affected: Affected[] = [{ object, id }];
    const problem = this.#follow(orgId, { rules, most }, affected);
    if (problem) return problem;
    const gone = new Set(
      affected.flatMap(({ id: ownId, cleared }) => (cleared === undefined ? [ownId] : [])),
    );
    for (const { object: own, id: ownId, cleared } of affected) {
      if (cleared === undefined) this.#delete.run(at, id, orgId, own, ownId);
      else if (!gone.has(ownId)) this.#clear(orgId, own, ownId, cleared);
    }
    return undefined;
  }

  #undeleteRow(orgId: string, { object, id, keys, needs, uniques }: Undelete): RecordProblem | undefined {
    const row = this.#row.get(orgId, object, id);
    if (!row || row.deletedAt === null) return CHANGED;
    const problem = this.#problemOf(orgId, object, id, keys, needs);
    if (problem) return problem;
    const together = this.#deletedWith.all(orgId, id);
    const taken = this.#takenOf(orgId, id, together, uniques);
    if (taken) return taken;
    const all = together.length > 0 ? together : [{ object, id }];
    for (const { object: own, id: ownId } of all) this.#undelete.run(orgId, own, ownId);
    return undefined;
  }

  /** What keeps the rows that come back with one from their keys. */
  #takenOf(
    orgId: string,
    parent: string,
    together: readonly { readonly object: string; readonly id: string; readonly fields: string }[],
    uniques: UniqueFields,
  ): RecordProblem | undefined {
    for (const { object, id, fields } of together) {
      const keys = id === parent ? [] : uniqueKeysOf(fields, uniques[object]);
      const problem = this.#problemOf(orgId, object, id, keys, []);
      if (problem) return problem;
    }
    return undefined;
  }

  /** Adds to the rows that are affected those that hang on them, until none is left. */
  #follow(
    orgId: string,
    { rules, most }: Pick<Delete, 'rules' | 'most'>,
    affected: Affected[],
  ): RecordProblem | undefined {
    const known = new Set(affected.map(({ id }) => id));
    for (let at = 0; at < affected.length; at++) {
      const { object, id, cleared } = affected[at] as Affected;
      if (cleared !== undefined) continue;
      for (const { object: child, field, onDelete } of rules[object] ?? []) {
        const limit = onDelete === 'restrict' ? known.size + NAMED : most + 1;
        const ids = this.#children.all(orgId, child, field, id, limit).filter((own) => !known.has(own));
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

  /** Empties a reference of a row that stays. */
  #clear(orgId: string, object: string, id: string, field: string): void {
    const row = this.#row.get(orgId, object, id);
    if (!row) return;
    const { [field]: value, ...fields } = JSON.parse(row.fields) as Record<string, unknown>;
    this.#update.run(JSON.stringify(fields), orgId, object, id);
    if (typeof value === 'string') this.#dropKey.run(orgId, object, field, value, id);
  }

  #isAsSeen(orgId: string, object: string, id: string, seen: number): boolean {
    const row = this.#row.get(orgId, object, id);
    return row !== undefined && row.deletedAt === null && row.version === seen;
  }

  #problemOf(
    orgId: string,
    object: string,
    id: string,
    keys: readonly RecordKey[],
    needs: readonly RecordNeed[],
  ): RecordProblem | undefined {
    for (const { field, object: target, id: wanted } of needs) {
      const row = wanted === id ? undefined : this.#row.get(orgId, target, wanted);
      if (row?.deletedAt !== null) {
        return { kind: 'reference', field, id: wanted, isDeleted: row !== undefined };
      }
    }
    for (const { field, value, isUnique } of keys) {
      const holder = isUnique ? this.#holder.get(orgId, object, field, value, id) : undefined;
      if (holder !== undefined) return { kind: 'taken', field, id: holder };
    }
    return undefined;
  }

  #addKeys(
    orgId: string,
    object: string,
    id: string,
    keys: readonly Pick<RecordKey, 'field' | 'value'>[],
  ): void {
    for (const { field, value } of keys) this.#addKey.run(orgId, object, field, value, id);
  }

  #numbered(
    orgId: string,
    object: string,
    { field, prefix, digits, suffix, first, isFolded }: RecordNumber,
  ): Pick<RecordKey, 'field' | 'value'> & Pick<RecordNumber, 'isFolded'> {
    const number = this.#countUp.get(orgId, object, field, first) ?? first;
    return { field, value: `${prefix}${String(number).padStart(digits, '0')}${suffix}`, isFolded };
  }
}

function withFields(fields: string, more: readonly Pick<RecordKey, 'field' | 'value'>[]): string {
  if (more.length === 0) return fields;
  const own = more.map(({ field, value }) => [field, value] as const);
  return JSON.stringify({ ...JSON.parse(fields), ...Object.fromEntries(own) });
}
