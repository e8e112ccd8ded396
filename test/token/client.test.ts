import { describe, expect, it } from 'vitest';
import { freshServers } from '../helpers/fresh.ts';
import { type JwtFacts, makeJwt, otherKey } from '../helpers/jwt.ts';
import { app, codeExchange, credentials, postToken, send } from '../helpers/token.ts';

const fresh = freshServers();

const grant_type = 'client_credentials';
const basic = (key: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
});
const UNKNOWN = {
  status: 400,
  body: '{"error":"invalid_client_id","error_description":"client identifier invalid"}',
};
const WRONG = {
  status: 400,
  body: '{"error":"invalid_client","error_description":"invalid client credentials"}',
};

describe('client authentication (token.md 1.3)', () => {
  it('takes the secret from the body, or from a Basic header, raw or form-encoded', async () => {
    const sf = await fresh();
    const { client_id, client_secret } = credentials(sf, 'Client_Credentials');
    expect((await postToken(sf, { grant_type, client_id, client_secret })).status).toBe(200);
    expect((await postToken(sf, { grant_type }, basic(client_id, client_secret))).status).toBe(200);
    const escaped = (text: string) => text.replace(/./g, (c) => `%${c.charCodeAt(0).toString(16)}`);
    const encoded = basic(escaped(client_id), escaped(client_secret));
    expect((await postToken(sf, { grant_type }, encoded)).status).toBe(200);
  });

  it('answers 400 without WWW-Authenticate, with Basic too', async () => {
    const sf = await fresh();
    const { client_id } = credentials(sf, 'Client_Credentials');
    const answer = await postToken(sf, { grant_type }, basic(client_id, 'wrong'));
    expect(answer).toMatchObject(WRONG);
    expect(answer.headers['www-authenticate']).toBeUndefined();
  });

  it.each([
    ['no client at all', {}, {}, UNKNOWN],
    ['an unknown key', { client_id: '3MVG9x', client_secret: 'x' }, {}, UNKNOWN],
    ['an unknown key in the header', {}, basic('3MVG9x', 'x'), UNKNOWN],
    ['a Basic header that is no base64', {}, { authorization: 'Basic !!!' }, UNKNOWN],
    ['a Basic header without a colon', {}, { authorization: 'Basic YWJj' }, UNKNOWN],
    ['a Bearer header', {}, { authorization: 'Bearer YWJj' }, UNKNOWN],
  ])('refuses %s', async (_what, parameters, headers, answer) => {
    const sf = await fresh();
    expect(await postToken(sf, { grant_type, ...parameters }, headers)).toMatchObject(answer);
  });

  it('refuses a missing or empty secret, and the secret of another app', async () => {
    const sf = await fresh();
    const { client_id } = credentials(sf, 'Client_Credentials');
    const { client_secret } = credentials(sf, 'Web_Server');
    expect(await postToken(sf, { grant_type, client_id })).toMatchObject(WRONG);
    expect(await postToken(sf, { grant_type, client_id, client_secret: '' })).toMatchObject(WRONG);
    expect(await postToken(sf, { grant_type, client_id, client_secret })).toMatchObject(WRONG);
  });

  it("refuses an app on another org's My Domain, with a text of its own for an External Client App", async () => {
    const sf = await fresh({ demo: { secondOrg: true } });
    const headers = { host: 'globex.my.salesforce.com' };
    expect(
      await postToken(sf, { grant_type, ...credentials(sf, 'Client_Credentials') }, headers),
    ).toMatchObject(UNKNOWN);
    expect(await postToken(sf, await codeExchange(sf, { app: 'Web_Server_PKCE' }), headers)).toMatchObject({
      status: 400,
      body: '{"error":"app_not_found","error_description":"External client app is not installed in this org"}',
    });
  });

  it('refuses a blocked app', async () => {
    const sf = await fresh({ demo: { apps: { Client_Credentials: { state: 'blocked' } } } });
    expect(await postToken(sf, { grant_type, ...credentials(sf, 'Client_Credentials') })).toMatchObject({
      status: 400,
      body: '{"error":"app_blocked","error_description":"this app is blocked by admin"}',
    });
  });

  describe('private_key_jwt', () => {
    const claims = (sf: { url: string; clock: { now(): number } }, key: string) => ({
      iss: key,
      sub: key,
      aud: `${sf.url}/services/oauth2/token`,
      exp: Math.floor(sf.clock.now() / 1000) + 60,
    });
    const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

    it('replaces the secret, and names the client if client_id is left out', async () => {
      const sf = await fresh();
      const { client_secret, client_id, ...exchange } = await codeExchange(sf, { app: 'JWT_Bearer' });
      const client_assertion = makeJwt({ claims: claims(sf, client_id ?? '') });
      expect(client_secret).not.toBe('');
      const answer = await postToken(sf, { ...exchange, client_assertion_type: type, client_assertion });
      expect(answer.status).toBe(200);
    });

    it.each<[string, object, Omit<JwtFacts, 'claims'>, Record<string, string>]>([
      ['another key', {}, { key: otherKey }, {}],
      ['an algorithm of its own choice', {}, { header: { alg: 'RS384' }, digest: 'sha384' }, {}],
      [
        'an extension that must be understood',
        {},
        { header: { alg: 'RS256', crit: ['b64'], b64: true } },
        {},
      ],
      ['alg none', {}, { header: { alg: 'none' }, unsigned: true }, {}],
      ['another issuer', { iss: 'x' }, {}, {}],
      ['another subject', { sub: 'x' }, {}, {}],
      ['another audience', { aud: 'https://example.com' }, {}, {}],
      ['an expiry in the past', { exp: 1_600_000_000 }, {}, {}],
      ['an expiry that is a list', { exp: [4_102_444_800] }, {}, {}],
      ['another assertion type', {}, {}, { client_assertion_type: 'urn:x' }],
      ['no JWT', {}, {}, { client_assertion: 'x' }],
    ])('refuses %s', async (_what, changed, jwt, parameters) => {
      const sf = await fresh();
      const { client_secret, ...exchange } = await codeExchange(sf, { app: 'JWT_Bearer' });
      const { consumerKey } = app(sf, 'JWT_Bearer');
      expect(client_secret).not.toBe('');
      const client_assertion = makeJwt({ ...jwt, claims: { ...claims(sf, consumerKey), ...changed } });
      const answer = await postToken(sf, {
        ...exchange,
        client_assertion_type: type,
        client_assertion,
        ...parameters,
      });
      expect(answer).toMatchObject(WRONG);
    });

    it('ends with its exp, to the millisecond', async () => {
      const sf = await fresh();
      sf.clock.freeze();
      const { client_secret, ...exchange } = await codeExchange(sf, { app: 'JWT_Bearer' });
      expect(client_secret).not.toBe('');
      const all = claims(sf, app(sf, 'JWT_Bearer').consumerKey);
      const asked = { ...exchange, client_assertion_type: type, client_assertion: makeJwt({ claims: all }) };
      sf.clock.set(all.exp * 1000);
      expect(await postToken(sf, asked)).toMatchObject(WRONG);
      sf.clock.advance(-1);
      expect((await postToken(sf, asked)).status).toBe(200);
    });
  });
});

describe('requests to the token endpoint (token.md 1.2, 1.5, 1.9)', () => {
  const UNSUPPORTED = {
    status: 400,
    body: '{"error":"unsupported_grant_type","error_description":"grant type not supported"}',
  };

  it.each([
    ['no parameters', {}, ''],
    ['a JSON body', { 'content-type': 'application/json' }, '{"grant_type":"client_credentials"}'],
    ['a body without Content-Type', {}, 'grant_type=client_credentials'],
    ['an unknown grant', { 'content-type': 'application/x-www-form-urlencoded' }, 'grant_type=magic'],
    ['broken JSON', { 'content-type': 'application/json' }, '{"'],
    ['multipart without boundary', { 'content-type': 'multipart/form-data' }, 'x'],
  ])('sees no grant type in %s', async (_what, headers, body) => {
    const sf = await fresh();
    expect(await send(sf, '/services/oauth2/token', { method: 'POST', headers, body })).toMatchObject(
      UNSUPPORTED,
    );
  });

  it('takes broken multipart for a bad request', async () => {
    const sf = await fresh();
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const body = '--x\r\nnonsense';
    const answer = await send(sf, '/services/oauth2/token', { method: 'POST', headers, body });
    expect(answer).toMatchObject({
      status: 400,
      body: expect.stringContaining('The request could not be understood.'),
    });
  });

  it.each([
    '?',
    '?grant_type=client_credentials',
    '?grant_type=client_credentials&client_id=3MVG9Demo.Client_Credentials',
  ])('sees no grant type in a GET, as a redirect makes of a POST: %s', async (query) => {
    const sf = await fresh();
    const { client_secret } = credentials(sf, 'Client_Credentials');
    const path = `/services/oauth2/token${query}&client_secret=${client_secret}`;
    expect(await send(sf, path)).toMatchObject(UNSUPPORTED);
    expect(sf.journal.entries({ limit: 1 })[0]?.refusal?.name).toBe('token.get');
  });

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('refuses %s', async (method) => {
    const sf = await fresh();
    expect(await send(sf, '/services/oauth2/token?grant_type=client_credentials', { method })).toMatchObject({
      status: 400,
      body: '{"error":"invalid_request","error_description":"must use HTTP POST"}',
    });
  });

  it('reads multipart, mixed query and body, a doubled slash and a trailing one', async () => {
    const sf = await fresh();
    const { client_id, client_secret } = credentials(sf, 'Client_Credentials');
    const form = new FormData();
    form.append('grant_type', grant_type);
    form.append('client_id', client_id);
    const multipart = await fetch(`${sf.url}//services/oauth2/token/?client_secret=${client_secret}`, {
      method: 'POST',
      body: form,
    });
    expect(multipart.status).toBe(200);
  });

  it('counts the first of repeated parameters', async () => {
    const sf = await fresh();
    const { client_id, client_secret } = credentials(sf, 'Client_Credentials');
    const body = `grant_type=client_credentials&client_id=${client_id}&client_id=x&client_secret=${client_secret}`;
    const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' };
    expect((await send(sf, '/services/oauth2/token', { method: 'POST', headers, body })).status).toBe(200);
  });

  it('answers 413 to a body over 1 MiB, form or multipart', async () => {
    const sf = await fresh();
    const body = `grant_type=${'x'.repeat(1024 * 1024)}`;
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await send(sf, '/services/oauth2/token', { method: 'POST', headers, body })).status).toBe(413);
  });

  it('carries the headers of the real server, no more', async () => {
    const sf = await fresh();
    const { headers } = await postToken(
      sf,
      { grant_type, ...credentials(sf, 'Client_Credentials') },
      { host: 'acme.develop.my.salesforce.com' },
    );
    expect(headers).toMatchObject({
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-xss-protection': '1; mode=block',
      'x-robots-tag': 'none',
      'cache-control': 'no-cache,must-revalidate,max-age=0,no-store,private',
      'content-type': 'application/json;charset=UTF-8',
    });
  });

  it('answers XML and urlencoded on request, errors too, and format wins over Accept', async () => {
    const sf = await fresh();
    const request = { grant_type, ...credentials(sf, 'Client_Credentials') };
    const xml = await postToken(
      sf,
      { ...request, client_secret: 'x', format: 'xml' },
      { accept: 'application/json' },
    );
    expect(xml).toMatchObject({
      status: 400,
      body: '<?xml version="1.0" encoding="UTF-8"?><OAuth><error>invalid_client</error><error_description>invalid client credentials</error_description></OAuth>',
    });
    expect(xml.headers['content-type']).toBe('application/xml;charset=UTF-8');
    const form = await postToken(sf, request, { accept: 'application/x-www-form-urlencoded' });
    expect(form.headers['content-type']).toBe('application/x-www-form-urlencoded;charset=UTF-8');
    expect(form.body).toMatch(
      /^access_token=00D\w{12}%21[\w.]+&signature=[^&]+&scope=api&instance_url=http%3A%2F%2F127/,
    );
  });

  it('leaves the journal header out on request', async () => {
    const sf = await fresh({ journalHeader: false });
    const { headers } = await postToken(sf, { grant_type });
    expect(headers['x-fauxforce-journal']).toBeUndefined();
  });
});
