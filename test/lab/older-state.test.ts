/** What an older fauxforce wrote goes on working. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import * as headless from '../headless/helpers.ts';
import { type Answer, credentials, members, postToken, refreshWith, send } from '../helpers/token.ts';
import { lab, userInfo } from './helpers.ts';
import { factsOf, OLDER, type OlderFacts, snapshotOf, storeFileOf } from './older.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fauxforce-older-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(OLDER)('%s', (commit) => {
  const facts = factsOf(commit);

  it('wrote a snapshot that is restored whole, and its tokens go on', async () => {
    await using sf = await startFauxforce({ seed: { org: { name: 'Elsewhere' } } });
    expect((await lab(sf, 'PUT', '/snapshot', snapshotOf(commit))).status).toBe(204);
    const today = await sf.snapshot();
    expect([today.version, today.store.version]).toEqual([2, 4]);
    await sf.restore(today);
    expect(await sf.snapshot()).toEqual(today);
    expect(new Date(sf.clock.now()).toISOString()).toBe(facts.at);
    expect(sf.world.clock.of(facts.org).now() - sf.clock.now()).toBe(3_600_000);
    expect(sf.world.failures.list()).toMatchObject([{ after: 1000, effect: { refusal: 'refresh.expired' } }]);
    expect(sf.world.orgs.orgs.map(({ name }) => name).sort()).toEqual(['Acme', 'Extra']);
    expect(sf.world.orgs.userByUsername('grace@acme.example')?.user.lastName).toBe('King');
    await using demo = await startFauxforce();
    await expectAllToGoOn(sf, demo, facts);
  });

  it('wrote a store file that is opened, and its tokens go on', async () => {
    const store = join(folder, `${commit}.db`);
    writeFileSync(store, storeFileOf(commit));
    await using sf = await startFauxforce({ store });
    sf.clock.freeze();
    sf.clock.set(facts.at);
    await expectAllToGoOn(sf, sf, facts);
  });
});

/** @param demo whose records are those of the seed that was served */
async function expectAllToGoOn(sf: Fauxforce, demo: Fauxforce, facts: OlderFacts): Promise<void> {
  const there = { ...sf, apps: demo.apps, users: demo.users };
  sf.clock.advance('10s');
  expect(await userInfo(sf, facts.accessToken)).toMatchObject({ preferred_username: 'ada@acme.example' });
  expect(parsed(await refreshWith(there, 'Web_Server', facts.refreshToken))).toHaveProperty('access_token');
  const next = parsed(await refreshWith(there, 'Rotating', facts.rotating)).refresh_token;
  expect(next).not.toBe(facts.rotating);
  expect((await refreshWith(there, 'Rotating', facts.rotatedOut)).status).toBe(400);
  expect((await refreshWith(there, 'Rotating', String(next))).status).toBe(400);

  const code = { grant_type: 'authorization_code', code: facts.code, ...credentials(there, 'Web_Server') };
  const exchange = () => postToken(sf, { ...code, redirect_uri: 'http://localhost:3000/callback' });
  expect([(await exchange()).status, (await exchange()).status]).toEqual([200, 400]);
  const poll = (code: string) => postToken(sf, { grant_type: 'device', code, client_id: '3MVG9Demo.Device' });
  expect(parsed(await poll(facts.waitingDeviceCode)).error).toBe('authorization_pending');
  expect((await poll(facts.allowedDeviceCode)).status).toBe(200);

  const headers = { authorization: `Bearer ${facts.registrationToken}` };
  const registered = await send(sf, `/services/oauth2/register/${facts.client}`, { headers });
  expect(parsed(registered).client_name).toBe('Example');
  const password = 'another-horse';
  expect((await headless.authorize(sf, { username: 'vera@acme.example', password })).status).toBe(302);
  const open = () => send(sf, `/secur/frontdoor.jsp${facts.frontdoor}`);
  expect((await open()).headers['set-cookie']).toBeDefined();
  expect((await open()).headers['set-cookie']).toBeUndefined();
  expect((await lab(sf, 'GET', `/orgs/${facts.org}`)).body).toMatchObject({ org: { name: 'Extra' } });
}

function parsed({ body }: Answer): Record<string, string> {
  return members(body);
}
