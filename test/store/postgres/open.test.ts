/** What keeps a database from being used is told in a sentence, and nothing is written to it. */
import { createHash } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import { type Store, StoreError } from '../../../src/store/port.ts';
import { readAddress } from '../../../src/store/postgres/address.ts';
import { connector, disconnect } from '../../../src/store/postgres/connect.ts';
import { openPostgresStore } from '../../../src/store/postgres/open-store.ts';
import { prepareDatabase } from '../../../src/store/postgres/prepare-database.ts';
import { STEPS } from '../../../src/store/postgres/schema.ts';
import { Sql } from '../../../src/store/postgres/sql.ts';
import { dumped } from '../dumped.ts';
import { aCode, anAccessToken, anApproval, anOrg, aRefreshToken, aSession } from '../records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { GUARDED } from './cluster.ts';
import { freshSchema, onDatabase } from './schemas.ts';

const sql = <Row>(text: string, url?: string) =>
  onDatabase(async (client) => (await client.query(text)).rows as Row[], url);

async function refusal(url: string): Promise<string> {
  try {
    await (await openStore(url)).close();
  } catch (error) {
    if (error instanceof StoreError) return error.message;
    throw error;
  }
  return 'opened';
}

const folder = temporaryFolder();
const where = () => {
  const { host } = new URL(inject('postgres'));
  return `the database postgres at ${host}`;
};
const schemaOf = (url: string) => new URL(url).searchParams.get('schema') ?? '';

beforeAll(() =>
  sql(
    `drop role if exists ${GUARDED}; create role ${GUARDED} login password 'open sesame';
    grant create on database postgres to ${GUARDED}`,
  ),
);

describe('a database is refused', () => {
  test('that is not there, whose server is not there, or whose host nobody knows', async () => {
    const { port } = new URL(inject('postgres'));
    expect(await refusal(`postgres://postgres:sesame@127.0.0.1:${port}/nowhere`)).toBe(
      `There is no database nowhere at 127.0.0.1:${port}: make it with createdb, or name another one.`,
    );
    expect(await refusal('postgres://ada:sesame@127.0.0.1:1/x')).toBe(
      'The database x at 127.0.0.1:1 cannot be used: connect ECONNREFUSED 127.0.0.1:1.',
    );
  });

  test('whose role has another password, which no sentence says', async () => {
    const url = (password: string) => freshSchema().replace('postgres@', `${GUARDED}:${password}@`);
    expect(await refusal(url('shut-sesame'))).toBe(
      `The role '${GUARDED}' may not connect to ${where()}: is its password right? The URL, PGPASSWORD or PGPASSFILE has it.`,
    );
    expect(await refusal(url('open%20sesame'))).toBe('opened');
    expect(await refusal(url(''))).toBe(
      `The role '${GUARDED}' may not connect to ${where()} without a password, and none was given: write it into the URL, PGPASSWORD or the file that PGPASSFILE names.`,
    );
  });

  test('that keeps its text in another encoding', async () => {
    await sql('drop database if exists latin');
    await sql("create database latin encoding 'LATIN1' template template0");
    expect(await refusal(freshSchema().replace('/postgres?', '/latin?'))).toBe(
      `The database latin at ${new URL(inject('postgres')).host} has the encoding LATIN1: name one that is made with encoding 'UTF8'.`,
    );
  });

  test('where the role may not make a schema', async () => {
    await sql('drop role if exists plain; create role plain login');
    const url = freshSchema().replace('postgres@', 'plain@');
    const schema = schemaOf(url);
    expect(await refusal(url)).toBe(
      `The role 'plain' lacks CREATE on ${where()}, which has no schema '${schema}': grant it, or make a schema that the role owns.`,
    );
    await sql(`create schema "${schema}" authorization plain`);
    expect(await refusal(url)).toBe('opened');
  });

  test('whose schema is another program’s, and stays as it was', async () => {
    for (const tables of [
      'create table customer (id int)',
      'create table meta (a int); create table access_token (b int)',
    ]) {
      const url = freshSchema();
      const schema = schemaOf(url);
      await sql(`create schema "${schema}"`);
      await sql(tables, url);
      const before = await tablesOf(url);
      expect(await refusal(url)).toBe(
        `The schema '${schema}' of ${where()} has tables of another program: name another one with ?schema=.`,
      );
      expect(await tablesOf(url)).toEqual(before);
    }
  });

  test('that a newer fauxforce wrote, and stays as it was', async () => {
    const url = freshSchema();
    await (await openStore(url)).close();
    await sql("update meta set value = '999' where name = 'schema'", url);
    expect(await refusal(url)).toMatch(
      /^The schema 'test_\w+' of the database postgres at \S+ was written by a newer fauxforce \(schema 999; this one knows \d+\): upgrade fauxforce, or name another one with \?schema=\.$/,
    );
    expect(await sql("select value from meta where name = 'schema'", url)).toEqual([{ value: '999' }]);
  });

  test.each(['-1', '0', '1.5', 'x', ''])(
    'whose version %j no fauxforce wrote, and stays as it was',
    async (version) => {
      const url = freshSchema();
      await (await openStore(url)).close();
      await sql(`update meta set value = '${version}' where name = 'schema'`, url);
      expect(await refusal(url)).toMatch(/ has tables of another program: /);
      expect(await sql("select value from meta where name = 'schema'", url)).toEqual([{ value: version }]);
    },
  );

  test('whose clock is off', async () => {
    const url = freshSchema();
    const address = readAddress(url, {});
    const client = await (await connector(address))();
    const late = () => Date.now() + 60_000;
    await expect(prepareDatabase(new Sql(client), address, late)).rejects.toThrow(
      /^The clock of the database postgres at \S+ is (?:59|60)\.\d seconds off this machine's: set both by the same time server\.$/,
    );
    await disconnect(client);
    expect(await tablesOf(url)).toEqual([]);
  });

  test.each([
    [
      'postgres://ada:sesame@h/x?scheme=a',
      "The URL of the store has an unknown option 'scheme': did you mean 'schema'?",
    ],
    [
      'postgres://ada:sesame@h/x?sslmode=on',
      "sslmode 'on' is unknown: give one of disable, allow, prefer, require, verify-ca, verify-full.",
    ],
    ['postgres://ada:sesame@h/x?schema=a&schema=b', 'The URL of the store has schema twice.'],
    ...['pg_temp', 'PG_x', '$user', '$USER', 'information_schema', '', 'a"b', 'é'.repeat(32)].map((name) => [
      `postgres://ada:sesame@h/x?schema=${encodeURIComponent(name)}`,
      `'${name}' is no name for a schema: give one of 1 to 63 bytes without ", not pg_…, $user or information_schema.`,
    ]),
    [
      'postgres://ada:sesame@h/x?application_name=a%00user',
      'The URL of the store is not understood: write postgres://user:password@host:port/database?schema=name, and %23 for # and %40 for @ in a password.',
    ],
    [
      'postgres://ada:sesame@h/x?sslrootcert=/no/such.pem',
      "sslrootcert /no/such.pem cannot be read (ENOENT: no such file or directory, open '/no/such.pem').",
    ],
    [
      'postgres://ada:sesame@h/x?sslmode=require&sslrootcert=system',
      'sslrootcert=system wants sslmode=verify-full, not require: anybody has a certificate that others trust.',
    ],
    [
      'postgres://ada:ses#ame@h/x',
      'The URL of the store is not understood: write postgres://user:password@host:port/database?schema=name, and %23 for # and %40 for @ in a password.',
    ],
  ])('%s', async (url, said) => {
    expect(await refusal(url)).toBe(said);
    expect(said).not.toContain('sesame');
  });
});

function tablesOf(url: string): Promise<object[]> {
  return sql(`select table_name, column_name from information_schema.columns where table_schema = '${schemaOf(url)}'
    order by 1, 2`);
}

describe('an address', () => {
  test('says everything, with what PG* variables say where the URL does not', () => {
    expect(
      readAddress('postgres://ada:pass%40word@db.example:6432/acme?schema=team&sslmode=disable', {}),
    ).toEqual({
      host: 'db.example',
      port: 6432,
      user: 'ada',
      password: 'pass@word',
      passwordFile: join(homedir(), '.pgpass'),
      database: 'acme',
      schema: 'team',
      applicationName: 'fauxforce',
      ssl: false,
      mayBePlain: true,
    });
    const env = {
      PGHOST: 'h',
      PGPORT: '1',
      PGUSER: 'u',
      PGPASSWORD: 'p',
      PGDATABASE: 'd',
      PGSSLMODE: 'disable',
    };
    expect(readAddress('postgres://', env)).toMatchObject({
      host: 'h',
      port: 1,
      user: 'u',
      password: 'p',
      database: 'd',
    });
    expect(readAddress('postgresql://[::1]/x', {}).host).toBe('::1');
  });

  test('is reached by TLS as libpq does it', () => {
    const tls = (mode: string) => readAddress(`postgres://h/x?sslmode=${mode}`, {});
    expect(tls('prefer')).toMatchObject({ ssl: { rejectUnauthorized: false }, mayBePlain: true });
    expect(tls('require')).toMatchObject({ ssl: { rejectUnauthorized: false }, mayBePlain: false });
    expect(tls('verify-full').ssl).toEqual({ rejectUnauthorized: true });
  });
});

test('three that open a new schema at once make it together, with one secret', async () => {
  const url = freshSchema();
  const stores = await Promise.all([1, 2, 3].map(() => openStore(url)));
  expect(new Set(stores.map(({ secret }) => createHash('sha256').update(secret).digest('hex'))).size).toBe(1);
  await Promise.all(stores.map((store) => store.close()));
});

test('a schema of any earlier step gets what it lacks, and keeps what it has', async () => {
  const newest = freshSchema();
  await (await openStore(newest)).close();
  for (let steps = 1; steps < STEPS.length; steps++) {
    const url = freshSchema();
    await sql(`create schema "${schemaOf(url)}"`);
    await sql(
      `create table meta (name text primary key, value text not null);
      insert into meta values ('program', 'fauxforce'), ('schema', '${steps}'), ('secret', '${'A'.repeat(43)}=');
      ${STEPS.slice(0, steps).join('\n')}
      insert into journal (entry_id, at, entry) values ('a', 1, '{}')`,
      url,
    );
    const stores = await Promise.all([openStore(url), openStore(url)]);
    expect(await tablesOf(url)).toEqual(await tablesOf(newest));
    await stores[0].journal.fallBehind('run', 60_000);
    expect(await stores[1].journal.after(0, 10)).toMatchObject({ rows: [{ id: 'a' }], behind: ['run'] });
    await stores[0].walks.add('a', 'begun', 1);
    expect(await stores[1].walks.find('a')).toBe('begun');
    await Promise.all(stores.map((store) => store.close()));
  }
});

test('variables say where the database is', async () => {
  const { hostname, port } = new URL(inject('postgres'));
  const env = { PGHOST: hostname, PGPORT: port, PGUSER: 'postgres', PGDATABASE: 'postgres' };
  const store = await openPostgresStore(`postgres://?schema=${schemaOf(freshSchema())}`, env);
  expect((await store.tokens.issue(anAccessToken())).accessToken).toBe(1);
  await store.close();
});

test('a file has the password, and nobody is warned of anything', async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  const url = freshSchema().replace('postgres@', `${GUARDED}@`);
  const file = join(folder(), 'passwords');
  writeFileSync(file, `*:${new URL(url).port}:postgres:${GUARDED}:open sesame\n`, { mode: 0o600 });
  await (await openPostgresStore(url, { PGPASSFILE: file })).close();
  expect(warned).not.toHaveBeenCalled();
  warned.mockRestore();
  chmodSync(file, 0o640);
  await expect(openPostgresStore(url, { PGPASSFILE: file })).rejects.toThrow(
    new StoreError(
      `The password file ${file} is not used: let it be a file of at most 1048576 bytes that nobody else may read (chmod 600).`,
    ),
  );
});

describe('a dump', () => {
  async function filled(store: Store): Promise<void> {
    const approval = await store.approvals.append(anApproval());
    await store.tokens.issue(anAccessToken({ isHighAssurance: true }), aRefreshToken({ approval }));
    await store.codes.append(aCode({ nonce: 'with \0 in it', approval }));
    const session = await store.sessions.append(aSession());
    for (const key of ['3MVG9B', '3MVG9A']) await store.sessions.appendApp(session, key);
    await store.tokens.exchangeAssertion(
      createHash('sha256').update('x').digest(),
      anAccessToken({ session }),
    );
  }

  test('goes from SQLite to PostgreSQL and back, and says the same everywhere', async () => {
    const [sqlite, postgres, again] = [
      await openStore(':memory:'),
      await openStore(freshSchema()),
      await openStore(':memory:'),
    ];
    await filled(sqlite);
    const dump = JSON.parse(JSON.stringify(await dumped(sqlite)));
    await postgres.state.load(dump, [anOrg()]);
    const there = JSON.parse(JSON.stringify(await dumped(postgres)));
    expect(there).toEqual(dump);
    await again.state.load(there, [anOrg()]);
    expect(JSON.parse(JSON.stringify(await dumped(again)))).toEqual(dump);
    expect(await postgres.codes.find(1)).toMatchObject({ nonce: 'with \0 in it' });
    await Promise.all([sqlite, postgres, again].map((store) => store.close()));
  });

  test('is restored into a schema whose name is no plain word', async () => {
    const store = await openStore(freshSchema().replace('schema=test_', 'schema=Team%20A.'));
    await filled(store);
    const dump = JSON.parse(JSON.stringify(await dumped(store)));
    await store.state.load(dump, []);
    expect(JSON.parse(JSON.stringify(await dumped(store)))).toEqual(dump);
    await store.close();
  });

  test('that is restored by one replica gives another its secret with the next look', async () => {
    const url = freshSchema();
    const [here, there, source] = [await openStore(url), await openStore(url), await openStore(':memory:')];
    await here.state.load(JSON.parse(JSON.stringify(await dumped(source))), []);
    await there.orgs.version();
    expect(there.secret.equals(source.secret)).toBe(true);
    await Promise.all([here, there, source].map((store) => store.close()));
  });
});

test('a process that marked itself before the clock was set back is not waited for', async () => {
  const url = freshSchema();
  const store = await openStore(url);
  await onDatabase(
    (client) =>
      client.query(
        "insert into journal_behind (run, until) values ('an hour ahead', now() + interval '1 hour')",
      ),
    url,
  );
  await store.journal.fallBehind('now', 60_000);
  expect((await store.journal.after(0, 10)).behind).toEqual(['now']);
  await store.close();
});
