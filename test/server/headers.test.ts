/** The headers of an answer as bytes: their names, their order, and what localhost must not be told (token.md 1.4, identity-and-resources.md 0.1). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { send } from '../helpers/token.ts';
import { exchange } from './exchange.ts';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce({ demo: { settings: { corsAllowedOrigins: ['https://app.example'] } } });
});
afterAll(() => sf[Symbol.asyncDispose]());

const HSTS = 'Strict-Transport-Security: max-age=63072000; includeSubDomains';
const EDGE = [
  'X-Content-Type-Options: nosniff',
  'X-XSS-Protection: 1; mode=block',
  'X-Robots-Tag: none',
  'Cache-Control: no-cache,must-revalidate,max-age=0,no-store,private',
];

/** The lines of the head, with the values that differ each time blanked out. */
async function head(request: string, host: string): Promise<string[]> {
  const answer = await exchange(sf.url, `${request}\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  const [lines = ''] = answer.split('\r\n\r\n');
  return lines
    .split('\r\n')
    .map((line) => line.replace(/^(Date: ).*|^(x-fauxforce-journal: ).*/, (_line, a, b) => `${a ?? b}…`));
}

describe('the head of an answer', () => {
  test('of a Salesforce host is that of the recording, name by name', async () => {
    expect(await head('POST /services/oauth2/token HTTP/1.1', 'login.salesforce.com')).toEqual([
      'HTTP/1.1 400 Bad Request',
      'Date: …',
      HSTS,
      ...EDGE,
      'Content-Type: application/json;charset=UTF-8',
      'Vary: Accept-Encoding',
      'Content-Length: 81',
      'x-fauxforce-journal: …',
      'Connection: close',
    ]);
  });

  test.each(['localhost', '127.0.0.1:7332', '[::1]:7332'])('of %s never asks for https', async (host) => {
    const lines = await head('POST /services/oauth2/token HTTP/1.1', host);
    expect(lines).toEqual(expect.arrayContaining(EDGE));
    expect(lines.join('\n')).not.toContain('Strict-Transport-Security');
  });

  test.each([
    ['test.salesforce.com', '/'],
    ['acme.develop.my.salesforce.com', '/services/data'],
    ['acme.develop.my.site.com', '/'],
    ['api.salesforce.com', '/.well-known/oauth-protected-resource'],
  ])('of %s does', async (host, path) => {
    expect(await head(`GET ${path} HTTP/1.1`, host)).toContain(HSTS);
  });

  test('spells every name as Salesforce does, on pages, redirects and published documents', async () => {
    const page = await head('GET / HTTP/1.1', 'localhost');
    expect(page).toEqual(expect.arrayContaining(['X-Frame-Options: DENY', 'Referrer-Policy: strict-origin']));
    const keys = await head('GET /id/keys HTTP/1.1', 'localhost');
    expect(keys).toEqual(
      expect.arrayContaining([
        'Access-Control-Allow-Origin: *',
        'Access-Control-Allow-Credentials: false',
        'Expires: Thu, 01 Jan 1970 00:00:00 GMT',
      ]),
    );
    const out = await head('GET /secur/logout.jsp HTTP/1.1', 'localhost');
    expect(out).toContain('Location: http://localhost/');
    expect(out.some((line) => line.startsWith('Set-Cookie: sid=;'))).toBe(true);
    for (const line of [...page, ...keys, ...out].filter((line) => !line.startsWith('x-fauxforce-'))) {
      expect(line).toMatch(/^(?:HTTP\/1\.1 |[A-Z])/);
    }
  });

  test('of what is not HTTP has its date, and does not ask for https either', async () => {
    const answer = await exchange(sf.url, 'nonsense\r\n\r\n');
    const lines = (answer.split('\r\n\r\n')[0] ?? '').split('\r\n');
    expect(lines.map((line) => line.replace(/^Date: .*/, 'Date: …'))).toEqual([
      'HTTP/1.1 400 Bad Request',
      'Date: …',
      ...EDGE,
      'Content-Type: text/html;charset=UTF-8',
      'Vary: Accept-Encoding',
      expect.stringMatching(/^Content-Length: \d+$/),
      'Connection: close',
    ]);
  });
});

test('Date is once there, and a date of HTTP', async () => {
  const answer = await exchange(
    sf.url,
    'GET /services/data HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  );
  expect(answer.match(/^date: /gim)).toHaveLength(1);
  expect(answer).toMatch(
    /^Date: (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT\r$/m,
  );
});

test('an answer that comes in pieces has its names spelled too', async () => {
  sf.arm({ fault: 'slow-body', delay: '1ms' });
  const lines = await head('POST /services/oauth2/token HTTP/1.1', 'localhost');
  expect(lines).toEqual([
    'HTTP/1.1 400 Bad Request',
    'Date: …',
    ...EDGE,
    'Content-Type: application/json;charset=UTF-8',
    'Vary: Accept-Encoding',
    'Content-Length: 81',
    'x-fauxforce-journal: …',
    'Connection: close',
  ]);
});

test('what depends on the origin says so beside the encoding', async () => {
  const { headers } = await send(sf, '/services/oauth2/userinfo', {
    headers: { origin: 'https://app.example' },
  });
  expect(headers.vary).toBe('Accept-Encoding, Origin');
});
