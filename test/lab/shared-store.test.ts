/** What processes on one store know of each other: apps and users that register, passwords that change, log-ins; and whose word counts. */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/org/model.ts';
import { demoOrgs } from '../../src/seed/demo.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import * as headless from '../headless/helpers.ts';
import { credentials, members, postToken, refreshTokenFor, refreshWith, send } from '../helpers/token.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { lab, tokenOf, userInfo } from './helpers.ts';

const folder = temporaryFolder();
const VERA = { username: 'vera@acme.example', password: 'correct-horse' };
let store: string;
let one: Fauxforce;
let other: Fauxforce;
let count = 0;
beforeEach(async () => {
  store = join(folder(), `shared-${++count}.db`);
  one = await startFauxforce({ store });
  other = await startFauxforce({ store });
  // The first request looks in any case.
  for (const sf of [one, other]) await send(sf, '/services/data');
});
afterEach(async () => {
  await one[Symbol.asyncDispose]();
  await other[Symbol.asyncDispose]();
});

async function register(sf: Fauxforce): Promise<Record<string, string>> {
  const { body } = await send(sf, '/services/oauth2/register', {
    method: 'POST',
    headers: { authorization: 'Bearer DEMO0INITIAL0ACCESS0TOKEN', 'content-type': 'application/json' },
    body: '{"client_name":"Example","redirect_uris":["http://localhost"]}',
  });
  return members(body);
}

/** What the authorize endpoint thinks of a client: only an unknown one is told so in the body. */
const known = async (sf: Fauxforce, { client_id = '' }: Record<string, string>) => {
  const query = new URLSearchParams({ response_type: 'code', client_id, redirect_uri: 'http://localhost' });
  return (await send(sf, `/services/oauth2/authorize?${query}`)).status === 302;
};

const logInStatus = async (sf: Fauxforce, form: Record<string, string>) =>
  (await headless.authorize(sf, form)).status;

async function registerUser(sf: Fauxforce, email: string): Promise<void> {
  const { body } = await headless.init(sf, '/services/auth/headless/init/registration', {
    userdata: { email, lastName: 'New' },
    password: 'correct-horse-2',
  });
  const { identifier = '' } = members(body);
  const code = sf.journal.last()?.notes?.oneTimeCode ?? '';
  const done = await headless.authorize(sf, { username: identifier, password: code }, headless.REGISTRATION);
  expect(done.status).toBe(302);
}

async function newPassword(sf: Fauxforce, newpassword: string): Promise<void> {
  const forgot = '/services/auth/headless/forgot_password';
  await headless.init(sf, forgot, { username: VERA.username });
  const otp = sf.journal.last()?.notes?.oneTimeCode;
  const { status } = await headless.init(sf, forgot, { username: VERA.username, otp, newpassword });
  expect(status).toBe(200);
}

describe('another process knows with its next request', () => {
  it('an app and a user that were added, and that they are gone', async () => {
    const org = one.orgs[0]!.id;
    const added = await lab<{ app: App }>(one, 'POST', `/apps?org=${org}`, {
      name: 'Late',
      scopes: ['api'],
      isClientCredentialEnabled: true,
      clientCredentialUser: 'ada@acme.example',
    });
    const token = await tokenOf(other, added.body.app);
    expect(await userInfo(one, token)).toMatchObject({ preferred_username: 'ada@acme.example' });
    await lab(other, 'DELETE', `/apps/${added.body.app.consumerKey}`);
    expect(await userInfo(one, token)).toBe(403);
    await expect(tokenOf(one, added.body.app)).rejects.toThrow('client identifier invalid');

    await lab(one, 'POST', `/users?org=${org}`, { username: 'eve@acme.example' });
    expect((await lab(other, 'DELETE', '/users/eve@acme.example')).status).toBe(204);
    expect((await lab(one, 'DELETE', '/users/eve@acme.example')).status).toBe(404);
  });

  it('one addition of several by the same name, in both at once', async () => {
    const body = { name: 'Race' };
    const asked = [one, other, one, other].map((sf) => lab(sf, 'POST', '/apps', body));
    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400, 400]);
  });

  it('after a restart too', async () => {
    const { body } = await lab<{ app: App }>(one, 'POST', '/apps', { name: 'Kept' });
    await lab(one, 'DELETE', '/users/grace@acme.example');
    await using later = await startFauxforce({ store });
    expect(later.world.orgs.app(body.app.consumerKey)?.name).toBe('Kept');
    expect(later.world.orgs.userByUsername('grace@acme.example')).toBeUndefined();
  });

  it('an app that registered', async () => {
    const app = await register(one);
    expect(await known(other, app)).toBe(true);
    expect(await known(one, app)).toBe(true);
  });

  it('a user who registered, and a password that was changed', async () => {
    await registerUser(one, 'new@acme.example');
    await newPassword(one, 'another-horse');
    expect(await logInStatus(other, { username: 'new@acme.example', password: 'correct-horse-2' })).toBe(302);
    expect(await logInStatus(other, VERA)).toBe(400);
    expect(await logInStatus(other, { ...VERA, password: 'another-horse' })).toBe(302);
    await newPassword(other, 'third-horse');
    expect(await logInStatus(one, { ...VERA, password: 'third-horse' })).toBe(302);
  });

  it('all of them, also after an admin changed the org in one process or the other', async () => {
    const first = await register(one);
    await lab(other, 'PATCH', '/users/ada@acme.example', { lastName: 'King' });
    const second = await register(other);
    await registerUser(one, 'new@acme.example');
    await lab(one, 'PATCH', '/users/new@acme.example', { phone: '1' });
    await newPassword(other, 'another-horse');
    for (const sf of [one, other, await startFauxforce({ store })]) {
      expect(await known(sf, first)).toBe(true);
      expect(await known(sf, second)).toBe(true);
      expect(await logInStatus(sf, { ...VERA, password: 'another-horse' })).toBe(302);
      const { orgs } = sf.world;
      expect(orgs.userByUsername('new@acme.example')?.user.phone).toBe('1');
      expect(orgs.userByUsername('ada@acme.example')?.user.lastName).toBe('King');
      if (sf !== one && sf !== other) await sf[Symbol.asyncDispose]();
    }
  });

  it('changes that were made at once, all of them', async () => {
    await Promise.all([
      lab(one, 'PATCH', '/users/ada@acme.example', { lastName: 'King' }),
      lab(other, 'PATCH', '/users/ada@acme.example', { phone: '1' }),
      newPassword(one, 'another-horse'),
    ]);
    for (const sf of [one, other]) {
      await send(sf, '/services/oauth2/userinfo');
      expect(sf.world.orgs.userByUsername('ada@acme.example')?.user).toMatchObject({
        lastName: 'King',
        phone: '1',
      });
      expect(await logInStatus(sf, { ...VERA, password: 'another-horse' })).toBe(302);
    }
  });

  it('what a snapshot and a reset restore, where journals were wanted before anything of the lab was changed', async () => {
    const times = () =>
      Promise.all([one, other].map(async (sf) => (await lab<{ now: string }>(sf, 'GET', '/clock')).body.now));
    const want = () => other.world.store.journal.want();
    await want();
    await lab(one, 'POST', '/clock', { freeze: true });
    await lab(one, 'POST', '/clock', { set: '2026-11-30T12:00:00Z' });
    const noon = Array(2).fill('2026-11-30T12:00:00.000Z');
    expect(await times()).toEqual(noon);
    await want();
    const { body: snapshot } = await lab(one, 'GET', '/snapshot');
    await lab(other, 'POST', '/clock', { advance: '1h' });
    await want();
    expect((await lab(one, 'PUT', '/snapshot', snapshot)).status).toBe(204);
    expect(await times()).toEqual(noon);
    await want();
    await lab(one, 'POST', '/reset');
    for (const sf of [one, other])
      expect((await lab(sf, 'GET', '/clock')).body).toMatchObject({ frozen: false });
  });

  it.each([
    ['a snapshot', async () => one.snapshot().then((taken) => () => other.restore(taken))],
    ['a reset', async () => () => other.reset()],
  ])(
    'the time that %s restores, also by a process that had not heard of another one',
    async (_what, begin) => {
      const goBack = await begin();
      const before = Date.now();
      await lab(one, 'POST', '/clock', { advance: '400d' });
      await lab(one, 'POST', '/failures', { refusal: 'refresh.expired', times: 1 });
      await goBack();
      await send(one, '/services/data');
      for (const sf of [one, other]) {
        expect(sf.clock.now() - before).toBeLessThan(86_400_000);
        expect((await lab<{ failures: unknown[] }>(sf, 'GET', '/failures')).body.failures).toEqual([]);
      }
    },
  );

  it('how often a user has logged in, also after a restart', async () => {
    const settings = { settings: { loginsPerHour: 3 } };
    await lab(one, 'PATCH', `/orgs/${one.orgs[0]!.id}`, settings);
    for (let i = 0; i < 2; i++) await tokenOf(one, one.apps.Client_Credentials!);
    await tokenOf(other, one.apps.Client_Credentials!);
    const ask = (sf: Fauxforce) =>
      postToken(sf, { grant_type: 'client_credentials', ...credentials(sf, 'Client_Credentials') });
    expect(members((await ask(other)).body)).toMatchObject({ error_description: 'login rate exceeded' });
    expect((await ask(one)).status).toBe(400);

    await using third = await startFauxforce({ store });
    expect((await ask(third)).status).toBe(400);
    third.clock.advance(60 * 60_000);
    expect((await ask(third)).status).toBe(200);
  });
});

describe('the last word counts', () => {
  const ada = (sf: Fauxforce) => sf.world.orgs.userByUsername('ada@acme.example')?.user;

  it('a change outlives a reload and a restart while the seed says the same', async () => {
    await lab(one, 'PATCH', '/users/ada@acme.example', { lastName: 'King' });
    await one.world.image.replaceSeed(await demoOrgs());
    expect(ada(one)?.lastName).toBe('King');
    await using third = await startFauxforce({ store });
    expect(ada(third)?.lastName).toBe('King');
  });

  it('a seed that says something new of the org is heard, and tokens, apps and users that came stay', async () => {
    const token = await refreshTokenFor(one, 'Web_Server');
    const app = await register(one);
    await registerUser(one, 'new@acme.example');
    await lab(one, 'PATCH', '/users/ada@acme.example', { lastName: 'King' });
    await lab(one, 'PATCH', '/users/new@acme.example', { phone: '1' });
    await one.world.image.replaceSeed(await demoOrgs({ users: { grace: { lastName: 'Murray' } } }));
    expect(ada(one)?.lastName).toBe('Byron');
    expect(one.world.orgs.userByUsername('grace@acme.example')?.user.lastName).toBe('Murray');
    expect(await known(one, app)).toBe(true);
    expect(await logInStatus(one, { username: 'new@acme.example', password: 'correct-horse-2' })).toBe(302);
    expect((await refreshWith(one, 'Web_Server', token)).status).toBe(200);

    // What was changed before does not come back with the old seed, and a change that comes now counts.
    await one.world.image.replaceSeed(await demoOrgs());
    expect(ada(one)?.lastName).toBe('Byron');
    await lab(one, 'PATCH', '/users/ada@acme.example', { lastName: 'Lovelace' });
    await one.world.image.replaceSeed(await demoOrgs());
    expect(ada(one)?.lastName).toBe('Lovelace');
  });

  it('a changed org waits while another seed is served', async () => {
    await lab(one, 'PATCH', '/users/ada@acme.example', { lastName: 'King' });
    await using elsewhere = await startFauxforce({ store, seed: { org: { name: 'Elsewhere' } } });
    const served = () => elsewhere.world.orgs.orgs.map(({ name }) => name);
    expect(served()).toEqual(['Elsewhere']);
    await send(elsewhere, '/services/data');
    expect(served()).toEqual(['Elsewhere']);
    await lab(one, 'PATCH', '/users/ada@acme.example', { phone: '1' });
    await send(elsewhere, '/services/data');
    expect(served()).toEqual(['Elsewhere']);
    await using again = await startFauxforce({ store });
    expect(ada(again)?.lastName).toBe('King');
    expect(await userInfo(again, 'none')).toBe(403);
  });
});
