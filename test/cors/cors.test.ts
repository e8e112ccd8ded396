import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAllowedOrigin } from '../../src/org/allowed-origin.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { send } from '../helpers/token.ts';

const LISTED = 'https://app.acme.example';
const MY_DOMAIN = 'acme.develop.my.salesforce.com';
const PREFLIGHT = {
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'authorization,x-a',
};
const OAUTH = ['token', 'revoke', 'introspect', 'authorize'].map((name) => `/services/oauth2/${name}`);
const RESOURCES = ['/services/oauth2/userinfo', '/services/data/v60.0', '/services/data'];

let open: Fauxforce;
let closed: Fauxforce;
beforeAll(async () => {
  const corsAllowedOrigins = [LISTED, 'https://*.preview.example', 'http://localhost:3000'];
  open = await startFauxforce({ demo: { settings: { corsAllowedOrigins, enableOauthCors: true } } });
  closed = await startFauxforce({ demo: { settings: { corsAllowedOrigins } } });
});
afterAll(async () => {
  await open[Symbol.asyncDispose]();
  await closed[Symbol.asyncDispose]();
});

function from(
  sf: Fauxforce,
  path: string,
  origin: string,
  more: Record<string, string> = {},
  method = 'POST',
) {
  return send(sf, path, { method, headers: { origin, ...more } });
}

const ALLOW = 'access-control-allow-origin';

describe('OAuth endpoints', () => {
  test.each(OAUTH)('%s: preflight and request of a listed origin', async (path) => {
    for (const host of [undefined, MY_DOMAIN, 'acme.develop.my.site.com/customers']) {
      const [name, prefix] = host?.split('/') ?? [];
      const called = { ...PREFLIGHT, ...(name ? { host: name } : {}) };
      const at = prefix ? `/${prefix}${path}` : path;
      const preflight = await from(open, at, LISTED, called, 'OPTIONS');
      expect(preflight).toMatchObject({
        status: 200,
        body: '',
        headers: {
          [ALLOW]: LISTED,
          'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
          'access-control-allow-headers': 'authorization,x-a',
          vary: 'Accept-Encoding, Origin',
        },
      });
      const request = await from(open, at, LISTED, name ? { host: name } : {});
      expect(request.status).toBe(400);
      expect(request.headers[ALLOW]).toBe(LISTED);
    }
  });

  test.each(OAUTH)('%s: 403 for any other origin', async (path) => {
    for (const origin of [
      'https://evil.example',
      'null',
      'https://app.acme.example.evil.example',
      `${LISTED}:444`,
    ]) {
      for (const method of ['OPTIONS', 'POST']) {
        const answer = await from(open, path, origin, PREFLIGHT, method);
        expect(answer.status).toBe(403);
        expect(answer.headers).not.toHaveProperty(ALLOW);
      }
    }
  });

  test.each(OAUTH)('%s: nothing while the setting is off, nor ever on the log-in hosts', async (path) => {
    const silent = [
      await from(closed, path, LISTED),
      await from(closed, path, LISTED, { host: MY_DOMAIN }),
      await from(open, path, LISTED, { host: 'login.salesforce.com' }),
      await from(open, path, 'https://evil.example', { host: 'test.salesforce.com' }),
    ];
    for (const { status, headers } of silent) {
      expect(status).toBe(400);
      expect(headers).not.toHaveProperty(ALLOW);
    }
  });
});

describe('resources', () => {
  test.each(RESOURCES)('%s: the allowlist is enough, and a preflight needs no token', async (path) => {
    const preflight = await from(closed, path, LISTED, PREFLIGHT, 'OPTIONS');
    expect(preflight).toMatchObject({ status: 200, body: '', headers: { [ALLOW]: LISTED } });
    expect((await from(closed, path, LISTED, {}, 'GET')).headers[ALLOW]).toBe(LISTED);
  });

  test.each(RESOURCES)('%s: 403 for any other origin', async (path) => {
    expect((await from(closed, path, 'https://evil.example', PREFLIGHT, 'OPTIONS')).status).toBe(403);
    expect((await from(closed, path, 'https://evil.example', {}, 'GET')).status).toBe(403);
  });
});

test.each([
  '/.well-known/openid-configuration',
  '/.well-known/auth-configuration',
  '/id/keys',
  '/services/oauth2/id/keys',
])('%s answers every origin', async (path) => {
  const answer = await from(closed, path, 'https://anybody.example', {}, 'GET');
  expect(answer).toMatchObject({
    status: 200,
    headers: { [ALLOW]: '*', 'access-control-allow-credentials': 'false' },
  });
});

test.each(['/services/oauth2/singleaccess', '/services/oauth2/register', '/secur/frontdoor.jsp', '/'])(
  '%s answers no origin, and refuses none for it',
  async (path) => {
    const { headers, status } = await from(open, path, LISTED, {}, 'GET');
    expect(headers).not.toHaveProperty(ALLOW);
    expect(headers).not.toHaveProperty('access-control-allow-methods');
    expect(status).toBeLessThan(500);
  },
);

test('an own origin is not another', async () => {
  const { port } = new URL(open.url);
  for (const origin of [open.url, `http://localhost:${port}`]) {
    const host = new URL(origin).host;
    expect((await from(open, '/services/oauth2/token', origin, { host })).status).toBe(400);
  }
});

describe('an allowlist entry', () => {
  test.each([
    ['https://app.example', 'https://app.example', true],
    ['https://App.Example', 'https://app.example', true],
    ['https://app.example', 'http://app.example', false],
    ['https://app.example', 'https://app.example:8443', false],
    ['https://*.app.example', 'https://a.app.example', true],
    ['https://*.app.example', 'https://a.b.app.example', true],
    ['https://*.app.example', 'https://app.example', false],
    ['https://*.app.example', 'https://evilapp.example', false],
    ['https://*.app.example', 'https://evil.example/.app.example', false],
    ['https://*.app.example', 'https://a:1@x.app.example', false],
    ['https://*.app.example:8443', 'https://a.app.example:8443', true],
    ['chrome-extension://abc', 'chrome-extension://abc', true],
  ])('%s and origin %s: %s', (entry, origin, expected) => {
    expect(isAllowedOrigin([entry], origin)).toBe(expected);
  });

  test('is never met by an origin of another site', () => {
    fc.assert(
      fc.property(fc.webUrl(), (url) => {
        const { origin, hostname } = new URL(url);
        const isListed = isAllowedOrigin(['https://*.acme.example'], origin);
        expect(isListed).toBe(
          origin.startsWith('https:') && hostname.endsWith('.acme.example') && !/:\d+$/.test(origin),
        );
      }),
    );
  });
});
