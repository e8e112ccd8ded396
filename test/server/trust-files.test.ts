/** What programs read beside the authority's certificate, and what they are told to read it (design 5.5). */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, rootCertificates } from 'node:tls';
import { ContentInfo } from '@peculiar/asn1-cms';
import { AuthenticatedSafe, CertBag, PFX, SafeContents } from '@peculiar/asn1-pfx';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authorityIn } from '../../src/server/tls/authority.ts';
import { proxyEnvironment } from '../../src/server/tls/trust.ts';
import { keepTrustFiles } from '../../src/server/tls/trust-files.ts';

const clock = { now: () => Date.UTC(2026, 10, 29) };

let folder: string;
let certificate: string;
beforeAll(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'fauxforce-ca-')), 'ca');
  ({ certificate } = await authorityIn(folder, [], clock));
  await keepTrustFiles(folder, certificate);
});
afterAll(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const file = (name: string) => join(folder, name);

/** The parser takes a large file for an attack. */
const LARGE = { berOptions: { maxNodes: Number.POSITIVE_INFINITY } };

describe('the trust store', () => {
  const contentOf = ({ content }: ContentInfo) => AsnConvert.parse(content, OctetString, LARGE).buffer;
  const read = () => {
    const { authSafe, version } = AsnConvert.parse(readFileSync(file('truststore.p12')), PFX, LARGE);
    const [safe] = AsnConvert.parse(contentOf(authSafe), AuthenticatedSafe, LARGE);
    const bags = [...AsnConvert.parse(contentOf(safe ?? new ContentInfo()), SafeContents, LARGE)];
    return { version, bags };
  };
  const hex = (bytes: ArrayBuffer | undefined) => Buffer.from(bytes ?? new ArrayBuffer()).toString('hex');

  test('has our certificate, then the roots of Node, each to be trusted for everything', () => {
    const { version, bags } = read();
    expect(version).toBe(3);
    const ders = bags.map(({ bagValue }) => {
      const { certId, certValue } = AsnConvert.parse(bagValue, CertBag);
      expect(certId).toBe('1.2.840.113549.1.9.22.1');
      return Buffer.from(AsnConvert.parse(certValue, OctetString).buffer).toString('base64');
    });
    const base64 = (pem: string) => pem.replaceAll(/-----[A-Z ]+-----|\s/g, '');
    expect(ders).toEqual([certificate, ...rootCertificates, ...getCACertificates('extra')].map(base64));
    for (const { bagId, bagAttributes = [] } of bags) {
      expect(bagId).toBe('1.2.840.113549.1.12.10.1.3');
      const [name, usage] = bagAttributes;
      expect(name?.attrId).toBe('1.2.840.113549.1.9.20');
      expect(usage?.attrId).toBe('2.16.840.1.113894.746875.1.1');
      // anyExtendedKeyUsage, 2.5.29.37.0
      expect(hex(usage?.attrValues[0])).toBe('0604551d2500');
    }
    // BMPString: 'fauxforce', 'root 1'
    expect(hex(bags[0]?.bagAttributes?.[0]?.attrValues[0])).toBe('1e1200660061007500780066006f007200630065');
    expect(hex(bags[1]?.bagAttributes?.[0]?.attrValues[0])).toBe('1e0c0072006f006f007400200031');
  });

  test('that cannot be written is told in one sentence, and leaves nothing behind', async () => {
    const other = join(folder, '..', 'other');
    const { certificate: theirs } = await authorityIn(other, [], clock);
    mkdirSync(join(other, 'truststore.p12', 'in the way'), { recursive: true });
    rmSync(join(other, 'bundle.pem'));
    mkdirSync(join(other, 'bundle.pem'));
    await expect(keepTrustFiles(other, theirs)).rejects.toThrow(
      /^The certificate authority in \S+ cannot be made or read \(.+\): let this user write there, or name another folder with --ca\.$/,
    );
    expect(readdirSync(other).sort()).toEqual([
      '.gitignore',
      'bundle.pem',
      'ca.key',
      'ca.pem',
      'truststore.p12',
    ]);
  });

  test('is written again only when it lacks a certificate, and whole', async () => {
    const long = new Date('2020-01-01');
    const whole = readFileSync(file('truststore.p12'));
    utimesSync(file('truststore.p12'), long, long);
    await keepTrustFiles(folder, certificate);
    expect(statSync(file('truststore.p12')).mtime).toEqual(long);
    writeFileSync(file('truststore.p12'), whole.subarray(0, 5_000));
    writeFileSync(file('bundle.pem'), 'half');
    await keepTrustFiles(folder, certificate);
    expect(readFileSync(file('truststore.p12')).equals(whole)).toBe(true);
    expect(readFileSync(file('bundle.pem'), 'utf8').endsWith(certificate)).toBe(true);
    expect(readdirSync(folder).sort()).toEqual([
      '.gitignore',
      'bundle.pem',
      'ca.key',
      'ca.pem',
      'truststore.p12',
    ]);
  });
});

describe('the environment of a program behind the proxy', () => {
  const environment = (before: Record<string, string>) =>
    proxyEnvironment('http://localhost:7332', '/ca', before);
  const TRUST =
    '-Djavax.net.ssl.trustStore=/ca/truststore.p12 -Djavax.net.ssl.trustStoreType=PKCS12 -Djavax.net.ssl.trustStorePassword=changeit';

  test('is whole', () => {
    expect(environment({})).toEqual({
      HTTPS_PROXY: 'http://localhost:7332',
      https_proxy: 'http://localhost:7332',
      NO_PROXY: 'localhost,127.0.0.1,::1',
      no_proxy: 'localhost,127.0.0.1,::1',
      NODE_USE_ENV_PROXY: '1',
      // The tests may run where a company's own is trusted.
      NODE_EXTRA_CA_CERTS: expect.stringMatching(/^\/ca\/(?:ca|bundle)\.pem$/),
      DENO_CERT: expect.stringMatching(/^\/ca\/(?:ca|bundle)\.pem$/),
      REQUESTS_CA_BUNDLE: '/ca/bundle.pem',
      CURL_CA_BUNDLE: '/ca/bundle.pem',
      SSL_CERT_FILE: '/ca/bundle.pem',
      GIT_SSL_CAINFO: '/ca/bundle.pem',
      JAVA_TOOL_OPTIONS: `${TRUST} -Dhttps.proxyHost=localhost -Dhttps.proxyPort=7332 -Dhttp.nonProxyHosts=localhost|*.localhost|127.*|[::1]|::1`,
    });
  });

  test('keeps what the caller had', () => {
    const { NO_PROXY, no_proxy, JAVA_TOOL_OPTIONS } = environment({
      NO_PROXY: 'build.acme.example, .intern,10.0.0.0/8',
      JAVA_TOOL_OPTIONS: '-Xmx512m',
    });
    expect([NO_PROXY, no_proxy]).toEqual(
      Array(2).fill('build.acme.example,.intern,10.0.0.0/8,localhost,127.0.0.1,::1'),
    );
    expect(JAVA_TOOL_OPTIONS).toBe(
      `-Xmx512m ${TRUST} -Dhttps.proxyHost=localhost -Dhttps.proxyPort=7332 ` +
        '-Dhttp.nonProxyHosts=build.acme.example|*.build.acme.example|intern|*.intern|localhost|*.localhost|127.*|[::1]|::1',
    );
  });

  test.each(['*', '.salesforce.com', 'login.salesforce.com:443', '*.my.salesforce.com', 'com'])(
    'has no %s among those to be reached directly: Salesforce would be',
    (no_proxy) => {
      expect(environment({ no_proxy }).NO_PROXY).toBe('localhost,127.0.0.1,::1');
    },
  );

  test('has quotes around a path with blanks', () => {
    const { JAVA_TOOL_OPTIONS } = proxyEnvironment('http://[::1]:80', '/my files/ca');
    expect(JAVA_TOOL_OPTIONS).toMatch(
      /^"-Djavax\.net\.ssl\.trustStore=\/my files\/ca\/truststore\.p12" .* -Dhttps\.proxyHost=::1 -Dhttps\.proxyPort=80 /,
    );
  });
});
