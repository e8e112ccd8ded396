/** Snapshots that are kept in the store by a name. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { lab, tokenOf } from './helpers.ts';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce();
});
afterAll(async () => sf[Symbol.asyncDispose]());
beforeEach(async () => {
  for (const { name } of await kept()) await lab(sf, 'DELETE', `/snapshots/${name}`);
  await sf.reset();
});

async function kept(): Promise<{ name: string; taken_at: string; characters: number }[]> {
  return (await lab<{ snapshots: never[] }>(sf, 'GET', '/snapshots')).body.snapshots;
}

async function isLive(token: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${sf.url}/services/oauth2/userinfo`, { headers })).status === 200;
}

function ask(method: string, path: string, body?: unknown) {
  return lab<{ error: string }>(sf, method, path, body);
}

test('one brings back tokens, clock and failures, as often as wanted, after a reset too', async () => {
  const app = sf.orgs[0]?.apps.find(({ name }) => name === 'Client_Credentials');
  await lab(sf, 'POST', '/clock', { set: '2030-01-01T00:00:00Z', freeze: true });
  const token = await tokenOf(sf, app!);
  await lab(sf, 'POST', '/failures', { scenario: 'org-maintenance', where: { endpoint: 'revoke' } });
  expect(await ask('PUT', '/snapshots/with.a-token_1')).toEqual({
    status: 201,
    body: { name: 'with.a-token_1', taken_at: '2030-01-01T00:00:00.000Z', characters: expect.any(Number) },
  });
  for (let i = 0; i < 2; i++) {
    await sf.reset();
    expect(await isLive(token)).toBe(false);
    expect((await ask('POST', '/snapshots/with.a-token_1/restore', {})).status).toBe(204);
    expect((await lab<object>(sf, 'GET', '/clock')).body).toEqual({
      now: '2030-01-01T00:00:00.000Z',
      frozen: true,
    });
    expect((await lab<{ failures: unknown[] }>(sf, 'GET', '/failures')).body.failures).toHaveLength(1);
    expect(await isLive(token)).toBe(true);
  }
});

test('one of the same name takes the place of the earlier one, and the newest stands first', async () => {
  for (const name of ['one', 'two', 'one']) await ask('PUT', `/snapshots/${name}`);
  expect((await kept()).map(({ name }) => name)).toEqual(['one', 'two']);
  expect((await ask('DELETE', '/snapshots/one')).status).toBe(204);
  expect((await kept()).map(({ name }) => name)).toEqual(['two']);
});

test('twenty are kept, and a further one is refused while an old one can still be replaced', async () => {
  const answers = await Promise.all(Array.from({ length: 21 }, (_, i) => ask('PUT', `/snapshots/n${i}`)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
  expect(answers.find(({ status }) => status !== 201)).toEqual({
    status: 400,
    body: { error: '20 snapshots are kept: delete one first' },
  });
  const [newest] = await kept();
  expect((await ask('PUT', `/snapshots/${newest?.name}`)).status).toBe(201);
});

test.each(['-', '.', '%20', 'a%2Fb', 'a'.repeat(65), '%3Cb%3E', '__proto__', 'é'])(
  'a name like %s is refused in a sentence',
  async (name) => {
    expect(await ask('PUT', `/snapshots/${name}`)).toEqual({
      status: name === '.' ? 405 : 400,
      body: {
        error: expect.stringMatching(/^('.*' is no name of a snapshot: write letters|PUT is not a method)/),
      },
    });
  },
);

test('what is not kept is neither restored nor forgotten', async () => {
  const error = "there is no snapshot 'nope': GET /_fauxforce/snapshots lists them";
  expect(await ask('POST', '/snapshots/nope/restore')).toEqual({ status: 404, body: { error } });
  expect(await ask('DELETE', '/snapshots/nope')).toEqual({ status: 404, body: { error } });
  expect((await ask('DELETE', '/snapshots/constructor')).status).toBe(404);
});
