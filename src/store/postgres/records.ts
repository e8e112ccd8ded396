/** The tables of records. */
import type {
  KeyValues,
  RecordChange,
  RecordOutcome,
  RecordPage,
  RecordProblem,
  Records,
  StoredRecord,
} from '../records.ts';
import type { Given, Kinds, OnSql } from './grouped.ts';
import { forThose } from './joint.ts';
import { insertRecords, type NewRecord } from './record-inserts.ts';
import { changeRecord } from './record-rows.ts';
import { fragment, type Sql } from './sql.ts';

const FIELDS = fragment`r.object, r.record_id as id, r.fields, r.version, r.deleted_at`;
const ROLLED_BACK: RecordOutcome = { done: false, why: { kind: 'rolled back' } };

export class RecordTable implements OnSql<Records, 'save'> {
  readonly kinds: Kinds<Records, 'save'> = {
    save: 'joint write',
    find: 'read',
    page: 'read',
    pageOfKeys: 'read',
    countOfKeys: 'read',
    count: 'read',
  };

  async find(
    sql: Sql,
    orgId: string,
    object: string,
    ids: readonly string[],
  ): Promise<(StoredRecord | undefined)[]> {
    const found = await sql.all<StoredRecord>`select ${FIELDS} from record r
      where r.org_id = ${orgId} and r.object = ${object} and r.record_id = any(${ids}::text[])`;
    const byId = new Map(found.map((record) => [record.id, record]));
    return ids.map((id) => byId.get(id));
  }

  page(
    sql: Sql,
    orgId: string,
    { object, after = '', limit, includeDeleted }: RecordPage,
  ): Promise<StoredRecord[]> {
    return sql.all`select ${FIELDS} from record r where r.org_id = ${orgId} and r.object = ${object}
        and r.record_id > ${after} and (${includeDeleted} or r.deleted_at is null)
      order by r.record_id limit ${limit}`;
  }

  async pageOfKeys(
    sql: Sql,
    orgId: string,
    { object, after = '', limit, includeDeleted, field, values }: RecordPage & KeyValues,
  ): Promise<StoredRecord[]> {
    const [value = '', ...others] = values;
    const ofOne = fragment`select record_id from record_key where org_id = ${orgId} and object = ${object}
      and field = ${field} and md5(value) = md5(${value}) and value = ${value} and record_id > ${after}`;
    const ofSeveral = fragment`select distinct k.record_id from unnest(${values}::text[]) wanted (value)
      cross join lateral (select record_id from record_key where org_id = ${orgId} and object = ${object}
        and field = ${field} and md5(value) = md5(wanted.value) and value = wanted.value and record_id > ${after} offset 0) k`;
    return sql.all`select ${FIELDS} from (${others.length === 0 ? ofOne : ofSeveral}) k
      cross join lateral (select * from record where org_id = ${orgId} and object = ${object} and record_id = k.record_id
        offset 0) r
      where ${includeDeleted} or r.deleted_at is null order by k.record_id limit ${limit}`;
  }

  async countOfKeys(
    sql: Sql,
    orgId: string,
    { object, field, values, most }: KeyValues & { readonly object: string; readonly most: number },
  ): Promise<number> {
    const count = await sql.value<number>`select count(*) from (
      select 1 from unnest(${[...new Set(values)]}::text[]) wanted (value)
      cross join lateral (select 1 from record_key where org_id = ${orgId} and object = ${object} and field = ${field}
        and md5(value) = md5(wanted.value) and value = wanted.value offset 0) k
      limit ${most}) found`;
    return count ?? 0;
  }

  async count(sql: Sql, orgId: string, object: string): Promise<number> {
    const count =
      await sql.value<number>`select count(*) from record where org_id = ${orgId} and object = ${object}`;
    return count ?? 0;
  }

  /** Those who make a single record do so together, before the others: none of them can depend on another. */
  async save(sql: Sql, given: Given<Records, 'save'>): Promise<RecordOutcome[][]> {
    const lone = given.map(([orgId, changes]) => loneInsert(orgId, changes));
    const made = await forThose(lone, async (those) => (await insertRecords(sql, those)).map(outcome));
    const outcomes: RecordOutcome[][] = [];
    for (const [i, [orgId, changes, { allOrNone, at }]] of given.entries()) {
      const own = made[i];
      if (own) outcomes.push([own]);
      else outcomes.push(await (allOrNone ? saveWhole : changeAll)(sql, orgId, changes, at));
    }
    return outcomes;
  }
}

function loneInsert(orgId: string, changes: readonly RecordChange[]): NewRecord | undefined {
  const [change, ...others] = changes;
  return change?.kind === 'insert' && others.length === 0 ? { ...change, orgId } : undefined;
}

async function saveWhole(
  sql: Sql,
  orgId: string,
  changes: readonly RecordChange[],
  at: number,
): Promise<RecordOutcome[]> {
  const { outcomes, isWhole } = await changeAllOrNone(sql, orgId, changes, at);
  return isWhole ? outcomes : outcomes.map((own) => (own.done ? ROLLED_BACK : own));
}

/** Makes all changes, or none. */
export async function changeAllOrNone(
  sql: Sql,
  orgId: string,
  changes: readonly RecordChange[],
  at: number,
): Promise<{ readonly outcomes: RecordOutcome[]; readonly isWhole: boolean }> {
  await sql.script('savepoint records');
  const outcomes = await changeAll(sql, orgId, changes, at);
  const isWhole = outcomes.every(({ done }) => done);
  await sql.script(isWhole ? 'release records' : 'rollback to records; release records');
  return { outcomes, isWhole };
}

/** One after the other, but new records that follow each other at once. */
async function changeAll(
  sql: Sql,
  orgId: string,
  changes: readonly RecordChange[],
  at: number,
): Promise<RecordOutcome[]> {
  const outcomes: RecordOutcome[] = [];
  let inserts: NewRecord[] = [];
  const insert = async () => {
    outcomes.push(...(await insertRecords(sql, inserts)).map(outcome));
    inserts = [];
  };
  for (const change of changes) {
    if (change.kind === 'insert') inserts.push({ ...change, orgId });
    else {
      await insert();
      outcomes.push(outcome(await changeRecord(sql, orgId, change, at)));
    }
  }
  await insert();
  return outcomes;
}

function outcome(why: RecordProblem | undefined): RecordOutcome {
  return why ? { done: false, why } : { done: true };
}
