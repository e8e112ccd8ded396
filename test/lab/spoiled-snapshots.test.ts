/** A snapshot in which anything is another thing is refused whole, or can be lived with: nothing that is asked later fails. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import * as headless from '../headless/helpers.ts';
import { otherKey } from '../helpers/jwt.ts';
import { credentials, postToken, refreshTokenFor, send } from '../helpers/token.ts';
import { weakKey } from '../helpers/weak-key.ts';
import { lab } from './helpers.ts';
import { factsOf, tableSnapshot } from './older.ts';

type Path = readonly (string | number)[];

let sf: Fauxforce;
/** A snapshot, and a refresh token that is in it. */
interface Whole {
  readonly snapshot: object;
  readonly refreshToken: string;
}

let today: Whole;
const older: Whole = { snapshot: tableSnapshot(), refreshToken: factsOf('43876d9').refreshToken };

beforeAll(async () => {
  sf = await startFauxforce({ demo: { apps: { Client_Credentials: { isNamedUserJwtEnabled: true } } } });
  const refreshToken = await refreshTokenFor(sf, 'Web_Server');
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
  today = { snapshot: JSON.parse(JSON.stringify(await sf.snapshot())), refreshToken };
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
function spoiled({ snapshot }: Whole, path: Path, value: unknown): object {
  const copy = structuredClone(snapshot);
  const last = path.at(-1) as string;
  let parent = copy as unknown as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) parent = parent[key] as typeof parent;
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

const LISTS = ['orgs', 'tokens', 'approvals', 'usage?client_id=3MVG9Demo.Web_Server', 'failures', 'snapshot'];

async function answers(refreshToken: string): Promise<number[]> {
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

async function expectHarmless(whole: Whole, path: Path, value: unknown): Promise<void> {
  expect((await lab(sf, 'PUT', '/snapshot', whole.snapshot)).status).toBe(204);
  const before = await sf.snapshot();
  const { status, body } = await lab<{ error: string }>(sf, 'PUT', '/snapshot', spoiled(whole, path, value));
  if (status !== 204) {
    expect([status, typeof body.error]).toEqual([400, 'string']);
    expect(await sf.snapshot()).toEqual(before);
  } else expect((await answers(whole.refreshToken)).filter((one) => one >= 500)).toEqual([]);
}

it.each([
  ['of today', () => today],
  ['of an older version', () => older],
])('anything anywhere in one %s', async (_when, whole) => {
  const paths = pathsIn(whole().snapshot);
  const path = fc.nat().map((n) => paths[n % paths.length] as Path);
  const spoiling = (where: Path, value: unknown) => expectHarmless(whole(), where, value);
  await fc.assert(fc.asyncProperty(path, fc.constantFrom(...VALUES), spoiling), { numRuns: 60 });
});

/** @returns what was said */
async function refusal(whole: Whole, path: Path, value: unknown): Promise<string> {
  const { status, body } = await lab<{ error: string }>(sf, 'PUT', '/snapshot', spoiled(whole, path, value));
  expect(status).toBe(400);
  return body.error;
}

it.each([
  ['appSightings', 'secretHash', 'x'],
  ['accessTokens', 'secretHash', 'AAAA'],
  ['accessTokens', 'createdAt', '['],
  ['accessTokens', 'lastUsedAt', 2 ** 53],
  ['approvals', 'createdAt', { base64: 'AAAA' }],
  ['approvals', 'holdsRefreshToken', 1],
  ['refreshTokens', 'secretHash', ''],
  ['registeredApps', 'registration', '['],
  ['userChanges', 'changes', 'null'],
  ['signingKeys', 'privateKey', 'x'],
])('a row of %s whose %s is %j is refused', async (part, field, value) => {
  const said = await refusal(today, ['store', 'parts', part, 0, field], value);
  expect(said).toBe(
    `The snapshot has a row of ${part} that does not fit: ${JSON.stringify(value)} is no ${field}.`,
  );
});

it.each([
  ['app_record', 'secret_hash', 'x', 'appSightings'],
  ['access_token', 'secret_hash', { base64: 'AAAA' }, 'accessTokens'],
  ['access_token', 'created_at', '[', 'accessTokens'],
  ['access_token', 'last_used_at', 2 ** 53, 'accessTokens'],
  ['approval', 'created_at', { base64: 'AAAA' }, 'approvals'],
  ['refresh_token', 'secret_hash', { base64: '' }, 'refreshTokens'],
  ['registered_app', 'registration', '[', 'registeredApps'],
  ['user_change', 'changes', 'null', 'userChanges'],
  ['signing_key', 'private_key', 'x', 'signingKeys'],
  ['approval', 'id', 1.5, 'approval'],
])('a row of %s of an older version whose %s is %j is refused', async (table, column, value, named) => {
  const said = await refusal(older, ['store', 'tables', table, 0, column], value);
  expect(said).toContain(`The snapshot has a row of ${named} that does not fit: `);
});

it.each<[string, KeyObject, 'pkcs8' | 'pkcs1']>([
  ['an elliptic curve', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, 'pkcs8'],
  ['too few bits', weakKey, 'pkcs8'],
  ['another form', otherKey, 'pkcs1'],
])('a signing key of %s is refused', async (_what, key, type) => {
  const pem = key.export({ format: 'pem', type });
  const said = 'The snapshot has a row of signingKeys that does not fit: ';
  expect(await refusal(today, ['store', 'parts', 'signingKeys', 0, 'privateKey'], pem)).toContain(said);
  expect(await refusal(older, ['store', 'tables', 'signing_key', 0, 'private_key'], pem)).toContain(said);
});

it('numbers that are none are refused', async () => {
  const said = 'The snapshot is not whole: store.numbers is missing or does not fit.';
  expect(await refusal(today, ['store', 'numbers', 'accessTokens'], 1e308)).toBe(said);
  expect(await refusal(older, ['store', 'tables', 'sqlite_sequence', 0, 'seq'], 1e308)).toBe(said);
});

it('a part or a table that is no list is refused', async () => {
  expect(await refusal(today, ['store', 'parts', 'userChanges'], true)).toBe(
    'The snapshot is not whole: store.parts.userChanges is missing or does not fit.',
  );
  expect(await refusal(older, ['store', 'tables', 'user_change'], true)).toBe(
    'The snapshot is not whole: store.tables.user_change is missing or does not fit.',
  );
});
