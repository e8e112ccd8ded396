/** RSA keys that are too short to verify or sign a JWT (docs/decisions/0006-jose.md). */
import type { KeyObject } from 'node:crypto';

const FEWEST_BITS = 2_048;

/** What is wrong with a key, after "is" or "holds"; undefined for one that will do. */
export function weaknessOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string | undefined {
  const bits = asymmetricKeyDetails?.modulusLength ?? FEWEST_BITS;
  if (asymmetricKeyType !== 'rsa' || bits >= FEWEST_BITS) return undefined;
  return `an RSA key of ${bits} bits: JWTs are signed with ${FEWEST_BITS} or more`;
}
