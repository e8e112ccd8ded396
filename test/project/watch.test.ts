/** `--watch`: changed files are read again, tokens stay, and a file that becomes wrong changes nothing. */
import fs, { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readSeed } from '../../src/cli/server/seed-in-use.ts';
import { SeedWatch } from '../../src/cli/server/watch.ts';
import { replaceSeed } from '../../src/cli/server/watch-seed.ts';
import { formatProblem } from '../../src/seed/problems.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { emptyFolder, startServer } from '../cli/run.ts';
import { connectedApp, metadata, writeProject } from './helpers.ts';

const PORTAL = 'force-app/connectedApps/Portal.connectedApp-meta.xml';
const WAIT = { timeout: 10_000 };

function portal(rest = ''): string {
  return connectedApp(
    `<consumerKey>3MVG9Portal</consumerKey>\n<consumerSecret>0123456789ABCDEF</consumerSecret>\n<isClientCredentialEnabled>true</isClientCredentialEnabled>\n<oauthClientCredentialUser>ada@acme.example</oauthClientCredentialUser>\n<scopes>Api</scopes>\n${rest}`,
  );
}

function project(): string {
  return writeProject({
    [PORTAL]: portal(),
    'config/ada-user-def.json': '{ "Username": "ada@acme.example" }',
  });
}

/** A server on the path that watches it; what it tells is a line per problem, `reloaded` when there is none. */
async function watched(path: string): Promise<{ sf: Fauxforce; told: string[] }> {
  const seed = await readSeed([path]);
  const sf = await startFauxforce({ seed: path });
  onTestFinished(() => sf[Symbol.asyncDispose]());
  const told: string[] = [];
  const watch = new SeedWatch(
    [path],
    seed,
    (orgs) => replaceSeed(sf.world, orgs),
    (problems) =>
      told.push(
        problems.map((problem) => formatProblem(problem).replaceAll(`${path}/`, '')).join('\n') || 'reloaded',
      ),
  );
  onTestFinished(() => watch.close());
  return { sf, told };
}

async function askForToken(url: string): Promise<{ access_token: string; error?: string }> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: '3MVG9Portal',
    client_secret: '0123456789ABCDEF',
  });
  const answer = await fetch(`${url}/services/oauth2/token`, { method: 'POST', body });
  return (await answer.json()) as { access_token: string };
}

async function userInfo(url: string, token: string): Promise<number> {
  return (await fetch(`${url}/services/oauth2/userinfo`, { headers: { authorization: `Bearer ${token}` } }))
    .status;
}

const apps = (sf: Fauxforce) => sf.world.orgs.orgs.flatMap((org) => org.apps.map(({ name }) => name));

test('a changed app counts from then on, and its tokens stay', async () => {
  const folder = project();
  const { sf, told } = await watched(folder);
  const { access_token } = await askForToken(sf.url);
  writeFileSync(join(folder, PORTAL), portal('<isPkceRequired>true</isPkceRequired>'));
  await expect.poll(() => told, WAIT).toEqual(['reloaded']);
  expect(sf.world.orgs.app('3MVG9Portal')?.isPkceRequired).toBe(true);
  expect(await userInfo(sf.url, access_token)).toBe(200);
});

test('a file that becomes wrong keeps the old records, and says why, until it is right', async () => {
  const folder = project();
  const { sf, told } = await watched(folder);
  writeFileSync(join(folder, PORTAL), portal().slice(0, 150));
  await expect.poll(() => told, WAIT).toHaveLength(1);
  expect(told[0]).toMatch(
    /^force-app\/connectedApps\/Portal\.connectedApp-meta\.xml:\d+:\d+ is not well-formed XML/,
  );
  expect(await askForToken(sf.url)).toHaveProperty('access_token');
  writeFileSync(join(folder, PORTAL), portal('<scopes>Apii</scopes>'));
  await expect.poll(() => told, WAIT).toHaveLength(2);
  expect(told[1]).toContain("scope 'Apii' is not one of the Metadata API: did you mean 'Api'?");
  writeFileSync(join(folder, PORTAL), portal('<scopes>Web</scopes>'));
  await expect.poll(() => told.at(-1), WAIT).toBe('reloaded');
  expect(sf.world.orgs.app('3MVG9Portal')?.scopes).toEqual(['api', 'web']);
});

test('new folders and removed files are noticed; a change that changes nothing is not told', async () => {
  const folder = project();
  const { sf, told } = await watched(folder);
  writeFileSync(join(folder, 'force-app/Account.object-meta.xml'), metadata('CustomObject', ''));
  mkdirSync(join(folder, 'force-app/more/connectedApps'), { recursive: true });
  writeFileSync(join(folder, 'force-app/more/connectedApps/Second.connectedApp-meta.xml'), connectedApp(''));
  await expect.poll(() => apps(sf), WAIT).toContain('Second');
  rmSync(join(folder, 'force-app/more'), { recursive: true });
  await expect.poll(() => apps(sf), WAIT).not.toContain('Second');
  expect(new Set(told)).toEqual(new Set(['reloaded']));
});

test('a file that an editor replaces, by renaming another over it, is read again', async () => {
  const folder = project();
  const { sf, told } = await watched(folder);
  for (const scope of ['Web', 'Full']) {
    const saved = join(folder, 'force-app/connectedApps/.Portal.swp');
    writeFileSync(saved, portal(`<scopes>${scope}</scopes>`));
    renameSync(saved, join(folder, PORTAL));
    await expect
      .poll(() => sf.world.orgs.app('3MVG9Portal')?.scopes, WAIT)
      .toEqual(['api', scope.toLowerCase()]);
  }
  expect(new Set(told)).toEqual(new Set(['reloaded']));
});

test('an app whose file is removed is gone, and back with its tokens when the file is', async () => {
  const folder = project();
  const { sf } = await watched(folder);
  const { access_token } = await askForToken(sf.url);
  rmSync(join(folder, PORTAL));
  writeFileSync(join(folder, 'force-app/Other.connectedApp-meta.xml'), connectedApp(''));
  await expect.poll(() => apps(sf), WAIT).toEqual(['Other', 'PlatformCLI']);
  expect(await askForToken(sf.url)).toMatchObject({ error: 'invalid_client_id' });
  expect(await userInfo(sf.url, access_token)).toBe(403);
  mkdirSync(join(folder, 'force-app/connectedApps'), { recursive: true });
  writeFileSync(join(folder, PORTAL), portal());
  await expect.poll(() => apps(sf), WAIT).toContain('Portal');
  expect(await userInfo(sf.url, access_token)).toBe(200);
});

test('a PATCH counts until the files say something else', async () => {
  const folder = project();
  const { sf, told } = await watched(folder);
  const patch = { method: 'PATCH', body: '{"isPkceRequired":true}' };
  expect((await fetch(`${sf.url}/_fauxforce/apps/3MVG9Portal`, patch)).status).toBe(200);
  writeFileSync(join(folder, PORTAL), portal('<!-- nothing new -->'));
  writeFileSync(join(folder, 'force-app/Bad.connectedApp-meta.xml'), '<');
  await expect.poll(() => told, WAIT).toHaveLength(1);
  expect(sf.world.orgs.app('3MVG9Portal')).toMatchObject({ isPkceRequired: true, scopes: ['api'] });
  rmSync(join(folder, 'force-app/Bad.connectedApp-meta.xml'));
  writeFileSync(join(folder, PORTAL), portal('<scopes>Web</scopes>'));
  await expect.poll(() => told.at(-1), WAIT).toBe('reloaded');
  expect(sf.world.orgs.app('3MVG9Portal')).toMatchObject({ isPkceRequired: false, scopes: ['api', 'web'] });
});

test('a system that allows no more watches is told, not passed over', async () => {
  vi.spyOn(fs, 'watch').mockImplementation(() => {
    throw Object.assign(new Error(), { code: 'ENOSPC' });
  });
  syncBuiltinESMExports();
  onTestFinished(() => {
    vi.restoreAllMocks();
    syncBuiltinESMExports();
  });
  const folder = project();
  await expect(watched(folder)).rejects.toThrow(
    `${folder}: cannot be watched (ENOSPC): the system allows no more watches`,
  );
});

test('a seed file is watched too', async () => {
  const folder = await emptyFolder();
  const file = join(folder, 'seed.yaml');
  writeFileSync(file, 'apps: [{ name: One }]');
  const { sf, told } = await watched(file);
  writeFileSync(file, 'apps: [{ name: One }, { nam: Two }]');
  await expect.poll(() => told, WAIT).toHaveLength(1);
  expect(told[0]).toContain("unknown key 'nam' in apps[1]: did you mean 'name'?");
  expect(apps(sf)).toEqual(['One', 'PlatformCLI']);
  writeFileSync(file, 'apps: [{ name: One }, { name: Two }]');
  await expect.poll(() => apps(sf), WAIT).toEqual(['One', 'Two', 'PlatformCLI']);
});

test('the command line says that it reloaded', async () => {
  const folder = project();
  const server = await startServer({
    args: ['--seed', folder, '--watch', '--port', '0', '--store', ':memory:'],
  });
  const { access_token } = await askForToken(server.url);
  writeFileSync(join(folder, PORTAL), portal('<isPkceRequired>true</isPkceRequired>'));
  expect(await server.line(/^reloaded/)).toBe('reloaded');
  expect(await userInfo(server.url, access_token)).toBe(200);
  server.signal('SIGTERM');
  expect(await server.ended()).toMatchObject({ code: 0 });
});
