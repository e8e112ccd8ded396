import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { entryRows, requestRows } from '../../src/cli/log/log-rows.ts';
import { requestText } from '../../src/cli/log/log-text.ts';
import { pageLink } from '../../src/cli/log/page-link.ts';
import type { JournalEntry } from '../../src/journal/entry.ts';

const ANSWERED: JournalEntry = {
  id: 'x-1',
  at: '2027-01-01T09:08:07.654Z',
  org: '00D5g000004AcmeEAC',
  endpoint: 'token',
  method: 'POST',
  path: '/services/oauth2/token',
  grantType: 'refresh_token',
  clientId: '3MVG9OrderPortal',
  username: 'ada@acme.example',
  ip: '127.0.0.1',
  outcome: 'answered',
  status: 200,
  refusal: null,
  checks: [{ name: 'refresh.expired', ok: true, detail: 'the token is known' }],
  request: { grant_type: 'refresh_token', refresh_token: 'sha256:0123456789ab' },
  response: { body: { access_token: 'sha256:ba9876543210', scope: 'api' } },
  ms: 1.234,
};

const REFUSED: JournalEntry = {
  ...ANSWERED,
  outcome: 'refused',
  status: 400,
  refusal: {
    name: 'refresh.expired',
    error: 'invalid_grant',
    error_description: 'expired access/refresh token',
    why: 'the refresh token was revoked by a log-in of the same user through the same app, the sixth of five that are allowed',
    fix: 'Log in again.',
  },
  checks: [{ name: 'refresh.expired', ok: false, detail: 'the token is dead' }],
  response: { body: { error: 'invalid_grant' } },
};

const plain = (rows: readonly string[]) => rows.map(stripVTControlCharacters);

test('an answer has two rows, with time and id', () => {
  expect(plain(requestRows(ANSWERED))).toEqual([
    '✓ 09:08:07Z POST /services/oauth2/token refresh_token',
    '    200 in 1.2 ms  ada@acme.example  x-1',
  ]);
  expect(plain(requestRows({ ...ANSWERED, username: null, notes: { oneTimeCode: '123456' } }))).toEqual([
    '✓ 09:08:07Z POST /services/oauth2/token refresh_token',
    '    200 in 1.2 ms  x-1',
    '    oneTimeCode: 123456',
  ]);
});

test('a refusal says what was said, why and what to do, broken to the width of the terminal', () => {
  expect(plain(requestRows(REFUSED, 60))).toEqual([
    '✗ 09:08:07Z POST /services/oauth2/token refresh_token',
    '    400 invalid_grant: expired access/refresh token',
    '    refresh.expired  x-1',
    '    why: the refresh token was revoked by a log-in of the',
    '         same user through the same app, the sixth of five',
    '         that are allowed',
    '    fix: Log in again.',
  ]);
});

test('a terminal of 40 columns has all of it', () => {
  expect(plain(requestRows(REFUSED, 40))).toEqual([
    '✗ 09:08:07Z POST /services/oauth2/token',
    '    refresh_token',
    '    400 invalid_grant: expired',
    '    access/refresh token',
    '    refresh.expired  x-1',
    '    why: the refresh token was revoked',
    '         by a log-in of the same user',
    '         through the same app, the sixth',
    '         of five that are allowed',
    '    fix: Log in again.',
  ]);
  expect(plain(requestRows(ANSWERED, 40)).slice(2)).toEqual(['    200 in 1.2 ms  ada@acme.example  x-1']);
  expect(plain(requestRows(ANSWERED, 39)).slice(2)).toEqual([
    '    200 in 1.2 ms  ada@acme.example',
    '    x-1',
  ]);
  for (const width of [40, 60, 100])
    for (const row of plain(entryRows(REFUSED, width))) expect(row.length).toBeLessThanOrEqual(width);
});

test('of a terminal that says less, text has 20 columns', () => {
  expect(plain(requestRows(REFUSED, 1)).slice(-3)).toEqual([
    '         of five that are',
    '         allowed',
    '    fix: Log in again.',
  ]);
});

test('a mistake of fauxforce is told', () => {
  expect(plain(requestRows({ ...ANSWERED, mistake: 'no such member' })).at(-1)).toBe(
    '    mistake: no such member',
  );
});

test('the whole entry has checks, request and answer', () => {
  expect(plain(entryRows(REFUSED)).slice(4)).toEqual([
    '    fix: Log in again.',
    '',
    'who',
    '    org: 00D5g000004AcmeEAC',
    '    app: 3MVG9OrderPortal',
    '    user: ada@acme.example',
    '    from: 127.0.0.1',
    '',
    'checks',
    '    ✗ refresh.expired: the token is dead',
    '',
    'request',
    '    grant_type: refresh_token',
    '    refresh_token: sha256:0123456789ab',
    '',
    'answer',
    '    error: invalid_grant',
  ]);
});

describe('the page that tells more of a refusal', () => {
  const PAGE = 'http://localhost:7332/_fauxforce/console/journal/x-1';

  test('stands in a row of its own, in one piece', () => {
    expect(plain(requestRows(REFUSED, 40, PAGE)).at(-1)).toBe(`    more: ${PAGE}`);
    expect(plain(entryRows(REFUSED, 40, PAGE))).toContain(`    more: ${PAGE}`);
    expect(plain(requestRows(ANSWERED, 100, PAGE)).join('')).not.toContain(PAGE);
  });

  test('is behind the id where the terminal has such links, and a URL elsewhere', () => {
    const at = (isTTY: boolean) => ({ isTTY, columns: 80 }) as typeof process.stdout;
    vi.stubEnv('NO_COLOR', undefined);
    vi.stubEnv('TERM_PROGRAM', 'vscode');
    expect(pageLink('x-1', PAGE, at(true))).toBe(`\u001b]8;;${PAGE}\u001b\\x-1\u001b]8;;\u001b\\`);
    expect(pageLink('x-1', PAGE, at(false))).toBe(PAGE);
    vi.stubEnv('TERM', 'dumb');
    expect(pageLink('x-1', PAGE, at(true))).toBe(PAGE);
    vi.unstubAllEnvs();
    vi.stubEnv('NO_COLOR', '1');
    expect(pageLink('x-1', PAGE, at(true))).toBe(PAGE);
    vi.unstubAllEnvs();
    expect(pageLink('x-1', undefined, at(true))).toBeUndefined();
  });
});

test('what a client sent neither adds a row nor steers the terminal', () => {
  const hostile = 'a\r\n✓ b\u001b[2J';
  const rows = entryRows({ ...ANSWERED, grantType: hostile, request: { [hostile]: hostile } });
  for (const forbidden of ['\r', '\n', '\u001b[2J']) expect(rows.join('')).not.toContain(forbidden);
});

test('only a terminal has rows', () => {
  const at = (isTTY: boolean) => ({ isTTY, columns: 80 }) as typeof process.stdout;
  expect(requestText(REFUSED, at(true)).split('\n').length).toBeGreaterThan(3);
  expect(requestText(REFUSED, at(false)).split('\n')).toHaveLength(1);
});
