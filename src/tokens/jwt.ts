/**
 * JWTs: reading and verifying those that clients send (token.md 7), signing ours. jose signs and verifies (docs/decisions/0006-jose.md),
 * and is loaded with the first of them: few starts need it at once. Claims are the business of whoever reads them: Salesforce takes an
 * `exp` of text and an `iat` of anything.
 */
import { KeyObject, X509Certificate } from 'node:crypto';
import type { CryptoKey, JWK } from 'jose';
import { weaknessOf } from '../org/weak-keys.ts';
import { isRecord, readJsonObject } from '../wire/json.ts';
import { memoize } from '../wire/memoize.ts';

export interface Jwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signedText: string;
  readonly signature: Buffer;
}

/** Of Node, of WebCrypto, or as a JWK. */
type Key = KeyObject | CryptoKey | JWK;

export interface KeyToSignWith {
  readonly kid: string;
  readonly privateKey: Key;
}

/** Kept, because Node takes 7 µs to find a module that it has loaded. */
let signer: Promise<typeof import('jose/jws/compact/sign')> | undefined;
let verifier: Promise<typeof import('jose/jws/compact/verify')> | undefined;

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

function readObject(part: string): Readonly<Record<string, unknown>> | undefined {
  return readJsonObject(Buffer.from(part, 'base64url').toString('utf8'));
}

/** An RS256 JWT in compact form; members are written in the order given. */
export async function signJwt(
  header: Readonly<Record<string, unknown>>,
  claims: object,
  privateKey: Key,
): Promise<string> {
  signer ??= import('jose/jws/compact/sign');
  const { CompactSign } = await signer;
  return new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ ...header, alg: 'RS256' })
    .sign(privateKey);
}

/** Seconds as a number or a string of digits; the CLI's milliseconds are a far future and fine (clients.md 1.13). */
export function secondsOf(claim: unknown): number | undefined {
  const seconds = typeof claim === 'string' && /^\d+$/.test(claim) ? Number(claim) : claim;
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds : undefined;
}

/**
 * True when the JWT is RS256-signed by the certificate's key. Nothing in the JWT chooses the key or the algorithm:
 * `kid`, `jwk`, `x5c` and the like are ignored, and critical extensions are not understood.
 */
export function isSignedBy(jwt: Jwt, certificate: string): Promise<boolean> {
  return isSignedWith(jwt, publicKeyOf(certificate), ['RS256']);
}

/** Asymmetric ones only: whoever knows a public key could sign with HS256. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'];

/** True when the private half of this key signed the JWT, by one of the algorithms that fits the key and its curve. */
export async function isSignedWith(
  { header, signedText, signature }: Jwt,
  key: Key,
  algorithms: readonly string[] = ALGORITHMS,
): Promise<boolean> {
  if ('crit' in header) return false;
  verifier ??= import('jose/jws/compact/verify');
  const { compactVerify } = await verifier;
  try {
    await compactVerify(`${signedText}.${signature.toString('base64url')}`, key, {
      algorithms: [...algorithms],
    });
    return true;
  } catch {
    return false;
  }
}

/** The public key of a JWK that somebody sends, if it is RSA; what else it says of itself is not looked at. */
export async function readRsaJwk(jwk: unknown): Promise<KeyObject | undefined> {
  const { kty, n, e } = isRecord(jwk) ? jwk : {};
  if (kty !== 'RSA' || typeof n !== 'string' || typeof e !== 'string') return undefined;
  const { importJWK } = await import('jose/key/import');
  try {
    return KeyObject.from(await importJWK({ kty, n, e }, 'RS256'));
  } catch {
    return undefined;
  }
}

/** Why nothing verifies with a certificate, if its key is too short. */
export function weaknessOfCertificate(certificate: string): string | undefined {
  const weakness = weaknessOf(publicKeyOf(certificate));
  return weakness && `the certificate holds ${weakness}`;
}

const publicKeyOf = memoize(1_000, (certificate) => new X509Certificate(certificate).publicKey);
