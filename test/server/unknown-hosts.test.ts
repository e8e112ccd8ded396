/** Names of Salesforce's that are no host of an org here, and Hosts that are odd: none is answered as localhost is. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect as connectSecurely } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { postToken, send } from '../helpers/token.ts';
import { exchange, statuses } from './exchange.ts';

const fresh = freshServers();

const GONE =
  '<!DOCTYPE html>\n<html><head><title>URL No Longer Exists</title></head><body><h1>URL No Longer Exists</h1><p>You have attempted to reach a URL that no longer exists on salesforce.com.</p></body></html>';

let ca: string;
let sf: Fauxforce;
beforeAll(async () => {
  ca = mkdtempSync(join(tmpdir(), 'fauxforce-ca-'));
  sf = await startFauxforce({ ca, demo: { secondOrg: true } });
});
afterAll(async () => {
  await sf[Symbol.asyncDispose]();
  rmSync(ca, { recursive: true });
});

const lastRefusal = () => sf.journal.last()?.refusal;

/** What is answered inside a tunnel, whose target, server name and Host may differ. */
async function through(host: string, path: string, target = host): Promise<string> {
  const certificate = await (await fetch(`${sf.url}/_fauxforce/ca.pem`)).text();
  const socket = connect(Number(new URL(sf.url).port), '127.0.0.1');
  socket.write(`CONNECT ${target}:443 HTTP/1.1\r\nHost: ${target}:443\r\n\r\n`);
  await once(socket, 'data');
  const secure = connectSecurely({ socket, servername: target, ca: certificate });
  secure.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  return text(secure);
}

describe('a host of no org here', () => {
  test.each([
    'foo.my.salesforce.com',
    'foo--bar.sandbox.my.salesforce.com',
    'foo.lightning.force.com',
    'foo.my.salesforce-setup.com',
    'foo.my.site.com',
    'acme.sandbox.my.salesforce.com',
    'acme.my.salesforce.mil',
    'xyz.salesforce.com',
    'www.salesforce.com',
    'welcome.salesforce.com',
    'salesforce.com',
    'acme--c.develop.vf.force.com',
    'acme.develop.file.force.com',
    'acme.my.sfcrmapps.cn',
    'x.acme.develop.my.salesforce.com',
  ])('%s answers nothing but that it has gone', async (host) => {
    for (const path of [
      '/',
      '/id/keys',
      '/services/oauth2/authorize',
      '/services/data',
      '/services/Soap/u/60.0',
    ]) {
      expect(await send(sf, path, { headers: { host } })).toMatchObject({ status: 404, body: GONE });
      expect(lastRefusal()?.name).toBe('host.unknown');
    }
    const { status, headers } = await postToken(sf, { grant_type: 'password' }, { host });
    expect(status).toBe(404);
    expect(headers['content-type']).toBe('text/html;charset=UTF-8');
  });

  test('is explained by the hosts that there are', async () => {
    await send(sf, '/', { headers: { host: 'foo.salesforce.com' } });
    expect(lastRefusal()?.why).toBe(
      'the request was sent to "foo.salesforce.com", which must be a host of an org here; there are acme.develop.my.salesforce.com, globex.develop.my.salesforce.com, login.salesforce.com',
    );
  });

  test('is explained by the nearest of them', async () => {
    await send(sf, '/', { headers: { host: 'acmee.develop.my.salesforce.com' } });
    expect(lastRefusal()?.why).toMatch(/; did you mean acme\.develop\.my\.salesforce\.com\?$/);
    await send(sf, '/', { headers: { host: 'logn.salesforce.com' } });
    expect(lastRefusal()?.why).toMatch(/; did you mean login\.salesforce\.com\?$/);
  });

  test('is explained in a sentence of any number of orgs', async () => {
    const own = await fresh();
    for (let i = 0; i < 12; i++) await own.org({ org: { name: `Org ${i}`, myDomain: `org${i}` } });
    await send(own, '/', { headers: { host: 'foo.salesforce.com' } });
    expect(own.journal.last()?.refusal?.why).toMatch(
      /there are org5\.develop\.my\.salesforce\.com, .*, login\.salesforce\.com and 6 more$/,
    );
  });

  test('is no host of an org that has gone', async () => {
    const own = await fresh();
    const headers = { host: 'brief.develop.my.salesforce.com' };
    {
      await using _brief = await own.org({ org: { name: 'Brief', myDomain: 'brief' } });
      expect((await send(own, '/id/keys', { headers })).status).toBe(200);
    }
    expect((await send(own, '/id/keys', { headers })).status).toBe(404);
  });

  test('has no site below it, whatever sites the orgs have', async () => {
    const headers = { host: 'foo.salesforce.com' };
    const { status } = await send(sf, '/customers/services/oauth2/token', { method: 'POST', headers });
    expect([status, lastRefusal()?.name]).toEqual([404, 'host.unknown']);
  });

  test('may be the base URL, and is ours then', async () => {
    const own = await fresh({ baseUrl: 'https://mock.force.example.salesforce.com' });
    const headers = { host: 'mock.force.example.salesforce.com' };
    const { body } = await send(own, '/.well-known/openid-configuration', { headers });
    expect(body).toContain('"issuer":"https://mock.force.example.salesforce.com"');
    const site = await send(own, '/customers/.well-known/openid-configuration', { headers });
    expect(site.body).toContain('"issuer":"https://mock.force.example.salesforce.com/customers"');
    expect((await send(own, '/', { headers: { host: 'foo.salesforce.com' } })).status).toBe(404);
  });

  test('can be armed anywhere', async () => {
    const own = await fresh();
    own.arm('host.unknown');
    expect((await fetch(`${own.url}/services/data`)).status).toBe(404);
    expect((await fetch(`${own.url}/services/data`)).status).toBe(200);
  });
});

describe('through the proxy each host answers as itself', () => {
  test.each([
    ['login.salesforce.com', '"issuer":"https://login.salesforce.com"'],
    ['test.salesforce.com', '"issuer":"https://test.salesforce.com"'],
    ['acme.develop.my.salesforce.com', '"issuer":"https://acme.develop.my.salesforce.com"'],
    ['acme.develop.my.salesforce-setup.com', '"issuer":"https://acme.develop.my.salesforce-setup.com"'],
    ['na1.salesforce.com', '"issuer":"https://na1.salesforce.com"'],
    ['login.sfcrmproducts.cn', '"issuer":"https://login.sfcrmproducts.cn"'],
    ['login.salesforce.mil', '"issuer":"https://login.salesforce.mil"'],
    ['api.salesforce.com', GONE],
    ['acme.develop.lightning.force.com', GONE],
    ['foo.my.salesforce.com', GONE],
    ['xyz.salesforce.com', GONE],
  ])('%s', async (host, expected) => {
    expect(await through(host, '/.well-known/openid-configuration')).toContain(expected);
  });

  test.each(['acme.develop.my.site.com', 'acme.my.site.com', 'acme.force.com'])(
    'a site, by its path below %s',
    async (host) => {
      const answer = await through(host, '/customers/.well-known/openid-configuration');
      expect(answer).toContain(`"issuer":"https://${host}/customers"`);
    },
  );

  test('a Lightning host sends services on to My Domain', async () => {
    const answer = await through('acme.develop.lightning.force.com', '/services/data');
    expect(answer).toMatch(/^HTTP\/1\.1 302 /);
    expect(answer.toLowerCase()).toContain(
      '\r\nlocation: https://acme.develop.my.salesforce.com/services/data\r\n',
    );
  });

  test('with a dot at its end too', async () => {
    const answer = await through(
      'login.salesforce.com.',
      '/.well-known/openid-configuration',
      'login.salesforce.com',
    );
    expect(answer).toContain('"issuer":"https://login.salesforce.com"');
    expect(await exchange(sf.url, 'CONNECT example.org.:443 HTTP/1.1\r\nHost: example.org\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 403 /,
    );
  });

  test('of a target and a Host that differ, the Host counts', async () => {
    const answer = await through(
      'test.salesforce.com',
      '/.well-known/openid-configuration',
      'login.salesforce.com',
    );
    expect(answer).toContain('"issuer":"https://test.salesforce.com"');
  });
});

describe('a Host', () => {
  const answered = (hosts: string) =>
    exchange(sf.url, `GET /.well-known/openid-configuration HTTP/1.1\r\n${hosts}Connection: close\r\n\r\n`);

  test.each([
    ['Host: login.salesforce.com:443\r\n', 'https://login.salesforce.com'],
    ['Host: login.salesforce.com:7332\r\n', 'https://login.salesforce.com'],
    ['Host: LOGIN.SalesForce.COM\r\n', 'https://login.salesforce.com'],
    ['Host: login.salesforce.com.\r\n', 'https://login.salesforce.com'],
    ['Host: login.salesforce.com.:443\r\n', 'https://login.salesforce.com'],
    ['Host: [::1]:7332\r\n', 'http://[::1]:7332'],
  ])('%j is %s', async (hosts, issuer) => {
    expect(await answered(hosts)).toContain(`"issuer":"${issuer}"`);
  });

  test.each([
    [`Host: ${'a'.repeat(300)}.my.salesforce.com\r\n`, 400],
    [`Host: ${'a'.repeat(200)}.my.salesforce.com\r\n`, 404],
    ['Host: user@login.salesforce.com\r\n', 400],
    ['Host: user:secret@login.salesforce.com\r\n', 400],
    ['Host: login.salesforce.com/services\r\n', 400],
    ['Host: login.salesforce.com:99999\r\n', 400],
    ['Host: login.salesforce.com:\r\n', 400],
    ['Host: bücher.my.salesforce.com\r\n', 400],
    ['Host: xn--bcher-kva.my.salesforce.com\r\n', 404],
    ['Host: login.salesforce.com\r\nHost: login.salesforce.com\r\n', 400],
    ['Host: login.salesforce.com, test.salesforce.com\r\n', 400],
    ['Host: login.salesforce.com..\r\n', 404],
    ['Host: ..salesforce.com\r\n', 404],
  ])('%j is answered %i', async (hosts, status) => {
    expect(statuses(await answered(hosts))).toEqual([status]);
  });

  test('in absolute form is read alike', async () => {
    const ask = (authority: string) =>
      exchange(
        sf.url,
        `GET http://${authority}/.well-known/openid-configuration HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
      );
    expect(statuses(await ask('foo.my.salesforce.com'))).toEqual([404]);
    expect(statuses(await ask('user@login.salesforce.com'))).toEqual([400]);
    expect(await ask('test.salesforce.com.')).toContain('"issuer":"https://test.salesforce.com"');
  });
});

describe('the lab', () => {
  test.each([
    'login.salesforce.com',
    'login.salesforce.com.',
    'acme.develop.my.salesforce.com',
    'foo.my.salesforce.com',
    'xyz.salesforce.com',
  ])('is not under %s, by Host or through the proxy', async (host) => {
    const direct = await send(sf, '/_fauxforce/orgs', { headers: { host } });
    expect(direct.status).toBe(403);
    expect(direct.body).toContain(`Host ${host} is not this machine`);
    const target = host.replace(/\.$/, '');
    expect(await through(host, '/_fauxforce/orgs', target)).toMatch(/^HTTP\/1\.1 403 /);
  });
});
