/** A refusal says so when what was sent would have fitted if it had been encoded as it should, or fits elsewhere. */
import { afterAll, describe, expect, test, vi } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { makeJwt } from '../helpers/jwt.ts';
import { app, postToken, send, user } from '../helpers/token.ts';
import { assertionXml, BEARER, sign } from '../saml/make.ts';

const PASSWORD = 'pä+ss & w%rd';
const seed = {
  org: {
    name: 'Acme',
    settings: {
      allowUsernamePasswordFlow: true,
      trustedIpRanges: [{ start: '127.0.0.1', end: '127.0.0.1' }],
    },
  },
  users: [
    { username: 'ada+test@acme.example', password: PASSWORD, securityToken: 'Tok3nOfAda' },
    { username: 'plain@acme.example', password: 'correct-horse', securityToken: 'Tok3nOfPlain' },
  ],
  apps: [
    {
      name: 'Portal',
      consumerKey: '3MVG9Portal.Key',
      consumerSecret: 'ABCDEF0123456789',
      callbackUrls: ['http://localhost:3000/cb'],
      scopes: ['api', 'refresh_token'],
      isAdminApproved: false,
    },
    {
      name: 'Other',
      consumerKey: '3MVG9Other.Key',
      consumerSecret: 'OTHER0SECRET0000',
      callbackUrls: ['http://localhost:3000/cb'],
      scopes: ['api', 'refresh_token'],
    },
  ],
};
const sf = await startFauxforce({ seed });
const demo = await startFauxforce({
  demo: { users: { grace: { username: 'ada+test@acme.example' }, ada: { username: 'plain@acme.example' } } },
});
afterAll(() => Promise.all([sf[Symbol.asyncDispose](), demo[Symbol.asyncDispose]()]));

/** The clause that explains the last refusal, and what it refused by. */
function told(of: Fauxforce = sf): [string | undefined, string | undefined] {
  const { refusal } = of.journal.last() ?? {};
  return [refusal?.name, refusal?.why.split('; ').at(-1)];
}

const ADA = 'ada+test@acme.example';
const client = { client_id: '3MVG9Portal.Key', client_secret: 'ABCDEF0123456789' };

function logIn(changes: Record<string, string>) {
  return postToken(sf, { grant_type: 'password', ...client, username: ADA, password: PASSWORD, ...changes });
}

/** A body as it was typed, without any encoding. */
function postRaw(body: string) {
  return send(sf, '/services/oauth2/token', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
  });
}

const ENCODED_TWICE = 'it would fit URL-decoded once more: it was encoded twice';
const PLUS = 'it would fit with + for its spaces: a form must send + as %2B';

describe('a password', () => {
  test.each([
    [encodeURIComponent(PASSWORD), ENCODED_TWICE],
    [PASSWORD.replace('&', '&amp;'), 'it would fit with its HTML entities read: it went through HTML'],
    [PASSWORD.replace('pä', 'PÄ'), 'only upper and lower case differ, which count'],
    [PASSWORD.slice(0, -1), 'one character missing at its end'],
    [PASSWORD.split('&')[0] ?? '', 'it was cut off at an &, # or ;, which must be sent as %26, %23 and %3B'],
  ])('%j', async (password, clause) => {
    const answer = await logIn({ password });
    expect(answer.body).toBe('{"error":"invalid_grant","error_description":"authentication failure"}');
    expect(told()).toEqual(['password.wrong', clause]);
  });

  test('cut off at an &, as a form does that is not encoded', async () => {
    await postRaw(
      `grant_type=password&client_id=${client.client_id}&client_secret=${encodeURIComponent(client.client_secret)}&username=plain@acme.example&password=correct-hors`,
    );
    expect(told()).toEqual(['password.wrong', 'one character missing at its end']);
    await postRaw(
      `grant_type=password&client_id=${client.client_id}&client_secret=${encodeURIComponent(client.client_secret)}&username=${encodeURIComponent(ADA)}&password=${encodeURIComponent('pä+ss ')}& w%25rd`,
    );
    expect(told()).toEqual([
      'password.wrong',
      'it was cut off at an &, # or ;, which must be sent as %26, %23 and %3B',
    ]);
  });

  test('with a line break after it', async () => {
    await logIn({ password: `${PASSWORD}\n` });
    expect(told()).toEqual(['password.security-token', 'only white space follows it']);
  });

  test('whose security token is in another case', async () => {
    await logIn({ password: `${PASSWORD}tok3nofada` });
    expect(told()).toEqual(['password.security-token', 'only upper and lower case differ, which count']);
  });

  test('is never printed', async () => {
    await logIn({ password: encodeURIComponent(PASSWORD) });
    expect(JSON.stringify(sf.journal.last())).not.toContain('w%rd');
  });
});

describe('a username', () => {
  test('whose + was sent as it is', async () => {
    await postRaw(
      `grant_type=password&client_id=${client.client_id}&client_secret=${encodeURIComponent(client.client_secret)}&username=${ADA}&password=x`,
    );
    expect(told()).toEqual(['password.unknown-user', PLUS]);
  });
});

describe('a username of an assertion', () => {
  test.each([
    ['plain@acme.example ', 'it would fit without the white space around it'],
    ['plain%40acme.example', ENCODED_TWICE],
    ['ada test@acme.example', PLUS],
  ])('%j', async (sub, clause) => {
    const claims = {
      iss: demo.apps.JWT_Bearer?.consumerKey,
      sub,
      aud: 'https://login.salesforce.com',
      exp: Math.floor(demo.clock.now() / 1000) + 180,
    };
    const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
    const answer = await postToken(demo, { grant_type, assertion: makeJwt({ claims }) });
    expect(answer.body).toBe(
      '{"error":"invalid_grant","error_description":"user hasn\'t approved this consumer"}',
    );
    expect(told(demo)).toEqual(['user.unknown', clause]);
  });
});

describe('a Basic header', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const pair = `${client.client_id}:${client.client_secret}`;
  const UNREADABLE = 'the Authorization header that was sent ';
  test.each([
    ['Basic %%%', `${UNREADABLE}is not Basic and base64`],
    [`Basic ${pair}`, `${UNREADABLE}is not Basic and base64`],
    [`Bearer ${base64(pair)}`, `${UNREADABLE}is not Basic and base64`],
    [`Basic ${base64(client.client_id)}`, `${UNREADABLE}has no colon between key and secret`],
    [`Basic ${base64(base64(pair))}`, `${UNREADABLE}is key and secret in base64 twice`],
  ])('%s', async (authorization, clause) => {
    await postToken(sf, { grant_type: 'refresh_token', refresh_token: 'x' }, { authorization });
    expect(told()).toEqual(['client.id-missing', clause]);
  });
});

describe('a consumer secret', () => {
  test.each([
    ['3MVG9Portal.Key:ABCDEF0123456789', 'it is key and secret, and must be the secret alone'],
    [
      Buffer.from('3MVG9Portal.Key:ABCDEF0123456789').toString('base64'),
      'it is key and secret in base64, and must be the secret alone',
    ],
    ['ABCDEF0123456789\n', 'it would fit without the white space around it'],
    ['%41BCDEF0123456789', ENCODED_TWICE],
    ['"ABCDEF0123456789"', 'it would fit without the quotation marks around it'],
    ['abcdef0123456789', 'only upper and lower case differ, which count'],
    ['ABCDEF012345678', 'one character missing at its end'],
    ['OTHER0SECRET0000', 'it is the secret of app Other'],
  ])('%s', async (client_secret, clause) => {
    await postToken(sf, {
      grant_type: 'refresh_token',
      client_id: client.client_id,
      client_secret,
      refresh_token: 'x',
    });
    expect(told()).toEqual(['client.secret-wrong', clause]);
  });
});

describe('a consumer key', () => {
  test.each([
    ['3MVG9Portal.Key ', 'it would fit without the white space around it'],
    ['3MVG9portal.key', 'compared with the key of app Portal, only upper and lower case differ, which count'],
    ['3MVG9Portal.Ke', 'compared with the key of app Portal, one character missing at its end'],
  ])('%j', async (client_id, clause) => {
    await postToken(sf, { grant_type: 'refresh_token', ...client, client_id, refresh_token: 'x' });
    expect(told()).toEqual(['client.unknown', clause]);
    const query = new URLSearchParams({
      response_type: 'code',
      client_id,
      redirect_uri: 'http://localhost:3000/cb',
    });
    await send(sf, `/services/oauth2/authorize?${query}`);
    expect(told()).toEqual(['authorize.client-unknown', clause]);
  });

  test('that is long is read anew once, however many apps there are', async () => {
    await using org = await sf.org({
      apps: Array.from({ length: 3_000 }, (_, i) => ({ name: `App_${i}`, consumerKey: `3MVG9Many.${i}` })),
    });
    const reading = vi.spyOn(String.prototype, 'replaceAll');
    await postToken(sf, { grant_type: 'refresh_token', ...client, client_id: 'x+'.repeat(2_000) });
    const times = reading.mock.calls.length;
    reading.mockRestore();
    expect(told()[0]).toBe('client.unknown');
    expect(org.id).toMatch(/^00D/);
    // It is read anew once, and not for each key that it might be.
    expect(times).toBeLessThan(100);
  });

  test('that is quite another is not told of', async () => {
    await postToken(sf, { grant_type: 'refresh_token', ...client, client_id: '3MVG9Quite.Other' });
    expect(sf.journal.last()?.refusal?.why).toBe(
      'client_id "3MVG9Quite.Other" must be the consumer key of a seeded app',
    );
  });
});

describe('codes and tokens', () => {
  async function tokens() {
    const { code } = await sf.login({ app: 'Portal', user: ADA });
    const exchanged = await postToken(sf, {
      grant_type: 'authorization_code',
      ...client,
      redirect_uri: 'http://localhost:3000/cb',
      code: code ?? '',
    });
    return JSON.parse(exchanged.body) as { access_token: string; refresh_token: string };
  }
  const exchange = (code: string) =>
    postToken(sf, {
      grant_type: 'authorization_code',
      ...client,
      redirect_uri: 'http://localhost:3000/cb',
      code,
    });
  const refresh = (refresh_token: string) =>
    postToken(sf, { grant_type: 'refresh_token', ...client, refresh_token });

  test('a code that is still encoded, as it stood in the callback', async () => {
    const { code } = await sf.login({ app: 'Portal', user: ADA });
    await exchange(encodeURIComponent(code ?? ''));
    expect(told()).toEqual(['code.unknown', ENCODED_TWICE]);
    await exchange((code ?? '').slice(0, -1));
    expect(told()).toEqual(['code.unknown', 'it has 75 characters, an authorization code 76']);
    const { refresh_token } = await tokens();
    await exchange(refresh_token);
    expect(told()).toEqual(['code.unknown', 'it looks like a refresh token']);
  });

  test('a refresh token with a line break, cut short, or of another kind', async () => {
    const { access_token, refresh_token } = await tokens();
    await refresh(`${refresh_token}\n`);
    expect(told()).toEqual(['refresh.unknown', 'it would fit without the white space around it']);
    await refresh(refresh_token.slice(1));
    expect(told()).toEqual(['refresh.unknown', 'the refresh token must be one that was issued here']);
    await refresh(refresh_token.slice(0, -1));
    expect(told()).toEqual(['refresh.unknown', 'it has 86 characters, a refresh token 87']);
    await refresh(access_token);
    expect(told()).toEqual(['refresh.unknown', 'it looks like an access token']);
  });

  test('an access token that is still encoded, at REST, userinfo, introspection and revocation', async () => {
    const { access_token, refresh_token } = await tokens();
    const encoded = encodeURIComponent(access_token).replace('!', '%21');
    const authorization = `Bearer ${encoded}`;
    await send(sf, '/services/data/v60.0', { headers: { authorization } });
    expect(told()).toEqual(['rest.dead-token', ENCODED_TWICE]);
    await send(sf, '/services/oauth2/userinfo', { headers: { authorization } });
    expect(told()).toEqual(['identity.bad-token', ENCODED_TWICE]);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams({ ...client, token: encoded }).toString();
    await send(sf, '/services/oauth2/introspect', { method: 'POST', headers: form, body });
    expect(sf.journal.last()?.refusal?.why).toContain(`unknown; ${ENCODED_TWICE};`);
    const revoked = new URLSearchParams({ token: `${refresh_token} ` }).toString();
    await send(sf, '/services/oauth2/revoke', { method: 'POST', headers: form, body: revoked });
    expect(sf.journal.last()?.refusal?.why).toContain(
      'unknown; it would fit without the white space around it;',
    );
  });

  test('a refresh token on the host of another org', async () => {
    const { refresh_token } = await tokens();
    await postToken(
      sf,
      { grant_type: 'refresh_token', ...client, refresh_token },
      { host: 'test.salesforce.com' },
    );
    const [name, clause] = told();
    expect(name).toBe('refresh.unknown');
    expect(clause).toMatch(
      /^it is of org Acme, whose users log in on login\.salesforce\.com or .*my\.salesforce\.com$/,
    );
  });
});

test('a PKCE challenge that is the verifier itself, or in another encoding', async () => {
  await using demo = await startFauxforce();
  const { consumerKey: client_id, consumerSecret: client_secret, callbackUrls } = app(demo, 'Web_Server');
  const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
  const { code } = await demo.login({
    app: 'Web_Server',
    user: user(demo, 'ada').username,
    code_challenge: verifier,
  });
  await postToken(demo, {
    grant_type: 'authorization_code',
    client_id,
    client_secret,
    redirect_uri: callbackUrls[0] ?? '',
    code: code ?? '',
    code_verifier: verifier,
  });
  expect(told(demo)).toEqual([
    'code.verifier-wrong',
    'the challenge is the verifier itself (plain), not its SHA-256',
  ]);
});

test('a PKCE verifier with a line break after it', async () => {
  const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
  const { code } = await sf.login({
    app: 'Portal',
    user: ADA,
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  });
  await postToken(sf, {
    grant_type: 'authorization_code',
    ...client,
    redirect_uri: 'http://localhost:3000/cb',
    code: code ?? '',
    code_verifier: `${verifier}\n`,
  });
  expect(told()).toEqual(['code.verifier-malformed', 'it would fit without the white space around it']);
});

test('a JWT and a SAML assertion whose encoding was lost on the way', async () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const jwt = `${part({ alg: 'RS256' })}.${part({ iss: 'x' })}.c2ln`;
  const bearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
  await postToken(sf, { grant_type: bearer, assertion: `${jwt}\n` });
  expect(told()).toEqual(['jwt.malformed', 'it would fit without the white space around it']);
  await postToken(sf, { grant_type: bearer, assertion: encodeURIComponent(`"${jwt}"`) });
  expect(told()[0]).toBe('jwt.malformed');
  const assertion = Buffer.from(sign(assertionXml(demo))).toString('base64');
  await postToken(demo, { grant_type: BEARER, assertion });
  expect(told(demo)).toEqual(['saml.malformed', 'it would fit in base64url: with - and _ for + and /']);
});

describe('a redirect_uri', () => {
  const CALLBACK = 'http://localhost:3000/cb';
  test.each([
    [encodeURIComponent(CALLBACK), ENCODED_TWICE],
    [` ${CALLBACK}\n`, 'it would fit without the white space around it'],
    [`<${CALLBACK}>`, 'it would fit without the < and > around it'],
  ])('%j, at the exchange and at authorize', async (redirect_uri, clause) => {
    const { code = '' } = await sf.login({ app: 'Portal', user: ADA });
    await postToken(sf, { grant_type: 'authorization_code', ...client, redirect_uri, code });
    expect(told()).toEqual(['code.callback-mismatch', clause]);
    const query = new URLSearchParams({ response_type: 'code', client_id: client.client_id, redirect_uri });
    await send(sf, `/services/oauth2/authorize?${query}`);
    expect(told()).toEqual(['callback.mismatch', clause]);
  });
});

test('an access token that was cut off at its !, and one in angle brackets', async () => {
  const { code = '' } = await sf.login({ app: 'Portal', user: ADA });
  const { body } = await postToken(sf, {
    grant_type: 'authorization_code',
    ...client,
    redirect_uri: 'http://localhost:3000/cb',
    code,
  });
  const { access_token } = JSON.parse(body) as { access_token: string };
  const [beginning = ''] = access_token.split('!');
  const stateOf = async (sent: string) => {
    await send(sf, '/services/data/v60.0/limits', { headers: { authorization: `Bearer ${sent}` } });
    return told();
  };
  expect(await stateOf(beginning)).toEqual([
    'rest.dead-token',
    expect.stringContaining(
      'it was cut off at its !, which a shell reads as a command of its history: put it in single quotes',
    ),
  ]);
  expect(await stateOf(`<${access_token}>`)).toEqual([
    'rest.dead-token',
    expect.stringContaining('it would fit without the < and > around it'),
  ]);
});
