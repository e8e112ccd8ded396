/** Which refusal a refresh meets, though many share their text on the wire, and of whom the journal tells it (token.md 4). */
import { expect, it } from 'vitest';
import { OrgDirectory } from '../../src/org/directory.ts';
import type { Fauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import {
  codeExchange,
  credentials,
  members,
  postToken,
  refreshTokenFor,
  refreshWith,
  send,
} from '../helpers/token.ts';
import { lab } from '../lab/helpers.ts';

const fresh = freshServers();

const DEAD = '{"error":"invalid_grant","error_description":"expired access/refresh token"}';
const OVER = '{"error":"invalid_grant","error_description":"token validity expired"}';
const HOUR = 3_600_000;

async function revoke(sf: Fauxforce, token: string): Promise<void> {
  await send(sf, `/services/oauth2/revoke?${new URLSearchParams({ token })}`, { method: 'POST' });
}

/** What it was refused by, and who was named. */
function told(sf: Fauxforce) {
  const [entry] = sf.journal.entries({ outcome: 'refused', limit: 1 });
  return [entry?.refusal?.name, entry?.username];
}

it('one that was revoked', async () => {
  const sf = await fresh();
  const token = await refreshTokenFor(sf, 'Web_Server');
  await revoke(sf, token);
  expect((await refreshWith(sf, 'Web_Server', token)).body).toBe(DEAD);
  expect(told(sf)).toEqual(['refresh.revoked', 'ada@acme.example']);
});

it('one that was rotated out, which ends its successor too', async () => {
  const sf = await fresh();
  const first = await refreshTokenFor(sf, 'Rotating');
  const second = members((await refreshWith(sf, 'Rotating', first)).body).refresh_token ?? '';
  expect((await refreshWith(sf, 'Rotating', first)).body).toBe(DEAD);
  expect(told(sf)).toEqual(['refresh.rotated-out', 'ada@acme.example']);
  expect((await refreshWith(sf, 'Rotating', second)).body).toBe(DEAD);
  expect(told(sf)).toEqual(['refresh.revoked', 'ada@acme.example']);
});

it('the lab orders the refusal of one that was rotated out', async () => {
  const sf = await fresh();
  const token = await refreshTokenFor(sf, 'Web_Server');
  sf.arm('refresh.rotated-out');
  expect((await refreshWith(sf, 'Web_Server', token)).body).toBe(DEAD);
  expect(told(sf)).toEqual(['refresh.rotated-out', 'ada@acme.example']);
  await refreshWith(sf, 'Web_Server', token);
  expect(told(sf)).toEqual(['refresh.revoked', 'ada@acme.example']);
});

it("another client's, of which the journal says whose it is", async () => {
  const sf = await fresh();
  const token = await refreshTokenFor(sf, 'Web_Server');
  expect((await refreshWith(sf, 'Rotating', token)).body).toBe(DEAD);
  expect(told(sf)).toEqual(['refresh.other-client', 'ada@acme.example']);
  expect(sf.journal.last({ refusal: 'refresh.other-client' })?.refusal?.why).toContain(
    '3MVG9Demo.Web_Server',
  );
});

it('one that nobody issued, or that was spoiled on its way', async () => {
  const sf = await fresh();
  const token = await refreshTokenFor(sf, 'Web_Server');
  await refreshWith(sf, 'Web_Server', '5Aep861bogus');
  expect(told(sf)).toEqual(['refresh.unknown', null]);
  const bogus = sf.journal.last({ refusal: 'refresh.unknown' })?.refusal?.why;
  expect(bogus).toContain('it has 12 characters, a refresh token 87');
  await refreshWith(sf, 'Web_Server', `${token} `);
  expect(told(sf)[0]).toBe('refresh.unknown');
  expect(sf.journal.last({ refusal: 'refresh.unknown' })?.refusal?.why).not.toBe(bogus);
});

it.each([
  ['white space', (token: string) => ` ${token}`, 'it would fit without the white space around it'],
  ['URL-encoding', (token: string) => `%35${token.slice(1)}`, 'it would fit URL-decoded once more'],
])('one that still has %s, which the explanation says', async (_what, spoil, why) => {
  const sf = await fresh();
  const token = await refreshTokenFor(sf, 'Web_Server');
  expect((await refreshWith(sf, 'Web_Server', spoil(token))).body).toBe(DEAD);
  expect(told(sf)).toEqual(['refresh.unknown', null]);
  expect(sf.journal.last({ refusal: 'refresh.unknown' })?.refusal?.why).toContain(why);
});

it('none at all', async () => {
  const sf = await fresh();
  const asked = { grant_type: 'refresh_token', ...credentials(sf, 'Web_Server') };
  expect((await postToken(sf, asked)).body).toBe(
    '{"error":"invalid_request","error_description":"missing refresh token"}',
  );
  expect(told(sf)).toEqual(['refresh.missing', null]);
});

it('of a user who is gone', async () => {
  const sf = await fresh();
  const token = await refreshTokenFor(sf, 'Web_Server');
  const orgs = sf.orgs.map((org) => ({
    ...org,
    users: org.users.filter(({ username }) => username !== 'ada@acme.example'),
  }));
  sf.world.image.directory = new OrgDirectory(orgs);
  expect((await refreshWith(sf, 'Web_Server', token)).body).toBe(DEAD);
  expect(told(sf)).toEqual(['refresh.unknown', null]);
});

it('one on a host where its user does not live', async () => {
  const sf = await fresh();
  const refresh_token = await refreshTokenFor(sf, 'Web_Server');
  const asked = { grant_type: 'refresh_token', ...credentials(sf, 'Web_Server'), refresh_token };
  expect((await postToken(sf, asked, { host: 'test.salesforce.com' })).body).toBe(DEAD);
  expect(told(sf)).toEqual(['refresh.unknown', 'ada@acme.example']);
  expect(sf.journal.last({ refusal: 'refresh.unknown' })?.refusal?.why).toContain('login.salesforce.com');
  expect((await postToken(sf, asked, { host: 'login.salesforce.com' })).status).toBe(200);
});

it.each([
  ['zero', 0, false],
  ['specific_lifetime:2:HOURS', 2 * HOUR, true],
  ['specific_lifetime:2:HOURS', 2 * HOUR + 1, false],
  ['specific_inactivity:2:HOURS', 2 * HOUR, true],
  ['specific_inactivity:2:HOURS', 2 * HOUR + 1, false],
  ['infinite', 10_000 * HOUR, true],
])('one of an app whose policy is %s, after %i ms: %s', async (refreshTokenPolicy, age, isAlive) => {
  const sf = await fresh({ demo: { apps: { Web_Server: { refreshTokenPolicy } } } });
  sf.clock.freeze();
  const token = await refreshTokenFor(sf, 'Web_Server');
  sf.clock.advance(age);
  const answer = await refreshWith(sf, 'Web_Server', token);
  if (isAlive) {
    expect(answer.status).toBe(200);
  } else {
    expect(answer.body).toBe(OVER);
    expect(told(sf)).toEqual(['refresh.expired', 'ada@acme.example']);
    expect(sf.journal.last({ refusal: 'refresh.expired' })?.refusal?.why).not.toMatch(/undefined|NaN/);
  }
});

it('needs the secret where the app says so, and only there', async () => {
  for (const isSecretRequiredForRefreshToken of [true, false]) {
    const demo = { apps: { Web_Server: { isSecretRequiredForRefreshToken } } };
    const sf = await fresh({ demo });
    const refresh_token = await refreshTokenFor(sf, 'Web_Server');
    const { client_id } = credentials(sf, 'Web_Server');
    const answer = await postToken(sf, { grant_type: 'refresh_token', client_id, refresh_token });
    expect(answer.status).toBe(isSecretRequiredForRefreshToken ? 400 : 200);
  }
});

it('of an app that wants a second factor, which no log-in brought', async () => {
  const sf = await fresh();
  const token = await refreshTokenFor(sf, 'Web_Server');
  const sessionPolicy = { sessionLevel: 'HIGH_ASSURANCE', policyAction: 'Block' };
  await lab(sf, 'PATCH', '/apps/3MVG9Demo.Web_Server', { sessionPolicy });
  expect((await refreshWith(sf, 'Web_Server', token)).status).toBe(400);
});

it('of an app that wants a second factor, which the log-in brought', async () => {
  const sf = await fresh();
  const token = await refreshTokenFor(sf, 'Web_Server');
  const sessionPolicy = { sessionLevel: 'HIGH_ASSURANCE', policyAction: 'Block' };
  await lab(sf, 'PATCH', '/apps/3MVG9Demo.Web_Server', { sessionPolicy });
  const { refreshTokens } = sf.world.store;
  const read = refreshTokens.find.bind(refreshTokens);
  Object.defineProperty(refreshTokens, 'find', {
    async value(row: number) {
      const found = await read(row);
      return found && { ...found, approval: { ...found.approval, isHighAssurance: true } };
    },
  });
  expect((await refreshWith(sf, 'Web_Server', token)).status).toBe(200);
});

it('its ID token has the issuer of the log-in, and no nonce', async () => {
  const sf = await fresh();
  const exchange = await codeExchange(sf, { app: 'Web_Server', scopes: 'openid refresh_token', nonce: 'n' });
  const token = members((await postToken(sf, exchange)).body).refresh_token ?? '';
  const { id_token = '' } = members((await refreshWith(sf, 'Web_Server', token)).body);
  const claims: unknown = JSON.parse(Buffer.from(id_token.split('.')[1] ?? '', 'base64url').toString());
  expect(claims).toMatchObject({ iss: sf.url, sub: expect.any(String) });
  expect(claims).not.toHaveProperty('nonce');
});
