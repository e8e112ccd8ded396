/** Tokens in the fragment of the callback, byte for byte: authorize.md 5. */
import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { Browser } from '../../src/testing/browser.ts';
import { ADA, locationOf, walk } from '../authorize/helpers.ts';
import { freshServers } from '../helpers/fresh.ts';
import { members, postToken, send } from '../helpers/token.ts';
import { escaped, fragmentOf, signatureOf, userAgent } from './helpers.ts';

const fresh = freshServers();

test('answers the members of the real server in its order, escaped as it does', async () => {
  const sf = await fresh();
  sf.clock.freeze();
  const asked = userAgent({ state: 'my state/+é', scope: 'id api refresh_token' });
  const { location, callback } = (await walk(sf, asked, ADA)) as {
    location: string;
    callback: Record<string, string>;
  };
  const id = `${sf.url}/id/00D5g000004AcmeEAC/${sf.users.ada?.id}`;
  const issuedAt = String(Math.floor(sf.clock.now()));
  expect(callback.access_token).toMatch(/^00D5g000004Acme![A-Za-z0-9._]{96}$/);
  expect(callback.refresh_token).toMatch(/^5Aep861[A-Za-z0-9._]{80}$/);
  expect(location).toBe(
    `sfdc://success#access_token=${callback.access_token?.replace('!', '%21')}&refresh_token=${callback.refresh_token}&instance_url=${escaped(sf.url)}&id=${escaped(id)}&issued_at=${issuedAt}&signature=${escaped(signatureOf(id, issuedAt))}&state=my+state%2F%2B%C3%A9&scope=refresh_token+id+api&token_type=Bearer`,
  );
});

test('leaves out what does not apply, and never has a code or an expiry', async () => {
  const sf = await fresh();
  const location = locationOf(await walk(sf, userAgent({ scope: 'api' }), ADA));
  expect(fragmentOf(location).map(([name]) => name)).toEqual([
    'access_token',
    'instance_url',
    'id',
    'issued_at',
    'signature',
    'scope',
    'token_type',
  ]);
});

test('full is answered as the one word full', async () => {
  const sf = await fresh({
    demo: { apps: { User_Agent: { scopes: ['full', 'refresh_token'] } } },
  });
  const location = locationOf(await walk(sf, userAgent({ scope: 'full' }), ADA));
  expect(location).toMatch(/&scope=full&token_type=Bearer$/);
});

test.each([
  ['sfdc://success', true],
  ['no:callbackurl', true],
  ['https://login.salesforce.com/services/oauth2/success', true],
  ['https://acme.my.site.com/shop/services/oauth2/success', true],
  ['https://app.acme.example/callback', false],
  ['http://localhost:3000/callback', false],
  ['https://app.acme.example/services/oauth2/success?x=1', false],
  ['HTTPS://app.acme.example/callback', false],
])('%s carries a refresh token: %s', async (redirect_uri, carries) => {
  const sf = await fresh({
    demo: { apps: { User_Agent: { callbackUrls: [redirect_uri] } } },
    followRealCallbacks: true,
  });
  const location = locationOf(await walk(sf, userAgent({ redirect_uri }), ADA));
  expect(location.toLowerCase().startsWith(`${redirect_uri.toLowerCase()}#access_token=`)).toBe(true);
  expect(fragmentOf(location).some(([name]) => name === 'refresh_token')).toBe(carries);
});

test('the tokens work: the access token at userinfo, the refresh token at the token endpoint, until it is revoked', async () => {
  const sf = await fresh();
  const { callback = {} } = await walk(sf, userAgent(), ADA);
  const { access_token = '', refresh_token = '' } = callback;
  const me = await send(sf, '/services/oauth2/userinfo', {
    headers: { authorization: `Bearer ${access_token}` },
  });
  expect(members(me.body).preferred_username).toBe('ada@acme.example');
  const refresh = {
    grant_type: 'refresh_token',
    client_id: '3MVG9Demo.User_Agent',
    client_secret: 'DEMO0USER0AGENT00000000000000000',
    refresh_token,
  };
  expect((await postToken(sf, refresh)).status).toBe(200);
  await send(sf, `/services/oauth2/revoke?token=${refresh_token}`);
  expect((await postToken(sf, refresh)).body).toBe(
    '{"error":"invalid_grant","error_description":"expired access/refresh token"}',
  );
  const gone = await send(sf, '/services/oauth2/userinfo', {
    headers: { authorization: `Bearer ${access_token}` },
  });
  expect(gone.body).toBe('Bad_OAuth_Token');
});

test.each(['token id_token', 'id_token token'])(
  '%s brings an ID token with the nonce, before state',
  async (response_type) => {
    const sf = await fresh({ demo: { apps: { User_Agent: { scopes: ['api', 'openid'] } } } });
    const asked = userAgent({ response_type, nonce: 'n-1', state: 's' });
    const walked = await walk(sf, asked, ADA);
    expect(fragmentOf(locationOf(walked)).map(([name]) => name)).toEqual([
      'access_token',
      'instance_url',
      'id',
      'issued_at',
      'signature',
      'id_token',
      'state',
      'scope',
      'token_type',
    ]);
    const claims = decodeJwt(walked.callback?.id_token ?? '');
    expect(Object.keys(claims)).toEqual(['at_hash', 'sub', 'aud', 'iss', 'exp', 'iat', 'nonce']);
    expect(claims).toMatchObject({ nonce: 'n-1', aud: '3MVG9Demo.User_Agent', iss: sf.url });
  },
);

test('token alone brings no ID token, whatever the scopes; refreshing then does', async () => {
  const sf = await fresh({
    demo: { apps: { User_Agent: { scopes: ['api', 'openid', 'refresh_token'] } } },
  });
  const { callback = {} } = await walk(sf, userAgent(), ADA);
  expect(callback.id_token).toBeUndefined();
  const { body } = await postToken(sf, {
    grant_type: 'refresh_token',
    client_id: '3MVG9Demo.User_Agent',
    client_secret: 'DEMO0USER0AGENT00000000000000000',
    refresh_token: callback.refresh_token ?? '',
  });
  expect(decodeJwt(members(body).id_token ?? '')).toMatchObject({ iss: sf.url });
});

test('PKCE is of the code flow: it is neither wanted nor looked at', async () => {
  const sf = await fresh({
    demo: { settings: { isPkceRequired: true }, apps: { User_Agent: { isPkceRequired: true } } },
  });
  expect(locationOf(await walk(sf, userAgent(), ADA))).toContain('#access_token=');
  expect(
    locationOf(await walk(sf, userAgent({ code_challenge: 'x', code_challenge_method: 'plain' }), ADA)),
  ).toContain('#access_token=');
});

test('an approval is remembered, whichever flow it was given in', async () => {
  const sf = await fresh();
  const browser = new Browser();
  await walk(sf, userAgent({ scope: 'api id' }), ADA, browser);
  const again = await browser.open(
    `${sf.url}/services/oauth2/authorize?${new URLSearchParams(userAgent({ scope: 'id' }))}`,
  );
  expect(locationOf(again)).toContain('sfdc://success#access_token=');
  const code = await browser.open(
    `${sf.url}/services/oauth2/authorize?${new URLSearchParams(userAgent({ scope: 'id', response_type: 'code' }))}`,
  );
  expect(locationOf(code)).toContain('sfdc://success?code=');
});

test('the sixth approval revokes the oldest, with its refresh token', async () => {
  const sf = await fresh();
  const refreshTokens: string[] = [];
  for (let i = 0; i < 6; i++) {
    const { callback } = await walk(sf, userAgent({ prompt: 'consent' }), ADA);
    refreshTokens.push(callback?.refresh_token ?? '');
    sf.clock.advance(1000);
  }
  const statuses: number[] = [];
  for (const refresh_token of refreshTokens) {
    const { status } = await postToken(sf, {
      grant_type: 'refresh_token',
      client_id: '3MVG9Demo.User_Agent',
      client_secret: 'DEMO0USER0AGENT00000000000000000',
      refresh_token,
    });
    statuses.push(status);
  }
  expect(statuses).toEqual([400, 200, 200, 200, 200, 200]);
});

test('on login.salesforce.com the answer names the hosts of the org', async () => {
  const sf = await fresh({
    demo: { apps: { User_Agent: { isAdminApproved: true, profiles: ['System Administrator'] } } },
  });
  const { codec, store, clock } = sf.world;
  const secret = codec.draw('session');
  const { id: userId = '' } = sf.users.ada ?? {};
  const orgId = '00D5g000004AcmeEAC';
  const row = await store.sessions.append({ secretHash: secret.hash, orgId, userId, createdAt: clock.now() });
  const headers = { host: 'login.salesforce.com', cookie: `sid=${codec.write(secret, row, orgId)}` };
  const begun = await sf.server.inject({
    url: `/services/oauth2/authorize?${new URLSearchParams(userAgent({ scope: 'api' }))}`,
    headers,
  });
  const page = new URL(begun.headers.location as string);
  expect(page.origin).toBe('https://login.salesforce.com');
  const { headers: answer } = await sf.server.inject({ url: page.pathname + page.search, headers });
  expect(answer.location).toMatch(
    new RegExp(
      `&instance_url=https%3A%2F%2Facme\\.develop\\.my\\.salesforce\\.com&id=https%3A%2F%2Flogin\\.salesforce\\.com%2Fid%2F00D5g000004AcmeEAC%2F${userId}&issued_at=`,
    ),
  );
});

test('a fragment that the callback was registered with makes way', async () => {
  const redirect_uri = 'myapp://oauth/done#top';
  const sf = await fresh({ demo: { apps: { User_Agent: { callbackUrls: [redirect_uri] } } } });
  expect(locationOf(await walk(sf, userAgent({ redirect_uri }), ADA))).toMatch(
    /^myapp:\/\/oauth\/done#access_token=/,
  );
});

test('the journal has no token in it', async () => {
  const sf = await fresh();
  const { callback = {} } = await walk(sf, userAgent({ state: 's' }), ADA);
  const browser = new Browser();
  await walk(sf, userAgent(), ADA, browser);
  const { callback: second = {} } = await browser.open(
    `${sf.url}/services/oauth2/authorize?${new URLSearchParams(userAgent())}`,
  );
  const journal = decodeURIComponent(JSON.stringify(sf.journal.entries()).replaceAll('%22', ''));
  for (const secret of [callback, second].flatMap(
    ({ access_token = '', refresh_token = '', signature = '' }) => [access_token, refresh_token, signature],
  )) {
    expect(secret).not.toBe('');
    expect(journal).not.toContain(secret);
  }
});
