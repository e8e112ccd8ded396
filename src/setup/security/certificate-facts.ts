/** What pages tell of certificates. */
import { X509Certificate } from 'node:crypto';
import { signingPair } from '../../idp/certificate.ts';
import type { Visit } from '../visit.ts';

interface CertificateFacts {
  readonly subject: string;
  /** Its common name, which Salesforce calls the certificate by; the subject where it has none. */
  readonly name: string;
  readonly validFrom: string;
  readonly validTo: string;
}

/** Of the certificate that the org signs with. */
export async function certificateFacts({ world, org }: Visit): Promise<CertificateFacts & { pem: string }> {
  const { certificate } = await signingPair(world, org);
  return { ...factsOf(certificate), pem: certificate };
}

export function factsOf(pem: string): CertificateFacts {
  const { subject, validFrom, validTo } = new X509Certificate(pem);
  const name = subject.split('\n').find((part) => part.startsWith('CN='));
  return { subject: subject.replaceAll('\n', ', '), name: name?.slice(3) ?? subject, validFrom, validTo };
}
