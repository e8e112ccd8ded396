/** Node's root certificates and an authority of ours in one file, for variables that replace the roots. */
import { rootCertificates } from 'node:tls';

export function bundleWith(certificate: string): string {
  return [...rootCertificates, certificate].join('\n');
}
