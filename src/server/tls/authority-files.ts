/** Where a certificate authority is kept. Whoever only tells of the files loads nothing that makes certificates. */
import { join } from 'node:path';

export interface AuthorityFiles {
  readonly certificate: string;
  readonly key: string;
  /** Node's root certificates and ours, for variables that replace the roots. */
  readonly bundle: string;
  /** The same for Java: `trust-files.ts` makes it when it is asked for. */
  readonly truststore: string;
}

export function filesOf(folder: string): AuthorityFiles {
  return {
    certificate: join(folder, 'ca.pem'),
    key: join(folder, 'ca.key'),
    bundle: join(folder, 'bundle.pem'),
    truststore: join(folder, 'truststore.p12'),
  };
}
