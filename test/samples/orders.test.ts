/** 200 tests of one client (orders-client.ts), at the same time in one process: each has its own org, time and failures. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, type OrgOptions, startFauxforce, type TestOrg } from '../../src/testing/index.ts';
import { fauxforceMatchers } from '../../src/testing/vitest.ts';
import { LogInAgain, OrdersClient, type Tokens } from './orders-client.ts';

expect.extend(fauxforceMatchers);

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce();
});
afterAll(() => sf[Symbol.asyncDispose]());

const CALLBACK = 'http://localhost:3000/callback';
const QUERY = 'SELECT Name FROM Organization';

type App = NonNullable<OrgOptions['apps']>[number];
type Settings = NonNullable<NonNullable<OrgOptions['org']>['settings']>;

/** An org with the app Orders and an administrator, whose time stands still. */
async function orgWith(app: Partial<App> = {}, settings: Settings = {}): Promise<TestOrg> {
  const org = await sf.org({
    org: { settings },
    apps: [{ name: 'Orders', callbackUrls: [CALLBACK], scopes: ['api', 'refresh_token'], ...app }],
  });
  org.clock.freeze();
  return org;
}

/** A client of an app, with what its user's log-in brought. */
function clientOf(org: TestOrg, tokens?: Tokens, save?: (tokens: Tokens) => void): OrdersClient {
  const { consumerKey, consumerSecret } = (org.apps.Orders ?? org.apps.Integration)!;
  return new OrdersClient({
    loginUrl: org.url,
    clientId: consumerKey,
    clientSecret: consumerSecret,
    ...(tokens && { tokens }),
    ...(save && { save }),
  });
}

async function loggedIn(org: TestOrg, save?: (tokens: Tokens) => void): Promise<OrdersClient> {
  return clientOf(org, await org.token({ app: 'Orders', user: 'admin' }), save);
}

const KINDS = ['connectedApp', 'externalClientApp'] as const;
const upTo = (most: number) => Array.from({ length: most }, (_, i) => i + 1);
const each = <A, B>(some: readonly A[], others: readonly B[]) =>
  some.flatMap((one) => others.map((other) => [one, other] as const));

describe.concurrent('a log-in', () => {
  const scopes = [
    ['api'],
    ['api', 'id'],
    ['api', 'openid'],
    ['api', 'refresh_token'],
    ['api', 'web'],
  ] as const;

  test.each(each(['connectedApp', 'externalClientApp'] as const, scopes))(
    'by the user of a %s, with %j',
    async (kind, scopes) => {
      await using org = await orgWith({ kind, scopes: [...scopes], isPkceRequired: false });
      const client = clientOf(org);
      const { code = '' } = await org.login({ app: 'Orders', user: 'admin' });
      await client.logIn(code, CALLBACK);
      expect(await client.query(QUERY)).toMatchObject([{ Name: org.org.name }]);
      expect(org.journal).toHaveReceived({ grant_type: 'authorization_code', times: 1 });
      expect(org.journal).not.toHaveRefused();
    },
  );

  test.each(upTo(10))('by the app itself, for %i calls', async (calls) => {
    await using org = await sf.org();
    const client = clientOf(org);
    await Promise.all(upTo(calls).map(() => client.query(QUERY)));
    expect(org.journal).toHaveReceived({ grant_type: 'client_credentials', times: 1 });
  });
});

describe.concurrent('a token', () => {
  test.each(upTo(20))('serves %i calls', async (calls) => {
    await using org = await orgWith();
    const client = await loggedIn(org);
    for (const _ of upTo(calls)) await client.query(QUERY);
    expect(org.journal).toHaveReceived({ endpoint: 'rest', times: calls });
    expect(org.journal).not.toHaveReceived({ endpoint: 'token' });
  });

  test.each([15, 30, 60, 120, 240, 480, 720, 1440])('lives %i minutes', async (sessionTimeout) => {
    await using org = await orgWith({}, { sessionTimeout });
    const client = await loggedIn(org);
    org.clock.advance(`${sessionTimeout}m`);
    await client.query(QUERY);
    expect(org.journal).not.toHaveRefused();
  });

  test.each([15, 30, 60, 120, 240, 480, 720, 1440])('is renewed after %i minutes', async (sessionTimeout) => {
    await using org = await orgWith({}, { sessionTimeout });
    const client = await loggedIn(org);
    org.clock.advance(`${sessionTimeout}m1s`);
    expect(await client.query(QUERY)).toHaveLength(1);
    expect(org.journal).toHaveRefused('rest.dead-token', { times: 1 });
    expect(org.journal).toHaveReceived({ grant_type: 'refresh_token', outcome: 'answered', times: 1 });
  });

  test.each(each(upTo(10), KINDS))('is renewed once for %i calls at once of a %s', async (calls, kind) => {
    await using org = await orgWith({ kind });
    const client = await loggedIn(org);
    org.clock.advance('3h');
    await Promise.all(upTo(calls).map(() => client.query(QUERY)));
    expect(org.journal).toHaveReceived({ grant_type: 'refresh_token', times: 1 });
  });
});

describe.concurrent('a refresh token', () => {
  const units = ['HOURS', 'DAYS', 'MONTHS'] as const;
  const lengths = { HOURS: '1h', DAYS: '24h', MONTHS: '720h' } as const;
  const times = (length: string, count: number) => `${Number.parseInt(length, 10) * count}h`;

  test.each(each([4, 6, 12, 24, 36, 48], units))('lives %i %s', async (count, unit) => {
    await using org = await orgWith({ refreshTokenPolicy: `specific_lifetime:${count}:${unit}` });
    const client = await loggedIn(org);
    org.clock.advance(times(lengths[unit], count));
    expect(await client.query(QUERY)).toHaveLength(1);
  });

  test.each(each([4, 6, 12, 24, 36, 48], units))('is over after %i %s', async (count, unit) => {
    await using org = await orgWith({ refreshTokenPolicy: `specific_lifetime:${count}:${unit}` });
    const client = await loggedIn(org);
    org.clock.advance(times(lengths[unit], count));
    org.clock.advance('1s');
    await expect(client.query(QUERY)).rejects.toThrow(LogInAgain);
    expect(org.journal).toHaveRefused('refresh.expired', { times: 1 });
  });

  test.each(each([4, 8, 12], units))('that must be used within %i %s lives by use', async (count, unit) => {
    await using org = await orgWith({ refreshTokenPolicy: `specific_inactivity:${count}:${unit}` });
    const client = await loggedIn(org);
    for (const _ of upTo(3)) {
      org.clock.advance(times(lengths[unit], count));
      expect(await client.query(QUERY)).toHaveLength(1);
    }
  });

  test.each(each([4, 8, 12], units))('that is not used within %i %s is over', async (count, unit) => {
    await using org = await orgWith({ refreshTokenPolicy: `specific_inactivity:${count}:${unit}` });
    const client = await loggedIn(org);
    org.clock.advance(times(lengths[unit], count));
    org.clock.advance('1s');
    await expect(client.query(QUERY)).rejects.toThrow(LogInAgain);
  });

  test.each(each(upTo(10), KINDS))(
    'that rotates is kept through %i renewals of a %s',
    async (renewals, kind) => {
      await using org = await orgWith({ kind, isRefreshTokenRotationEnabled: true });
      const kept: (string | undefined)[] = [];
      const client = await loggedIn(org, ({ refresh_token }) => kept.push(refresh_token));
      for (const _ of upTo(renewals)) {
        org.clock.advance('3h');
        await client.query(QUERY);
      }
      expect(new Set(kept).size).toBe(renewals);
      expect(org.journal).not.toHaveRefused('refresh.rotated-out');
    },
  );

  test.each(upTo(7))('that rotates is kept through %i restarts', async (restarts) => {
    await using org = await orgWith({ isRefreshTokenRotationEnabled: true });
    let kept: Tokens = await org.token({ app: 'Orders', user: 'admin' });
    for (const _ of upTo(restarts)) {
      org.clock.advance('3h');
      const client = clientOf(org, kept, (tokens) => {
        kept = tokens;
      });
      expect(await client.query(QUERY)).toHaveLength(1);
    }
    expect(org.journal).toHaveReceived({ grant_type: 'refresh_token', times: restarts });
  });
});

describe.concurrent('a failure', () => {
  const faults = ['reset', 'empty', 'truncate'] as const;

  test.each(each(faults, [0, 1, 2]))('of the network (%s), after %i renewals', async (fault, after) => {
    await using org = await orgWith();
    const client = await loggedIn(org);
    org.arm({ fault, after, where: { endpoint: 'token' } });
    for (const _ of upTo(3)) {
      org.clock.advance('3h');
      expect(await client.query(QUERY)).toHaveLength(1);
    }
    expect(org.journal).toHaveReceived({ grant_type: 'refresh_token', times: 4 });
  });

  test.each(each(faults, [0, 1, 2]))('of the network (%s), after %i calls', async (fault, after) => {
    await using org = await orgWith();
    const client = await loggedIn(org);
    org.arm({ fault, after, where: { endpoint: 'rest' } });
    for (const _ of upTo(3)) expect(await client.query(QUERY)).toHaveLength(1);
    expect(org.journal).toHaveReceived({ endpoint: 'rest', times: 4 });
  });

  test.each(each([1, 2], [0, 1, 2, 3, 4]))('of %i refreshes at once, after %i', async (times, after) => {
    await using org = await orgWith();
    const client = await loggedIn(org);
    org.arm('refresh.busy', { times, after });
    for (const _ of upTo(5)) {
      org.clock.advance('3h');
      await client.query(QUERY);
    }
    expect(org.journal).toHaveRefused('refresh.busy', { times });
  });

  test.each([1, 2])('of an org under maintenance, %i times', async (times) => {
    await using org = await orgWith();
    const client = await loggedIn(org);
    org.arm({ scenario: 'org-maintenance', times });
    expect(await client.query(QUERY)).toHaveLength(1);
  });

  test('of an org under maintenance that does not end', async () => {
    await using org = await orgWith();
    const client = await loggedIn(org);
    org.arm({ scenario: 'org-maintenance', times: 3 });
    await expect(client.query(QUERY)).rejects.toThrow('no answer');
  });

  test.each([
    'refresh.unknown',
    'refresh.other-client',
    'refresh.revoked',
    'refresh.rotated-out',
    'refresh.expired',
    'user.inactive',
    'user.ip-restricted',
    'user.login-hours',
  ] as const)('that only the user can help: %s', async (refusal) => {
    await using org = await orgWith();
    const client = await loggedIn(org);
    org.clock.advance('3h');
    org.arm(refusal, { where: { endpoint: 'token' } });
    await expect(client.query(QUERY)).rejects.toThrow(LogInAgain);
    expect(org.journal).toHaveRefused(refusal, { grant_type: 'refresh_token', times: 1 });
  });

  test.each(['client.secret-wrong', 'client.unknown', 'app.blocked', 'user.login-rate'] as const)(
    'that nobody but an administrator can help: %s',
    async (refusal) => {
      await using org = await orgWith();
      const client = await loggedIn(org);
      org.clock.advance('3h');
      org.arm(refusal, { where: { endpoint: 'token' } });
      await expect(org.explain(client.query(QUERY))).rejects.toThrow(new RegExp(`${refusal}: .*fix: `));
    },
  );
});
