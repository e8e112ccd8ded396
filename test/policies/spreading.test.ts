/** What Setup makes and changes of apps is known when it has spread: setup-pages.md 4.4. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { changedInSetup, newInSetup } from '../../src/seed/in-setup.ts';
import type { Fields } from '../../src/seed/records.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { credentials, postToken } from '../helpers/token.ts';
import { lab } from '../lab/helpers.ts';

const MINUTE = 60_000;
const OLD = 'http://localhost:3000/callback';
const NEW = 'http://localhost:4000/new';

const orgIn = ({ world }: Fauxforce) => world.orgs.orgs[0]!;
const appNamed = (sf: Fauxforce, name: string) => orgIn(sf).apps.find((app) => app.name === name)!;

const change = (sf: Fauxforce, name: string, fields: Fields) => {
  const { image, clock } = sf.world;
  return image.change(orgIn(sf), (org) => {
    const app = org.apps.find((known) => known.name === name)!;
    const changed = changedInSetup(org, app, fields, clock.of(org.id).now());
    return [{ section: 'apps', name, fields: changed, path: [] }];
  });
};

/** What authorize answers: the log-in page is a 200 or leads there, a mismatch is the raw body. */
async function refusalOf(sf: Fauxforce, callback: string): Promise<string | undefined> {
  const { client_id } = credentials(sf, 'Web_Server');
  const query = new URLSearchParams({ response_type: 'code', client_id, redirect_uri: callback });
  await fetch(`${sf.url}/services/oauth2/authorize?${query}`, { redirect: 'manual' });
  return sf.journal.last()?.refusal?.name;
}

function clientCredentials(sf: Fauxforce, app = 'Client_Credentials') {
  const { consumerKey, consumerSecret } = appNamed(sf, app);
  const form = { grant_type: 'client_credentials', client_id: consumerKey, client_secret: consumerSecret };
  return postToken(sf, form);
}

const frozen = async (options: Parameters<typeof startFauxforce>[0] = {}): Promise<Fauxforce> => {
  const sf = await startFauxforce(options);
  sf.clock.freeze();
  return sf;
};

test('an app is met as it was until its change has spread, over a restart and in a snapshot', async () => {
  const folder = mkdtempSync(`${tmpdir()}/fauxforce-spreading-`);
  const store = `${folder}/state.db`;
  try {
    const first = await frozen({ store });
    first.clock.set('2026-01-01T12:00:00Z');
    await change(first, 'Web_Server', { callbackUrls: [NEW] });
    expect(await refusalOf(first, NEW)).toBe('callback.mismatch');
    expect(first.journal.entries({ refusal: 'callback.mismatch' })[0]?.refusal?.why).toContain(
      'it is one since the last change in Setup, which has not spread yet',
    );
    expect(await refusalOf(first, OLD)).toBeUndefined();
    await first[Symbol.asyncDispose]();

    await using second = await frozen({ store });
    second.clock.set('2026-01-01T12:09:59Z');
    const snapshot = await second.snapshot();
    expect(await refusalOf(second, NEW)).toBe('callback.mismatch');
    second.clock.set('2026-01-01T12:10:00Z');
    expect(await refusalOf(second, NEW)).toBeUndefined();
    expect(await refusalOf(second, OLD)).toBe('callback.mismatch');
    await second.restore(snapshot);
    second.clock.set('2026-01-01T12:09:59Z');
    expect(await refusalOf(second, OLD)).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a second change begins the wait anew, and what was in force stays so', async () => {
  await using sf = await frozen();
  await change(sf, 'Web_Server', { callbackUrls: [NEW] });
  sf.clock.advance(5 * MINUTE);
  await change(sf, 'Web_Server', { callbackUrls: [NEW, 'http://localhost:5000/third'] });
  sf.clock.advance(9 * MINUTE);
  expect(await refusalOf(sf, OLD)).toBeUndefined();
  sf.clock.advance(MINUTE);
  expect(await refusalOf(sf, OLD)).toBe('callback.mismatch');
  expect(await refusalOf(sf, NEW)).toBeUndefined();
});

test('a change that is over is not met again when another one begins', async () => {
  await using sf = await frozen();
  await change(sf, 'Client_Credentials', { isClientCredentialEnabled: false });
  sf.clock.advance(10 * MINUTE);
  await change(sf, 'Client_Credentials', { callbackUrls: [NEW] });
  expect(appNamed(sf, 'Client_Credentials').earlier?.fields).toEqual({
    callbackUrls: [],
  });
  expect((await clientCredentials(sf)).status).toBe(400);
});

test('switches of flows spread too, and what is taken back before that never was', async () => {
  await using sf = await frozen();
  await change(sf, 'Client_Credentials', { isClientCredentialEnabled: false });
  expect((await clientCredentials(sf)).status).toBe(200);
  await change(sf, 'Client_Credentials', { isClientCredentialEnabled: true });
  expect(appNamed(sf, 'Client_Credentials').earlier).toBeUndefined();
  sf.clock.advance(20 * MINUTE);
  expect((await clientCredentials(sf)).status).toBe(200);
});

test('a secret and a policy act at once', async () => {
  await using sf = await frozen();
  await change(sf, 'Client_Credentials', { consumerSecret: '0123456789ABCDEF', state: 'blocked' });
  expect(await clientCredentials(sf)).toMatchObject({ status: 400 });
  expect(sf.journal.last()?.refusal?.name).not.toBe('client.secret-wrong');
});

test('what the lab changes is in force at once, also while a change in Setup spreads', async () => {
  await using sf = await frozen();
  const { consumerKey, scopes } = appNamed(sf, 'Web_Server');
  await change(sf, 'Web_Server', { callbackUrls: [NEW], scopes: ['api'] });
  const third = 'http://localhost:5000/third';
  expect((await lab(sf, 'PATCH', `/apps/${consumerKey}`, { callbackUrls: [third] })).status).toBe(200);
  expect(await refusalOf(sf, third)).toBeUndefined();
  expect(await refusalOf(sf, OLD)).toBe('callback.mismatch');
  expect(appNamed(sf, 'Web_Server').earlier?.fields).toEqual({ scopes });
  await lab(sf, 'PATCH', `/apps/${consumerKey}`, { scopes: ['api', 'id'] });
  expect(appNamed(sf, 'Web_Server').earlier).toBeUndefined();
});

test('where nothing is to be waited for, a change acts at once', async () => {
  await using sf = await frozen({ demo: { settings: { newAppPropagationDelay: 0 } } });
  await change(sf, 'Web_Server', { callbackUrls: [NEW] });
  expect(await refusalOf(sf, NEW)).toBeUndefined();
});

test('a new app is unknown for as long as the org says, and a lab call makes one at once', async () => {
  await using sf = await frozen();
  const org = orgIn(sf);
  const fields = {
    isClientCredentialEnabled: true,
    clientCredentialUser: 'ada@acme.example',
    scopes: ['api'],
  };
  await sf.world.image.addRecord(org, 'apps', newInSetup(org, { name: 'Made', ...fields }));
  expect(await clientCredentials(sf, 'Made')).toMatchObject({
    status: 400,
    body: '{"error":"invalid_client_id","error_description":"client identifier invalid"}',
  });
  sf.clock.advance(10 * MINUTE);
  expect((await clientCredentials(sf, 'Made')).status).toBe(200);
  const made = await lab(sf, 'POST', `/apps?org=${org.id}`, { name: 'At_Once', ...fields });
  expect(made.status).toBe(201);
  expect((await clientCredentials(sf, 'At_Once')).status).toBe(200);
});

test('a seed says the same: its problems have their places', async () => {
  await using sf = await frozen();
  const { client_id } = credentials(sf, 'Web_Server');
  const earlier = { until: '2026-01-01T00:00:00Z', callbackUrls: ['http://a.example'], scopes: ['nothing'] };
  const answer = await lab<{ error: string }>(sf, 'PATCH', `/apps/${client_id}`, { earlier });
  expect(answer.status).toBe(400);
  expect(JSON.stringify(answer.body)).toContain('earlier.callbackUrls[0]');
  expect(JSON.stringify(answer.body)).toContain("unknown scope 'nothing'");
});
