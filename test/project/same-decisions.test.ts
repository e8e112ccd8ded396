/** The seed that `import` writes is the project: the same records, and of two servers the same answer to every request. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App, Org, User } from '../../src/org/model.ts';
import { loadSeed, loadSeedDocument, readSeedText } from '../../src/seed/load.ts';
import { completeSeed, seedText } from '../../src/seed/project/write-seed.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { makeJwt } from '../helpers/jwt.ts';
import { postToken, send } from '../helpers/token.ts';
import { anyProject } from './any-project.ts';
import { writeFiles } from './metadata.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fauxforce-property-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let number = 0;

/** A project in a folder, and the seed file that `import` writes of it. */
async function projectAndSeed(
  files: Readonly<Record<string, string>>,
): Promise<{ root: string; seed: string }> {
  number += 1;
  const root = join(folder, String(number));
  const seed = join(folder, `${number}.yaml`);
  writeFiles(root, files);
  const [imported] = (await loadSeedDocument({ projects: ['.'] }, root)).projects;
  if (!imported) throw new Error('nothing imported');
  writeFileSync(seed, seedText(completeSeed(imported.document, imported.org), [root]));
  expect(imported.problems.filter(({ file, line }) => file === undefined || line === undefined)).toEqual([]);
  return { root, seed };
}

test('every project makes the same records as its seed', async () => {
  await fc.assert(
    fc.asyncProperty(anyProject, async (files) => {
      const { root, seed } = await projectAndSeed(files);
      expect((await loadSeed([seed])).orgs).toStrictEqual((await loadSeed([root])).orgs);
    }),
    { numRuns: 80 },
  );
}, 60_000);

test('every fixture makes the same records as its seed', async () => {
  for (const fixture of readdirSync('test/fixtures/projects')) {
    const root = join('test/fixtures/projects', fixture);
    const [imported] = (await loadSeedDocument({ projects: ['.'] }, root)).projects;
    if (!imported) throw new Error('nothing imported');
    const text = seedText(completeSeed(imported.document, imported.org), [root]);
    expect(readSeedText(text, 'seed.yaml').orgs).toStrictEqual((await loadSeed([root])).orgs);
  }
});

const NOW = Date.parse('2026-01-05T12:00:00Z');

/** Members that are drawn anew each time, or are made of such. */
const DRAWN =
  /^(?:access_token|refresh_token|id_token|signature|issued_at|device_code|user_code|sid|csrf_token|jti|exp|iat|nbf)$/;

/** What a server on the seed answers to each flow, of each app and user; what is drawn by chance is masked. */
async function decisions(seed: string): Promise<Record<string, unknown>> {
  await using sf = await startFauxforce({ seed });
  sf.world.clock.freeze();
  sf.world.clock.set(NOW);
  const decided: Record<string, unknown> = {};
  for (const org of sf.orgs) {
    for (const app of org.apps) await decideOn(sf, org, app, decided);
  }
  return decided;
}

async function decideOn(sf: Fauxforce, org: Org, app: App, decided: Record<string, unknown>): Promise<void> {
  const client = { client_id: app.consumerKey, client_secret: app.consumerSecret };
  const token = async (parameters: Record<string, string>) => masked((await postToken(sf, parameters)).body);
  const put = async (name: string, work: Promise<unknown>) => {
    decided[`${app.name} ${name}`] = await work;
  };
  await put('client credentials', token({ grant_type: 'client_credentials', ...client }));
  await put('device', token({ response_type: 'device_code', ...client }));
  await put('authorize', authorize(sf, app));
  for (const user of org.users) {
    await put(
      `password ${user.username}`,
      token({
        grant_type: 'password',
        ...client,
        username: user.username,
        password: user.password + user.securityToken,
      }),
    );
    await put(`JWT bearer ${user.username}`, token({ ...jwtBearer(app, user) }));
    await put(`with a token ${user.username}`, withToken(sf, app, user, token));
  }
}

function jwtBearer({ consumerKey }: App, { username }: User): Record<string, string> {
  const claims = {
    iss: consumerKey,
    sub: username,
    aud: 'https://login.salesforce.com',
    exp: NOW / 1000 + 120,
  };
  return { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: makeJwt({ claims }) };
}

async function authorize(sf: Fauxforce, app: App): Promise<unknown> {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: app.consumerKey,
    redirect_uri: app.callbackUrls[0] ?? 'https://none.example',
  });
  const { status, headers } = await send(sf, `/services/oauth2/authorize?${query}`);
  return { status, location: masked(String(headers.location ?? '').split('?')[0] ?? '') };
}

/** What the refresh, the resource and the introspection of a token that somebody has are answered. */
async function withToken(
  sf: Fauxforce,
  app: App,
  user: User,
  token: (parameters: Record<string, string>) => Promise<unknown>,
): Promise<unknown> {
  const minted = await sf.token({ app, user }).catch((error: Error) => error.message);
  if (typeof minted === 'string') return minted;
  const { access_token, refresh_token = 'none' } = minted;
  const client = { client_id: app.consumerKey, client_secret: app.consumerSecret };
  const userInfo = await send(sf, '/services/oauth2/userinfo', {
    headers: { authorization: `Bearer ${access_token}` },
  });
  const introspection = await send(sf, '/services/oauth2/introspect', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token: access_token, ...client }).toString(),
  });
  return {
    userInfo: [userInfo.status, masked(userInfo.body)],
    introspection: [introspection.status, masked(introspection.body)],
    refreshWithoutSecret: await token({
      grant_type: 'refresh_token',
      client_id: app.consumerKey,
      refresh_token,
    }),
    refresh: await token({ grant_type: 'refresh_token', ...client, refresh_token }),
  };
}

function masked(body: string): unknown {
  const port = body.replaceAll(/(?:127\.0\.0\.1|localhost):\d+/g, 'HOST');
  try {
    return JSON.parse(port, (key, value: unknown) => (DRAWN.test(key) ? 'drawn' : value));
  } catch {
    return port;
  }
}

test('a server on a project and one on its seed decide alike', async () => {
  const kinds = new Set<string>();
  await fc.assert(
    fc.asyncProperty(anyProject, async (files) => {
      const { root, seed } = await projectAndSeed(files);
      const decided = await decisions(root);
      expect(await decisions(seed)).toEqual(decided);
      const text = JSON.stringify(decided);
      for (const [, error = ''] of text.matchAll(/"error_description":"([^"]+)"/g)) kinds.add(error);
      if (text.includes('"token_type":"Bearer"')) kinds.add('a token');
    }),
    { numRuns: 20, seed: 4 },
  );
  // Else nothing was decided, and all of it alike.
  expect(kinds.size).toBeGreaterThan(8);
  expect(kinds).toContain('a token');
}, 120_000);
