import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { requestLine, textLines } from '../../src/cli/log/log-text.ts';
import type { LogStream, LogWriter } from '../../src/cli/log/log-writer.ts';
import type { JournalEntry } from '../../src/journal/entry.ts';
import type { Trace } from '../../src/refusals/trace.ts';

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

const ANSWERED_LINE = '✓ POST /services/oauth2/token refresh_token  200 1.2ms';

test('an answer is one line', () => {
  expect(stripVTControlCharacters(requestLine(ANSWERED))).toBe(ANSWERED_LINE);
});

test('a refusal says what, why and what to do', () => {
  expect(stripVTControlCharacters(requestLine(REFUSED))).toBe(
    '✗ POST /services/oauth2/token jwt-bearer  invalid_grant jwt.audience: aud was "https://x"; accepted: https://y  fix: Send one of the accepted audiences.',
  );
});

test('a refusal ends with the page that tells more of it', () => {
  const page = 'http://localhost:7332/_fauxforce/console/journal/x-1';
  expect(stripVTControlCharacters(requestLine(REFUSED, page))).toMatch(
    / fix: Send one of the accepted audiences\. {2}more: http:\/\/localhost:7332\/_fauxforce\/console\/journal\/x-1$/,
  );
  expect(stripVTControlCharacters(requestLine(ANSWERED, page))).toBe(ANSWERED_LINE);
});

test('a call of SOAP says which operation it was', () => {
  const soap = { endpoint: 'soap', path: '/services/Soap/u/64.0', grantType: null };
  const entry = { ...ANSWERED, ...soap, request: { operation: 'login' } };
  expect(stripVTControlCharacters(requestLine(entry))).toBe('✓ POST /services/Soap/u/64.0 login  200 1.2ms');
});

test('what a client sent neither breaks the line nor steers the terminal', () => {
  const hostile = 'a\r\nready http://evil\u001b[2Jb\u009bc';
  const line = requestLine({ ...ANSWERED, grantType: hostile });
  expect(line).toContain('a\\x0d\\x0aready http://evil\\x1b[2Jb\\x9bc');
});

/** What is written to a pipe. */
function writtenBy(write: (lines: LogWriter) => void): string[] {
  let text = '';
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      text += chunk;
      done();
    },
  });
  write(textLines(stream as LogStream, false));
  return stripVTControlCharacters(text).trimEnd().split('\n');
}

test('of a mistake of ours the path is told as of any request, and where it was made', () => {
  const trace = { method: 'GET', path: `/${'p'.repeat(2_000)}` } as Trace;
  const [first, second] = writtenBy((lines) => lines.bug({ at: '', trace, error: new Error('no member') }));
  expect(first).toMatch(
    /^✗ GET \/p{1023}… \(2001 characters, sha256:[0-9a-f]{12}\) {2}500 a mistake of fauxforce: Error: no member$/,
  );
  expect(second).toMatch(/^ {4}at /);
});

test.each([
  ['debug', [ANSWERED_LINE, '    ✓ a.b: it fits']],
  ['info', [ANSWERED_LINE]],
] as const)('at the level %s', (level, lines) => {
  const checks = [{ name: 'a.b', ok: true, detail: 'it fits' }];
  expect(writtenBy((log) => log.request({ ...ANSWERED, checks }, level))).toEqual(lines);
});
