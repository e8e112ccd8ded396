import { createHmac, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DEMO_KEY } from '../../src/seed/demo.ts';

export const demoKey = createPrivateKey(readFileSync(DEMO_KEY));
export const otherKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

export interface JwtFacts {
  readonly header?: Record<string, unknown>;
  readonly claims: Record<string, unknown>;
  readonly key?: KeyObject;
  /** Of the RSA signature; SHA-256 when left out. */
  readonly digest?: 'sha384' | 'sha512';
  /** HMAC with these bytes instead of an RSA signature. */
  readonly hmacKey?: string;
  readonly unsigned?: boolean;
  readonly padded?: boolean;
}

/** A JWT made by hand, so that it can be wrong in any way. */
export function makeJwt({ header = { alg: 'RS256' }, claims, key = demoKey, ...odd }: JwtFacts): string {
  const encode = (value: Buffer | string) => {
    const bytes = Buffer.from(value);
    if (!odd.padded) return bytes.toString('base64url');
    return bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
  };
  const text = `${encode(JSON.stringify(header))}.${encode(JSON.stringify(claims))}`;
  if (odd.unsigned) return `${text}.`;
  const signature = odd.hmacKey
    ? createHmac('sha256', odd.hmacKey).update(text).digest()
    : sign(odd.digest ?? 'sha256', Buffer.from(text), key);
  return `${text}.${encode(signature)}`;
}
