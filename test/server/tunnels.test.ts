/** The port as a forward proxy (design 5.5). */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect as connectSecurely } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, type StartOptions, startFauxforce } from '../../src/testing/index.ts';
import { exchange } from './exchange.ts';

let ca: string;
let sf: Fauxforce;
beforeAll(async () => {
  ca = mkdtempSync(join(tmpdir(), 'fauxforce-ca-'));
  sf = await startFauxforce({ ca });
});
afterAll(async () => {
  await sf[Symbol.asyncDispose]();
  rmSync(ca, { recursive: true });
});

const CONNECT = (authority: string, more = '') =>
  `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${more}\r\n`;

async function tunnel({ url }: Fauxforce, authority: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined).write(CONNECT(authority));
  const [data] = await once(socket, 'data');
  expect(String(data)).toBe('HTTP/1.1 200 Connection Established\r\n\r\n');
  return socket;
}

async function through(host: string, path: string, servername = host, called = host): Promise<string> {
  const certificate = await (await fetch(`${sf.url}/_fauxforce/ca.pem`)).text();
  const secure = connectSecurely({ socket: await tunnel(sf, `${host}:443`), servername, ca: certificate });
  secure.write(`GET ${path} HTTP/1.1\r\nHost: ${called}\r\nConnection: close\r\n\r\n`);
  return text(secure);
}

describe('a tunnel', () => {
  test.each([
    ['login.salesforce.com', 'https://login.salesforce.com'],
    ['LOGIN.salesforce.com', 'https://login.salesforce.com'],
    ['test.salesforce.com', 'https://test.salesforce.com'],
    ['acme.my.salesforce.com', 'https://acme.my.salesforce.com'],
  ])('to %s ends here, as that host', async (host, issuer) => {
    const answer = await through(host, '/.well-known/openid-configuration');
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain(`"issuer":"${issuer}"`);
  });

  test.each([
    [
      'example.org:443',
      403,
      "example.org is no host of Salesforce's: only its names end here, keep other hosts out by NO_PROXY, or have them tunnelled with --proxy-others tunnel",
    ],
    [
      'notsalesforce.com:443',
      403,
      "notsalesforce.com is no host of Salesforce's: only its names end here, keep other hosts out by NO_PROXY, or have them tunnelled with --proxy-others tunnel",
    ],
    [
      '169.254.169.254:443',
      403,
      "169.254.169.254 is no host of Salesforce's: only its names end here, keep other hosts out by NO_PROXY, or have them tunnelled with --proxy-others tunnel",
    ],
    [
      'localhost:443',
      403,
      "localhost is no host of Salesforce's: only its names end here, keep other hosts out by NO_PROXY, or have them tunnelled with --proxy-others tunnel",
    ],
    ['login.salesforce.com:22', 403, 'port 22 of login.salesforce.com: only 443 ends here'],
    [
      '[::1]:443',
      403,
      "::1 is no host of Salesforce's: only its names end here, keep other hosts out by NO_PROXY, or have them tunnelled with --proxy-others tunnel",
    ],
    ['nobody@login.salesforce.com:443', 400, 'CONNECT names a host and a port: login.salesforce.com:443'],
    ['login.salesforce.com:0', 400, 'CONNECT names a host and a port: login.salesforce.com:443'],
    ['login.salesforce.com', 400, 'CONNECT names a host and a port: login.salesforce.com:443'],
  ])('to %s is refused in one sentence', async (authority, status, reason) => {
    const answer = await exchange(sf.url, CONNECT(authority));
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer.endsWith(`\r\n\r\n${reason}\n`)).toBe(true);
    expect(sf.journal.last()).toMatchObject({
      method: 'CONNECT',
      status,
      refusal: { name: 'proxy.refused', why: `the proxy refused what it was asked for: ${reason}` },
    });
  });

  test('is answered as the Host, whatever the tunnel and its certificate are for', async () => {
    const path = '/.well-known/openid-configuration';
    const answer = await through(
      'login.salesforce.com',
      path,
      'test.salesforce.com',
      'acme.develop.my.salesforce.com',
    );
    expect(answer).toContain('"issuer":"https://acme.develop.my.salesforce.com"');
  });

  test('is for TLS: whoever says something else in it is cut off', async () => {
    const socket = await tunnel(sf, 'login.salesforce.com:443');
    socket.write('GET / HTTP/1.1\r\nHost: login.salesforce.com\r\n\r\n');
    expect(await text(socket)).toBe('');
  });

  test('has no other tunnel in it', async () => {
    const certificate = await (await fetch(`${sf.url}/_fauxforce/ca.pem`)).text();
    const socket = await tunnel(sf, 'login.salesforce.com:443');
    const secure = connectSecurely({ socket, servername: 'login.salesforce.com', ca: certificate });
    secure.write(CONNECT('test.salesforce.com:443'));
    expect(await text(secure)).toMatch(/^HTTP\/1\.1 400 .*it asks for a tunnel within a tunnel\n$/s);
  });

  test('that is given up does not keep the server from closing', async () => {
    const own = await startFauxforce({ ca });
    const socket = await tunnel(own, 'login.salesforce.com:443');
    const closed = once(socket, 'close');
    socket.resume();
    await own[Symbol.asyncDispose]();
    await closed;
  });
});

describe('where other machines can reach it', () => {
  const TOKEN = 'Lab0Token';
  const basic = (password: string) =>
    `Proxy-Authorization: Basic ${Buffer.from(`fauxforce:${password}`).toString('base64')}\r\n`;

  test.each<[string, StartOptions, string, number]>([
    ['without a password', { labToken: TOKEN }, '', 407],
    ['with another one', { labToken: TOKEN }, basic('other'), 407],
    ['where there is no lab token', {}, basic('undefined'), 407],
    ['with the lab token', { labToken: TOKEN }, basic(TOKEN), 200],
  ])('%s', async (_what, options, header, status) => {
    await using own = await startFauxforce({ ca, exposed: true, ...options });
    const socket = connect(Number(new URL(own.url).port), '127.0.0.1');
    socket.write(CONNECT('login.salesforce.com:443', header));
    const [data] = await once(socket, 'data');
    expect(String(data)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    if (status === 407) expect(String(data)).toContain('Proxy-Authenticate: Basic realm="fauxforce"\r\n');
    socket.destroy();
  });
});
