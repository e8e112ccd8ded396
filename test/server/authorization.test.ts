/** The Authorization header: what each reader of it takes and what it refuses, as it comes over the wire. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import * as headless from '../headless/helpers.ts';
import { credentials, members, postToken, refreshTokenFor, refreshWith, send } from '../helpers/token.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const CLIENT_CREDENTIALS = { grant_type: 'client_credentials' };

/** How Basic is written around what it says, and whether that is read. `?` stands for what it says. */
const BASIC: readonly [header: string, isRead: boolean][] = [
  ['Basic ?', true],
  ['basic ?', true],
  ['BASIC ?', true],
  ['  Basic ?  ', true],
  ['Basic     ?', true],
  ['Basic\t?', false],
  ['Basic?', false],
  ['Basic', false],
  ['Basic ? more', false],
  ['Basic x ?', false],
  ['Basic "?"', false],
  ['Basic ?===', false],
  ['Basic ?, Basic ?', false],
  ['xBasic ?', false],
  ['Bearer ?', false],
  ['?', false],
];

describe('Basic, of a client', () => {
  let sf: Fauxforce;
  beforeAll(async () => {
    sf = await startFauxforce();
  });
  afterAll(() => sf[Symbol.asyncDispose]());
  const ask = async (authorization: string) => {
    const { status } = await postToken(sf, CLIENT_CREDENTIALS, { authorization });
    return status === 200 ? 'token' : sf.journal.last()?.refusal?.name;
  };
  const pair = () => Object.values(credentials(sf, 'Client_Credentials')).join(':');

  test.each(BASIC)('%s', async (form, isRead) => {
    const said = base64(pair()).replace(/=+$/, '');
    expect(await ask(form.replaceAll('?', said))).toBe(isRead ? 'token' : 'client.id-missing');
  });

  test.each([
    ['nothing', '', 'client.id-missing'],
    ['a key alone', '3MVG9Demo.Client_Credentials', 'client.id-missing'],
    ['no key', ':secret', 'client.id-missing'],
    ['no secret', '3MVG9Demo.Client_Credentials:', 'client.secret-missing'],
    ['an unknown key', 'x:y', 'client.unknown'],
    ['two colons', '3MVG9Demo.Client_Credentials:se:cret', 'client.secret-wrong'],
  ])('with %s', async (_what, said, refusal) => {
    expect(await ask(`Basic ${base64(said)}`)).toBe(refusal);
  });
});

describe('Basic, of a user who logs in headless', () => {
  let sf: Fauxforce;
  beforeAll(async () => {
    sf = await headless.startHeadless();
  });
  afterAll(() => sf[Symbol.asyncDispose]());
  const ask = async (authorization: string) => {
    const { status } = await headless.authorize(sf, {}, { ...headless.NAMED_USER, authorization });
    return status === 302 ? 'code' : sf.journal.last()?.refusal?.name;
  };

  test.each(BASIC)('%s', async (form, isRead) => {
    const said = base64('vera@acme.example:correct-horse').replace(/=+$/, '');
    expect(await ask(form.replaceAll('?', said))).toBe(isRead ? 'code' : 'headless.header-malformed');
  });

  test.each([
    ['nothing', '', 'headless.header-malformed'],
    ['a name alone', 'vera@acme.example', 'headless.header-malformed'],
    ['no name', ':correct-horse', 'headless.header-malformed'],
    ['no password', 'vera@acme.example:', 'headless.password-wrong'],
    ['two colons', 'vera@acme.example:correct:horse', 'headless.password-wrong'],
    ['a form-encoded name', 'vera%40acme.example:correct-horse', 'headless.user-unknown'],
  ])('with %s', async (_what, said, refusal) => {
    expect(await ask(`Basic ${base64(said)}`)).toBe(refusal);
  });
});

test.each([
  ['Basic ?', true],
  ['BASIC   ?', true],
  ['xBasic ?', false],
  ['Bearer ?', false],
])('Basic, as an armed fault looks for its app: %s', async (form, strikes) => {
  await using sf = await startFauxforce();
  const { client_id } = credentials(sf, 'Client_Credentials');
  sf.arm({ response: { status: 500 }, where: { client_id } });
  for (const said of [client_id, `${client_id}:`, `${client_id}:x:y`]) {
    sf.arm({ response: { status: 500 }, where: { client_id } });
    const authorization = form.replaceAll('?', base64(said).replace(/=+$/, ''));
    expect((await postToken(sf, CLIENT_CREDENTIALS, { authorization })).status).toBe(strikes ? 500 : 400);
  }
});

/** How a token is written after a scheme, and whether it is read. */
const TOKENS: readonly [header: string, isRead: boolean][] = [
  ['Bearer ?', true],
  ['bearer ?', true],
  ['BEARER     ?', true],
  ['  Bearer ?  ', true],
  ['Bearer\t?', false],
  ['Bearer?', false],
  ['Bearer ? more', false],
  ['Bearer x ?', false],
  ['Bearer "?"', false],
  ['Bearer ?,', false],
  ['xBearer ?', false],
  ['Basic ?', false],
  ['?', false],
];

describe('a token', () => {
  const INITIAL = 'DEMO0INITIAL0ACCESS0TOKEN';
  let sf: Fauxforce;
  let token: string;
  beforeAll(async () => {
    sf = await startFauxforce({ labToken: INITIAL });
    const { body } = await refreshWith(sf, 'Web_Server', await refreshTokenFor(sf, 'Web_Server'));
    token = members(body).access_token ?? '';
  });
  afterAll(() => sf[Symbol.asyncDispose]());

  test.each([...TOKENS, ['OAuth ?', true], ['oauth    ?', true], ['xOAuth ?', false]] as const)(
    'of a session: %s',
    async (form, isRead) => {
      const authorization = form.replaceAll('?', token);
      const { status } = await send(sf, '/services/oauth2/userinfo', { headers: { authorization } });
      expect(status).toBe(isRead ? 200 : 403);
    },
  );

  test.each([...TOKENS, ['OAuth ?', false]] as const)(
    'of an app that registers: %s',
    async (form, isRead) => {
      const headers = { authorization: form.replaceAll('?', INITIAL), 'content-type': 'application/json' };
      const body = JSON.stringify({ client_name: form, redirect_uris: ['http://localhost'] });
      const { status } = await send(sf, '/services/oauth2/register', { method: 'POST', headers, body });
      expect(status).toBe(isRead ? 201 : 401);
    },
  );

  test.each([...TOKENS, ['OAuth ?', false]] as const)('of the lab: %s', async (form, isRead) => {
    const authorization = form.replaceAll('?', INITIAL);
    const { status } = await send(sf, '/_fauxforce/orgs', { headers: { authorization } });
    expect(status).toBe(isRead ? 200 : 401);
  });
});
