/** A right that the role lacks is named before anything is written; what it loses later is named while it lasts. */
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { StoreUnavailable } from '../../../src/store/availability.ts';
import { openStore } from '../../../src/store/open.ts';
import { StoreError } from '../../../src/store/port.ts';
import { anAccessToken } from '../records.ts';
import { freshSchema, onDatabase } from './schemas.ts';

const sql = (text: string) => onDatabase((client) => client.query(text));
const role = `small_${randomBytes(4).toString('hex')}`;
const where = () => `the database postgres at ${new URL(inject('postgres')).host}`;

beforeAll(() => sql(`create role ${role} login`));

/** A schema of a superuser, empty. */
async function aSchema(): Promise<{ url: string; schema: string; open(): Promise<string> }> {
  const url = freshSchema().replace('postgres@', `${role}@`);
  const schema = new URL(url).searchParams.get('schema') ?? '';
  await sql(`create schema ${schema}`);
  const open = async () => {
    try {
      await (await openStore(url)).close();
    } catch (error) {
      if (error instanceof StoreError) return error.message;
      throw error;
    }
    return 'opened';
  };
  return { url, schema, open };
}

describe('a role is refused', () => {
  test('that lacks rights on the schema', async () => {
    const { schema, open } = await aSchema();
    const lacks = (rights: string) =>
      `The role '${role}' lacks ${rights} on the schema '${schema}' of ${where()}: grant it, or make the role its owner.`;
    expect(await open()).toBe(lacks('USAGE, CREATE'));
    await sql(`grant usage on schema ${schema} to ${role}`);
    expect(await open()).toBe(lacks('CREATE'));
    await sql(`revoke usage on schema ${schema} from ${role}; grant create on schema ${schema} to ${role}`);
    expect(await open()).toBe(lacks('USAGE'));
    const { rows } = await sql(`select from pg_class where relnamespace = '${schema}'::regnamespace`);
    expect(rows).toEqual([]);
    await sql(`grant usage on schema ${schema} to ${role}`);
    expect(await open()).toBe('opened');
  });

  test('whose tables are another role’s, whatever it may do with them', async () => {
    const { schema, url, open } = await aSchema();
    await (await openStore(url.replace(role, 'postgres'))).close();
    const others = (table: string) =>
      `The role '${role}' does not own the table ${table} in the schema '${schema}' of ${where()}, 'postgres' does: start as that role or a member of it, or give all tables of the schema to '${role}'.`;
    expect(await open()).toBe(others('access_token'));
    await sql(`grant all on schema ${schema} to ${role}; grant all on all tables in schema ${schema} to ${role};
      grant all on all sequences in schema ${schema} to ${role}`);
    expect(await open()).toBe(others('access_token'));
    await sql(`alter table ${schema}.access_token owner to ${role}`);
    expect(await open()).toBe(others('api_usage'));
  });

  test('that lacks a right on a table or a sequence of its own', async () => {
    const { schema, open } = await aSchema();
    await sql(`alter schema ${schema} owner to ${role}`);
    expect(await open()).toBe('opened');
    const lacks = (rights: string, what: string) =>
      `The role '${role}' lacks ${rights} on the ${what} in the schema '${schema}' of ${where()}: grant it, or make the role its owner.`;
    for (const [rights, what] of [
      ['SELECT', 'table meta'],
      ['SELECT, INSERT, UPDATE, DELETE', 'table journal'],
      ['SELECT', 'sequence journal_id_seq'],
    ] as const) {
      const on = what.replace(' ', ` ${schema}.`);
      await sql(`revoke ${rights} on ${on} from ${role}`);
      expect(await open()).toBe(lacks(rights, what));
      await sql(`grant ${rights} on ${on} to ${role}`);
    }
    await sql(`create table ${schema}.stranger (a int)`);
    expect(await open()).toBe('opened');
  });

  test('that may not connect, or whose sessions have what they may not change', async () => {
    const reader = `${role}_2`;
    await sql(`create role ${reader} login; alter role ${reader} set session_replication_role = 'replica'`);
    const open = (database: string) =>
      openStore(
        inject('postgres')
          .replace('postgres@', `${reader}@`)
          .replace(/[^/]+$/, database),
      );
    await expect(open('postgres')).rejects.toThrow(
      new StoreError(
        `The role '${reader}' lacks a right in ${where()} (permission denied to set parameter "session_replication_role"): grant it, or name another role.`,
      ),
    );
    await sql(`create database ${reader}`);
    await sql(`revoke connect on database ${reader} from public`);
    await expect(open(reader)).rejects.toThrow(
      `(permission denied for database "${reader}"): grant it, or name another role.`,
    );
  });
});

test('what is revoked while it runs makes the store unavailable, until it is granted again', async () => {
  const { schema, url } = await aSchema();
  await sql(`alter schema ${schema} owner to ${role}`);
  const store = await openStore(url);
  const issue = () => store.tokens.issue(anAccessToken());
  await issue();
  for (const [right, said] of [
    [`insert on ${schema}.access_token`, /lacks a right \(permission denied for table access_token\)/],
    [`usage on schema ${schema}`, /has lost the tables of its schema, or its role the right USAGE on it/],
  ] as const) {
    await sql(`revoke ${right} from ${role}`);
    const refused = await issue().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StoreUnavailable);
    expect((refused as Error).message).toMatch(said);
    await sql(`grant ${right} to ${role}`);
    await issue();
    await expect.poll(() => store.availability.problem, { timeout: 5_000 }).toBeUndefined();
  }
  await store.close();
});

describe('the tables have one owner', () => {
  test('that of the schema, so that each of its members may be the first', async () => {
    const { schema, url, open } = await aSchema();
    await sql(`create role ${schema}_team; create role ${schema}_other login;
      grant ${schema}_team to ${role}, ${schema}_other; alter schema ${schema} owner to ${schema}_team`);
    expect(await open()).toBe('opened');
    await (await openStore(url.replace(role, `${schema}_other`))).close();
  });

  test('that of those before, whoever brings them up to date', async () => {
    const { schema, url, open } = await aSchema();
    await sql(`create role ${schema}_owner login; grant ${schema}_owner to ${role};
      grant usage, create on schema ${schema} to ${schema}_owner, ${role}`);
    const owners = url.replace(role, `${schema}_owner`);
    await (await openStore(owners)).close();
    await sql(
      `drop table ${schema}.walk; update ${schema}.meta set value = (value::int - 1)::text where name = 'schema'`,
    );
    expect(await open()).toBe('opened');
    await (await openStore(owners)).close();
  });
});

describe('an outage', () => {
  const small = async () => {
    const { schema, url } = await aSchema();
    await sql(`alter schema ${schema} owner to ${role}`);
    return { schema, store: await openStore(url) };
  };

  test('is over when what requests need is there, whatever else is not', async () => {
    const { schema, store } = await small();
    await sql(`create table ${schema}.stranger (a int); revoke insert on ${schema}.walk from ${role}`);
    await expect(store.walks.add('w', '', 1)).rejects.toThrow('lacks a right');
    expect(await store.availability.check()).toBe(
      `The role '${role}' lacks INSERT on the table walk in the schema '${schema}' of ${where().replace(/:\d+$/, '')}: grant it, or make the role its owner.`,
    );
    await sql(`grant insert on ${schema}.walk to ${role}; revoke create on schema ${schema} from ${role}`);
    await onDatabase(async (client) => {
      await client.query(`begin; lock table ${schema}.stranger`);
      expect(await store.availability.check()).toBeUndefined();
    });
    await store.close();
  });

  test('lasts as long as a table is gone', async () => {
    const { schema, store } = await small();
    await sql(`alter table ${schema}.walk rename to gone`);
    await expect(store.walks.add('w', '', 1)).rejects.toThrow('has lost the tables');
    for (let look = 0; look < 3; look++)
      expect(await store.availability.check()).toMatch(/has lost the tables/);
    await sql(`alter table ${schema}.gone rename to walk`);
    expect(await store.availability.check()).toBeUndefined();
    await store.close();
  });

  test('of one statement takes none along that came at the same time', async () => {
    const { schema, store } = await small();
    await sql(`revoke insert on ${schema}.walk from ${role}`);
    const [walk, ...tokens] = await Promise.allSettled([
      store.walks.add('w', '', 1),
      ...Array.from({ length: 8 }, () => store.tokens.issue(anAccessToken())),
    ]);
    expect(walk?.status).toBe('rejected');
    expect(tokens.map(({ status }) => status)).toEqual(Array(8).fill('fulfilled'));
    await store.close();
  });
});
