/** New records: those that do not depend on each other are made with as many statements as one. */
import { CHANGED } from '../deletion.ts';
import type { RecordChange, RecordNumber, RecordProblem } from '../records.ts';
import { type Claim, problemsOf } from './record-checks.ts';
import type { Sql } from './sql.ts';

export type Insert = Extract<RecordChange, { kind: 'insert' }>;

/** A record to make, in its org. */
export type NewRecord = Insert & { readonly orgId: string };

/** A key of a record. */
export interface KeyOfRecord {
  readonly orgId: string;
  readonly object: string;
  readonly id: string;
  readonly field: string;
  readonly value: string;
}

/** The most records of one statement. */
const LARGEST = 500;

/**
 * Makes records, as if one came after the other.
 *
 * @returns why not, of each; undefined when it was made
 */
export async function insertRecords(
  sql: Sql,
  records: readonly NewRecord[],
): Promise<(RecordProblem | undefined)[]> {
  const problems: (RecordProblem | undefined)[] = [];
  for (const wave of wavesOf(records)) problems.push(...(await insertWave(sql, wave)));
  return problems;
}

/** In one wave none needs another, and none has an id or a unique key of another. */
function wavesOf(records: readonly NewRecord[]): NewRecord[][] {
  const waves: NewRecord[][] = [];
  let taken = new Set<string>();
  for (const record of records) {
    const own = claimsOf(record);
    const needed = record.needs.map(({ object, id }) => JSON.stringify([record.orgId, object, id]));
    const wave = waves.at(-1);
    const isFree = [...own, ...needed].every((one) => !taken.has(one));
    if (wave && isFree && wave.length < LARGEST) wave.push(record);
    else {
      waves.push([record]);
      taken = new Set();
    }
    for (const one of own) taken.add(one);
  }
  return waves;
}

function claimsOf({ orgId, object, id, keys }: Claim): string[] {
  const unique = keys.filter(({ isUnique }) => isUnique);
  return [[orgId, object, id], ...unique.map(({ field, value }) => [orgId, object, field, value])].map(
    (one) => JSON.stringify(one),
  );
}

async function insertWave(sql: Sql, wave: readonly NewRecord[]): Promise<(RecordProblem | undefined)[]> {
  const [isThere, problems] = await Promise.all([areThere(sql, wave), problemsOf(sql, wave)]);
  const outcomes = wave.map((_, i) => (isThere.has(i) ? CHANGED : problems[i]));
  const made = wave.filter((_, i) => outcomes[i] === undefined);
  if (made.length === 0) return outcomes;
  const drawn = await drawNumbers(sql, made);
  const fields = made.map((record, i) => withFields(record.fields, drawn[i] ?? []));
  const keys = made.flatMap(({ orgId, object, id, keys: own }, i) =>
    [...own, ...(drawn[i] ?? []).map(asKey)].map(({ field, value }) => ({ orgId, object, id, field, value })),
  );
  await Promise.all([
    sql.run`insert into record (org_id, object, record_id, fields, version)
      select *, 1 from unnest(${made.map(({ orgId }) => orgId)}::text[], ${made.map(({ object }) => object)}::text[],
        ${made.map(({ id }) => id)}::text[], ${fields}::text[])`,
    addKeys(sql, keys),
  ]);
  return outcomes;
}

/** The places of those whose id is taken, in the recycle bin too. */
async function areThere(sql: Sql, wave: readonly NewRecord[]): Promise<ReadonlySet<number>> {
  const places = await sql.column<number>`select wanted.place
    from unnest(${wave.map(({ orgId }) => orgId)}::text[], ${wave.map(({ object }) => object)}::text[],
      ${wave.map(({ id }) => id)}::text[]) with ordinality as wanted (org_id, object, id, place)
    where exists (select 1 from record where org_id = wanted.org_id and object = wanted.object and record_id = wanted.id
      offset 0)`;
  return new Set(places.map((place) => place - 1));
}

export async function addKeys(sql: Sql, keys: readonly KeyOfRecord[]): Promise<void> {
  if (keys.length === 0) return;
  await sql.run`insert into record_key (org_id, object, record_id, field, value)
    select * from unnest(${keys.map(({ orgId }) => orgId)}::text[], ${keys.map(({ object }) => object)}::text[],
      ${keys.map(({ id }) => id)}::text[], ${keys.map(({ field }) => field)}::text[],
      ${keys.map(({ value }) => value)}::text[])
    on conflict do nothing`;
}

interface Numbered extends Pick<RecordNumber, 'field' | 'isFolded'> {
  readonly value: string;
}

interface Counter {
  readonly orgId: string;
  readonly object: string;
  readonly field: string;
  readonly first: number;
  /** The last number before those of this wave; counts up as they are given. */
  last: number;
  wanted: number;
}

/** Gives each its next numbers, in their order. */
async function drawNumbers(sql: Sql, records: readonly NewRecord[]): Promise<Numbered[][]> {
  const counters = new Map<string, Counter>();
  const counterOf = ({ orgId, object }: NewRecord, { field, first }: RecordNumber) => {
    const key = JSON.stringify([orgId, object, field]);
    const counter = counters.get(key) ?? { orgId, object, field, first, last: 0, wanted: 0 };
    counters.set(key, counter);
    return counter;
  };
  for (const record of records)
    for (const number of record.numbers ?? []) counterOf(record, number).wanted += 1;
  if (counters.size > 0) await countUp(sql, [...counters.values()]);
  return records.map((record) =>
    (record.numbers ?? []).map((number) => {
      const counter = counterOf(record, number);
      counter.last += 1;
      const { field, prefix, digits, suffix, isFolded } = number;
      return { field, isFolded, value: `${prefix}${String(counter.last).padStart(digits, '0')}${suffix}` };
    }),
  );
}

async function countUp(sql: Sql, counters: readonly Counter[]): Promise<void> {
  const of = <Name extends keyof Counter>(name: Name) => counters.map((counter) => counter[name]);
  const [, lasts] = await Promise.all([
    sql.run`insert into record_number (org_id, object, field, last)
      select org_id, object, field, first - 1 from unnest(${of('orgId')}::text[], ${of('object')}::text[],
        ${of('field')}::text[], ${of('first')}::double precision[]) as given (org_id, object, field, first)
      on conflict do nothing`,
    sql.all<
      Pick<Counter, 'orgId' | 'object' | 'field' | 'last'>
    >`update record_number n set last = n.last + given.wanted
      from unnest(${of('orgId')}::text[], ${of('object')}::text[], ${of('field')}::text[],
        ${of('wanted')}::double precision[]) as given (org_id, object, field, wanted)
      where n.org_id = given.org_id and n.object = given.object and n.field = given.field
      returning n.org_id, n.object, n.field, n.last`,
  ]);
  for (const counter of counters) {
    const { orgId, object, field, wanted } = counter;
    const found = lasts.find((one) => one.orgId === orgId && one.object === object && one.field === field);
    counter.last = (found?.last ?? 0) - wanted;
  }
}

function asKey({ field, value, isFolded }: Numbered): { field: string; value: string } {
  return { field, value: isFolded ? value.toLowerCase() : value };
}

function withFields(fields: string, more: readonly Numbered[]): string {
  if (more.length === 0) return fields;
  const own = more.map(({ field, value }) => [field, value] as const);
  return JSON.stringify({ ...JSON.parse(fields), ...Object.fromEntries(own) });
}
