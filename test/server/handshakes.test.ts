/** What a TLS handshake costs, and whom it keeps waiting (design 5.5). */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect as connectPlainly, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { HostCertificates } from '../../src/server/tls/host-certificates.ts';
import { Turns } from '../../src/server/tls/turns.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';

let folder: string;
let sf: Fauxforce;
let port: number;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fauxforce-ca-'));
  sf = await startFauxforce({ ca: folder });
  port = Number(new URL(sf.url).port);
});
afterAll(async () => {
  await sf[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const NAMED: ConnectionOptions = { servername: 'login.salesforce.com', rejectUnauthorized: false };

/** A connection whose handshake is over on both sides: the session comes behind it. */
async function secured(options: ConnectionOptions = {}): Promise<{ socket: TLSSocket; session: Buffer }> {
  const socket = connect({ host: '127.0.0.1', port, ...NAMED, ...options });
  const [session] = await once(socket, 'session');
  return { socket, session };
}

/** What a client says first. */
async function helloOf(): Promise<Buffer> {
  const { promise, resolve } = Promise.withResolvers<Buffer>();
  const server = createServer((socket) => socket.once('data', resolve)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect({ ...NAMED, host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  const hello = await promise;
  client.on('error', () => undefined).destroy();
  server.close();
  return hello;
}

describe('a handshake', () => {
  test('agrees on a key the cheap way where the client offers the dear one too', async () => {
    const { socket } = await secured();
    expect(socket.getEphemeralKeyInfo()).toMatchObject({ name: 'X25519' });
    socket.destroy();
  });

  test.each(['P-256', 'P-384', 'P-521', 'X25519MLKEM768'])(
    'comes about with a client that knows %s alone',
    async (ecdhCurve) => {
      const { socket } = await secured({ ecdhCurve });
      expect(socket.getProtocol()).toBe('TLSv1.3');
      socket.destroy();
    },
  );

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('is short for who comes again: %s', async (maxVersion) => {
    const first = await secured({ maxVersion });
    first.socket.destroy();
    const again = connect({ host: '127.0.0.1', port, ...NAMED, maxVersion, session: first.session });
    await once(again, 'secureConnect');
    expect(again.isSessionReused()).toBe(true);
    expect(again.getProtocol()).toBe(maxVersion);
    again.destroy();
  });
});

describe('many handshakes at once', () => {
  test('let a plain request be answered among them, that came behind them all', async () => {
    const CLIENTS = 200;
    const { socket: warm } = await secured();
    const hello = await helloOf();
    const sockets = Array.from({ length: CLIENTS + 1 }, () => connectPlainly(port, '127.0.0.1'));
    // Node takes one connection in a turn: those that wait to be taken would be served in turns of themselves.
    const { server } = sf.server;
    const taken = promisify(server.getConnections.bind(server));
    await expect.poll(() => taken()).toBeGreaterThan(CLIENTS);
    const begun = vi.spyOn(HostCertificates.prototype, 'contextFor');
    onTestFinished(() => begun.mockRestore());
    const count = () => begun.mock.calls.filter(([name]) => name === NAMED.servername).length;
    const asked = once(server, 'request').then(count);
    const plain = sockets.pop();
    for (const socket of sockets) socket.write(hello);
    plain?.write('GET /_fauxforce/health HTTP/1.1\r\nHost: localhost\r\n\r\n');
    expect(await asked).toBeLessThan(CLIENTS / 4);
    await expect.poll(count).toBe(CLIENTS);
    for (const socket of [warm, plain, ...sockets]) socket?.destroy();
  });

  test('begin a few in a turn, in the order in which they came', async () => {
    const turns = new Turns(3);
    const begun: number[] = [];
    const ask = (name: number) => void turns.next().then(() => begun.push(name));
    for (let i = 1; i <= 7; i++) ask(i);
    await Promise.resolve();
    expect(begun).toEqual([1, 2, 3]);
    await setImmediate();
    expect(begun).toEqual([1, 2, 3, 4, 5, 6]);
    ask(8);
    await setImmediate();
    expect(begun).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    await setImmediate();
    for (let i = 9; i <= 11; i++) ask(i);
    await Promise.resolve();
    expect(begun).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });
});
