/** Starting and stopping: nothing is left behind, nobody is cut off, and two do not know of each other. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';

function ask({ url, apps }: Fauxforce): Promise<Response> {
  const { consumerKey, consumerSecret } = apps.Client_Credentials!;
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: consumerKey,
    client_secret: consumerSecret,
  });
  return fetch(`${url}/services/oauth2/token`, { method: 'POST', body });
}

test('a process that has used it and disposed of it ends by itself, holding nothing', async () => {
  const script = join(import.meta.dirname, 'use-and-dispose.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script], { timeout: 20_000 });
  expect(JSON.parse(stdout)).toEqual([]);
});

test('disposing waits for requests in flight', async () => {
  const sf = await startFauxforce();
  const arrived = Promise.withResolvers<void>();
  let count = 0;
  sf.server.server.on('request', () => ++count === 20 && arrived.resolve());
  const answers = Promise.all(Array.from({ length: 20 }, () => ask(sf)));
  await arrived.promise;
  await sf[Symbol.asyncDispose]();
  expect((await answers).map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
});

test('disposing twice is as good as once', async () => {
  const sf = await startFauxforce();
  const org = await sf.org();
  await org[Symbol.asyncDispose]();
  await org[Symbol.asyncDispose]();
  await Promise.all([sf[Symbol.asyncDispose](), sf[Symbol.asyncDispose]()]);
  await sf[Symbol.asyncDispose]();
  await expect(fetch(sf.url)).rejects.toThrow('fetch failed');
});

test('what is asked of a server that was stopped, or of an org that is gone, says so', async () => {
  const sf = await startFauxforce();
  const org = await sf.org();
  const gone = `the org ${org.id} is gone: it expired, it was deleted, as at the end of its await using block, or reset or restore took it`;
  const stopped = `the server at ${sf.url} was stopped, as at the end of its await using block`;
  const who = { app: 'Integration', user: 'admin' };
  await sf.reset();
  for (const asked of [() => org.login(who), () => org.token(who), async () => org.arm('refresh.expired')]) {
    await expect(asked()).rejects.toThrow(gone);
  }
  await sf[Symbol.asyncDispose]();
  const all = [
    () => org.login(who),
    () => sf.token({ app: 'Web_Server', user: 'ada' }),
    async () => sf.arm('refresh.expired'),
    () => sf.org(),
    () => sf.snapshot(),
    () => sf.restore({} as never),
    () => sf.reset(),
  ];
  for (const asked of all) await expect(asked()).rejects.toThrow(stopped);
  expect(sf.journal.entries()).toEqual([]);
});

test('an org can be disposed of after the server it was on', async () => {
  const sf = await startFauxforce();
  const org = await sf.org();
  await sf[Symbol.asyncDispose]();
  await org[Symbol.asyncDispose]();
});

test('what cannot start lets go of its store', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fauxforce-lifecycle-'));
  const store = join(folder, 'state.db');
  await expect(startFauxforce({ store, trustProxy: ['nonsense'] })).rejects.toThrow('invalid IP address');
  expect(await readdir(folder)).toEqual(['state.db']);
  await rm(folder, { recursive: true });
});

test('two in one process are strangers', async () => {
  await using one = await startFauxforce();
  await using other = await startFauxforce();
  one.clock.freeze();
  one.clock.set('2030-01-01T00:00:00Z');
  one.arm('client.secret-wrong');
  expect(new Date(one.clock.now()).getUTCFullYear()).toBe(2030);
  expect(other.clock.frozen).toBe(false);
  expect((await ask(other)).status).toBe(200);
  expect((await ask(one)).status).toBe(400);
  expect([one.journal.entries().length, other.journal.entries().length]).toEqual([1, 1]);

  const { access_token } = (await (await ask(one)).json()) as { access_token: string };
  const headers = { authorization: `Bearer ${access_token}` };
  expect((await fetch(`${one.url}/services/oauth2/userinfo`, { headers })).status).toBe(200);
  expect((await fetch(`${other.url}/services/oauth2/userinfo`, { headers })).status).toBe(403);
});

test.each([
  [{ proxyOthers: 'nonsense' }, "proxyOthers is \"nonsense\": write 'refuse' or 'tunnel'"],
  [{ ca: '' }, 'ca is "": name the folder of the certificate authority, or leave it out'],
  [{ ca: 5 }, 'ca is 5: name the folder of the certificate authority, or leave it out'],
])('%j is told, and nothing is started', async (options, message) => {
  await expect(startFauxforce(options as never)).rejects.toThrow(new TypeError(message));
});
