/** Whoever trusts our authority can be fooled about no other site: asked of every program that is told to (design 5.5). */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createServer, getCACertificates, rootCertificates, type Server } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authorityIn } from '../../src/server/tls/authority.ts';
import { certificatesOf } from '../../src/server/tls/trust.ts';
import { keepTrustFiles } from '../../src/server/tls/trust-files.ts';
import { makeAuthority, openAuthority, type Pair } from '../../src/server/tls/x509.ts';

let folder: string;
let ours: Pair;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fauxforce-ca-'));
  ours = await authorityIn(folder, [], { now: () => Date.now() });
  await keepTrustFiles(folder, ours.certificate);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A server at a port of this machine which says that it is a host. */
async function serverOf(host: string, authority: Pair): Promise<Server> {
  const { certificate, key } = await (await openAuthority(authority))(host, Date.now());
  const server = createServer({ cert: certificate, key }, (socket) =>
    socket.on('error', () => undefined).end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'),
  );
  server.on('tlsClientError', () => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

type Command = (host: string, port: number) => readonly [string, ...string[]];

const REACH = 'test/server/fixtures/reach';
const CURL: Command = (host, port) => [
  'curl',
  '--silent',
  '--show-error',
  '--write-out',
  '%{http_code}\n',
  '--resolve',
  `${host}:${port}:127.0.0.1`,
  `https://${host}:${port}/`,
];

const PROGRAMS: readonly (readonly [string, Command])[] = [
  ['curl', CURL],
  ['python3', (host, port) => ['python3', `${REACH}/reach.py`, host, String(port)]],
  ['java', (host, port) => ['java', `${REACH}/Main.java`, host, String(port)]],
  ['go', (host, port) => ['go', 'run', `${REACH}/main.go`, host, String(port)]],
];

const BELIEVED = /^(?:trusted|200)\n/;

/** What a program says that has the variables of `fauxforce certs`. */
async function verdict(command: Command, host: string, authority: Pair): Promise<string> {
  const server = await serverOf(host, authority);
  const [program, ...args] = command(host, (server.address() as AddressInfo).port);
  const { PATH, HOME } = process.env;
  const child = spawn(program, args, { env: { PATH, HOME, ...certificatesOf(folder).env } });
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  server.close();
  return out + errors;
}

const has = (program: string, version: string) => spawnSync(program, [version]).status === 0;

describe.each(PROGRAMS)('%s', (program, command) => {
  const there = has(program, program === 'go' ? 'version' : '--version');

  test.skipIf(!there)('believes our authority what it says of Salesforce and of this machine', async () => {
    expect(await verdict(command, 'login.salesforce.com', ours)).toMatch(BELIEVED);
    expect(await verdict(command, 'localhost', ours)).toMatch(BELIEVED);
  });

  test.skipIf(!there)('does not believe it of example.org', async () => {
    const said = await verdict(command, 'example.org', ours);
    expect(said).toMatch(/^(?:refused|000)/);
    expect(said).toMatch(
      /permitted subtree|name constraint|not permitted by any constraint|is not within permitted/i,
    );
  });

  test.skipIf(!there)('judges another authority by the roots it has', async () => {
    const other = await makeAuthority(['salesforce.com'], Date.now());
    expect(await verdict(command, 'login.salesforce.com', other)).toMatch(
      /unable to get local issuer|self[- ]signed|unable to find valid certification path|signed by unknown authority|signature check failed|Path does not chain|verification error/i,
    );
  });
});

const [LIST, ...OF_STORE] = ['keytool', '-list', '-keystore'] as const;

test.skipIf(!has(LIST, '-help'))('keytool finds every certificate in the trust store', async () => {
  const { truststore, truststorePassword } = certificatesOf(folder);
  const child = spawn(LIST, [...OF_STORE, truststore, '-storepass', truststorePassword]);
  const out = await text(child.stdout);
  expect(out).toContain(
    `Your keystore contains ${rootCertificates.length + getCACertificates('extra').length + 1} entries`,
  );
  expect(out).toMatch(/^fauxforce, .*trustedCertEntry/m);
});
