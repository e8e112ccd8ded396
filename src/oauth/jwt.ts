/** Reading and verifying the JWTs that clients send: RS256 against one certificate, nothing else (token.md 7). */
import { type KeyObject, verify, X509Certificate } from 'node:crypto';

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

/**
 * True when the JWT is RS256-signed by the certificate's key. Nothing in the JWT chooses the key or the algorithm:
 * `kid`, `jwk`, `x5c` and the like are ignored, and critical extensions are not understood.
 */
export function isSignedBy(jwt: Jwt, certificate: string): boolean {
  if (jwt.header.alg !== 'RS256' || 'crit' in jwt.header) return false;
  const key = publicKeyOf(certificate);
  return (
    key.asymmetricKeyType === 'rsa' && verify('RSA-SHA256', Buffer.from(jwt.signedText), key, jwt.signature)
  );
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
