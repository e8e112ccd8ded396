/** Puts the rows of a dump into the tables, and empties them. All of it belongs inside a transaction with every lock. */
import type { StoreDump } from '../dump.ts';
import { DUMP_PARTS, type FieldKind } from '../dump-parts.ts';
import { type Cell, rowProblem, rowReader } from '../dump-rows.ts';
import type { DumpTable } from '../dump-tables.ts';
import { DUMP_TABLES, FORGOTTEN } from './dump-tables.ts';
import { sequenceOf } from './dump-view.ts';
import { outageOf } from './outage.ts';
import { fragment, named, type Sql } from './sql.ts';

/** Rows that are inserted in one statement. */
const SLICE = 1_000;

/** @throws StoreError; the caller must roll the transaction back */
export async function loadDump(sql: Sql, { secret, numbers, parts }: StoreDump): Promise<void> {
  await clearTables(sql);
  const types = await typesOfColumns(sql);
  for (const table of DUMP_TABLES) await insert(sql, table, parts[table.part], types);
  await sql.script('set constraints all immediate');
  for (const { part, table } of DUMP_TABLES)
    if (types.has(`${table}.id`)) await giveNumber(sql, table, numbers[part]);
  await sql.run`update meta set value = ${secret} where name = 'secret'`;
  await sql.run`update followed set changes = changes + 1, restores = restores + 1`;
}

/** Forgets everything but the store's secret and the highest row numbers: no earlier token can be valid again. */
export async function clearTables(sql: Sql): Promise<void> {
  await sql.script('set constraints all deferred');
  for (const { table } of DUMP_TABLES) await sql.run`delete from ${named(table)}`;
  for (const table of FORGOTTEN) await sql.run`delete from ${named(table)}`;
}

/** The type of each column, as `table.column`. */
async function typesOfColumns(sql: Sql): Promise<ReadonlyMap<string, string>> {
  const columns = await sql.all<{
    name: string;
    type: string;
  }>`select relname || '.' || attname as name,
      format_type(atttypid, null) as type
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = (select oid from pg_namespace where nspname = current_schema())
      and c.relkind = 'r' and attnum > 0`;
  return new Map(columns.map(({ name, type }) => [name, type]));
}

async function insert(
  sql: Sql,
  { part, table, columns }: DumpTable,
  rows: readonly unknown[],
  types: ReadonlyMap<string, string>,
): Promise<void> {
  const kinds = Object.values<FieldKind>(DUMP_PARTS[part]);
  const read = rowReader(part);
  try {
    for (let at = 0; at < rows.length; at += SLICE) {
      const cells = rows.slice(at, at + SLICE).map(read);
      const lists = columns.map((column, i) => ({
        list: cells.map((row) => storedAs(row[i] ?? null, kinds[i])),
        type: types.get(`${table}.${column}`) ?? 'text',
      }));
      const all = lists.reduce(
        (before, { list, type }, i) =>
          fragment`${before}${named(i === 0 ? '' : ', ')}${list}::${named(type)}[]`,
        fragment``,
      );
      await sql.run`insert into ${named(table)} (${named(columns.join(', '))}) select * from unnest(${all})`;
    }
  } catch (error) {
    if (outageOf(error) !== undefined) throw error;
    throw rowProblem(part, error as Error);
  }
}

function storedAs(cell: Cell, kind: FieldKind | undefined): string | number | Buffer | boolean | null {
  return kind === 'flag' ? cell === 1 || null : cell;
}

/** Makes the next row's number higher than `newest`, and than all numbers in the table. */
async function giveNumber(sql: Sql, table: string, newest: number | undefined): Promise<void> {
  const highest = await sql.value<number>`select max(id) from ${named(table)}`;
  const last = Math.max(newest ?? 0, highest ?? 0);
  // In the transaction, as setval would not be.
  if (last > 0) await sql.script(`alter sequence ${sequenceOf(table).strings[0]} restart with ${last + 1}`);
  else await sql.script(`alter sequence ${sequenceOf(table).strings[0]} restart with 1`);
}
