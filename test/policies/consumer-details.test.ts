/** Manage Consumer Details: a staged pair, applied or not (setup-pages.md 6). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import {
  applyStagedConsumer,
  type ConsumerDetails,
  cancelStagedConsumer,
  stageConsumer,
} from '../../src/world/consumer-details.ts';
import { members, postToken } from '../helpers/token.ts';
import { lab, userInfo } from '../lab/helpers.ts';

const UNKNOWN = '{"error":"invalid_client_id","error_description":"client identifier invalid"}';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce();
});
afterAll(() => sf[Symbol.asyncDispose]());

let count = 0;

/** An app of client credentials, new for each test. */
async function newApp({ world }: Fauxforce) {
  const org = world.orgs.orgs[0]!;
  count += 1;
  const fields = {
    name: `Rotated_${count}`,
    isClientCredentialEnabled: true,
    clientCredentialUser: 'ada@acme.example',
    scopes: ['api', 'openid'],
  };
  const app = (await world.image.addRecord(org, 'apps', fields)).apps.at(-1)!;
  return { org, app, now: () => world.orgs.org(org.id)!.apps.find(({ id }) => id === app.id)! };
}

const logIn = (server: Fauxforce, { consumerKey, consumerSecret }: ConsumerDetails) =>
  postToken(server, {
    grant_type: 'client_credentials',
    client_id: consumerKey,
    client_secret: consumerSecret,
  });

test('a staged pair is of no use before it is applied; then the old one and its tokens are', async () => {
  const { org, app, now } = await newApp(sf);
  const staged = await stageConsumer(sf.world, org, app.id);
  expect(staged.consumerKey).toMatch(/^3MVG9[A-Za-z0-9._]{80}$/);
  expect(staged.consumerSecret).toMatch(/^[0-9A-F]{64}$/);
  expect(now().stagedConsumer).toEqual(staged);
  expect(await logIn(sf, staged)).toMatchObject({ status: 400, body: UNKNOWN });
  const token = members((await logIn(sf, app)).body).access_token!;
  expect(await userInfo(sf, token)).toMatchObject({ organization_id: org.id });

  await applyStagedConsumer(sf.world, org, app.id, staged.consumerKey);
  expect(now()).toMatchObject({ ...staged, id: app.id, stagedConsumer: undefined });
  expect(await logIn(sf, app)).toMatchObject({ status: 400, body: UNKNOWN });
  expect(await userInfo(sf, token)).toBe(403);
  expect((await logIn(sf, staged)).status).toBe(200);
});

test('a new pair takes the place of the staged one, and none stays after Cancel', async () => {
  const { org, app, now } = await newApp(sf);
  const first = await stageConsumer(sf.world, org, app.id);
  const second = await stageConsumer(sf.world, org, app.id);
  expect(second.consumerKey).not.toBe(first.consumerKey);
  await expect(applyStagedConsumer(sf.world, org, app.id, first.consumerKey)).rejects.toThrow(
    `the staged consumer details of app '${app.name}' have changed since: look again`,
  );
  await cancelStagedConsumer(sf.world, org, app.id);
  expect(now().stagedConsumer).toBeUndefined();
  await expect(applyStagedConsumer(sf.world, org, app.id, second.consumerKey)).rejects.toThrow('look again');
  expect((await logIn(sf, app)).status).toBe(200);
});

test('is applied once, however many press the button', async () => {
  const { org, app } = await newApp(sf);
  const staged = await stageConsumer(sf.world, org, app.id);
  const presses = await Promise.allSettled(
    [1, 2, 3].map(() => applyStagedConsumer(sf.world, org, app.id, staged.consumerKey)),
  );
  expect(presses.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
});

test('an app that was deleted meanwhile is told of', async () => {
  const { org, app } = await newApp(sf);
  await sf.world.image.removeRecord(org, app);
  await expect(stageConsumer(sf.world, org, app.id)).rejects.toThrow('the app was deleted meanwhile');
});

test('is kept over a restart, and never told in the journal', async () => {
  const folder = mkdtempSync(`${tmpdir()}/fauxforce-staged-`);
  const store = `${folder}/state.db`;
  try {
    const first = await startFauxforce({ store });
    const { org, app } = await newApp(first);
    const staged = await stageConsumer(first.world, org, app.id);
    await first[Symbol.asyncDispose]();
    await using second = await startFauxforce({ store });
    const body = { stagedConsumer: staged };
    expect((await lab(second, 'PATCH', `/apps/${app.consumerKey}`, body)).status).toBe(200);
    await postToken(second, {
      grant_type: 'password',
      client_id: app.consumerKey,
      password: staged.consumerSecret,
    });
    expect(JSON.stringify(second.journal.entries({ limit: 10 }))).not.toContain(staged.consumerSecret);
    await applyStagedConsumer(second.world, org, app.id, staged.consumerKey);
    expect((await logIn(second, staged)).status).toBe(200);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('of an app that registered, the old key stays unknown after a restart', async () => {
  const folder = mkdtempSync(`${tmpdir()}/fauxforce-rotated-registered-`);
  const store = `${folder}/state.db`;
  try {
    const first = await startFauxforce({ store });
    const answer = await fetch(`${first.url}/services/oauth2/register`, {
      method: 'POST',
      headers: { authorization: 'Bearer DEMO0INITIAL0ACCESS0TOKEN', 'content-type': 'application/json' },
      body: JSON.stringify({ client_name: 'Registered', redirect_uris: ['https://a.example/cb'] }),
    });
    const { client_id } = (await answer.json()) as { client_id: string };
    const org = first.world.orgs.orgs[0]!;
    const app = org.apps.find(({ consumerKey }) => consumerKey === client_id)!;
    const staged = await stageConsumer(first.world, org, app.id);
    await applyStagedConsumer(first.world, org, app.id, staged.consumerKey);
    await first[Symbol.asyncDispose]();
    await using second = await startFauxforce({ store });
    expect(second.world.orgs.app(client_id)).toBeUndefined();
    expect(second.world.orgs.app(staged.consumerKey)?.id).toBe(app.id);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
