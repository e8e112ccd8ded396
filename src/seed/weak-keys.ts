/** Keys of apps and token exchange handlers that are too short to verify a JWT. */
import { createPublicKey, X509Certificate } from 'node:crypto';
import { weaknessOf } from '../org/weak-keys.ts';
import type { CertificateReading } from './certificate.ts';
import type { Path, SeedDocument } from './problems.ts';
import { type Finding, fieldOf } from './shape.ts';
import type { MappingReading } from './token-exchange.ts';

interface CertificateAt {
  readonly path: Path;
  readonly reading: CertificateReading;
}

/** Reports keys that are too short, except those that the store kept before short keys were refused. */
export function weakKeyFindings(
  { value, isKept }: SeedDocument,
  certificates: readonly CertificateAt[],
  mappings: readonly MappingReading[],
): Finding[] {
  const keys = [
    ...certificates.flatMap(({ path, reading }) =>
      'pem' in reading ? [{ path, key: new X509Certificate(reading.pem).publicKey }] : [],
    ),
    ...mappings.flatMap(({ path, keysAt, mapping }) =>
      mapping && 'keys' in mapping && keysAt
        ? (mapping.keys ?? []).map(({ publicKey }) => ({
            path: [...path, keysAt],
            key: createPublicKey(publicKey),
          }))
        : [],
    ),
  ];
  return keys.flatMap(({ path, key }): Finding[] => {
    const weakness = weaknessOf(key);
    if (weakness === undefined || isKept?.(path)) return [];
    return [{ path, of: 'value', message: `${fieldOf(value, path)} holds ${weakness}` }];
  });
}
