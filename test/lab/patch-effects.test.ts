/** Everything a policy says can be changed at run time: what each change does to tokens that are there, and to a new log-in. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Fauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { credentials, members, postToken, send } from '../helpers/token.ts';
import { lab } from './helpers.ts';
import { DRIVERS, type Driver } from './patch-drivers.ts';
import { type Effect, ROWS, type Row, UNASKED } from './patch-table.ts';

const fresh = freshServers();

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
}

/** The fields of the published schema: `apps.sessionPolicy.sessionLevel`. Lists of records are looked into, other lists are not. */
function fieldsOf({ properties, items }: Node, path = ''): string[] {
  if (items?.properties && !path.includes('.')) return fieldsOf(items, path);
  if (!properties || path === 'profiles.loginHours') return [path];
  return Object.entries(properties).flatMap(([name, node]) =>
    fieldsOf(node, path === '' ? name : `${path}.${name}`),
  );
}

it('has a row for every field of the seed, or says why there is none', () => {
  const schema = JSON.parse(readFileSync('seed/seed.schema.json', 'utf8')) as Node;
  const told = new Set([...ROWS.map(({ field }) => field), ...Object.keys(UNASKED)]);
  const fields = fieldsOf(schema);
  expect(fields.filter((field) => !told.has(field))).toEqual([]);
  expect([...told].filter((field) => !fields.includes(field))).toEqual([]);
});

/** What the newest requests were refused by. */
async function effectOf(sf: Fauxforce, request: () => Promise<unknown>): Promise<Effect> {
  const known = new Set(sf.journal.entries().map(({ id }) => id));
  await request();
  const [refused] = sf.journal.entries({ outcome: 'refused' }).filter(({ id }) => !known.has(id));
  return refused?.refusal?.name ?? 'unchanged';
}

type Tokens = Readonly<Record<'access_token' | 'refresh_token', string>>;

async function mint(sf: Fauxforce, { app, user }: Driver): Promise<Tokens> {
  const { body } = await lab<Tokens>(sf, 'POST', '/tokens', {
    client_id: sf.apps[app]!.consumerKey,
    username: sf.users[user]!.username,
  });
  return body;
}

const callApi =
  (sf: Fauxforce, { access_token }: Tokens) =>
  () =>
    send(sf, '/services/data/v60.0/limits', { headers: { authorization: `Bearer ${access_token}` } });

const refresh =
  (sf: Fauxforce, { app, isPublic }: Driver, { refresh_token }: Tokens) =>
  () => {
    const { client_id, client_secret } = credentials(sf, app);
    const form = { grant_type: 'refresh_token', client_id, refresh_token };
    return postToken(sf, isPublic ? form : { ...form, client_secret });
  };

async function patch(sf: Fauxforce, { field, patch: body }: Row, driver: Driver): Promise<void> {
  const [section = ''] = field.split('.');
  const user = sf.world.orgs.user(sf.users[driver.as ?? driver.user]!.id)!;
  const names: Readonly<Record<string, string>> = {
    profiles: user.profile,
    permissionSets: 'Extra',
    permissionSetGroups: 'Team',
    sites: 'Customers',
    tokenExchangeHandlers: 'Partner_Tokens',
  };
  const org = `/orgs/${sf.orgs[0]!.id}`;
  const answer =
    section === 'users'
      ? await lab(sf, 'PATCH', `/users/${user.username}`, body)
      : section === 'apps'
        ? await lab(sf, 'PATCH', `/apps/${sf.apps[driver.app]!.consumerKey}`, body)
        : section === 'org'
          ? await lab(sf, 'PATCH', org, body)
          : await lab(sf, 'PATCH', org, { [section]: [{ name: names[section], ...body }] });
  expect(answer).toMatchObject({ status: 200 });
}

async function startedFor({ given, arrange }: Row): Promise<Fauxforce> {
  const sf = await fresh(given ? { demo: given } : {});
  sf.clock.freeze();
  sf.clock.set(Date.parse('2026-01-01T12:00:00Z'));
  await arrange?.(sf);
  return sf;
}

describe.each(ROWS)('$field $patch', (row) => {
  const driver: Driver = DRIVERS[row.by];

  it('on what is there, and what comes', async () => {
    const sf = await startedFor(row);
    const tokens = await mint(sf, driver);
    await patch(sf, row, driver);
    const seen = {
      accessToken: await effectOf(sf, callApi(sf, tokens)),
      // Apps without the scope have none.
      refreshToken: tokens.refresh_token ? await effectOf(sf, refresh(sf, driver, tokens)) : 'unchanged',
      logIn: await effectOf(sf, () => driver.logIn(sf)),
    };
    const { accessToken, refreshToken, logIn } = row;
    expect(seen).toEqual({ accessToken, refreshToken, logIn });
    if (row.timeout !== undefined) {
      const newest = (await sf.world.store.tokenList.newest({}, 10)).filter(({ kind }) => kind === 'access');
      expect(newest.map(({ timeout }) => timeout)).toEqual([row.timeout, row.timeout, 7200]);
    }
  });

  it('would be nothing without it', async () => {
    const sf = await startedFor(row);
    const { logIn, accessToken, refreshToken } = row;
    const tokens = await mint(sf, driver);
    const before = {
      accessToken: await effectOf(sf, callApi(sf, tokens)),
      refreshToken: tokens.refresh_token ? await effectOf(sf, refresh(sf, driver, tokens)) : 'unchanged',
      logIn: await effectOf(sf, () => driver.logIn(sf)),
    };
    if ([logIn, accessToken, refreshToken].every((effect) => effect === 'unchanged')) {
      expect(before).toEqual({ accessToken, refreshToken, logIn });
    } else {
      expect(before).not.toEqual({ accessToken, refreshToken, logIn });
    }
  });
});

it('isRefreshTokenRotationEnabled: the next refresh rotates', async () => {
  const sf = await fresh();
  const driver: Driver = DRIVERS.web;
  const tokens = await mint(sf, driver);
  await lab(sf, 'PATCH', '/apps/3MVG9Demo.Web_Server', { isRefreshTokenRotationEnabled: true });
  const answer = members((await refresh(sf, driver, tokens)()).body);
  expect(answer).toHaveProperty('refresh_token');
  expect(await effectOf(sf, refresh(sf, driver, tokens))).toBe('refresh.rotated-out');
});
