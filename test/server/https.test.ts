/** http and https on one port (design 5.5). */
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectSecurely } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authorityIn } from '../../src/server/tls/authority.ts';
import { shakeHands } from '../../src/server/tls/handshake.ts';
import { HostCertificates } from '../../src/server/tls/host-certificates.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';

let folder: string;
let sf: Fauxforce;
let ca: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fauxforce-ca-'));
  sf = await startFauxforce({ ca: folder });
  ca = await (await fetch(`${sf.url}/_fauxforce/ca.pem`)).text();
});

afterAll(async () => {
  await sf[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
}

function get(
  path: string,
  { host = '127.0.0.1', servername, agent }: { host?: string; servername?: string; agent?: Agent } = {},
) {
  const { port } = new URL(sf.url);
  return new Promise<Answer>((resolve, reject) => {
    request(
      { host: '127.0.0.1', port, path, ca, servername: servername ?? '', agent, headers: { host } },
      (answer) => {
        let body = '';
        answer.on('data', (data) => {
          body += data;
        });
        answer.on('end', () => resolve({ status: answer.statusCode, body }));
      },
    )
      .on('error', reject)
      .end();
  });
}

describe('one port', () => {
  test('speaks http and https', async () => {
    expect((await fetch(`${sf.url}/_fauxforce/health`)).status).toBe(200);
    expect(await get('/_fauxforce/health')).toMatchObject({ status: 200 });
  });

  test('answers with https where it was called so', async () => {
    const { port } = new URL(sf.url);
    const { body } = await get('/.well-known/openid-configuration', { host: `127.0.0.1:${port}` });
    expect(JSON.parse(body).issuer).toBe(`https://127.0.0.1:${port}`);
  });

  test.each(['login.salesforce.com', 'acme.my.salesforce.com'])('has a certificate of %s', async (name) => {
    const { body } = await get('/.well-known/openid-configuration', { host: name, servername: name });
    expect(JSON.parse(body).issuer).toMatch(/^https:\/\/\S+\.salesforce\.com$/);
  });

  test.each([
    ['of another org than that', 'login.salesforce.com', 'acme.develop.my.salesforce.com'],
    ['where none was named', undefined, 'acme.develop.my.salesforce.com'],
    ['where localhost was named', 'localhost', 'test.salesforce.com'],
  ])('answers as the Host, whatever its certificate is for: %s', async (_what, servername, host) => {
    const { status, body } = await get('/.well-known/openid-configuration', {
      host,
      ...(servername && { servername }),
    });
    expect(status).toBe(200);
    expect(JSON.parse(body).issuer).toBe(`https://${host}`);
  });

  test('a Host that no org has is unknown, under the certificate of one that has', async () => {
    const { status, body } = await get('/services/oauth2/authorize', {
      host: 'nowhere.my.salesforce.com',
      servername: 'login.salesforce.com',
    });
    expect(status).toBe(404);
    expect(body).toContain('URL No Longer Exists');
    expect(sf.journal.last()?.refusal?.name).toBe('host.unknown');
  });

  test('the authority may vouch for nobody else', () => {
    const { subject, ca: isAuthority } = new X509Certificate(ca);
    expect(subject).toBe('CN=fauxforce local certificate authority\nO=fauxforce');
    expect(isAuthority).toBe(true);
  });

  test('a name that is not ours gets the certificate of this machine, which the client refuses', async () => {
    await expect(get('/', { servername: 'example.org', host: 'example.org' })).rejects.toThrow(
      "Hostname/IP does not match certificate's altnames",
    );
  });

  test.each([
    [
      'a hello cut short',
      Buffer.from('16030100f1010000ed0303', 'hex'),
      'the connection ended within its handshake',
    ],
    ['a version that there never was', Buffer.from('16040100f10100', 'hex'), 'wrong version number'],
    ['garbage after the first byte', Buffer.from('16ffffffffff', 'hex'), 'wrong version number'],
  ])('a handshake that comes to nothing is told in the journal: %s', async (_what, bytes, reason) => {
    const { port } = new URL(sf.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined).end(bytes);
    socket.resume();
    await once(socket, 'close');
    await expect
      .poll(() => sf.journal.last()?.refusal?.why)
      .toBe(`the request is not well-formed HTTP: its TLS handshake failed: ${reason}`);
    expect(await get('/_fauxforce/health')).toMatchObject({ status: 200 });
  });

  test('a client that is gone before its handshake begins ends nothing but itself', async () => {
    const cold = mkdtempSync(join(tmpdir(), 'fauxforce-ca-'));
    await using own = await startFauxforce({ ca: cold });
    const socket = connect(Number(new URL(own.url).port), '127.0.0.1');
    own.server.server.once('connection', (entered: Socket) => {
      entered.once('readable', () => setImmediate(() => socket.resetAndDestroy()));
    });
    socket.on('error', () => undefined).write(Buffer.from('16030100f1', 'hex'));
    await once(socket, 'close');
    await expect.poll(() => own.journal.last()?.refusal?.why).toContain('its TLS handshake failed');
    expect((await fetch(`${own.url}/_fauxforce/health`)).status).toBe(200);
    rmSync(cold, { recursive: true });
  });

  test('an authority that cannot be made is told once, and http goes on', async () => {
    const told: string[] = [];
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    await using own = await startFauxforce({ ca: file, onTrouble: (sentence) => told.push(sentence) });
    const { port } = new URL(own.url);
    for (let i = 0; i < 3; i++) {
      const client = connectSecurely({ port: Number(port), host: '127.0.0.1', rejectUnauthorized: false });
      await new Promise((resolve) => client.on('error', () => undefined).on('close', resolve));
    }
    expect(told).toEqual([
      expect.stringMatching(
        /^The certificate authority in \S+ cannot be made or read \(.+\): let this user write there, or name another folder with --ca\.$/,
      ),
    ]);
    expect((await fetch(`${own.url}/_fauxforce/health`)).status).toBe(200);
    expect((await fetch(`${own.url}/_fauxforce/ca.pem`)).status).toBe(503);
  });

  test('a client that goes on and on with its first record is cut off in the end', async () => {
    const { certificate, key } = await authorityIn(folder, [], { now: () => Date.now() });
    const hosts = new HostCertificates({ certificate, key }, { now: () => Date.now() });
    const ended = Promise.withResolvers<unknown>();
    const server = createServer((socket) => {
      shakeHands(
        socket.on('error', () => undefined),
        hosts,
        100,
      ).then(ended.resolve, ended.reject);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    client.on('error', () => undefined).write(Buffer.from('1603010fff0100', 'hex'));
    const drip = setInterval(() => client.write('x'), 5);
    await expect(ended.promise).rejects.toThrow('the client took too long for it');
    clearInterval(drip);
    client.destroy();
    server.close();
  });

  test.each([
    ['before it begins', (socket: Socket) => socket.destroy()],
    ['in the midst of it', (socket: Socket) => setImmediate(() => socket.destroy())],
  ])(
    'a handshake that we end ourselves is over at once: %s',
    async (_when, close) => {
      const { certificate, key } = await authorityIn(folder, [], { now: () => Date.now() });
      const hosts = new HostCertificates({ certificate, key }, { now: () => Date.now() });
      await hosts.contextFor('127.0.0.1');
      const ended = Promise.withResolvers<unknown>();
      const server = createServer((socket) => {
        close(socket);
        shakeHands(socket, hosts).then(ended.resolve, ended.reject);
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
      client.on('error', () => undefined).write(Buffer.from('1603010fff0100', 'hex'));
      await expect(ended.promise).rejects.toMatchObject({
        message: 'the connection ended within its handshake',
      });
      server.close();
    },
    5_000,
  );

  test('a kept connection is one handshake', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    agent.on('free', (socket: Socket) => ports.add(socket.localPort));
    for (let i = 0; i < 3; i++) await get('/_fauxforce/health', { agent });
    agent.destroy();
    expect(ports.size).toBe(1);
  });

  test('closes while a client is silent, and while one is in its handshake', async () => {
    const own = await startFauxforce({ ca: folder });
    const port = Number(new URL(own.url).port);
    const silent = connect(port, '127.0.0.1');
    const slow = connect(port, '127.0.0.1');
    for (const socket of [silent, slow]) socket.on('error', () => undefined).resume();
    slow.write(Buffer.from('16030100f1', 'hex'));
    await once(slow, 'connect');
    await fetch(`${own.url}/_fauxforce/health`);
    const ends = Promise.all([silent, slow].map((socket) => once(socket, 'close')));
    await own[Symbol.asyncDispose]();
    await ends;
  });
});
