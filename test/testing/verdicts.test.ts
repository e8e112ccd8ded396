/** Matchers and assertions: when they hold, and what they say when they do not. */
import { AssertionError } from 'node:assert';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  assertNotReceived,
  assertNotRefused,
  assertReceived,
  assertRefused,
  type Fauxforce,
  type RequestPattern,
  startFauxforce,
  type TestOrg,
} from '../../src/testing/index.ts';
import { fauxforceMatchers } from '../../src/testing/vitest.ts';

expect.extend(fauxforceMatchers);

let sf: Fauxforce;
/** Two answered requests of the integration, then one with the wrong secret. */
let org: TestOrg;
beforeAll(async () => {
  sf = await startFauxforce();
  org = await sf.org();
  await ask(org.apps.Integration!.consumerSecret);
  await ask(org.apps.Integration!.consumerSecret);
  await ask('typo');
});
afterAll(() => sf[Symbol.asyncDispose]());

function ask(secret: string): Promise<Response> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: org.apps.Integration!.consumerKey,
    client_secret: secret,
  });
  return fetch(`${org.url}/services/oauth2/token`, { method: 'POST', body });
}

function messageOf(work: () => void): string {
  try {
    work();
  } catch (error) {
    const page = new RegExp(`${org.url}(?=/_fauxforce/console/journal/)|(?<=/journal/)[\\w-]+`, 'g');
    return (error as Error).message.replaceAll(/[\d.]+ms/g, '1.0ms').replaceAll(page, '');
  }
  throw new Error('nothing was thrown');
}

const WHY = 'the secret sent in the body must be the consumer secret of app Integration';
const FIX = 'Copy the consumer secret from Setup > App Manager > (app) > View > Manage Consumer Details.';
const LISTING = `the last requests:
1 ✓ POST /services/oauth2/token client_credentials  200 1.0ms
2 ✓ POST /services/oauth2/token client_credentials  200 1.0ms
3 ✗ POST /services/oauth2/token client_credentials  invalid_client client.secret-wrong: ${WHY}  fix: ${FIX}  more: /_fauxforce/console/journal/`;

describe('toHaveRefused', () => {
  test('holds', () => {
    expect(org.journal).toHaveRefused();
    expect(org.journal).toHaveRefused('client.secret-wrong');
    expect(org.journal).toHaveRefused('client.secret-wrong', { times: 1, endpoint: 'token' });
    expect(org.journal).toHaveRefused({ client_id: org.apps.Integration!.consumerKey });
    expect(org.journal).not.toHaveRefused('refresh.expired');
    expect(org.journal).not.toHaveRefused('client.secret-wrong', { times: 2 });
    expect(org.journal).not.toHaveRefused({ grant_type: 'refresh_token' });
  });

  test('says what was refused, why, and what to do', () => {
    expect(messageOf(() => expect(org.journal).not.toHaveRefused())).toBe(
      `expected no request to be refused, but one was\n\n${LISTING}`,
    );
    expect(messageOf(() => expect(org.journal).toHaveRefused('refresh.expired'))).toBe(
      `expected a request to be refused with refresh.expired, but none was\n\n${LISTING}`,
    );
    expect(messageOf(() => expect(org.journal).toHaveRefused({ times: 2, endpoint: 'token' }))).toBe(
      `expected 2 requests with {"endpoint":"token"} to be refused, but one was\n\n${LISTING}`,
    );
    expect(messageOf(() => expect(org.journal).not.toHaveRefused({ times: 1 }))).toBe(
      `expected not 1 request to be refused, but one was\n\n${LISTING}`,
    );
  });

  test('shows what was refused long ago', async () => {
    await using busy = await sf.org();
    const get = (path: string) =>
      fetch(`${busy.url}${path}?client_id=${busy.apps.Integration!.consumerKey}`, { redirect: 'manual' });
    await get('/services/oauth2/authorize');
    const good = `&response_type=code&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback`;
    for (let i = 0; i < 20; i++) {
      await fetch(
        `${busy.url}/services/oauth2/authorize?client_id=${busy.apps.Integration!.consumerKey}${good}`,
        { redirect: 'manual' },
      );
    }
    const message = messageOf(() => expect(busy.journal).not.toHaveRefused());
    expect(message).toMatch(
      /the requests up to it:\n1 ✗ GET \/services\/oauth2\/authorize {2}redirect_uri_missing callback\.missing: /,
    );
  });
});

describe('toHaveReceived', () => {
  test('holds', () => {
    expect(org.journal).toHaveReceived();
    expect(org.journal).toHaveReceived({ endpoint: 'token', times: 3 });
    expect(org.journal).toHaveReceived({ outcome: 'answered', times: 2 });
    expect(org.journal).toHaveReceived({ username: org.users.admin!.username, times: 2 });
    expect(org.journal).toHaveReceived({ parameters: { grant_type: 'client_credentials' } });
    expect(org.journal).not.toHaveReceived({ parameters: { scope: 'api' } });
    expect(org.journal).not.toHaveReceived({ endpoint: 'userinfo' });
  });

  test('says what came in', () => {
    expect(messageOf(() => expect(org.journal).toHaveReceived({ outcome: 'answered', times: 1 }))).toBe(
      `expected 1 request with {"outcome":"answered"} to be received, but 2 were\n\n${LISTING}`,
    );
  });

  test('says that nothing came in', async () => {
    await using quiet = await sf.org();
    expect(messageOf(() => expect(quiet.journal).toHaveReceived())).toBe(
      'expected a request to be received, but none was\n\nno request has come in at all',
    );
  });
});

describe('what could never fit is a mistake of the test', () => {
  test.each<[object, string]>([
    [{ endpoint: 'tokn' }, "endpoint 'tokn' is unknown: did you mean 'token'?"],
    [{ outcome: 'failed' }, "outcome 'failed' is unknown"],
    [{ user: 'ada' }, "unknown member 'user'"],
  ])('%j', (pattern, message) => {
    expect(() => expect(org.journal).not.toHaveReceived(pattern as RequestPattern)).toThrow(message);
  });

  test('a name that no refusal has', () => {
    expect(() => expect(org.journal).not.toHaveRefused('refresh.expird' as 'refresh.expired')).toThrow(
      "refusal 'refresh.expird' is unknown: did you mean 'refresh.expired'?",
    );
  });

  test('something that is no journal', () => {
    expect(() => expect(sf).not.toHaveRefused()).toThrow('write expect(sf.journal) or expect(org.journal)');
  });
});

test('assertions say the same', () => {
  assertRefused(org.journal, 'client.secret-wrong', { times: 1 });
  assertNotRefused(org.journal, 'refresh.expired');
  assertReceived(org.journal, { endpoint: 'token' });
  assertNotReceived(org.journal, { endpoint: 'revoke' });
  expect(() => assertNotRefused(org.journal)).toThrow(AssertionError);
  expect(() => assertNotReceived(org.journal)).toThrow(AssertionError);
  expect(() => assertReceived(org.journal, { endpoint: 'revoke' })).toThrow(AssertionError);
  expect(messageOf(() => assertRefused(org.journal, 'refresh.expired'))).toBe(
    `expected a request to be refused with refresh.expired, but none was\n\n${LISTING}`,
  );
});
