import { describe, expect, it, test } from 'vitest';
import { redactParameters, redactUrl, Secrets } from '../../src/journal/redaction.ts';
import { withoutSecrets } from '../../src/journal/shown.ts';
import { freshServers } from '../helpers/fresh.ts';
import { processorTime } from '../helpers/processor-time.ts';
import { credentials, postToken, send } from '../helpers/token.ts';

const fresh = freshServers();

const FINGERPRINT = /^sha256:[0-9a-f]{12}$/;
const ACCESS = `00D5g000004Acme!AQEAQ${'aB3._'.repeat(18)}`;
const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIzTVZHOSJ9.c2lnbmF0dXJl';

function secretsOf(sent: ConstructorParameters<typeof Secrets>[0]) {
  return new Secrets(sent, new Set(), new Set(), new Map());
}

function told(name: string, value: string) {
  return redactParameters(new Map([[name, value]]))[name];
}

describe('by name', () => {
  it.each([
    'proof',
    'tc',
    'id_token_hint',
    'cshc',
    'client_secret',
    'Password',
    'partner_token',
    'webhookSecret',
  ])('%s', (name) => {
    expect(told(name, '123456')).toMatch(FINGERPRINT);
    expect(redactUrl(`/a?${name}=123456`)).toMatch(/^\/a\?\w+=sha256:[0-9a-f]{12}$/);
  });

  it.each([
    ['token_type_hint', 'access_token'],
    ['subject_token_type', 'urn:ietf:params:oauth:token-type:jwt'],
    ['state', 'a9Kd81hdNaP01Xmsh2Qz81LmNq7'],
    ['client_id', `3MVG9${'aB3._'.repeat(16)}`],
    ['code_challenge', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'],
    ['redirect_uri', 'https://app.example/callback?tenant=1234567890abcdefghij'],
    ['anything', 'a few words of 2 or more'],
    ['anything', '/setup/secur/RemoteAccessAuthorizationPage1.apexp'],
  ])('%s stands as it was sent', (name, value) => expect(told(name, value)).toBe(value));
});

describe('by value', () => {
  it.each([
    ['an access token', ACCESS],
    ['a refresh token', `5Aep861${'aB3._'.repeat(16)}`],
    ['a code', `aPrx${'aB3._'.repeat(14)}==`],
    ['a JWT', JWT],
    ['a JWE', 'eyJhbGciOiJSU0EifQ.a_b.c-d.e.f'],
    ['an assertion', `PHNhbWxwOlJlc3BvbnNl${'aB3+/'.repeat(30)}==`],
    ['a private key', '-----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----'],
  ])('%s, wherever it is', (_what, secret) => {
    const { hide } = secretsOf({});
    expect(hide(secret)).toMatch(FINGERPRINT);
    expect(hide(`/x/${secret}`)).toMatch(/^\/x\/sha256:[0-9a-f]{12}$/);
    expect(hide(`it is "${secret}" here`)).toMatch(/^it is "sha256:[0-9a-f]{12}"?/);
    expect(secretsOf({}).areIn(JSON.stringify({ [secret]: 1 }))).toBe(true);
  });

  it('has the fingerprint that it has under its name', () => {
    expect(withoutSecrets(ACCESS)).toBe(told('access_token', ACCESS));
    expect(withoutSecrets(`?t=${encodeURIComponent('aPrx1234567890abcdef==')}&x`)).toMatch(
      /^\?t=sha256:\w{12}&x$/,
    );
  });

  it('is found escaped, once and twice', () => {
    const once = encodeURIComponent(`https://x.example/?t=${ACCESS}&u=${JWT}`);
    for (const text of [once, encodeURIComponent(once)]) {
      expect(withoutSecrets(text)).not.toContain('aB3');
      expect(withoutSecrets(text)).not.toContain('c2ln');
    }
  });

  it('leaves JSON in base64 alone, as many a state has it', () => {
    const state = Buffer.from('{"returnTo":"/orders"}').toString('base64url');
    expect(withoutSecrets(`?state=${state}. eyJ`)).toBe(`?state=${state}. eyJ`);
  });

  it('knows the consumer secret in the place of the key', () => {
    const secret = 'A1'.repeat(32);
    expect(told('client_id', secret)).toMatch(FINGERPRINT);
    const secrets = secretsOf({ clientId: secret });
    expect(secrets.areIn(JSON.stringify({ why: `'${secret}' is no key` }))).toBe(true);
    expect(secrets.hide(`'${secret}' is no key`)).toMatch(/^'sha256:\w{12}' is no key$/);
  });

  it('takes what looks drawn at random under an unknown name for a secret, also where a sentence repeats it', () => {
    const ticket = 'k3j5h6k3j4h5k6j3h4k5j6h3';
    expect(told('ticket', ticket)).toMatch(FINGERPRINT);
    expect(told('ticket', ticket.slice(1))).toBe(ticket.slice(1));
    const secrets = secretsOf({ parameters: new Map([['ticket', ticket]]) });
    expect(secrets.hide(`it is ${ticket}`)).toMatch(/^it is sha256:\w{12}$/);
  });

  it('leaves the address alone that a page leads on to', () => {
    const startURL = '/setup/secur/RemoteAccessAuthorizationPage.apexp';
    const location = `https://login.salesforce.com${startURL}`;
    const secrets = secretsOf({ parameters: new Map([['startURL', startURL]]) });
    expect(secrets.hide(location)).toBe(location);
    expect(secrets.areIn(JSON.stringify({ path: startURL, location }))).toBe(false);
  });

  it('takes time in proportion to what there is', async () => {
    for (const part of [
      'eyJ',
      '00D',
      'aPrx',
      '5Aep861',
      'PHNhbW',
      '-----BEGIN A',
      'eyJ.',
      '00D5g000004Acme!A',
    ]) {
      const text = `!AeyJPRIVATE KEY${part.repeat(200_000 / part.length)}`;
      expect(await processorTime(() => withoutSecrets(text))).toBeLessThan(1_000);
    }
  });
});

test('a token that was sent as anything is in no entry, archive or answer of the lab', async () => {
  const sf = await fresh();
  const { body } = await postToken(sf, {
    grant_type: 'client_credentials',
    ...credentials(sf, 'Client_Credentials'),
  });
  const { access_token } = JSON.parse(body) as { access_token: string };
  await postToken(sf, { grant_type: access_token, client_id: access_token, state: access_token });
  await postToken(sf, { grant_type: 'password', username: access_token, password: 'x', [access_token]: 'y' });
  await send(sf, `/services/oauth2/${access_token}`);
  await send(sf, `/services/data/v60.0/query?q=${encodeURIComponent(`SELECT ${access_token}`)}`, {
    headers: { authorization: `Bearer ${access_token}` },
  });
  await send(sf, `/services/oauth2/authorize?response_type=code&client_id=${access_token}`);
  for (const path of ['/_fauxforce/journal', '/_fauxforce/journal.har']) {
    const told = await send(sf, path);
    expect(told.status).toBe(200);
    expect(told.body).toContain('sha256:');
    expect(told.body).not.toContain(access_token.slice(20));
  }
});

test.each([
  '/%5ffauxforce/orgs',
  '/_%66auxforce/orgs',
  '//%5Ffauxforce//orgs',
  '/_fauxforce/nonsense',
  '/%5ffauxforce/nonsense',
])('%s is of the lab: no entry, no header', async (path) => {
  const sf = await fresh();
  const answer = await send(sf, path);
  expect(answer.headers).not.toHaveProperty('x-fauxforce-journal');
  expect(sf.journal.entries()).toEqual([]);
});

test('an escaped path is the one it leads to', async () => {
  const sf = await fresh();
  const answer = await send(sf, '/services/oauth2/t%6fken', { method: 'POST' });
  expect(answer.headers).toHaveProperty('x-fauxforce-journal');
  expect(sf.journal.last()).toMatchObject({ endpoint: 'token', path: '/services/oauth2/token' });
  await send(sf, '/a%20b%2Fc%25');
  expect(sf.journal.last()?.path).toBe('/a b%2Fc%25');
  const { body } = await send(sf, '/_fauxforce/journal.har?limit=1');
  expect(JSON.parse(body).log.entries[0].request.url).toBe(`${sf.url}/a%20b%2Fc%25`);
});
