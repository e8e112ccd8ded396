/** How headless identity says no, byte for byte: authorize.md 8, token.md 13. */
import { describe, expect, test } from 'vitest';
import type { DemoChanges } from '../../src/refusals/refusal.ts';
import { lastRefusal } from '../authorize/helpers.ts';
import { send } from '../helpers/token.ts';
import {
  authorize,
  BY_CODE,
  basic,
  beginLogIn,
  init,
  NAMED_USER,
  oneTimeCode,
  REGISTRATION,
  startHeadless,
} from './helpers.ts';

const VERA = { username: 'vera@acme.example', password: 'correct-horse' };
const FAILED = '{"error":"invalid_grant","error_description":"authentication failure"}';
const OTP = '{"error":"invalid_otp","error_description":"invalid one-time password"}';
const HEADERS = '{"error":"invalid_request","error_description":"invalid headers"}';
const DISABLED =
  '{"error":"oauth_flow_disabled","error_description":"authorization code and credentials flow is disabled"}';

type Words = Record<string, string>;
type Case = [string, Record<string, unknown>, DemoChanges, Words, Words, string, string];

const cases: Case[] = [
  ['wrong password', {}, {}, { ...VERA, password: 'x' }, NAMED_USER, 'headless.password-wrong', FAILED],
  ['unknown user', {}, {}, { ...VERA, username: 'x@y.z' }, NAMED_USER, 'headless.user-unknown', FAILED],
  ['no credentials', {}, {}, {}, NAMED_USER, 'headless.credentials-missing', FAILED],
  [
    'locked user',
    {},
    { users: { vera: { isLocked: true } } },
    VERA,
    NAMED_USER,
    'headless.user-locked',
    FAILED,
  ],
  [
    'inactive user',
    {},
    { users: { vera: { isActive: false } } },
    VERA,
    NAMED_USER,
    'user.inactive',
    '{"error":"invalid_grant","error_description":"inactive user"}',
  ],
  [
    'not pre-authorized',
    { profiles: ['System Administrator'] },
    {},
    VERA,
    NAMED_USER,
    'headless.not-pre-authorized',
    '{"error":"invalid_app_access","error_description":"user is not admin approved to access this app"}',
  ],
  [
    'an app that lets users approve it themselves',
    { isAdminApproved: false },
    {},
    VERA,
    NAMED_USER,
    'headless.not-pre-authorized',
    '{"error":"invalid_app_access","error_description":"user is not admin approved to access this app"}',
  ],
  [
    'flow off in the org',
    {},
    { settings: { allowCodeAndCredentialsFlow: false } },
    VERA,
    NAMED_USER,
    'headless.flow-disabled',
    DISABLED,
  ],
  [
    'flow off in the app',
    { isCodeCredentialEnabled: false },
    {},
    VERA,
    NAMED_USER,
    'headless.app-not-enabled',
    DISABLED,
  ],
  ['bad request type', {}, {}, VERA, { 'Auth-Request-Type': 'Guest-User' }, 'headless.request-type', HEADERS],
  ['no request type', {}, {}, VERA, {}, 'headless.request-type', HEADERS],
  [
    'no verification type',
    {},
    {},
    VERA,
    { 'Auth-Request-Type': 'passwordless-login' },
    'headless.verification-type',
    HEADERS,
  ],
  [
    'a header where only the body will do',
    { isCodeCredentialPostOnly: true },
    {},
    {},
    { ...NAMED_USER, ...basic('vera@acme.example', 'correct-horse') },
    'headless.header-not-allowed',
    '{"error":"invalid_basic_auth_header","error_description":"credentials must be in the request body"}',
  ],
  [
    'a header without a colon',
    {},
    {},
    {},
    { ...NAMED_USER, Authorization: 'Basic dmVyYQ' },
    'headless.header-malformed',
    '{"error":"invalid_basic_auth_header","error_description":"invalid basic authorization header"}',
  ],
  [
    'unknown identifier',
    {},
    {},
    { username: 'x', password: '123456' },
    BY_CODE,
    'headless.code-unknown',
    OTP,
  ],
];

test.each(cases)('%s', async (_what, app, demo, form, headers, refusal, body) => {
  await using sf = await startHeadless(app, demo);
  const answer = await authorize(sf, form, headers);
  expect([answer.status, answer.body]).toEqual([400, body]);
  expect(answer.headers['content-type']).toBe('application/json;charset=UTF-8');
  expect(lastRefusal(sf)).toBe(refusal);
});

test('a scope the app lacks: the log-in page, and no error', async () => {
  await using sf = await startHeadless();
  const { status, headers, body } = await authorize(sf, { ...VERA, scope: 'api wave_api' });
  expect([status, headers['content-type']]).toEqual([200, 'text/html;charset=UTF-8']);
  expect(body).toContain('<title>Login | Salesforce</title>');
  expect(lastRefusal(sf)).toBe('headless.scope');
});

test('the checks before log-in answer as they do for browsers', async () => {
  await using sf = await startHeadless();
  expect(await authorize(sf, { ...VERA, redirect_uri: 'http://localhost:3000/elsewhere' })).toMatchObject({
    status: 400,
    body: 'error=redirect_uri_mismatch&error_description=redirect_uri%20must%20match%20configuration',
  });
  expect(await authorize(sf, { ...VERA, client_id: '3MVG9unknown' })).toMatchObject({
    status: 400,
    body: 'error=invalid_client_id&error_description=client%20identifier%20invalid',
  });
});

test('no site, and GET', async () => {
  await using sf = await startHeadless();
  const elsewhere = await authorize(sf, VERA, NAMED_USER, '/services/oauth2/authorize');
  expect([elsewhere.status, elsewhere.body]).toEqual([
    400,
    '{"error":"invalid_request","error_description":"request not supported on this domain"}',
  ]);
  const query = new URLSearchParams({
    response_type: 'code_credentials',
    client_id: '3MVG9Demo.Headless',
    redirect_uri: 'http://localhost:3000/callback',
  });
  const got = await send(sf, `/customers/services/oauth2/authorize?${query}`, { headers: NAMED_USER });
  expect([got.status, got.body]).toEqual([
    400,
    '{"error":"invalid_request","error_description":"must use HTTP POST"}',
  ]);
});

test('a member of no site is refused, though the password is right', async () => {
  await using sf = await startHeadless({ profiles: ['System Administrator', 'Customer Community User'] });
  await authorize(sf, { username: 'ada@acme.example', password: 'correct-horse' });
  expect(lastRefusal(sf)).toBe('user.not-site-member');
});

describe('one-time codes', () => {
  test('wrong, five times: then the right one is worth nothing either', async () => {
    await using sf = await startHeadless();
    const identifier = await beginLogIn(sf);
    const code = oneTimeCode(sf);
    const wrong = code === '111111' ? '222222' : '111111';
    for (const secret of [wrong, wrong, wrong, wrong, wrong, code]) {
      const answer = await authorize(sf, {}, { ...BY_CODE, ...basic(identifier, secret) });
      expect([answer.status, answer.body]).toEqual([400, OTP]);
    }
    expect(lastRefusal(sf)).toBe('headless.code-wrong');
  });

  test('wrong, four times: then the right one still counts', async () => {
    await using sf = await startHeadless();
    const identifier = await beginLogIn(sf);
    const code = oneTimeCode(sf);
    const wrong = code === '111111' ? '222222' : '111111';
    for (let i = 0; i < 4; i++) await authorize(sf, {}, { ...BY_CODE, ...basic(identifier, wrong) });
    expect((await authorize(sf, {}, { ...BY_CODE, ...basic(identifier, code) })).status).toBe(302);
  });

  test('expired after ten minutes, to the millisecond', async () => {
    await using sf = await startHeadless();
    sf.clock.freeze();
    const [early, late] = [await beginLogIn(sf), oneTimeCode(sf)];
    sf.clock.advance(600_000);
    expect((await authorize(sf, {}, { ...BY_CODE, ...basic(early, late) })).status).toBe(302);
    const [identifier, code] = [await beginLogIn(sf), oneTimeCode(sf)];
    sf.clock.advance(600_001);
    expect((await authorize(sf, {}, { ...BY_CODE, ...basic(identifier, code) })).body).toBe(OTP);
    expect(lastRefusal(sf)).toBe('headless.code-expired');
  });

  test('for one purpose are not good for another', async () => {
    await using sf = await startHeadless();
    const identifier = await beginLogIn(sf);
    const answer = await authorize(sf, {}, { ...REGISTRATION, ...basic(identifier, oneTimeCode(sf)) });
    expect([answer.status, answer.body]).toEqual([400, OTP]);
    expect(lastRefusal(sf)).toBe('headless.code-unknown');
  });
});

test.each([
  ['no JSON', 'x'],
  ['a list', []],
  ['null', 'null'],
  ['userdata that is a text', { userdata: 'x', password: 'x' }],
  ['no last name', { userdata: { email: 'a@b.example' }, password: 'x' }],
  ['no password', { userdata: { email: 'a@b.example', lastName: 'A' } }],
  ['numbers', { userdata: { email: 1, lastName: 2, username: 3 }, password: 4 }],
  [
    'a username that is none',
    { userdata: { email: 'a@b.example', lastName: 'A', username: 'a b' }, password: 'x' },
  ],
  ['__proto__', '{"__proto__":{"userdata":{"email":"a@b.example","lastName":"A"}},"password":"x"}'],
])('registration with %s', async (_what, body) => {
  await using sf = await startHeadless();
  const answer = await init(sf, '/services/auth/headless/init/registration', body);
  expect([answer.status, answer.body]).toEqual([
    400,
    '{"error":"registration_error","error_description":"invalid registration data"}',
  ]);
});
