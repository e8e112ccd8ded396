/** `fauxforce certs` (design 5.5). */
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeAuthority } from '../../src/server/tls/x509.ts';
import { emptyFolder, run } from './run.ts';

describe('certs', () => {
  test('makes the authority once, and prints what makes programs trust it', async () => {
    const folder = await emptyFolder();
    const { code, stdout, stderr } = await run({ args: ['certs'], folder });
    const at = join(folder, '.fauxforce', 'ca');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.replace(/^# until .+\n/, '')).toBe(
      `export NODE_EXTRA_CA_CERTS=${at}/ca.pem
export DENO_CERT=${at}/ca.pem
export REQUESTS_CA_BUNDLE=${at}/bundle.pem
export CURL_CA_BUNDLE=${at}/bundle.pem
export SSL_CERT_FILE=${at}/bundle.pem
export GIT_SSL_CAINFO=${at}/bundle.pem
export JAVA_TOOL_OPTIONS='-Djavax.net.ssl.trustStore=${at}/truststore.p12 -Djavax.net.ssl.trustStoreType=PKCS12 -Djavax.net.ssl.trustStorePassword=changeit'
# PHP: php -d openssl.cafile=${at}/bundle.pem
# .NET reads SSL_CERT_FILE, on macOS and Windows the store of the system
# browsers and the store of the system take ${at}/ca.pem (docs/https.md)
`,
    );
    const made = readFileSync(join(at, 'ca.pem'), 'utf8');
    const json = await run({ args: ['certs', '--json'], folder });
    expect(JSON.parse(json.stdout)).toMatchObject({
      ca: `${at}/ca.pem`,
      bundle: `${at}/bundle.pem`,
      truststore: `${at}/truststore.p12`,
      truststorePassword: 'changeit',
      env: { NODE_EXTRA_CA_CERTS: `${at}/ca.pem` },
    });
    expect(readFileSync(join(at, 'ca.pem'), 'utf8')).toBe(made);
  });

  test("keeps what the caller's NODE_EXTRA_CA_CERTS names", async () => {
    const folder = await emptyFolder();
    const company = await makeAuthority(['acme.example'], Date.now());
    const file = join(folder, 'company.pem');
    writeFileSync(file, company.certificate);
    const { stdout } = await run({ args: ['certs', '--json'], folder, env: { NODE_EXTRA_CA_CERTS: file } });
    const { bundle, truststore, env } = JSON.parse(stdout);
    expect(env.NODE_EXTRA_CA_CERTS).toBe(bundle);
    expect(readFileSync(bundle, 'utf8')).toContain(company.certificate.trim());
    expect(readFileSync(truststore).includes(new X509Certificate(company.certificate).raw)).toBe(true);
  });

  test('--renew makes another, for --name too, and keeps the old one', async () => {
    const folder = await emptyFolder();
    await run({ args: ['certs', '--ca', 'ca'], folder });
    const lacking = await run({ args: ['certs', '--ca', 'ca', '--name', 'sf.acme.example'], folder });
    expect(lacking).toMatchObject({
      code: 0,
      stderr:
        'The certificate authority in ca may not vouch for sf.acme.example: fauxforce certs --renew --name sf.acme.example makes another, which must be trusted anew.\n',
    });
    const args = ['certs', '--ca', 'ca', '--name', 'SF.acme.example', '--renew'];
    expect(await run({ args, folder })).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(
        /^The certificate authority that was in ca is kept there as \*\.old-\d+\. A server that runs goes on with it: start it again\.\n$/,
      ),
    });
    expect(await run({ args: args.slice(0, -1), folder })).toMatchObject({ code: 0, stderr: '' });
  });

  test('a name that is none is refused', async () => {
    const folder = await emptyFolder();
    expect(await run({ args: ['certs', '--name', 'https://acme.example/'], folder })).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('Write the name of a host, or an address, such as salesforce.example.'),
    });
    expect(existsSync(join(folder, '.fauxforce'))).toBe(false);
  });

  test.each([
    ['it is a file', 'ca'],
    ['its folder takes none', '/proc/fauxforce'],
  ])('a folder that cannot be made is told in one sentence: %s', async (_why, ca) => {
    const folder = await emptyFolder();
    writeFileSync(join(folder, 'ca'), '');
    const { code, stdout, stderr } = await run({ args: ['certs', '--ca', ca], folder });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^fauxforce: The certificate authority in \S+ cannot be made or read \(.+\): let this user write there, or name another folder with --ca\.\n$/,
    );
  });

  test('one that is half written is kept aside, and told', async () => {
    const folder = await emptyFolder();
    mkdirSync(join(folder, 'ca'));
    writeFileSync(join(folder, 'ca', 'ca.key'), 'half');
    const { code, stderr } = await run({ args: ['certs', '--ca', 'ca'], folder });
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^The certificate authority in ca could not be used: ca\.pem is missing\. It is kept there as \*\.old-\d+, and a new one is made, which must be trusted anew\.\n$/,
    );
  });
});
