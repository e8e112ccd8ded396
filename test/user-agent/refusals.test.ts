/** How the user-agent flow says no: in the query, byte for byte (authorize.md 5; 4.4 for what it shares). */
import { describe, expect, test } from 'vitest';
import type { DemoChanges } from '../../src/refusals/refusal.ts';
import { ADA, ask, GRACE, lastRefusal, locationOf, pageOf, walk } from '../authorize/helpers.ts';
import { freshServers } from '../helpers/fresh.ts';
import { userAgent } from './helpers.ts';

const fresh = freshServers();

const SUCCESS = 'https://login.salesforce.com/services/oauth2/success';

test('Deny, on the built-in callback', async () => {
  const sf = await fresh({ followRealCallbacks: true });
  const walked = await walk(sf, userAgent({ redirect_uri: SUCCESS }), { ...ADA, press: 'Deny' });
  expect(locationOf(walked)).toBe(
    `${SUCCESS}?error=access_denied&error_description=end-user+denied+authorization`,
  );
});

test('Deny, with state last', async () => {
  const sf = await fresh();
  const walked = await walk(sf, userAgent({ state: 's' }), { ...ADA, press: 'Deny' });
  expect(locationOf(walked)).toBe(
    'sfdc://success?error=access_denied&error_description=end-user+denied+authorization&state=s',
  );
});

describe('before anybody logs in', () => {
  const idToken = { response_type: 'token id_token', scope: 'api openid', nonce: 'n' };
  const cases: [string, DemoChanges, Record<string, string>, string, string][] = [
    [
      'the flow is off in the org',
      { settings: { allowUserAgentFlow: false } },
      {},
      'user-agent.flow-disabled',
      'error=oauth_flow_disabled&error_description=user-agent+flow+is+disabled',
    ],
    [
      'the app is an External Client App',
      { apps: { User_Agent: { kind: 'externalClientApp' } } },
      {},
      'user-agent.external-client-app',
      'error=oauth_flow_disabled&error_description=user-agent+flow+is+disabled',
    ],
    [
      'an ID token without nonce',
      {},
      { ...idToken, nonce: '' },
      'user-agent.nonce-missing',
      'error=invalid_request&error_description=missing+required+nonce',
    ],
    [
      'an ID token without openid',
      {},
      { ...idToken, scope: 'api' },
      'user-agent.openid-missing',
      'error=invalid_scope&error_description=the+requested+scope+is+not+allowed',
    ],
    [
      'an ID token of an app without openid',
      {},
      { response_type: 'id_token token', nonce: 'n' },
      'user-agent.openid-missing',
      'error=invalid_scope&error_description=the+requested+scope+is+not+allowed',
    ],
  ];
  test.each(cases)('%s', async (_condition, demo, changes, refusal, query) => {
    const sf = await fresh({ demo });
    const answer = await ask(sf, userAgent({ ...changes, state: 'a b' }));
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(`sfdc://success?${query}&state=a+b`);
    expect(lastRefusal(sf)).toBe(refusal);
  });
});

test.each([
  ['id_token alone', 'id_token'],
  ['a plus sign that was escaped', 'token+id_token'],
  ['code and token', 'code token'],
  ['another case', 'TOKEN'],
  ['a space too many', 'token  id_token'],
])('%s is no response type', async (_what, response_type) => {
  const sf = await fresh();
  const answer = await ask(sf, userAgent({ response_type, nonce: 'n', state: 's' }));
  expect(answer.status).toBe(400);
  expect(await answer.text()).toBe(
    'error=unsupported_response_type&error_description=response%20type%20not%20supported',
  );
});

test.each([
  [
    'surface A: an unknown client',
    userAgent({ client_id: '3MVG9unknown' }),
    'error=invalid_client_id&error_description=client%20identifier%20invalid',
  ],
  [
    'surface A: an unregistered callback',
    userAgent({ redirect_uri: 'sfdc://elsewhere' }),
    'error=redirect_uri_mismatch&error_description=redirect_uri%20must%20match%20configuration',
  ],
])('%s', async (_condition, parameters, body) => {
  const sf = await fresh();
  const answer = await ask(sf, parameters);
  expect(answer.status).toBe(400);
  expect(await answer.text()).toBe(body);
});

const B: [string, DemoChanges, string][] = [
  [
    'a blocked app',
    { apps: { User_Agent: { state: 'blocked' } } },
    'error=OAUTH_APP_BLOCKED&error_description=this+app+is+blocked+by+admin',
  ],
  [
    'API access control',
    { settings: { apiAccessControl: true } },
    'error=OAUTH_APP_BLOCKED&error_description=this+app+is+blocked+by+admin',
  ],
  [
    'a user no admin approved',
    { apps: { User_Agent: { isAdminApproved: true } } },
    'error=OAUTH_APP_ACCESS_DENIED&error_description=user+is+not+admin+approved+to+access+this+app',
  ],
];
test.each(B)('surface B: %s', async (_condition, demo, query) => {
  const sf = await fresh({ demo });
  expect(locationOf(await walk(sf, userAgent({ state: 's' }), GRACE))).toBe(
    `sfdc://success?${query}&state=s`,
  );
});

test('surface B: immediate=true without a session', async () => {
  const sf = await fresh();
  expect(locationOf(await walk(sf, userAgent({ immediate: 'true' }), ADA))).toBe(
    'sfdc://success?error=immediate_unsuccessful&error_description=immediate+unsuccessful',
  );
});

const C: [string, DemoChanges, Record<string, string>, string][] = [
  [
    'a scope the app lacks',
    {},
    { scope: 'api wave_api' },
    'error=invalid_scope&error_description=the+requested+scope+is+not+allowed',
  ],
  [
    'an app that is not installed',
    { apps: { User_Agent: { state: 'uninstalled' } } },
    {},
    'error=invalid_client&error_description=app+must+be+installed+into+org',
  ],
];
test.each(C)('surface C: %s', async (_condition, demo, changes, query) => {
  const sf = await fresh({ demo });
  const page = pageOf(await walk(sf, userAgent(changes), GRACE));
  expect(page.url).toBe(`${sf.url}/setup/secur/RemoteAccessErrorPage.apexp?${query}`);
});
