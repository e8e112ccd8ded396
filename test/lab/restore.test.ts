/** Whatever happens after a snapshot is undone by restoring it, to the byte and in how requests are answered. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { migrate, migrations } from '../../src/store/sqlite/migrations.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import * as headless from '../headless/helpers.ts';
import { credentials, members, postToken, refreshTokenFor, refreshWith, send } from '../helpers/token.ts';
import { lab } from './helpers.ts';
import { factsOf, tableSnapshot } from './older.ts';

const CLIENT_CREDENTIALS = { grant_type: 'client_credentials' };
const ADA = '/users/ada@acme.example';

const password = (sf: Fauxforce, text: string) =>
  postToken(sf, {
    grant_type: 'password',
    ...credentials(sf, 'Username_Password'),
    username: 'ada@acme.example',
    password: text,
  });
const ask = (sf: Fauxforce) =>
  postToken(sf, { ...CLIENT_CREDENTIALS, ...credentials(sf, 'Client_Credentials') });

const ACTIONS: Readonly<Record<string, (sf: Fauxforce) => Promise<unknown>>> = {
  'a token is issued': ask,
  'a user logs in': (sf) => refreshTokenFor(sf, 'Web_Server'),
  'a password is wrong': (sf) => password(sf, 'wrong'),
  'a code is sent': (sf) =>
    headless.init(sf, '/services/auth/headless/forgot_password', { username: 'vera@acme.example' }),
  'an app registers': (sf) =>
    send(sf, '/services/oauth2/register', {
      method: 'POST',
      headers: { authorization: 'Bearer DEMO0INITIAL0ACCESS0TOKEN', 'content-type': 'application/json' },
      body: '{"client_name":"Example","redirect_uris":["http://localhost"]}',
    }),
  'a password is changed': async (sf) => {
    const forgot = '/services/auth/headless/forgot_password';
    await headless.init(sf, forgot, { username: 'vera@acme.example' });
    const otp = sf.journal.last()?.notes?.oneTimeCode;
    await headless.init(sf, forgot, { username: 'vera@acme.example', otp, newpassword: 'another-horse' });
  },
  'an org comes': (sf) => lab(sf, 'POST', '/orgs', {}),
  'a user changes': (sf) => lab(sf, 'PATCH', ADA, { lastName: 'King', isFrozen: true }),
  'an app changes': (sf) =>
    lab(sf, 'PATCH', '/apps/3MVG9Demo.Client_Credentials', { consumerSecret: 'ANOTHER0SECRET00' }),
  'the org may log in less often': (sf) =>
    lab(sf, 'PATCH', `/orgs/${sf.orgs[0]!.id}`, { settings: { loginsPerHour: 2 } }),
  'a failure is armed': (sf) =>
    lab(sf, 'POST', '/failures', { refusal: 'client.unknown', after: 1, every: 2, delay: '1ms' }),
  'a scenario is armed': (sf) =>
    lab(sf, 'POST', '/failures', { scenario: 'revoked-by-admin', where: { username: 'ada@acme.example' } }),
  'time passes': (sf) => lab(sf, 'POST', '/clock', { advance: '20m' }),
  'time passes in the org': (sf) => lab(sf, 'POST', `/clock?org=${sf.orgs[0]!.id}`, { advance: '-1h' }),
  'tokens are revoked': (sf) => lab(sf, 'DELETE', '/tokens'),
  'all is reset': async (sf) => {
    await lab(sf, 'POST', '/reset');
    sf.clock.freeze();
  },
};

/** How requests are answered that ask for most of what state there is; it changes that state. */
async function behaviour(sf: Fauxforce, refreshToken: string): Promise<unknown[]> {
  const probes = [
    () => refreshWith(sf, 'Web_Server', refreshToken),
    () => ask(sf),
    () => ask(sf),
    () => password(sf, 'wrong'),
    () => password(sf, 'correct-horseTok3n'),
    () => headless.authorize(sf),
  ];
  const answers: unknown[] = [sf.world.clock.of(sf.orgs[0]!.id).now()];
  for (const probe of probes) answers.push([(await probe()).status, sf.journal.last()?.refusal?.name]);
  return [...answers, sf.world.orgs.orgs.length, sf.world.failures.list().map(({ id, seen }) => [id, seen])];
}

/** The first place where they differ: they are too long to be printed. */
function difference(one: string, other: string): string[] | undefined {
  if (one === other) return undefined;
  const at = [...one].findIndex((letter, i) => letter !== other[i]);
  return [one, other].map((text) => text.slice(Math.max(0, at - 100), at + 100));
}

const actions = fc.array(fc.constantFrom(...Object.keys(ACTIONS)), { maxLength: 8 });

it('after any actions', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(actions, actions, async (before, after) => {
      await using sf = await startFauxforce({ demo: { settings: { maxLoginAttempts: 'ThreeAttempts' } } });
      sf.clock.freeze();
      const token = await refreshTokenFor(sf, 'Web_Server');
      for (const name of before) await ACTIONS[name]!(sf);
      const snapshot = JSON.stringify(await sf.snapshot());
      const expected = await behaviour(sf, token);

      for (const name of after) await ACTIONS[name]!(sf);
      await sf.restore(JSON.parse(snapshot));
      expect(difference(JSON.stringify(await sf.snapshot()), snapshot)).toBeUndefined();
      expect(await behaviour(sf, token)).toEqual(expected);

      await using fresh = await startFauxforce({ seed: { org: { name: 'Elsewhere' } } });
      await fresh.restore(JSON.parse(snapshot));
      expect(difference(JSON.stringify(await fresh.snapshot()), snapshot)).toBeUndefined();
    }),
    { numRuns: 25 },
  );
});

it('reset leaves nothing: the same requests are answered as at the start', async () => {
  await using sf = await startFauxforce({
    demo: { settings: { maxLoginAttempts: 'ThreeAttempts', loginsPerHour: 3 } },
  });
  sf.clock.freeze();
  const begin = async () => behaviour(sf, await refreshTokenFor(sf, 'Web_Server'));
  const first = await begin();
  for (const name of Object.keys(ACTIONS)) await ACTIONS[name]!(sf);
  await lab(sf, 'POST', '/reset');
  sf.clock.freeze();
  const [, ...answers] = await begin();
  expect(answers).toEqual(first.slice(1));
});

it('a snapshot of an older schema is brought up to date', async () => {
  await using sf = await startFauxforce();
  const snapshot = tableSnapshot();
  const { default: Sqlite } = await import('better-sqlite3');
  const old = new Sqlite(':memory:');
  migrate(old, migrations.slice(0, 7));
  const columns = (table: string) =>
    old.prepare<[string], string>('select name from pragma_table_info(?)').pluck().all(table);
  const tables = Object.fromEntries(
    Object.entries(snapshot.store.tables)
      .filter(([table]) => columns(table).length > 0)
      .map(([table, rows]) => [
        table,
        rows.map((row) => Object.fromEntries(columns(table).map((name) => [name, row[name]]))),
      ]),
  );
  // That step made it another table.
  tables.used_assertion = [];
  old.close();
  const { status } = await lab(sf, 'PUT', '/snapshot', { ...snapshot, store: { schema: 7, tables } });
  expect(status).toBe(204);
  expect((await refreshWith(sf, 'Web_Server', factsOf('43876d9').refreshToken)).status).toBe(200);
  expect(members((await ask(sf)).body)).toHaveProperty('access_token');
  const again = await sf.snapshot();
  expect([again.version, again.store.version]).toEqual([2, 4]);
});

it('failures that do not fit are refused with the rest', async () => {
  await using sf = await startFauxforce();
  const snapshot = await sf.snapshot();
  const put = (failures: unknown) =>
    lab<{ error: string }>(sf, 'PUT', '/snapshot', { ...snapshot, failures });
  expect((await put([{}])).body.error).toBe(
    'The snapshot is not whole: failures is missing or does not fit.',
  );
  const unknown = { id: 'f1', seen: 0, struck: 0, refusal: 'client.unknwon' };
  expect((await put([unknown])).body.error).toContain('The snapshot has a failure that does not fit');
});

it('a clock that goes back behind any token says so, also when it is not the newest', async () => {
  await using sf = await startFauxforce();
  const { body } = await lab<{
    org: { id: string };
    apps: { consumerKey: string; consumerSecret: string }[];
  }>(sf, 'POST', '/orgs', {});
  await lab(sf, 'POST', `/clock?org=${body.org.id}`, { advance: '10d' });
  const [{ consumerKey = '', consumerSecret = '' } = {}] = body.apps;
  await postToken(sf, { ...CLIENT_CREDENTIALS, client_id: consumerKey, client_secret: consumerSecret });
  await lab(sf, 'POST', '/clock', { advance: '2h' });
  await ask(sf);
  await lab(sf, 'POST', `/clock?org=${body.org.id}`, { advance: '-10d', freeze: true });
  await lab(sf, 'POST', `/clock?org=${body.org.id}`, { advance: '9d' });
  const moved = await lab<{ warning?: string }>(sf, 'POST', '/clock', { advance: '1h' });
  expect(moved.body.warning).toContain('the clock is behind tokens that were issued');
});
