/** Authorization Code and Credentials flow: logging in without a page, byte for byte (authorize.md 8, token.md 13). */
import { expect, test } from 'vitest';
import { members, send } from '../helpers/token.ts';
import {
  authorize,
  BY_CODE,
  basic,
  beginLogIn,
  codeOf,
  exchange,
  init,
  NAMED_USER,
  oneTimeCode,
  startHeadless,
} from './helpers.ts';

const SITE_ID = /0DB[A-Za-z0-9]{15}/;

test('the callback gets code, site and state; the code is worth what the real server gives', async () => {
  await using sf = await startHeadless();
  const form = {
    username: 'vera@acme.example',
    password: 'correct-horse',
    scope: 'openid api',
    state: 's 1',
  };
  const answer = await authorize(sf, form);
  const { id: siteId } = sf.orgs[0]?.sites[0] ?? { id: '' };
  expect(siteId).toMatch(SITE_ID);
  const url = `http%3A%2F%2F127.0.0.1%3A${new URL(sf.url).port}%2Fcustomers`;
  const code = codeOf(answer);
  expect(answer.headers.location).toBe(
    `http://localhost:3000/callback?code=${code.replaceAll('=', '%3D')}&sfdc_community_url=${url}&sfdc_community_id=${siteId}&state=s+1`,
  );
  const { status, body } = await exchange(sf, code);
  expect(status).toBe(200);
  const m = members(body);
  const id = `${sf.url}/id/00D5g000004AcmeEAC/${sf.users.vera?.id}`;
  expect(body).toBe(
    `{"access_token":"${m.access_token}","sfdc_community_url":"${sf.url}/customers","sfdc_community_id":"${siteId}","signature":"${m.signature}","token_format":"opaque","scope":"openid api","id_token":"${m.id_token}","instance_url":"${sf.url}","id":"${id}","token_type":"Bearer","issued_at":"${m.issued_at}"}`,
  );
});

test('the echo endpoint gives the query back as JSON', async () => {
  await using sf = await startHeadless();
  const { status, headers, body } = await send(
    sf,
    '/customers/services/oauth2/echo?code=aPrx%3D%3D&sfdc_community_url=https%3A%2F%2Fx.my.site.com&sfdc_community_id=0DB1&state=s+1',
  );
  expect([status, headers['content-type']]).toEqual([200, 'application/json;charset=UTF-8']);
  expect(body).toBe(
    '{"code":"aPrx==","sfdc_community_url":"https://x.my.site.com","sfdc_community_id":"0DB1","state":"s 1"}',
  );
});

test('a callback that is the echo of the real site leads to that of the site here, and the code keeps it', async () => {
  const callback = 'https://acme.my.site.com/customers/services/oauth2/echo';
  await using sf = await startHeadless({ callbackUrls: [callback] });
  const form = { username: 'vera@acme.example', password: 'correct-horse', redirect_uri: callback };
  const answer = await authorize(sf, form);
  const location = String(answer.headers.location);
  expect(location).toMatch(`${sf.url}/customers/services/oauth2/echo?code=aPrx`);
  const { status, body } = await send(sf, location.slice(sf.url.length));
  expect([status, members(body).code]).toEqual([200, codeOf(answer)]);
  expect((await exchange(sf, codeOf(answer), { redirect_uri: callback })).status).toBe(200);
});

test.each([
  ['padded base64', (text: string) => Buffer.from(text).toString('base64')],
  ['URL-safe base64 without padding', (text: string) => Buffer.from(text).toString('base64url')],
])('credentials in a Basic header: %s', async (_form, encode) => {
  await using sf = await startHeadless({}, { users: { vera: { password: 'pä?ss>~wörd:1' } } });
  const Authorization = `Basic ${encode('vera@acme.example:pä?ss>~wörd:1')}`;
  expect((await authorize(sf, {}, { ...NAMED_USER, Authorization })).status).toBe(302);
});

test('PKCE binds the code', async () => {
  await using sf = await startHeadless({ isPkceRequired: true });
  const without = await authorize(sf);
  expect(without.headers.location).toBe(
    'http://localhost:3000/callback?error=invalid_request&error_description=missing+required+code+challenge',
  );
  const code = codeOf(
    await authorize(sf, {
      username: 'vera@acme.example',
      password: 'correct-horse',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    }),
  );
  expect((await exchange(sf, code)).status).toBe(400);
  const code_verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
  expect((await exchange(sf, code, { code_verifier })).status).toBe(200);
});

test('a site of the real platform answers with its own names', async () => {
  await using sf = await startHeadless();
  const { headers } = await send(sf, '/customers/services/oauth2/authorize', {
    method: 'POST',
    headers: {
      host: 'acme.develop.my.site.com',
      'content-type': 'application/x-www-form-urlencoded',
      ...NAMED_USER,
    },
    body: new URLSearchParams({
      response_type: 'code_credentials',
      client_id: '3MVG9Demo.Headless',
      redirect_uri: 'http://localhost:3000/callback',
      username: 'vera@acme.example',
      password: 'correct-horse',
    }).toString(),
  });
  expect(headers.location).toContain(
    '&sfdc_community_url=https%3A%2F%2Facme.develop.my.site.com%2Fcustomers&',
  );
});

test('passwordless: a code is sent, and logs in once', async () => {
  await using sf = await startHeadless();
  const sent = await init(sf, '/services/auth/headless/init/passwordless/login', {
    username: 'vera@acme.example',
    verificationmethod: 'email',
  });
  const { identifier = '' } = members(sent.body);
  expect(sent.body).toBe(`{"status":"success","identifier":"${identifier}"}`);
  expect(sf.journal.entries({ limit: 1 })[0]?.notes).toEqual({
    oneTimeCode: expect.stringMatching(/^\d{6}$/),
    sentTo: 'vera@acme.example',
  });
  const code = oneTimeCode(sf);
  const first = await authorize(sf, {}, { ...BY_CODE, ...basic(identifier, code) });
  expect((await exchange(sf, codeOf(first))).status).toBe(200);
  const second = await authorize(sf, {}, { ...BY_CODE, ...basic(identifier, code) });
  expect([second.status, second.body]).toEqual([
    400,
    '{"error":"invalid_otp","error_description":"invalid one-time password"}',
  ]);
});

test('passwordless by form, as some clients send it', async () => {
  await using sf = await startHeadless();
  const { status } = await send(sf, '/customers/services/auth/headless/init/passwordless/login', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'username=vera%40acme.example&verificationmethod=email',
  });
  expect(status).toBe(200);
});

test('of many that try a code at once, one logs in', async () => {
  await using sf = await startHeadless();
  const identifier = await beginLogIn(sf);
  const code = oneTimeCode(sf);
  const tries = Array.from({ length: 20 }, () =>
    authorize(sf, {}, { ...BY_CODE, ...basic(identifier, code) }),
  );
  const statuses = (await Promise.all(tries)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 302)).toHaveLength(1);
});

test('the journal tells one-time codes and no passwords', async () => {
  await using sf = await startHeadless();
  await authorize(sf);
  await authorize(sf, {}, { ...NAMED_USER, ...basic('vera@acme.example', 'correct-horse') });
  const identifier = await beginLogIn(sf);
  await authorize(sf, { username: identifier, password: '000000' }, BY_CODE);
  await init(sf, '/services/auth/headless/forgot_password', {
    username: 'vera@acme.example',
    otp: '1',
    newpassword: 'brand-new-1',
  });
  const journal = JSON.stringify(sf.journal.entries());
  expect(journal).not.toContain('correct-horse');
  expect(journal).not.toContain('brand-new-1');
  expect(journal).toContain('"oneTimeCode"');
});
