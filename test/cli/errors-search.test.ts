/** `fauxforce errors` with what people have in their hands. */
import { describe, expect, test } from 'vitest';
import { GUIDE_WORDS, searchRefusals, suggestionsFor } from '../../src/cli/errors-search.ts';
import { catalogueInWords } from '../../src/refusals/in-words.ts';
import { run } from './run.ts';

const refusals = catalogueInWords();
const namesFor = (asked: string) => searchRefusals(asked, refusals).refusals.map(({ name }) => name);

describe('a whole answer', () => {
  test.each([
    [
      'of the token endpoint',
      '{"error":"invalid_grant","error_description":"token validity expired"}',
      ['refresh.expired'],
    ],
    [
      'with what curl -i prints before it',
      'HTTP/1.1 400 Bad Request\ncontent-type: application/json\n\n{"error":"invalid_grant","error_description":"ip restricted"}\n',
      ['user.ip-restricted'],
    ],
    [
      'of the REST API',
      '[{"message":"Your password has expired. Please reset your password.","errorCode":"INVALID_OPERATION_WITH_EXPIRED_PASSWORD"}]',
      ['rest.password-expired'],
    ],
    [
      'as XML',
      '<OAuth><error>invalid_grant</error><error_description>login rate exceeded</error_description></OAuth>',
      ['user.login-rate'],
    ],
    [
      'at the callback',
      'http://localhost:3000/callback?error=immediate_unsuccessful&error_description=immediate+unsuccessful&state=1',
      ['authorize.immediate'],
    ],
    ['as a form', 'error=slow_down', ['device.too-fast']],
    ['with a value in it', "HTTP Method 'PUT' not allowed. Allowed are GET", ['rest.method']],
    [
      'in the words of a client',
      'RefreshTokenAuthError: Error authenticating with the refresh token due to: token validity expired',
      ['refresh.expired'],
    ],
    [
      'whose description nobody knows',
      '{"error":"slow_down","error_description":"wait"}',
      ['device.too-fast'],
    ],
  ])('%s', (_what, asked, names) => {
    expect(namesFor(asked)).toEqual(names);
  });

  test('broken JSON, or none of ours, finds nothing', () => {
    for (const asked of ['{"error":', '[]', '{"a":1}', '{"error":7}', 'xyzzy', 'error=', '🙂'.repeat(100)])
      expect(namesFor(asked)).toEqual([]);
  });
});

describe('a part of an answer', () => {
  test.each([
    ['Cross-org OAuth flows are not supported', ['authorize.cross-org']],
    ['cross-org oauth flows are', ['authorize.cross-org']],
    ['OAuth flows are not supported for this external', ['authorize.cross-org']],
    ['AUTH_HEADER', ['headless.header-not-allowed', 'headless.header-malformed', 'rest.auth-header']],
    ['The requested resource does not', ['rest.not-found', 'record.no-match', 'async.url']],
  ])('%s', (asked, names) => expect(namesFor(asked)).toEqual(names));

  test('of few characters is none', () => {
    expect(namesFor('ion')).toEqual([]);
  });

  test.each([
    "We can't authorize you because of an OAuth error",
    'We can’t authorize you because of an OAuth error. For more information, contact your Salesforce administrator.',
    'OAuth Error',
  ])('%s is what the error page says of all that it shows', (asked) => {
    const { refusals: found, note } = searchRefusals(asked, refusals);
    expect(new Set(found.map(({ surface }) => surface))).toEqual(new Set(['error-page']));
    expect(found).toHaveLength(refusals.filter(({ surface }) => surface === 'error-page').length);
    expect(note).toContain('its last line tells them apart');
  });
});

describe('the words of guides', () => {
  test('are said to be none of Salesforce’s, where they are not', async () => {
    const { code, stdout } = await run({ args: ['errors', 'insufficient_scope'] });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Salesforce does not send 'insufficient_scope'\. What it answers instead, and why:\n/,
    );
    expect(stdout).toMatch(
      /^rest\.scope +401 INVALID_SESSION_ID: This session is not valid for use with the REST API$/m,
    );
  });

  test('come with the answers that are spelled so; words need no quotes', async () => {
    const { stdout } = await run({ args: ['errors', 'access', 'denied', '--json'] });
    expect(JSON.parse(stdout).map(({ name }: { name: string }) => name)).toEqual([
      'authorize.denied',
      'client-credentials.portal-user',
      'device.denied',
      'authorize.not-admin-approved',
      'user.not-admin-approved',
    ]);
  });

  test('each leads somewhere', () => {
    for (const [words, names] of Object.entries(GUIDE_WORDS))
      expect(namesFor(words)).toEqual(expect.arrayContaining([...names]));
  });
});

test('a typo of an answer names it', async () => {
  expect(suggestionsFor('invalid_grnat', refusals)[0]).toBe('invalid_grant');
  expect(suggestionsFor('acess denied', refusals)[0]).toMatch(/^access.denied$/);
  expect((await run({ args: ['errors', 'invalid_grnat'] })).stderr).toBe(
    "fauxforce: there is no refusal 'invalid_grnat': did you mean invalid_grant?\n",
  );
});

test('only what is spelled nearly so is suggested, and what shares a word where nothing is', () => {
  expect(suggestionsFor('jwt.audiance', refusals)).toEqual(['jwt.audience']);
  expect(suggestionsFor('jwt-something-else', refusals)).toContain('jwt.audience');
  expect(suggestionsFor('xyzzy', refusals)).toEqual([]);
});

describe('as people copy and type them', () => {
  test.each([
    'user hasn’t approved this consumer',
    '“user hasn’t approved this consumer”',
    '{"error":"invalid_grant","error_description":"user hasn’t approved this consumer"}',
  ])('%s', (asked) => {
    const plain = namesFor("user hasn't approved this consumer");
    expect(plain.length).toBeGreaterThan(0);
    expect(namesFor(asked)).toEqual(plain);
  });

  test('names in any case, and several', async () => {
    const { code, stdout } = await run({ args: ['errors', 'CLIENT.SECRET-WRONG', '--json'] });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).name).toBe('client.secret-wrong');
    for (const asked of ['client.secret-wrong client.unknown', 'Client.Unknown, client.secret-wrong'])
      expect(namesFor(asked).sort()).toEqual(['client.secret-wrong', 'client.unknown']);
    expect(namesFor('client.secret-wrong client.nobody')).not.toContain('client.unknown');
  });

  test.each([
    'INVALID_LOGIN',
    'INVALID_LOGIN: Invalid username, password, security token; or user locked out.',
    '[{"errorCode":"INVALID_LOGIN","message":"x"}]',
    '<faultcode>INVALID_LOGIN</faultcode><faultstring>INVALID_LOGIN: Invalid username, password, security token; or user locked out.</faultstring>',
  ])('the word of the SOAP log-in: %s', (asked) => {
    const { refusals: found, note } = searchRefusals(asked, refusals);
    expect(note).toBeUndefined();
    const names = found.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['soap-login.wrong-password', 'soap-login.wrong-token', 'soap-login.locked']),
    );
    expect(names.filter((name) => !name.startsWith('soap-login.'))).toEqual([]);
  });

  test('what SOAP answers without a security token', () => {
    const description = refusals.find(({ name }) => name === 'soap-login.security-token')?.error_description;
    expect(namesFor(`LOGIN_MUST_USE_SECURITY_TOKEN: ${description}`)).toEqual(['soap-login.security-token']);
  });
});
