/** The certificate authority in its folder: made once, kept, renamed aside when it cannot be used (design 5.5). */
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AuthorityError, authorityIn, renewAuthority } from '../../src/server/tls/authority.ts';
import { makeAuthority, openAuthority } from '../../src/server/tls/x509.ts';

const NOW = Date.UTC(2026, 10, 29);
const clock = { now: () => NOW };
const at = (now: number) => ({ now: () => now });
const YEARS = 365 * 24 * 60 * 60 * 1000;

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'fauxforce-ca-')), 'ca');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const file = (name: string) => join(folder, name);
const mode = (path: string) => statSync(path).mode & 0o777;

describe('an authority', () => {
  test('is made for its owner alone, and is the same the next time', async () => {
    const made = await authorityIn(folder, [], clock);
    expect(made.told).toBeUndefined();
    expect(await authorityIn(folder, [], at(NOW + 5 * YEARS))).toEqual({ ...made, told: undefined });
    expect([mode(folder), mode(file('ca.key'))]).toEqual([0o700, 0o600]);
    expect(readdirSync(folder).sort()).toEqual(['.gitignore', 'bundle.pem', 'ca.key', 'ca.pem']);
    expect(readFileSync(file('.gitignore'), 'utf8')).toBe('*\n');
    expect(readFileSync(file('bundle.pem'), 'utf8').endsWith(made.certificate)).toBe(true);
  });

  test('is one, however many make it at once', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => authorityIn(folder, [], clock)));
    expect(new Set(made.map(({ certificate }) => certificate)).size).toBe(1);
    expect(made.map(({ told }) => told).filter(Boolean)).toEqual([]);
  });

  test.each([
    ['half of it is missing', () => rmSync(file('ca.pem')), 'ca.pem is missing'],
    ['the other half is missing', () => rmSync(file('ca.key')), 'ca.key is missing'],
    ['it is cut short', () => writeFileSync(file('ca.pem'), '-----BEGIN CERT'), 'ca.pem is no certificate'],
    ['the key is no key', () => writeFileSync(file('ca.key'), 'oops'), 'ca.key is not the key of ca.pem'],
    [
      'the key is of another',
      async () => writeFileSync(file('ca.key'), (await makeAuthority([], NOW)).key),
      'ca.key is not the key of ca.pem',
    ],
  ])('is renamed aside and told, where %s', async (_what, spoil, flaw) => {
    const first = await authorityIn(folder, [], clock);
    await spoil();
    const left = readdirSync(folder).filter((name) => /^ca\./.test(name));
    const second = await authorityIn(folder, [], clock);
    expect(second.certificate).not.toBe(first.certificate);
    expect(second.told).toBe(
      `The certificate authority in ${folder} could not be used: ${flaw}. It is kept there as *.old-${NOW}, and a new one is made, which must be trusted anew.`,
    );
    for (const name of left) expect(existsSync(file(`${name}.old-${NOW}`))).toBe(true);
  });

  test('is made anew once it has ended', async () => {
    await authorityIn(folder, [], clock);
    expect((await authorityIn(folder, [], at(NOW + 11 * YEARS))).told).toContain('it ended on 2036-11-26');
  });

  test('that lacks a name is told of and stays; another one is made on request', async () => {
    const first = await authorityIn(folder, [], clock);
    const names = ['sf.acme.example', '10.0.0.7'];
    const told = `The certificate authority in ${folder} may not vouch for sf.acme.example: fauxforce certs --renew --name sf.acme.example makes another, which must be trusted anew.`;
    expect(await authorityIn(folder, names, clock)).toEqual({ ...first, told });
    const second = await renewAuthority(folder, names, clock);
    expect(second.certificate).not.toBe(first.certificate);
    expect(await authorityIn(folder, names, clock)).toEqual({ ...second, told: undefined });
    expect(await authorityIn(folder, ['login.salesforce.com', 'x.sf.acme.example'], clock)).toEqual({
      ...second,
      told: undefined,
    });
    expect(readFileSync(file(`ca.key.old-${NOW}`), 'utf8')).toBe(first.key);
  });

  test('that is not ours is left as it is, under another name', async () => {
    mkdirSync(folder);
    const [foreign, key] = [readFileSync('test/server/fixtures/foreign-ca.pem', 'utf8'), 'theirs'];
    writeFileSync(file('ca.pem'), foreign);
    writeFileSync(file('ca.key'), key);
    expect((await authorityIn(folder, [], clock)).told).toContain('it is not of fauxforce');
    expect(readFileSync(file(`ca.pem.old-${NOW}`), 'utf8')).toBe(foreign);
    expect(readFileSync(file(`ca.key.old-${NOW}`), 'utf8')).toBe(key);
  });

  test('in a folder that is a file is told in one sentence', async () => {
    writeFileSync(folder, '');
    const failed = authorityIn(folder, [], clock);
    await expect(failed).rejects.toThrow(AuthorityError);
    await expect(failed).rejects.toThrow(
      /^The certificate authority in \S+ cannot be made or read \(.+\): let this user write there, or name another folder with --ca\.$/,
    );
    expect(readFileSync(folder, 'utf8')).toBe('');
  });

  test.each(['ca.key', 'ca.pem'])('whose %s is a named pipe is told, and waits for nobody', async (name) => {
    await authorityIn(folder, [], clock);
    rmSync(file(name));
    execFileSync('mkfifo', [file(name)]);
    await expect(authorityIn(folder, [], clock)).rejects.toThrow(`(${name} is not a regular file)`);
    expect(statSync(file(name)).isFIFO()).toBe(true);
  });

  test('whose key is larger than any is told, and is not read', async () => {
    await authorityIn(folder, [], clock);
    truncateSync(file('ca.key'), 17 * 1024 * 1024);
    await expect(authorityIn(folder, [], clock)).rejects.toThrow('(ca.key is larger than 16777216 bytes)');
  });

  test('leaves the .gitignore of a folder that is one of other things too', async () => {
    mkdirSync(folder);
    writeFileSync(file('.gitignore'), 'dist\n');
    await authorityIn(folder, [], clock);
    expect(readFileSync(file('.gitignore'), 'utf8')).toBe('dist\n');
  });
});

describe('whoever trusts it', () => {
  const outcome = async (name: string, names: readonly string[]) => {
    const now = Date.now();
    const authority = await makeAuthority(names, now);
    const { certificate, key } = await (await openAuthority(authority))(name, now);
    const server = createServer({ cert: certificate, key }).listen(0, '0.0.0.0');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    server.on('tlsClientError', () => undefined);
    const client = connect({
      port,
      host: name.startsWith('127.') ? name : '127.0.0.1',
      servername: /[a-z]/.test(name) ? name : '',
      ca: authority.certificate,
    });
    const result = await new Promise((resolve) => {
      client.once('secureConnect', () => resolve('trusted'));
      client.once('error', ({ message }) => resolve(message));
    });
    client.destroy();
    server.close();
    return result;
  };

  test.each(['salesforce.com', 'login.salesforce.com', 'acme.my.salesforce.com', 'localhost', '127.0.0.1'])(
    'believes it of %s',
    async (name) => {
      expect(await outcome(name, ['salesforce.com', 'localhost'])).toBe('trusted');
    },
  );

  test.each(['example.org', 'notsalesforce.com', 'salesforce.com.evil.example', '10.0.0.7'])(
    'does not believe it of %s',
    async (name) => {
      expect(await outcome(name, ['salesforce.com', 'localhost'])).toBe('permitted subtree violation');
    },
  );

  test('believes it of every address of this machine', async () => {
    expect(await outcome('127.0.0.2', [])).toBe('trusted');
  });

  test('its certificates live no longer than browsers allow, nor than itself', async () => {
    const authority = await makeAuthority([], NOW);
    const sign = await openAuthority(authority);
    const days = async (now: number) => {
      const { validFrom, validTo } = new X509Certificate((await sign('localhost', now)).certificate);
      return (Date.parse(validTo) - Date.parse(validFrom)) / (24 * 60 * 60 * 1000);
    };
    expect(await days(NOW)).toBe(397);
    expect(await days(NOW + 3_600 * 24 * 60 * 60 * 1000)).toBeLessThan(60);
  });
});
