/** `HTTPS required` (authorize.md 4.4, token.md 1.2, identity-and-resources.md 3.3): where Salesforce would see http. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { exchange } from './exchange.ts';

let ca: string;
let lax: Fauxforce;
let strict: Fauxforce;
beforeAll(async () => {
  ca = mkdtempSync(join(tmpdir(), 'fauxforce-ca-'));
  lax = await startFauxforce({ ca });
  strict = await startFauxforce({ ca, requireHttps: true, trustProxy: ['127.0.0.1'] });
});
afterAll(async () => {
  await lax[Symbol.asyncDispose]();
  await strict[Symbol.asyncDispose]();
  rmSync(ca, { recursive: true });
});

const AUTHORIZE = '/services/oauth2/authorize?response_type=code&client_id=3MVG9Demo.Web_Server';
const REFUSED: readonly (readonly [string, string, number, string, string])[] = [
  [
    'GET',
    AUTHORIZE,
    400,
    'error=invalid_request&error_description=HTTPS%20required',
    'authorize.https-required',
  ],
  [
    'POST',
    '/services/oauth2/token',
    400,
    '{"error":"invalid_request","error_description":"HTTPS required"}',
    'token.https-required',
  ],
  ['GET', '/services/oauth2/userinfo', 403, 'HTTPS_Required', 'identity.https-required'],
  ['GET', '/id/00D5g000004AcmeEAC/0055g000000AdaAAA', 403, 'HTTPS_Required', 'identity.https-required'],
];

const line = (method: string, url: string, headers = '') =>
  `${method} ${url} HTTP/1.1\r\nHost: ignored\r\n${headers}Content-Length: 0\r\nConnection: close\r\n\r\n`;

describe('http to a Salesforce host, by the proxy', () => {
  test.each(REFUSED)('%s %s is refused', async (method, path, status, body, name) => {
    for (const host of ['login.salesforce.com', 'acme.develop.my.salesforce.com']) {
      const answer = await exchange(lax.url, line(method, `http://${host}${path}`));
      expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(answer.endsWith(`\r\n\r\n${body}`)).toBe(true);
      expect(lax.journal.last()).toMatchObject({
        via: 'proxy',
        refusal: { name, why: 'the request came by http, where https is wanted' },
      });
    }
  });

  test('is answered by the other endpoints', async () => {
    expect(await exchange(lax.url, line('GET', 'http://login.salesforce.com/id/keys'))).toMatch(
      /^HTTP\/1\.1 200 /,
    );
  });

  test('is not https in absolute form, which is answered', async () => {
    const answer = await exchange(
      lax.url,
      line('POST', 'https://login.salesforce.com/services/oauth2/token'),
    );
    expect(answer).toContain('{"error":"unsupported_grant_type"');
  });
});

describe('http to a Salesforce host, directly', () => {
  test.each(REFUSED)('%s %s is answered', async (method, path) => {
    const direct = line(method, path).replace('Host: ignored', 'Host: login.salesforce.com');
    expect(await exchange(lax.url, direct)).not.toMatch(/HTTPS/);
  });
});

describe('with requireHttps', () => {
  test.each(REFUSED)('%s %s is refused', async (method, path, status, body, name) => {
    const answer = await exchange(strict.url, line(method, path));
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer.endsWith(`\r\n\r\n${body}`)).toBe(true);
    expect(strict.journal.last()).toMatchObject({ refusal: { name } });
  });

  test.each(REFUSED)('%s %s is answered where a trusted proxy was called by https', async (method, path) => {
    const headers = 'X-Forwarded-Proto: https\r\n';
    expect(await exchange(strict.url, line(method, path, headers))).not.toMatch(/HTTPS/);
  });

  test('a proxy that nobody trusts is not believed', async () => {
    await using own = await startFauxforce({ ca, requireHttps: true });
    const answer = await exchange(
      own.url,
      line('POST', '/services/oauth2/token', 'X-Forwarded-Proto: https\r\n'),
    );
    expect(answer).toContain('HTTPS required');
  });

  test('the lab takes http', async () => {
    expect((await fetch(`${strict.url}/_fauxforce/health`)).status).toBe(200);
  });
});
