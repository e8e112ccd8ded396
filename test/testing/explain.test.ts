/** What failing calls say. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { fauxforceMatchers } from '../../src/testing/vitest.ts';

expect.extend(fauxforceMatchers);

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce();
});
afterAll(() => sf[Symbol.asyncDispose]());

class ClientError extends Error {
  readonly code = 'E_REFUSED';
}

/** A client that tells no more than Salesforce does. */
async function refresh(refreshToken: string): Promise<void> {
  const { consumerKey, consumerSecret } = sf.apps.Rotating!;
  const answer = await fetch(`${sf.url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: consumerKey,
      client_secret: consumerSecret,
    }),
  });
  if (!answer.ok) throw new ClientError(((await answer.json()) as { error: string }).error);
}

async function failureOf(call: Promise<unknown>): Promise<Error> {
  const failure: unknown = await call.catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Error);
  return failure as Error;
}

describe('explain', () => {
  test("adds to the client's own error which request was refused, and why", async () => {
    const { refresh_token = '' } = await sf.token({ app: 'Rotating', user: 'ada' });
    const failure = await failureOf(sf.explain(refresh(refresh_token).then(() => refresh(refresh_token))));
    expect(failure).toBeInstanceOf(ClientError);
    expect((failure as ClientError).code).toBe('E_REFUSED');
    expect(failure.message.split('\n').map((line) => line.replace(/\d+\.\dms|: .*/, ''))).toEqual([
      'invalid_grant',
      '',
      'what fauxforce was asked meanwhile:',
      '1 ✓ POST /services/oauth2/token refresh_token  200 ',
      '2 ✗ POST /services/oauth2/token refresh_token  invalid_grant refresh.rotated-out',
      '  it sent the same refresh_token as request 1',
    ]);
    expect(failure.message).toContain('fix: Store the refresh_token of every refresh answer');
    expect(failure.stack).toContain('refresh.rotated-out');
  });

  test('says nothing of what was refused before', async () => {
    await failureOf(refresh('of an earlier test'));
    const failure = await failureOf(sf.explain(Promise.reject(new ClientError('of another cause'))));
    expect(failure.message).toBe('of another cause');
  });

  test('gives back what the call brings', async () => {
    expect(await sf.explain(Promise.resolve(7))).toBe(7);
  });

  test('leaves alone what is no error', async () => {
    const thrown = await sf.explain(fetch(sf.url).then(() => Promise.reject('a word'))).catch((word) => word);
    expect(thrown).toBe('a word');
  });
});

describe('login', () => {
  test('that ends on a page of Salesforce says why', async () => {
    const failure = await failureOf(sf.login({ app: 'Web_Server', user: 'ada', password: 'typo' }));
    expect(failure.message).toContain('the log-in of ada@acme.example ended on');
    expect(failure.message).toMatch(
      /4 ✗ POST \/ {2}login_error login\.password: .* {2}fix: Type the user's password/,
    );
  });

  test('that was refused on the way to that page says why', async () => {
    const failure = await failureOf(sf.login({ app: 'Web_Server', user: 'ada', scope: 'sfap_api' }));
    expect(failure.message).toMatch(
      /✗ GET \S+ {2}invalid_scope authorize\.scope: scope asked for "sfap_api"; the app has/,
    );
  });

  test('says nothing of the log-ins of others at the same time', async () => {
    const logIns = ['typo', 'correct-horse', 'typo', 'correct-horse'].map((password) =>
      sf.login({ app: 'Web_Server', user: 'grace', password }).catch((error: Error) => error.message),
    );
    const [refused, allowed] = await Promise.all(logIns);
    expect(String(refused).match(/✗/g)).toHaveLength(1);
    expect(allowed).toHaveProperty('code');
  });

  test('that ends on the callback is no failure, whatever it brings', async () => {
    const denied = await sf.login({ app: 'Admin_Approved', user: 'grace' });
    expect(denied.error).toBe('OAUTH_APP_ACCESS_DENIED');
    expect(sf.journal).toHaveRefused({ username: 'grace@acme.example' });
  });
});
