/** The certificate that an org makes for itself when it becomes an identity provider (identity-and-resources.md 8). */
import 'reflect-metadata';
import { createPrivateKey, createPublicKey, hash } from 'node:crypto';
import {
  BasicConstraintsExtension,
  PemConverter,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const SERIAL_BYTES = 13;
/** Between these a certificate can say when it was made, and a year later that it ends (RFC 5280 4.1.2.5): milliseconds since the epoch. */
const EARLIEST = Date.UTC(1950, 0, 1);
const LATEST = Date.UTC(9998, 11, 31);

/** PKCS #8 in PEM, RSA of 2,048 bits. */
export async function makePrivateKey(): Promise<string> {
  const generated = { ...ALGORITHM, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
  const { privateKey } = await crypto.subtle.generateKey(generated, true, ['sign', 'verify']);
  const der = await crypto.subtle.exportKey('pkcs8', privateKey);
  return `${PemConverter.encode(der, 'PRIVATE KEY')}\n`;
}

/**
 * The same for the same facts, since its number is drawn from them and RSA signs one text in one way: so the store keeps the key alone.
 *
 * @param createdAt milliseconds since the epoch
 * @returns PEM
 */
export async function selfSigned(privateKey: string, orgId: string, createdAt: number): Promise<string> {
  const key = createPrivateKey(privateKey);
  const der = key.export({ format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  const [signing, verifying] = await Promise.all([
    crypto.subtle.importKey('pkcs8', new Uint8Array(der), ALGORITHM, false, ['sign']),
    crypto.subtle.importKey('spki', new Uint8Array(spki), ALGORITHM, true, ['verify']),
  ]);
  const made = new Date(Math.floor(Math.min(Math.max(createdAt, EARLIEST), LATEST) / 1000) * 1000);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: `0e${hash('sha256', `${orgId} ${made.getTime()}`).slice(0, 2 * SERIAL_BYTES)}`,
    name: `CN=SelfSignedCert_${nameOf(made)}, OU=${orgId.slice(0, 15)}, O=Salesforce.com, L=San Francisco, ST=CA, C=USA`,
    notBefore: made,
    notAfter: new Date(Date.UTC(made.getUTCFullYear() + 1, made.getUTCMonth(), made.getUTCDate(), 12)),
    signingAlgorithm: ALGORITHM,
    keys: { privateKey: signing, publicKey: verifying },
    extensions: [
      await SubjectKeyIdentifierExtension.create(verifying),
      new BasicConstraintsExtension(true, undefined, true),
    ],
  });
  return `${certificate.toString('pem')}\n`;
}

/** `24Apr2017_180044` */
function nameOf(made: Date): string {
  const [date = '', time = ''] = made.toISOString().split('T');
  const [year, , day] = date.split('-');
  return `${day}${MONTHS[made.getUTCMonth()]}${year}_${time.slice(0, 8).replaceAll(':', '')}`;
}
