/** A snapshot in which anything is another thing is refused whole, or can be lived with: nothing that is asked later fails. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Fauxforce, type Snapshot, startFauxforce } from '../../src/testing/index.ts';
import * as headless from '../headless/helpers.ts';
import { otherKey } from '../helpers/jwt.ts';
import { credentials, postToken, refreshTokenFor, send } from '../helpers/token.ts';
import { weakKey } from '../helpers/weak-key.ts';
import { lab } from './helpers.ts';

type Path = readonly (string | number)[];

let sf: Fauxforce;
let whole: Snapshot;
let refreshToken: string;
let paths: Path[];
beforeAll(async () => {
  sf = await startFauxforce({ demo: { apps: { Client_Credentials: { isNamedUserJwtEnabled: true } } } });
  refreshToken = await refreshTokenFor(sf, 'Web_Server');
  await postToken(sf, { response_type: 'device_code', client_id: '3MVG9Demo.Device' });
  await postToken(sf, { grant_type: 'client_credentials', ...credentials(sf, 'Client_Credentials') });
  await postToken(sf, { grant_type: 'password', ...credentials(sf, 'Username_Password'), ...ADA });
  await send(sf, '/services/oauth2/register', {
    method: 'POST',
    headers: { authorization: 'Bearer DEMO0INITIAL0ACCESS0TOKEN', 'content-type': 'application/json' },
    body: '{"client_name":"Example","redirect_uris":["http://localhost"]}',
  });
  const forgot = '/services/auth/headless/forgot_password';
  await headless.init(sf, forgot, { username: 'vera@acme.example' });
  const otp = sf.journal.last()?.notes?.oneTimeCode;
  await headless.init(sf, forgot, { username: 'vera@acme.example', otp, newpassword: 'another-horse' });
  sf.arm('refresh.expired', { after: 9, where: { endpoint: 'token' } });
  whole = JSON.parse(JSON.stringify(await sf.snapshot())) as Snapshot;
  paths = pathsIn(whole);
});
afterAll(() => sf[Symbol.asyncDispose]());

const ADA = { username: 'ada@acme.example', password: 'wrong' };

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  const inner = keys.flatMap((key) => pathsIn((value as Record<string, unknown>)[key], [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

/** @param value undefined: nothing stands there any more */
function spoiled(path: Path, value: unknown): object {
  const copy = structuredClone(whole);
  const last = path.at(-1) as string;
  let parent = copy as unknown as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) parent = parent[key] as typeof parent;
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

const LISTS = ['orgs', 'tokens', 'approvals', 'usage?client_id=3MVG9Demo.Web_Server', 'failures', 'snapshot'];

async function answers(): Promise<number[]> {
  const asked = [
    ...LISTS.map((list) => send(sf, `/_fauxforce/${list}`)),
    send(sf, '/id/keys?orgId=00D5g000004AcmeEAC'),
    postToken(sf, {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      ...credentials(sf, 'Web_Server'),
    }),
    postToken(sf, { grant_type: 'client_credentials', ...credentials(sf, 'Client_Credentials') }),
    postToken(sf, { grant_type: 'password', ...credentials(sf, 'Username_Password'), ...ADA }),
  ];
  return (await Promise.all(asked)).map(({ status }) => status);
}

const VALUES = [undefined, null, true, -1, 1.5, 1e308, 2 ** 53, '', 'x', '{}', [], {}, { base64: 'AAAA' }];

async function expectHarmless(path: Path, value: unknown): Promise<void> {
  await sf.restore(structuredClone(whole));
  const { status, body } = await lab<{ error: string }>(sf, 'PUT', '/snapshot', spoiled(path, value));
  if (status !== 204) {
    expect([status, typeof body.error]).toEqual([400, 'string']);
    expect(await sf.snapshot()).toEqual(whole);
  } else expect((await answers()).filter((one) => one >= 500)).toEqual([]);
}

it('anything anywhere', async () => {
  const path = fc.nat().map((n) => paths[n % paths.length] as Path);
  await fc.assert(fc.asyncProperty(path, fc.constantFrom(...VALUES), expectHarmless), { numRuns: 60 });
});

it.each([
  ['app_record', 'secret_hash', 'x'],
  ['access_token', 'secret_hash', { base64: 'AAAA' }],
  ['access_token', 'created_at', '['],
  ['access_token', 'last_used_at', 2 ** 53],
  ['approval', 'created_at', { base64: 'AAAA' }],
  ['refresh_token', 'secret_hash', { base64: '' }],
  ['registered_app', 'registration', '['],
  ['user_change', 'changes', 'null'],
  ['signing_key', 'private_key', 'x'],
  ['sqlite_sequence', 'seq', 1e308],
])('a row of %s whose %s is %j is refused', async (table, column, value) => {
  const path = ['store', 'tables', table, 0, column];
  const { status, body } = await lab<{ error: string }>(sf, 'PUT', '/snapshot', spoiled(path, value));
  expect(status).toBe(400);
  expect(body.error).toContain(`The snapshot has a row of ${table} that does not fit: `);
});

it.each<[string, KeyObject, 'pkcs8' | 'pkcs1']>([
  ['an elliptic curve', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, 'pkcs8'],
  ['too few bits', weakKey, 'pkcs8'],
  ['another form', otherKey, 'pkcs1'],
])('a signing key of %s is refused', async (_what, key, type) => {
  const path = ['store', 'tables', 'signing_key', 0, 'private_key'];
  const pem = key.export({ format: 'pem', type });
  const { status, body } = await lab<{ error: string }>(sf, 'PUT', '/snapshot', spoiled(path, pem));
  expect(body?.error).toContain('The snapshot has a row of signing_key that does not fit: ');
  expect(status).toBe(400);
});

it('a table that is no list is refused', async () => {
  const { body } = await lab(sf, 'PUT', '/snapshot', spoiled(['store', 'tables', 'user_change'], true));
  expect(body).toEqual({
    error: 'The snapshot is not whole: store.tables.user_change is missing or does not fit.',
  });
});
