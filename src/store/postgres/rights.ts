/** Looks whether the role may do what the store does, before anything is written: whatever it may not, would fail much later. */
import { StoreError } from '../port.ts';
import type { Address } from './address.ts';
import { TABLES } from './schema.ts';
import type { Sql } from './sql.ts';

/** What the role lacks, and on what. */
interface Lack {
  readonly kind: 'database' | 'schema' | 'table' | 'sequence';
  readonly name: string;
  /** Rights as `grant` has them. */
  readonly rights?: string;
  /** Another role, where the store's should own it. */
  readonly owner?: string;
}

/**
 * @param database its name, as sentences have it
 * @throws StoreError that says which right is missing on what
 */
export async function checkRights(sql: Sql, address: Address, database: string): Promise<void> {
  const { schema } = address;
  const lack = (await lackOfTables(sql, schema, true)) ?? (await lackOfSchema(sql, schema));
  if (lack) throw lacking(lack, address, database);
}

/**
 * Looks for what requests need alone, and not for what a start or a restored snapshot does.
 *
 * @throws StoreError
 */
export async function checkUse(sql: Sql, address: Address, database: string): Promise<void> {
  const lack = await lackOfTables(sql, address.schema, false);
  if (lack) throw lacking(lack, address, database);
}

function lacking(
  { kind, name, rights, owner }: Lack,
  { user, schema }: Address,
  database: string,
): StoreError {
  if (kind === 'database')
    return new StoreError(
      `The role '${user}' lacks ${rights} on ${database}, which has no schema '${schema}': grant it, or make a schema that the role owns.`,
    );
  const what = kind === 'schema' ? `the schema '${name}'` : `the ${kind} ${name} in the schema '${schema}'`;
  if (owner !== undefined)
    return new StoreError(
      `The role '${user}' does not own ${what} of ${database}, '${owner}' does: start as that role or a member of it, or give all tables of the schema to '${user}'.`,
    );
  return new StoreError(
    `The role '${user}' lacks ${rights} on ${what} of ${database}: grant it, or make the role its owner.`,
  );
}

/** Who restores a snapshot or upgrades must own the tables, and with them their sequences. */
async function lackOfTables(sql: Sql, schema: string, asOwner: boolean): Promise<Lack | undefined> {
  return sql.one<Lack>`with used as (
      select c.oid, relname, relowner from pg_class c join pg_namespace n on n.oid = relnamespace
        where nspname = ${schema} and relkind = 'r' and relname = any(${TABLES}::text[])),
    wanted as (
      select 'table' as kind, used.*, array['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as needed from used
      union all
      select 'sequence', c.oid, c.relname, c.relowner, array['SELECT']
        from used join pg_depend d on d.refobjid = used.oid and d.refclassid = 'pg_class'::regclass
          join pg_class c on c.oid = d.objid and d.classid = 'pg_class'::regclass
        where c.relkind = 'S'),
    lacking as (
      select kind, relname::text as name,
          (select string_agg(one, ', ') from unnest(needed) one where not has_table_privilege(oid, one)) as rights,
          case when ${asOwner}::boolean and not pg_has_role(relowner, 'USAGE') then pg_get_userbyid(relowner)::text end as owner
        from wanted)
    select * from lacking where rights is not null or owner is not null order by kind desc, name`;
}

/** Without a schema, the database has to take one; in a schema, each upgrade makes tables. */
async function lackOfSchema(sql: Sql, schema: string): Promise<Lack | undefined> {
  return sql.one<Lack>`with here as (select oid, nspname from pg_namespace where nspname = ${schema}),
    wanted as (
      select 'schema' as kind, nspname::text as name,
          (select string_agg(needed, ', ') from unnest(array['USAGE', 'CREATE']) needed
            where not has_schema_privilege(oid, needed)) as rights
        from here
      union all
      select 'database', current_database(), case when not has_database_privilege(current_database(), 'CREATE') then 'CREATE' end
        where not exists (select from here))
    select kind, name, rights from wanted where rights is not null`;
}
