/** Guests of a site: authorize.md 8, token.md 13. */
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { lastRefusal } from '../authorize/helpers.ts';
import { members, send } from '../helpers/token.ts';
import { authorize, codeOf, exchange, startHeadless, UVID } from './helpers.ts';

const WITH_GUESTS = {
  isGuestCodeCredFlowEnabled: true,
  isNamedUserJwtEnabled: true,
  scopes: ['api', 'openid', 'refresh_token'],
};
const GUEST = { 'Auth-Request-Type': 'guest' };
const INVALID = '{"error":"invalid_request","error_description":"uvid invalid"}';

const asGuest = (uvid: string) => ({ ...GUEST, 'Uvid-Hint': uvid });

test('a guest gets a JWT of the site that names the visitor, and nothing to refresh', async () => {
  await using sf = await startHeadless(WITH_GUESTS);
  const code = codeOf(await authorize(sf, {}, asGuest(`UVID ${UVID}`)));
  const { status, body } = await exchange(sf, code, {}, asGuest(UVID));
  expect(status).toBe(200);
  const answer = members(body);
  expect(answer.scope).toBe('api');
  expect(answer.token_format).toBe('jwt');
  expect(answer.refresh_token).toBeUndefined();
  expect(answer.id_token).toBeUndefined();
  const { payload } = await jwtVerify(
    answer.access_token ?? '',
    createRemoteJWKSet(new URL(`${sf.url}/id/keys`)),
  );
  const site = `${sf.url}/customers`;
  expect(payload).toMatchObject({ sub: `uvid:${UVID}`, iss: site, aud: [site], scp: 'api' });
  const rest = await send(sf, '/services/data/v60.0', {
    headers: { authorization: `Bearer ${answer.access_token}` },
  });
  expect(rest.status).toBe(401);
});

test('an access token from an earlier visit says who the guest is', async () => {
  await using sf = await startHeadless(WITH_GUESTS);
  const code = codeOf(await authorize(sf, { uvid_hint: `UVID ${UVID}` }, GUEST));
  const { access_token = '' } = members((await exchange(sf, code, {}, asGuest(UVID))).body);
  const second = codeOf(await authorize(sf, {}, asGuest(`JWT ${access_token}`)));
  const { body } = await exchange(sf, second, {}, asGuest(UVID));
  expect(decodeJwt(members(body).access_token ?? '').sub).toBe(`uvid:${UVID}`);
});

test.each([
  ['no hint', GUEST],
  ['no prefix', asGuest(UVID)],
  ['a prefix of another kind', asGuest(`uvid ${UVID}`)],
  ['no UUID', asGuest('UVID x')],
  ['a token of nobody', asGuest('JWT eyJhbGciOiJub25lIn0.e30.')],
])('authorize with %s', async (_what, headers) => {
  await using sf = await startHeadless(WITH_GUESTS);
  const { status, body } = await authorize(sf, {}, headers as Record<string, string>);
  expect([status, body]).toEqual([400, INVALID]);
  expect(lastRefusal(sf)).toBe('headless.uvid');
});

test.each([
  ['no hint', GUEST, INVALID],
  ['the prefix', asGuest(`UVID ${UVID}`), INVALID],
  ['another visitor', asGuest(UVID.replace('2', '3')), INVALID],
  [
    'no request type',
    { 'Uvid-Hint': UVID },
    '{"error":"invalid_request","error_description":"invalid headers"}',
  ],
])('exchange with %s', async (_what, headers, body) => {
  await using sf = await startHeadless(WITH_GUESTS);
  const code = codeOf(await authorize(sf, {}, asGuest(`UVID ${UVID}`)));
  expect(await exchange(sf, code, {}, headers as Record<string, string>)).toMatchObject({
    status: 400,
    body,
  });
});

test.each([
  ['no headers', {}, 'error=invalid_request&error_description=invalid%20headers', 'guest-request-type'],
  [
    'another type',
    { 'Auth-Request-Type': 'Named-User', 'Uvid-Hint': UVID },
    'error=invalid_request&error_description=invalid%20headers',
    'guest-request-type',
  ],
  ['no hint', GUEST, 'error=invalid_request&error_description=uvid%20invalid', 'guest-uvid'],
  [
    'the prefix',
    asGuest(`UVID ${UVID}`),
    'error=invalid_request&error_description=uvid%20invalid',
    'guest-uvid',
  ],
  [
    'another visitor',
    asGuest(UVID.replace('2', '3')),
    'error=invalid_request&error_description=uvid%20invalid',
    'guest-uvid',
  ],
])('revoking the token of a guest with %s', async (_what, headers, body, name) => {
  await using sf = await startHeadless(WITH_GUESTS);
  const code = codeOf(await authorize(sf, {}, asGuest(`UVID ${UVID}`)));
  const { access_token: token = '' } = members((await exchange(sf, code, {}, asGuest(UVID))).body);
  const revoke = (words: Record<string, string>) =>
    send(sf, `/customers/services/oauth2/revoke?token=${token}`, { headers: words });
  expect(await revoke(headers as Record<string, string>)).toMatchObject({ status: 400, body });
  expect(lastRefusal(sf)).toBe(`revoke.${name}`);
  expect(await revoke(asGuest(UVID))).toMatchObject({ status: 200, body: '' });
  // What is revoked is no guest's any more: nobody is told whose it was.
  expect(await revoke({})).toMatchObject({
    status: 400,
    body: 'error=invalid_token&error_description=invalid%20token',
  });
});

test.each([
  ['the switch', { ...WITH_GUESTS, isGuestCodeCredFlowEnabled: false }],
  ['JWT access tokens', { ...WITH_GUESTS, isNamedUserJwtEnabled: false }],
])('not without %s', async (_what, app) => {
  await using sf = await startHeadless(app);
  const { status, body } = await authorize(sf, {}, asGuest(`UVID ${UVID}`));
  expect([status, body]).toEqual([
    400,
    '{"error":"oauth_flow_disabled","error_description":"guest flow not enabled"}',
  ]);
});

test.each(['openid', 'web', 'full', 'refresh_token wave_api', 'nonsense'])(
  'not with scope %s',
  async (scope) => {
    await using sf = await startHeadless({ ...WITH_GUESTS, scopes: ['api', 'openid', 'web', 'full'] });
    const { status, body } = await authorize(sf, { scope }, asGuest(`UVID ${UVID}`));
    expect([status, body]).toEqual([
      400,
      '{"error":"invalid_scope","error_description":"the requested scope is not allowed"}',
    ]);
  },
);
