/** Makes the schema, or brings it up to date: completely or not at all, one replica for all. */
import { SystemEntropy } from '../../ground/entropy.ts';
import { StoreError } from '../port.ts';
import { lockSql } from './locks.ts';
import { STEPS, TABLES } from './schema.ts';
import type { Sql } from './sql.ts';

/** What marks a schema as ours. */
const MARK = 'fauxforce';

/**
 * @param database its name, as sentences have it
 * @throws StoreError when the schema is not ours or newer; nothing was changed
 */
export async function migrate(sql: Sql, schema: string, database: string): Promise<void> {
  if ((await versionOf(sql, schema, database)) === STEPS.length) return;
  await sql.script(`begin; ${lockSql(schema, 'migration')}`);
  try {
    const version = await versionOf(sql, schema, database);
    if (version === undefined) await begin(sql, schema);
    for (const step of STEPS.slice(version ?? 0)) await sql.script(step);
    await sql.run`update meta set value = ${String(STEPS.length)} where name = 'schema'`;
    await giveToOneOwner(sql, version === undefined);
    await sql.script('commit');
  } catch (error) {
    await sql.script('rollback').catch(() => undefined);
    throw error;
  }
}

/**
 * All tables have one owner, so that whoever may use some may use all: that of the others, and at first that of the schema if this role
 * is a member of it.
 */
async function giveToOneOwner(sql: Sql, isNew: boolean): Promise<void> {
  const changes =
    await sql.column<string>`with here as (select * from pg_namespace where nspname = current_schema()),
    wanted as (select case when ${isNew}::boolean then here.nspowner
        else (select relowner from pg_class where relnamespace = here.oid and relname = 'meta') end as owner
      from here)
    select format('alter table %I owner to %I', relname, pg_get_userbyid(owner))
      from pg_class c join here on here.oid = relnamespace, wanted
      where relkind = 'r' and relname = any(${TABLES}::text[]) and relowner <> owner and pg_has_role(owner, 'USAGE')
        and pg_get_userbyid(owner) !~ '^pg_' and has_schema_privilege(owner, here.oid, 'CREATE')`;
  for (const change of changes) await sql.script(change);
}

/** @returns how many steps the schema has been through; undefined while nothing is in it */
async function versionOf(sql: Sql, schema: string, database: string): Promise<number | undefined> {
  if ((await occupancyOf(sql, schema, database)) === 'empty') return undefined;
  const found = await readVersion(sql);
  if (found === undefined) throw notOurs(schema, database);
  if (found > STEPS.length) {
    throw new StoreError(
      `The schema '${schema}' of ${database} was written by a newer fauxforce (schema ${found}; this one knows ${STEPS.length}): ` +
        'upgrade fauxforce, or name another one with ?schema=.',
    );
  }
  return found;
}

/** Goes by names, which every role may read. @throws StoreError when there are tables of another program */
export async function occupancyOf(sql: Sql, schema: string, database: string): Promise<'empty' | 'ours'> {
  const tables =
    await sql.column<string>`select relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and relkind = any('{r,v,m,p,f,S}')`;
  if (tables.length === 0) return 'empty';
  if (!tables.includes('meta') || !tables.includes('access_token')) throw notOurs(schema, database);
  return 'ours';
}

function notOurs(schema: string, database: string): StoreError {
  return new StoreError(
    `The schema '${schema}' of ${database} has tables of another program: name another one with ?schema=.`,
  );
}

async function readVersion(sql: Sql): Promise<number | undefined> {
  const columns = await sql.column<string>`select attname::text from pg_attribute
    where attrelid = 'meta'::regclass and attnum > 0 order by attnum`;
  if (columns.join() !== 'name,value') return undefined;
  const isMarked = await sql.value<string>`select value from meta where name = 'program'`;
  const version = Number(await sql.value<string>`select value from meta where name = 'schema'`);
  return isMarked === MARK && Number.isInteger(version) && version > 0 ? version : undefined;
}

async function begin(sql: Sql, schema: string): Promise<void> {
  // Whoever owns a schema need not be allowed to make one.
  const isThere = await sql.value`select true from pg_namespace where nspname = ${schema}`;
  if (!isThere) await sql.script(`create schema "${schema}"`);
  await sql.script('create table meta (name text primary key, value text not null)');
  const secret = new SystemEntropy().bytes(32).toString('base64');
  await sql.run`insert into meta (name, value) values ('program', ${MARK}), ('schema', '0'), ('secret', ${secret})`;
}
