/** TLS to a real server, with certificates of an authority of our own. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeAuthority, openAuthority } from '../../../src/server/tls/x509.ts';
import { openStore } from '../../../src/store/open.ts';
import { StoreError } from '../../../src/store/port.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { onDatabase } from './schemas.ts';

const folder = temporaryFolder();
let cluster: Cluster;
/** PEM files: of the authority that signed the server's certificate, and of another one. */
let right: string;
let wrong: string;

beforeAll(async () => {
  const now = Date.now();
  const [authority, other] = [await makeAuthority(['db.example'], now), await makeAuthority([], now)];
  [right, wrong] = [join(folder(), 'right.pem'), join(folder(), 'wrong.pem')];
  writeFileSync(right, authority.certificate);
  writeFileSync(wrong, other.certificate);
  cluster = await startCluster({ tls: await (await openAuthority(authority))('127.0.0.1', now) });
  await become('on');
  await vi.waitUntil(async () => (await reached({ sslmode: 'prefer' })) === 'TLSv1.3', 20_000);
});
afterAll(() => cluster?.remove());

/** Whether the server has TLS, soon. */
const become = (ssl: 'on' | 'off') =>
  onDatabase(async (client) => {
    await client.query(`alter system set ssl = ${ssl}`);
    await client.query('select pg_reload_conf()');
  }, cluster.url());

/** How the connections of a store come, or why it is not opened. */
async function reached(options: Record<string, string>, host = '127.0.0.1'): Promise<string> {
  const name = 'tls_of_test';
  const query = new URLSearchParams({ ...options, application_name: name });
  try {
    const store = await openStore(`${cluster.url().replace('127.0.0.1', host)}?${query}`);
    const sql = `select distinct ssl, version from pg_stat_ssl natural join pg_stat_activity where application_name = '${name}'`;
    const { rows } = await onDatabase((client) => client.query<{ version: string }>(sql), cluster.url());
    await store.close();
    return rows.map(({ version }) => version ?? 'plain').join();
  } catch (error) {
    if (error instanceof StoreError) return error.message;
    throw error;
  }
}

test.each([
  ['prefer is by TLS where the server has it', { sslmode: 'prefer' }, 'TLSv1.3'],
  ['disable is not', { sslmode: 'disable' }, 'plain'],
  ['require takes any certificate', { sslmode: 'require' }, 'TLSv1.3'],
])('%s', async (_what, options, expected) => {
  expect(await reached(options)).toBe(expected);
});

test('whoever verifies takes the certificate of the authority that is named', async () => {
  for (const sslmode of ['require', 'verify-ca', 'verify-full'])
    expect(await reached({ sslmode, sslrootcert: right })).toBe('TLSv1.3');
});

test('and no other', async () => {
  const refused = `The database postgres at 127.0.0.1:${cluster.port} cannot be used: unable to get local issuer certificate.`;
  for (const sslmode of ['require', 'verify-ca', 'verify-full'])
    expect(await reached({ sslmode, sslrootcert: wrong })).toBe(refused);
  expect(await reached({ sslrootcert: 'system' })).toMatch(/ cannot be used: .*certificate.*\.$/);
});

test('verify-full wants the name of the host in it, verify-ca does not', async () => {
  expect(await reached({ sslmode: 'verify-full', sslrootcert: right }, 'localhost')).toBe(
    `The database postgres at localhost:${cluster.port} cannot be used: Hostname/IP does not match certificate's altnames: Cert does not contain a DNS name.`,
  );
  expect(await reached({ sslmode: 'verify-ca', sslrootcert: right }, 'localhost')).toBe('TLSv1.3');
});

test('a server without TLS is refused by whoever wants it', async () => {
  await become('off');
  await vi.waitUntil(async () => (await reached({ sslmode: 'prefer' })) === 'plain', 20_000);
  expect(await reached({ sslmode: 'require' })).toBe(
    `The database postgres at 127.0.0.1:${cluster.port} cannot be used: The server does not support SSL connections.`,
  );
});
