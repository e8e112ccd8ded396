import { describe, expect, test } from 'vitest';
import type { Fauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { members, send } from '../helpers/token.ts';
import { exchange, exchangeAndEnd, statuses } from './exchange.ts';

const fresh = freshServers();

const BAD_REQUEST =
  '<!DOCTYPE html>\n<html><head><title>Bad Request</title></head><body><h1>Bad Request</h1><p>The request could not be understood.</p></body></html>';

/** They look like host names. */
const NO_URLS = ['localhost:99999', 'localhost:65536', '1.2.3.256', '[1:2]', '[::1::]', '1.2.3.4.5'];

describe('bytes that are not HTTP', () => {
  test.each([
    ['garbage', 'GARBAGE\r\n\r\n'],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a length that is no number', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: many\r\n\r\n'],
    ['a space in a header name', 'GET / HTTP/1.1\r\nHost : a\r\n\r\n'],
    ['a broken chunk', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
  ])('%s', async (_what, bytes) => {
    const sf = await fresh();
    const answer = await exchange(sf.url, bytes);
    expect(statuses(answer)).toEqual([400]);
    expect(answer.endsWith(`\r\n\r\n${BAD_REQUEST}`)).toBe(true);
    expect(sf.journal.entries()[0]?.refusal?.name).toBe('request.malformed');
  });

  test('garbage behind a good request does not spoil its answer', async () => {
    const sf = await fresh();
    const good = 'GET /.well-known/openid-configuration HTTP/1.1\r\nHost: localhost\r\n\r\n';
    const answer = await exchange(sf.url, `${good}${good}\0\0\0\r\n\r\n`);
    expect(statuses(answer).every((status) => status === 200 || status === 400)).toBe(true);
    expect(await exchangeAndEnd(sf.url, good)).toContain('"issuer":"http://localhost"');
  });

  test('the request line of what cannot be read is told, without its query', async () => {
    const sf = await fresh();
    await exchange(
      sf.url,
      'GET /services/oauth2/token?client_secret=S3CRET HTTP/1.1\r\nHost: a\r\nbad header\r\n\r\n',
    );
    expect(sf.journal.entries()).toMatchObject([
      { method: 'GET', path: '/services/oauth2/token', endpoint: 'token' },
    ]);
    expect(JSON.stringify(sf.journal.entries())).not.toContain('S3CRET');
  });
});

describe('what a client meant for another kind of port', () => {
  test('a handshake that is none is told', async () => {
    const sf = await fresh();
    await exchange(sf.url, Buffer.from('16040100f1', 'hex'));
    expect(sf.journal.last()?.refusal?.why).toBe(
      'the request is not well-formed HTTP: its TLS handshake failed: wrong version number',
    );
  });

  test('HTTP/2 with prior knowledge is named', async () => {
    const sf = await fresh();
    const answer = await exchange(sf.url, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    expect(statuses(answer)).toEqual([400]);
    expect(sf.journal.last()?.refusal?.why).toBe(
      'the request is not well-formed HTTP: it begins an HTTP/2 connection, and this port speaks HTTP/1.1: let the client use that (curl without --http2-prior-knowledge)',
    );
  });
});

describe('what Node would answer by itself', () => {
  test.each([
    ['GET /services/data HTTP/1.1\r\nConnection: close\r\n\r\n', 'it has no Host'],
    ['GET http://localhost/services/data HTTP/1.1\r\nConnection: close\r\n\r\n', 'it has no Host'],
  ])('%j is refused and told', async (bytes, reason) => {
    const sf = await fresh();
    const answer = await exchange(sf.url, bytes);
    expect(statuses(answer)).toEqual([400]);
    expect(answer.endsWith(`\r\n\r\n${BAD_REQUEST}`)).toBe(true);
    expect(sf.journal.last()).toMatchObject({
      path: '/services/data',
      refusal: { name: 'request.malformed', why: `the request is not well-formed HTTP: ${reason}` },
    });
  });

  test('HTTP/1.0 needs no Host', async () => {
    const sf = await fresh();
    expect(await exchange(sf.url, 'GET /services/data HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  test('an expectation that nobody knows is passed over', async () => {
    const sf = await fresh();
    const answer = await exchange(
      sf.url,
      'GET /services/data HTTP/1.1\r\nHost: a\r\nExpect: bogus\r\nConnection: close\r\n\r\n',
    );
    expect(statuses(answer)).toEqual([200]);
    expect(sf.journal.last()).toMatchObject({ path: '/services/data', status: 200 });
  });
});

describe('HTTP that is too much', () => {
  test('headers over 16 KiB are 431', async () => {
    const sf = await fresh();
    const answer = await exchange(
      sf.url,
      `GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`,
    );
    expect(statuses(answer)).toEqual([431]);
    expect(answer).toContain(
      '\r\n\r\n<!DOCTYPE html>\n<html><head><title>Request Header Fields Too Large</title>',
    );
    expect(sf.journal.entries()[0]?.refusal?.name).toBe('request.headers-too-large');
  });

  test.each([
    ['form', 'application/x-www-form-urlencoded', 'a'.repeat(1024 * 1024 + 1)],
    ['multipart', 'multipart/form-data; boundary=b', 'a'.repeat(1024 * 1024 + 1)],
    ['JSON', 'application/json', '1'.repeat(1024 * 1024 + 1)],
  ])('a %s body over 1 MiB is 413', async (_what, contentType, body) => {
    const sf = await fresh();
    const answer = await fetch(`${sf.url}/services/oauth2/token`, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body,
    });
    expect(answer.status).toBe(413);
    expect(await answer.text()).toBe(
      '<!DOCTYPE html>\n<html><head><title>Request Entity Too Large</title></head><body><h1>Request Entity Too Large</h1><p>The request body is too large.</p></body></html>',
    );
  });

  test('so is one in chunks, whose length nobody said', async () => {
    const sf = await fresh();
    const chunk = `${(64 * 1024).toString(16)}\r\n${'a'.repeat(64 * 1024)}\r\n`;
    const head =
      'POST /services/oauth2/token HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(statuses(await exchange(sf.url, head, chunk.repeat(17), '0\r\n\r\n'))).toEqual([413]);
  });
});

describe('odd but well-formed', () => {
  test.each(['/%', '/%E0%A4%A', '/services/oauth2/%zz'])('%s cannot be read as a path', async (path) => {
    const sf = await fresh();
    const answer = await exchange(sf.url, `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect(statuses(answer)).toEqual([400]);
    expect(answer).toContain(BAD_REQUEST);
    expect(sf.journal.entries()[0]).toMatchObject({ path, refusal: { name: 'request.malformed' } });
  });

  test('a request line in absolute form names its host', async () => {
    const sf = await fresh();
    const line = 'GET http://login.salesforce.com/.well-known/openid-configuration HTTP/1.1';
    const answer = await exchange(sf.url, `${line}\r\nHost: ignored\r\nConnection: close\r\n\r\n`);
    expect(answer).toContain('"issuer":"https://login.salesforce.com"');
  });

  test('a body shorter than its length ends the connection, not the server', async () => {
    const sf = await fresh();
    const body = 'grant_type=client_credentials';
    const request = `POST /services/oauth2/token HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 900\r\n\r\n${body}`;
    expect(statuses(await exchangeAndEnd(sf.url, request)).every((status) => status === 400)).toBe(true);
    expect((await fetch(`${sf.url}/_fauxforce/health`)).status).toBe(200);
  });

  test('HTTP/1.0 without a host is answered by the address it came to', async () => {
    const sf = await fresh();
    const answer = await exchange(sf.url, 'GET /.well-known/openid-configuration HTTP/1.0\r\n\r\n');
    expect(answer).toContain(`"issuer":"${sf.url}"`);
  });

  test.each(['a b', '"><script>', 'a/b', 'user@host', 'a:b:c', ...NO_URLS, ''])(
    'Host %j is not a host name',
    async (host) => {
      const sf = await fresh();
      const answer = await exchange(
        sf.url,
        `GET /services/oauth2/authorize HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      );
      expect(host === '' ? [302, 400] : [400]).toContain(statuses(answer)[0]);
      expect(answer).not.toContain('<script>');
    },
  );

  test.each([
    ['/services/oauth2/authorize', BAD_REQUEST],
    ['/_fauxforce/health', '{"error":"the request is not well-formed HTTP: its Host is not a host name"}'],
  ])('%s of a Host that no URL can have is refused', async (path, body) => {
    const sf = await fresh();
    for (const host of NO_URLS) {
      const answer = await exchange(
        sf.url,
        `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      );
      expect(statuses(answer)).toEqual([400]);
      expect(answer.endsWith(`\r\n\r\n${body}`)).toBe(true);
    }
  });

  test('the last port is one', async () => {
    const sf = await fresh();
    const head =
      'GET /.well-known/openid-configuration HTTP/1.1\r\nHost: localhost:65535\r\nConnection: close';
    expect(await exchange(sf.url, `${head}\r\n\r\n`)).toContain('"issuer":"http://localhost:65535"');
  });

  test.each([
    ['another', 'Host: a\r\nHost: b'],
    ['the same', 'Host: a\r\nhost: a'],
    ['an empty', 'HOST: a\r\nHost:'],
  ])('%s Host beside the first is refused', async (_what, hosts) => {
    const sf = await fresh();
    for (const path of ['/services/oauth2/authorize', 'http://localhost/services/oauth2/authorize']) {
      const answer = await exchange(sf.url, `GET ${path} HTTP/1.1\r\n${hosts}\r\nConnection: close\r\n\r\n`);
      expect(statuses(answer)).toEqual([400]);
      expect(answer.endsWith(`\r\n\r\n${BAD_REQUEST}`)).toBe(true);
    }
    expect(sf.journal.entries()[0]?.refusal?.why).toBe(
      'the request is not well-formed HTTP: it has several Hosts',
    );
  });

  test.each([
    ['a b', [400]],
    ['ftp', [400]],
    ['http,', [400]],
    ['"><script>', [400]],
    ['https', [200]],
    ['HTTPS', [200]],
    ['http, https', [200]],
  ])('X-Forwarded-Proto %j of a trusted proxy', async (proto, expected) => {
    const sf = await fresh({ trustProxy: ['127.0.0.1', '::1'] });
    const head = `GET /.well-known/openid-configuration HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: ${proto}`;
    const answer = await exchange(sf.url, `${head}\r\nConnection: close\r\n\r\n`);
    expect(statuses(answer)).toEqual(expected);
    expect(answer).toContain(expected[0] === 200 ? '"issuer":"https://a"' : BAD_REQUEST);
  });

  test.each([
    ['sf.example:8443', '"issuer":"http://sf.example:8443"'],
    ['login.salesforce.com', '"issuer":"https://login.salesforce.com"'],
    ['inner.example, sf.example', '"issuer":"http://sf.example"'],
    ['a b', BAD_REQUEST],
    ['a:99999', BAD_REQUEST],
    ['"><script>', BAD_REQUEST],
    ['a,', BAD_REQUEST],
  ])('X-Forwarded-Host %j of a trusted proxy', async (forwarded, expected) => {
    const sf = await fresh({ trustProxy: ['127.0.0.1', '::1'] });
    const head = `GET /.well-known/openid-configuration HTTP/1.1\r\nHost: fauxforce:7332\r\nX-Forwarded-Host: ${forwarded}`;
    const answer = await exchange(sf.url, `${head}\r\nConnection: close\r\n\r\n`);
    expect(answer).toContain(expected);
    if (expected !== BAD_REQUEST) return;
    expect(sf.journal.last()?.refusal?.why).toBe(
      'the request is not well-formed HTTP: its X-Forwarded-Host is not a host name',
    );
  });

  test('X-Forwarded-Host counts together with X-Forwarded-Proto, below the base URL, and not of a stranger', async () => {
    const path = '/.well-known/openid-configuration';
    // nginx's $host:$server_port.
    const headers = { 'x-forwarded-host': 'sf.example:443', 'x-forwarded-proto': 'https' };
    const issuer = async (sf: Fauxforce) => members((await send(sf, path, { headers })).body).issuer;
    const trusting = await fresh({ trustProxy: ['127.0.0.1'] });
    expect(await issuer(trusting)).toBe('https://sf.example');
    const based = await fresh({ trustProxy: ['127.0.0.1'], baseUrl: 'https://b.example' });
    expect(await issuer(based)).toBe('https://b.example');
    const distrusting = await fresh();
    expect(await issuer(distrusting)).toBe(distrusting.url);
    const other = await fresh({ trustProxy: ['10.0.0.0/8'] });
    expect(await issuer(other)).toBe(other.url);
  });

  test('X-Forwarded-Host decides whether the path of a site is one', async () => {
    const sf = await fresh({
      trustProxy: ['127.0.0.1'],
      seed: { org: { name: 'Acme', myDomain: 'acme' }, sites: [{ name: 'C', urlPathPrefix: 'customers' }] },
    });
    const asked = async (host: string) =>
      send(sf, '/customers/.well-known/openid-configuration', { headers: { 'x-forwarded-host': host } });
    expect(members((await asked('sf.example')).body).issuer).toBe('http://sf.example/customers');
    expect(members((await asked('acme.my.site.com')).body).issuer).toBe('https://acme.my.site.com/customers');
    for (const host of ['login.salesforce.com', 'acme.my.salesforce.com', 'api.salesforce.com']) {
      expect((await asked(host)).status).toBe(404);
    }
  });

  test.each([
    'application/json;;;',
    'garbage',
    '',
    'multipart/form-data',
    'multipart/form-data; boundary=',
    'application/x-www-form-urlencoded; charset="',
  ])(
    'a body of Content-Type %j carries no parameters or those that can be read, and is never a 415',
    async (contentType) => {
      const sf = await fresh();
      const body = 'grant_type=magic';
      const answer = await exchange(
        sf.url,
        `POST /services/oauth2/token HTTP/1.1\r\nHost: a\r\nContent-Type: ${contentType}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
      );
      expect(
        answer.endsWith('{"error":"unsupported_grant_type","error_description":"grant type not supported"}'),
      ).toBe(true);
    },
  );
});

describe('methods', () => {
  test('a known path asked with another method is 405 and says which there are', async () => {
    const sf = await fresh();
    const answer = await fetch(`${sf.url}/.well-known/openid-configuration`, { method: 'DELETE' });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD');
    expect(await answer.text()).toBe(
      '<!DOCTYPE html>\n<html><head><title>Error 405</title></head><body><h1>Error 405</h1><p>Only GET, HEAD allowed</p></body></html>',
    );
  });

  test('HEAD is GET without a body', async () => {
    const sf = await fresh();
    const answer = await fetch(`${sf.url}/.well-known/openid-configuration`, { method: 'HEAD' });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
  });

  test.each(['PROPFIND', 'MKCOL', 'LOCK', 'QUERY'])(
    '%s of an unknown or known path is no mistake',
    async (method) => {
      const sf = await fresh();
      const head = 'HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
      for (const path of ['/', '/services/oauth2/token']) {
        const [status] = statuses(await exchange(sf.url, `${method} ${path} ${head}`));
        expect([400, 404, 405]).toContain(status);
      }
      expect(statuses(await exchange(sf.url, `OPTIONS * ${head}`))[0]).toBeLessThan(500);
    },
  );
});
