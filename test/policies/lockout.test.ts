/** Password Policies: wrong passwords in a row lock a user out, for every process of a store (model.md 4.7). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { credentials, postToken } from '../helpers/token.ts';
import { lab } from '../lab/helpers.ts';

const fresh = freshServers();

const FAILURE = {
  status: 400,
  body: '{"error":"invalid_grant","error_description":"authentication failure"}',
};
const THREE = { settings: { maxLoginAttempts: 'ThreeAttempts' } };
const MINUTE = 60_000;

function logIn(sf: Fauxforce, password: string) {
  const form = {
    grant_type: 'password',
    ...credentials(sf, 'Username_Password'),
    username: 'ada@acme.example',
  };
  return postToken(sf, { ...form, password });
}

const right = (sf: Fauxforce) => logIn(sf, 'correct-horseTok3n');
const lastRefusal = (sf: Fauxforce) => sf.journal.entries({ outcome: 'refused', limit: 1 })[0]?.refusal?.name;

async function wrong(sf: Fauxforce, times: number): Promise<void> {
  for (let i = 0; i < times; i++) expect(await logIn(sf, 'wrong')).toMatchObject(FAILURE);
}

test('three wrong ones do, for a quarter of an hour', async () => {
  const sf = await fresh({ demo: THREE });
  sf.clock.freeze();
  await wrong(sf, 3);
  expect(await right(sf)).toMatchObject(FAILURE);
  expect(lastRefusal(sf)).toBe('password.locked-user');
  sf.clock.advance(15 * MINUTE - 1);
  expect(await right(sf)).toMatchObject(FAILURE);
  sf.clock.advance(1);
  expect((await right(sf)).status).toBe(200);
});

test('so do wrong security tokens after the right password, and a missing one does not', async () => {
  const sf = await fresh({ demo: THREE });
  for (let i = 0; i < 4; i++) expect(await logIn(sf, 'correct-horse')).toMatchObject(FAILURE);
  expect((await right(sf)).status).toBe(200);
  for (let i = 0; i < 3; i++) expect(await logIn(sf, 'correct-horseWrong')).toMatchObject(FAILURE);
  expect(await right(sf)).toMatchObject(FAILURE);
  expect(lastRefusal(sf)).toBe('password.locked-user');
});

test('a right one in between forgives the wrong ones', async () => {
  const sf = await fresh({ demo: THREE });
  await wrong(sf, 2);
  expect((await right(sf)).status).toBe(200);
  await wrong(sf, 2);
  expect((await right(sf)).status).toBe(200);
});

test('after a lockout the count begins anew', async () => {
  const sf = await fresh({ demo: THREE });
  await wrong(sf, 3);
  sf.clock.advance(16 * MINUTE);
  await wrong(sf, 2);
  expect((await right(sf)).status).toBe(200);
});

test('trying on while locked out does not lengthen it', async () => {
  const sf = await fresh({ demo: THREE });
  await wrong(sf, 3);
  sf.clock.advance(10 * MINUTE);
  await wrong(sf, 5);
  sf.clock.advance(6 * MINUTE);
  expect((await right(sf)).status).toBe(200);
});

test('Forever means until an admin comes, and NoLimit never', async () => {
  const forever = await fresh({
    demo: { settings: { maxLoginAttempts: 'ThreeAttempts', lockoutInterval: 'Forever' } },
  });
  await wrong(forever, 3);
  forever.clock.advance(365 * 24 * 60 * MINUTE);
  expect(await right(forever)).toMatchObject(FAILURE);
  const noLimit = await fresh({ demo: { settings: { maxLoginAttempts: 'NoLimit' } } });
  await wrong(noLimit, 12);
  expect((await right(noLimit)).status).toBe(200);
});

test('flows without a password do not mind, and the log-in page counts too', async () => {
  const sf = await fresh({ demo: THREE });
  for (let i = 0; i < 3; i++) {
    await expect(sf.login({ app: 'Web_Server', user: 'ada', password: 'wrong' })).rejects.toThrow('ended on');
  }
  expect(await right(sf)).toMatchObject(FAILURE);
  await expect(sf.login({ app: 'Web_Server', user: 'ada' })).rejects.toThrow('ended on');
  expect(lastRefusal(sf)).toBe('login.locked');
});

test('another server of the same store knows of it', async () => {
  const folder = mkdtempSync(`${tmpdir()}/fauxforce-lockout-`);
  try {
    const store = `${folder}/state.db`;
    await using first = await startFauxforce({ store, demo: THREE });
    await using second = await startFauxforce({ store, demo: THREE });
    await wrong(first, 2);
    await wrong(second, 1);
    expect(await right(first)).toMatchObject(FAILURE);
    expect(lastRefusal(first)).toBe('password.locked-user');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('only what was counted while there was a limit counts, and only while there is one', async () => {
  const sf = await fresh({ demo: { settings: { maxLoginAttempts: 'NoLimit' } } });
  const limit = (maxLoginAttempts: string) =>
    lab(sf, 'PATCH', `/orgs/${sf.orgs[0]?.id}`, { settings: { maxLoginAttempts } });
  await wrong(sf, 3);
  await limit('ThreeAttempts');
  expect((await right(sf)).status).toBe(200);
  await wrong(sf, 3);
  expect(await right(sf)).toMatchObject(FAILURE);
  await limit('NoLimit');
  expect((await right(sf)).status).toBe(200);
});
