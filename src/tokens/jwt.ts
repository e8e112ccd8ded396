/** JWTs: reading and verifying those that clients send (token.md 7), signing ours. */
import { type KeyObject, sign, verify, X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';

export interface Jwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signedText: string;
  readonly signature: Buffer;
}

/** Undefined when the text is not three base64url parts of JSON; padding is tolerated, as Camel sends it (clients.md 1.13). */
export function readJwt(text: string): Jwt | undefined {
  const parts = text.split('.');
  if (parts.length !== 3 || !parts.every((part) => /^[A-Za-z0-9_-]*={0,2}$/.test(part))) return undefined;
  const [header, claims, signature] = parts as [string, string, string];
  const decoded = { header: readObject(header), claims: readObject(claims) };
  if (!decoded.header || !decoded.claims) return undefined;
  return {
    header: decoded.header,
    claims: decoded.claims,
    signedText: `${header}.${claims}`,
    signature: Buffer.from(signature, 'base64url'),
  };
}

function readObject(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

const signInThreadPool = promisify(sign);

/** An RS256 JWT in compact form; members are written in the order given. */
export async function signJwt(header: object, claims: object, privateKey: KeyObject): Promise<string> {
  const signedText = `${encode(header)}.${encode(claims)}`;
  const signature = await signInThreadPool('sha256', Buffer.from(signedText), privateKey);
  return `${signedText}.${signature.toString('base64url')}`;
}

/** Seconds as a number or a string of digits; the CLI's milliseconds are a far future and fine (clients.md 1.13). */
export function secondsOf(claim: unknown): number | undefined {
  const seconds = typeof claim === 'string' && /^\d+$/.test(claim) ? Number(claim) : claim;
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds : undefined;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

/**
 * True when the JWT is RS256-signed by the certificate's key. Nothing in the JWT chooses the key or the algorithm:
 * `kid`, `jwk`, `x5c` and the like are ignored, and critical extensions are not understood.
 */
export function isSignedBy(jwt: Jwt, certificate: string): boolean {
  return jwt.header.alg === 'RS256' && isSignedWith(jwt, publicKeyOf(certificate));
}

/** Asymmetric ones only: whoever knows a public key could sign with HS256. */
const ALGORITHMS: Readonly<Record<string, { readonly digest: string; readonly keyType: 'rsa' | 'ec' }>> = {
  RS256: { digest: 'sha256', keyType: 'rsa' },
  RS384: { digest: 'sha384', keyType: 'rsa' },
  RS512: { digest: 'sha512', keyType: 'rsa' },
  ES256: { digest: 'sha256', keyType: 'ec' },
  ES384: { digest: 'sha384', keyType: 'ec' },
  ES512: { digest: 'sha512', keyType: 'ec' },
};

/** True when the private half of this key signed the JWT, by one of the algorithms above that fits the key. */
export function isSignedWith({ header, signedText, signature }: Jwt, key: KeyObject): boolean {
  const name = typeof header.alg === 'string' ? header.alg : '';
  const algorithm = Object.hasOwn(ALGORITHMS, name) ? ALGORITHMS[name] : undefined;
  if (!algorithm || algorithm.keyType !== key.asymmetricKeyType || 'crit' in header) return false;
  return verify(algorithm.digest, Buffer.from(signedText), { key, dsaEncoding: 'ieee-p1363' }, signature);
}

const keys = new Map<string, KeyObject>();
const KEYS_REMEMBERED = 1_000;

function publicKeyOf(certificate: string): KeyObject {
  let key = keys.get(certificate);
  if (!key) {
    key = new X509Certificate(certificate).publicKey;
    if (keys.size >= KEYS_REMEMBERED) keys.clear();
    keys.set(certificate, key);
  }
  return key;
}
