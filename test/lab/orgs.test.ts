/** Orgs on demand: complete, private, gone when they are told to, kept across restarts and processes. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { type LabOrg, lab, tokenOf, userInfo } from './helpers.ts';

const folder = temporaryFolder();

describe('POST /orgs', () => {
  let sf: Fauxforce;
  beforeAll(async () => {
    sf = await startFauxforce();
  });
  afterAll(() => sf[Symbol.asyncDispose]());

  it('makes a complete org of {}, which issues tokens at once', async () => {
    const made = await lab<LabOrg>(sf, 'POST', '/orgs', {});
    expect(made.status).toBe(201);
    const { org, instanceUrl, apps, users } = made.body;
    expect(org.id).toMatch(/^00D[A-Za-z0-9]{15}$/);
    expect(instanceUrl).toBe(sf.url);
    expect(apps.map(({ name }) => name)).toEqual(['Integration', 'PlatformCLI']);
    expect(users).toHaveLength(1);
    const token = await tokenOf(sf, apps[0]!);
    expect(await userInfo(sf, token)).toMatchObject({
      organization_id: org.id,
      preferred_username: users[0]!.username,
    });
  });

  it('makes a further org each time, with a body or without', async () => {
    const [one, two] = [await lab<LabOrg>(sf, 'POST', '/orgs', {}), await lab<LabOrg>(sf, 'POST', '/orgs')];
    expect(one.body.org.id).not.toBe(two.body.org.id);
    expect(one.body.users[0]!.username).not.toBe(two.body.users[0]!.username);
    expect(one.body.apps[0]!.consumerKey).not.toBe(two.body.apps[0]!.consumerKey);
  });

  it.each([
    [{ apps: [{ name: 'A', callbackUrl: 'http://x' }] }, 'apps[0].callbackUrl', "unknown key 'callbackUrl'"],
    [
      { apps: [{ name: 'A', certificate: './demo.crt' }] },
      'apps[0].certificate',
      'is neither PEM nor base64 DER',
    ],
    [
      { apps: [{ name: 'A' }], tokenExchangeHandlers: [{ name: 'H', apps: ['A'], module: '/etc/x.js' }] },
      'tokenExchangeHandlers[0].module',
      'names a program to run',
    ],
    [{ users: [{ username: 'ADA@acme.example' }] }, 'users[0].username', "is already that of org 'Acme'"],
    [{ org: { name: 'Acme' } }, 'org.myDomain', "My Domain 'acme' is already that of org 'Acme'"],
    [{ org: { id: '00D5g000004AcmeEAC' } }, 'org.id', 'is already that of org'],
    [
      { apps: [{ name: 'A', consumerKey: '3MVG9Demo.Web_Server' }] },
      'apps[0].consumerKey',
      'is already that of org',
    ],
    [{ projects: ['.'] }, 'projects', 'only a seed file may name projects'],
  ])('refuses %j whole, with the path', async (document, path, message) => {
    const before = (await lab(sf, 'GET', '/orgs')).body;
    const refused = await lab<{ problems: { path: string; message: string }[] }>(
      sf,
      'POST',
      '/orgs',
      document,
    );
    expect(refused.status).toBe(400);
    const problem = refused.body.problems.find((one) => one.path === path);
    expect(problem?.message).toContain(message);
    expect((await lab(sf, 'GET', '/orgs')).body).toEqual(before);
  });

  it.each([['tomorrow'], ['-5m'], ['0s'], ['36501d'], ['999999999999d'], [5], [null]])(
    'refuses expiresIn %j',
    async (expiresIn) => {
      const refused = await lab<{ error: string }>(sf, 'POST', '/orgs', { expiresIn });
      expect(refused).toEqual({
        status: 400,
        body: {
          error: `expiresIn '${expiresIn}' is not a length of time: write 90s, 15m, 2h, 3d or up to 36500d`,
        },
      });
    },
  );

  it.each([[[]], ['text'], [3]])('refuses the body %j', async (body) => {
    expect((await lab(sf, 'POST', '/orgs', body)).status).toBe(400);
  });

  it('lists and shows what is there', async () => {
    const { body: made } = await lab<LabOrg>(sf, 'POST', '/orgs', { org: { name: 'Shown' } });
    const { body: list } = await lab<{ orgs: { id: string; name: string }[] }>(sf, 'GET', '/orgs');
    expect(list.orgs.find(({ id }) => id === made.org.id)?.name).toBe('Shown');
    expect((await lab(sf, 'GET', `/orgs/${made.org.id.slice(0, 15)}`)).body).toEqual(made);
    expect((await lab(sf, 'GET', '/orgs/00Dnope')).status).toBe(404);
  });

  it('ends tokens with their org, also for the next org of the same name', async () => {
    const { body: first } = await lab<LabOrg>(sf, 'POST', '/orgs', { org: { name: 'Again' } });
    const token = await tokenOf(sf, first.apps[0]!);
    expect((await lab(sf, 'DELETE', `/orgs/${first.org.id}`)).status).toBe(204);
    expect(await userInfo(sf, token)).toBe(403);
    expect((await lab(sf, 'GET', `/orgs/${first.org.id}`)).status).toBe(404);
    const { body: second } = await lab<LabOrg>(sf, 'POST', '/orgs', { org: { name: 'Again' } });
    expect(second).toEqual(first);
    expect(await userInfo(sf, token)).toBe(403);
    expect(await userInfo(sf, await tokenOf(sf, second.apps[0]!))).toMatchObject({
      organization_id: first.org.id,
    });
  });

  it('forgets its log-ins, clock and failures, for the next org of the same name', async () => {
    const settings = { loginsPerHour: 1 };
    const make = async () =>
      (await lab<LabOrg>(sf, 'POST', '/orgs', { org: { name: 'Rare', settings } })).body;
    const first = await make();
    await tokenOf(sf, first.apps[0]!);
    await expect(tokenOf(sf, first.apps[0]!)).rejects.toThrow('login rate exceeded');
    await lab(sf, 'POST', `/clock?org=${first.org.id}`, { advance: '-1d' });
    await lab(sf, 'POST', `/failures?org=${first.org.id}`, { refusal: 'client.unknown' });
    await lab(sf, 'DELETE', `/orgs/${first.org.id}`);
    const second = await make();
    expect(second.org.id).toBe(first.org.id);
    expect(sf.world.clock.of(second.org.id)).toBe(sf.world.clock);
    await tokenOf(sf, second.apps[0]!);
  });

  it('lets an org go when its time is over, by its own clock', async () => {
    const { body: made } = await lab<LabOrg>(sf, 'POST', '/orgs', { expiresIn: '10m' });
    const { body: other } = await lab<LabOrg>(sf, 'POST', '/orgs', { expiresIn: '10m' });
    const token = await tokenOf(sf, made.apps[0]!);
    await lab(sf, 'POST', `/clock?org=${made.org.id}`, { advance: '9m' });
    expect(await userInfo(sf, token)).toMatchObject({ organization_id: made.org.id });
    await lab(sf, 'POST', `/clock?org=${made.org.id}`, { advance: '1m' });
    expect(await userInfo(sf, token)).toBe(403);
    expect((await lab(sf, 'GET', `/orgs/${made.org.id}`)).status).toBe(404);
    expect((await lab(sf, 'GET', `/orgs/${other.org.id}`)).status).toBe(200);
  });
});

describe('kept', () => {
  it('across a restart: orgs that came, changed and went', async () => {
    const store = join(folder(), 'state.db');
    const first = await startFauxforce({ store });
    const { body: made } = await lab<LabOrg>(first, 'POST', '/orgs', {});
    const { body: gone } = await lab<LabOrg>(first, 'POST', '/orgs', {});
    await lab(first, 'DELETE', `/orgs/${gone.org.id}`);
    await lab(first, 'PATCH', '/users/ada@acme.example', { lastName: 'King', phone: '1' });
    await lab(first, 'PATCH', '/users/ada@acme.example', { phone: null });
    const token = await tokenOf(first, made.apps[0]!);
    await first[Symbol.asyncDispose]();

    await using second = await startFauxforce({ store });
    expect((await lab(second, 'GET', `/orgs/${made.org.id}`)).body).toEqual({
      ...made,
      instanceUrl: second.url,
    });
    expect((await lab(second, 'GET', `/orgs/${gone.org.id}`)).status).toBe(404);
    const ada = second.world.orgs.userByUsername('ada@acme.example')?.user;
    expect([ada?.lastName, ada?.phone]).toEqual(['King', undefined]);
    expect(await userInfo(second, token)).toMatchObject({ organization_id: made.org.id });
  });

  it('for other processes on the same store', async () => {
    const store = join(folder(), 'shared.db');
    await using one = await startFauxforce({ store });
    await using other = await startFauxforce({ store });
    const { body: made } = await lab<LabOrg>(one, 'POST', '/orgs', {});
    const token = await tokenOf(other, made.apps[0]!);
    await lab(other, 'PATCH', `/users/${made.users[0]!.username}`, { lastName: 'Elsewhere' });
    expect(await userInfo(one, token)).toMatchObject({ family_name: 'Elsewhere' });
    await lab(other, 'POST', `/clock?org=${made.org.id}`, { advance: '1d' });
    await lab(other, 'POST', `/failures?org=${made.org.id}`, { refusal: 'client.unknown' });
    await lab(one, 'DELETE', `/orgs/${made.org.id}`);
    expect(await userInfo(other, token)).toBe(403);
    expect((await lab(other, 'GET', `/orgs/${made.org.id}`)).status).toBe(404);
    expect(other.world.clock.state()).toEqual({ offset: 0 });
    expect(other.world.failures.list()).toEqual([]);
  });

  it('apart: of two processes that make orgs with one username at once, one is refused', async () => {
    const store = join(folder(), 'at-once.db');
    await using one = await startFauxforce({ store });
    await using other = await startFauxforce({ store });
    for (let i = 0; i < 10; i++) {
      const document = { users: [{ username: `eve${i}@orders.example` }] };
      const made = [one, other].map((sf) => sf.world.image.create(document, undefined));
      const results = await Promise.allSettled(made);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    }
  });

  it('gone from a seed until a reset', async () => {
    const store = join(folder(), 'gone.db');
    const first = await startFauxforce({ store });
    const [acme] = first.orgs;
    await lab(first, 'DELETE', `/orgs/${acme!.id}`);
    await first[Symbol.asyncDispose]();
    await using second = await startFauxforce({ store });
    expect((await lab(second, 'GET', `/orgs/${acme!.id}`)).status).toBe(404);
    expect((await lab(second, 'POST', '/reset')).status).toBe(204);
    expect((await lab(second, 'GET', `/orgs/${acme!.id}`)).status).toBe(200);
  });
});
