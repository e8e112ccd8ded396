/** X.509: a certificate authority that can vouch for Salesforce's names and this machine's, and its certificates of hosts (design 5.5). */
import 'reflect-metadata';
import { createPrivateKey, X509Certificate as NodeCertificate } from 'node:crypto';
import { isIP } from 'node:net';
import { AsnParser, AsnSerializer } from '@peculiar/asn1-schema';
import { GeneralName, GeneralSubtree, GeneralSubtrees, NameConstraints } from '@peculiar/asn1-x509';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { SystemEntropy } from '../../ground/entropy.ts';

/** A certificate, or a chain of them, and a private key, PKCS #8, in PEM. */
export interface Pair {
  readonly certificate: string;
  readonly key: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const;
const DAY = 24 * 60 * 60 * 1000;
/** Clients whose clock is a little behind take a certificate that was made just now. */
const BACKDATED = DAY;
const AUTHORITY_DAYS = 3_650;
/** Apple refuses more. */
const HOST_DAYS = 397;
const NAME_CONSTRAINTS = '2.5.29.30';

/** Names no host: OpenSSL would hold an address to the constraints of names. */
const HOST_SUBJECT = 'O=fauxforce';

const AUTHORITY_NAME = 'CN=fauxforce local certificate authority, O=fauxforce';
const ISSUER_NAME = 'CN=fauxforce local issuer, O=fauxforce';

/** Addresses of this machine. */
const LOOPBACK = ['127.0.0.0/8', '::1/128'];

const entropy = new SystemEntropy();

/**
 * An authority whose critical name constraints let it vouch for these names, what is below them, and this machine: whoever trusts it
 * can be fooled about nothing else (RFC 5280 4.2.1.10). Java holds nobody to the constraints of a certificate that it was told to trust,
 * only those of one that another has signed. So the root signs one issuer, which has the same constraints, and its own key is kept nowhere.
 *
 * @param names of hosts, or IP addresses
 * @param now milliseconds since the epoch
 * @returns the root, and the key of its issuer followed by the issuer's certificate
 */
export async function makeAuthority(names: readonly string[], now: number): Promise<Pair> {
  const [rootKeys, keys] = await Promise.all([drawKeys(), drawKeys()]);
  const life = { notBefore: new Date(now - BACKDATED), notAfter: new Date(now + AUTHORITY_DAYS * DAY) };
  const root = await X509CertificateGenerator.createSelfSigned({
    ...life,
    serialNumber: serialNumber(),
    name: AUTHORITY_NAME,
    signingAlgorithm: SIGNATURE,
    keys: rootKeys,
    extensions: [...limits(1, names), await SubjectKeyIdentifierExtension.create(rootKeys.publicKey)],
  });
  const issuer = await X509CertificateGenerator.create({
    ...life,
    serialNumber: serialNumber(),
    subject: ISSUER_NAME,
    issuer: root.subject,
    signingAlgorithm: SIGNATURE,
    publicKey: keys.publicKey,
    signingKey: rootKeys.privateKey,
    extensions: [...limits(0, names), ...(await identifiers(rootKeys.publicKey, keys.publicKey))],
  });
  return { certificate: pem(root), key: (await privatePem(keys.privateKey)) + pem(issuer) };
}

/** @param below how many authorities may stand between it and a host */
function limits(below: number, names: readonly string[]): Extension[] {
  return [
    new BasicConstraintsExtension(true, below, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    onlyFor(names),
  ];
}

/** Python wants both from 3.13 on. */
async function identifiers(authority: CryptoKey, subject: CryptoKey): Promise<Extension[]> {
  return [
    await AuthorityKeyIdentifierExtension.create(authority),
    await SubjectKeyIdentifierExtension.create(subject),
  ];
}

function drawKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

/**
 * Makes certificates of hosts, each followed by the issuer's, and all with one key: drawing another for each name would cost a new client
 * as much again.
 *
 * @throws whatever is wrong with the pair
 */
export async function openAuthority({ key }: Pair): Promise<(name: string, now: number) => Promise<Pair>> {
  const issuer = new X509Certificate(issuerIn(key));
  const [privateKey] = PemConverter.decode(key);
  if (privateKey === undefined) throw new TypeError('the key is not PEM');
  const signingKey = await crypto.subtle.importKey('pkcs8', privateKey, ALGORITHM, false, ['sign']);
  const keys = await drawKeys();
  const hostKey = await privatePem(keys.privateKey);
  const ids = await identifiers(await issuer.publicKey.export(), keys.publicKey);
  return async (name, now) => {
    const host = await X509CertificateGenerator.create({
      serialNumber: serialNumber(),
      subject: HOST_SUBJECT,
      issuer: issuer.subject,
      notBefore: new Date(now - BACKDATED),
      notAfter: new Date(Math.min(now - BACKDATED + HOST_DAYS * DAY, issuer.notAfter.getTime())),
      signingAlgorithm: SIGNATURE,
      publicKey: keys.publicKey,
      signingKey,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension([{ type: isIP(name) === 0 ? 'dns' : 'ip', value: name }]),
        ...ids,
      ],
    });
    return { certificate: pem(host) + pem(issuer), key: hostKey };
  };
}

/** Whether a key is one with which something can be signed that the authority vouches for. */
export function fits({ certificate, key }: Pair): boolean {
  try {
    const issuer = new NodeCertificate(issuerIn(key));
    return (
      issuer.checkPrivateKey(createPrivateKey(key)) &&
      issuer.verify(new NodeCertificate(certificate).publicKey)
    );
  } catch {
    return false;
  }
}

function issuerIn(key: string): string {
  return key.slice(Math.max(0, key.indexOf('-----BEGIN CERTIFICATE-----')));
}

function onlyFor(names: readonly string[]): Extension {
  const subtrees = [...names.map(asSubtree), ...LOOPBACK.map((iPAddress) => ({ iPAddress }))].map(
    (base) => new GeneralSubtree({ base: new GeneralName(base) }),
  );
  const constraints = new NameConstraints({ permittedSubtrees: new GeneralSubtrees(subtrees) });
  return new Extension(NAME_CONSTRAINTS, true, AsnSerializer.serialize(constraints));
}

/** What keeps a certificate from being an authority of ours; undefined where it is one. */
export function flawOfAuthority(text: string, now: number): string | undefined {
  const certificate = readCertificate(text);
  if (certificate === undefined) return 'ca.pem is no certificate';
  if (certificate.subject !== AUTHORITY_NAME) return 'it is not of fauxforce';
  if (certificate.notAfter.getTime() <= now) return `it ended on ${certificate.notAfter.toISOString()}`;
  return undefined;
}

function readCertificate(text: string): X509Certificate | undefined {
  try {
    return new X509Certificate(text);
  } catch {
    return undefined;
  }
}

/** The hosts that an authority may vouch for: each stands for what is below it too. Addresses of this machine go without saying. */
export function namesOf(authority: string): readonly string[] {
  const extension = new X509Certificate(authority).getExtension(NAME_CONSTRAINTS);
  if (extension === null) return [];
  const { permittedSubtrees } = AsnParser.parse(extension.value, NameConstraints);
  return [...(permittedSubtrees ?? [])]
    .map(({ base }) => base.dNSName ?? base.iPAddress ?? '')
    .filter((name) => !LOOPBACK.includes(name))
    .map((name) => name.replace(/\/(?:32|128)$/, ''));
}

function asSubtree(name: string): { dNSName: string } | { iPAddress: string } {
  const version = isIP(name);
  return version === 0 ? { dNSName: name } : { iPAddress: `${name}/${version === 4 ? 32 : 128}` };
}

/** Positive, and unlike any other (RFC 5280 4.1.2.2). */
function serialNumber(): string {
  return `4${entropy.bytes(16).toString('hex').slice(1)}`;
}

function pem(certificate: X509Certificate): string {
  return `${certificate.toString('pem')}\n`;
}

async function privatePem(key: CryptoKey): Promise<string> {
  return `${PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`;
}
