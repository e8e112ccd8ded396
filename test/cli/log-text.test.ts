import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { requestLine } from '../../src/cli/log/log-text.ts';
import type { JournalEntry } from '../../src/journal/entry.ts';

const ANSWERED: JournalEntry = {
  id: 'x-1',
  at: '2027-01-01T00:00:00.000Z',
  org: null,
  endpoint: 'token',
  method: 'POST',
  path: '/services/oauth2/token',
  grantType: 'refresh_token',
  clientId: null,
  username: null,
  outcome: 'answered',
  status: 200,
  refusal: null,
  checks: [],
  request: {},
  response: {},
  ms: 1.234,
};

const REFUSED: JournalEntry = {
  ...ANSWERED,
  grantType: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  outcome: 'refused',
  status: 400,
  refusal: {
    name: 'jwt.audience',
    error: 'invalid_grant',
    error_description: 'audience is invalid',
    why: 'aud was "https://x"; accepted: https://y',
    fix: 'Send one of the accepted audiences.',
  },
};

test('an answer is one line', () => {
  expect(stripVTControlCharacters(requestLine(ANSWERED))).toBe(
    '✓ POST /services/oauth2/token refresh_token  200 1.2ms',
  );
});

test('a refusal says what, why and what to do', () => {
  expect(stripVTControlCharacters(requestLine(REFUSED))).toBe(
    '✗ POST /services/oauth2/token jwt-bearer  invalid_grant jwt.audience: aud was "https://x"; accepted: https://y  fix: Send one of the accepted audiences.',
  );
});

test('what a client sent neither breaks the line nor steers the terminal', () => {
  const hostile = 'a\r\nready http://evil\u001b[2Jb\u009bc';
  const line = requestLine({ ...ANSWERED, grantType: hostile });
  expect(line).toContain('a\\x0d\\x0aready http://evil\\x1b[2Jb\\x9bc');
});
