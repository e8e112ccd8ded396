/** The signature of a message that comes by redirect: over the query as it was written (SAML 2.0 bindings 3.4.4.1). Node does the arithmetic. */
import { verify, X509Certificate } from 'node:crypto';
import { ALGORITHMS } from './names.ts';

/** What was signed, and how; undefined members were not sent. */
export interface QuerySignature {
  readonly signed: string;
  readonly algorithm: string | undefined;
  readonly signature: string | undefined;
}

/** @param query as it came, escapes and all */
export function signatureOf(query: string, message: 'SAMLRequest' | 'SAMLResponse'): QuerySignature {
  const written = new Map<string, string>();
  for (const part of query.split('&')) {
    const name = part.split('=', 1)[0] ?? '';
    if (!written.has(name)) written.set(name, part);
  }
  const decoded = (name: string) => {
    const part = written.get(name);
    return part === undefined ? undefined : (new URLSearchParams(part).get(name) ?? undefined);
  };
  const signed = [message, 'RelayState', 'SigAlg'].flatMap((name) => written.get(name) ?? []).join('&');
  return { signed, algorithm: decoded('SigAlg'), signature: decoded('Signature') };
}

/** @returns the rule that it breaks; undefined: it is right */
export function brokenQueryRule(
  { signed, algorithm, signature }: QuerySignature,
  certificate: string,
): string | undefined {
  if (signature === undefined) return 'the query has a Signature';
  const known = Object.values(ALGORITHMS).find((one) => one.signature === algorithm);
  if (known === undefined) return 'SigAlg is RSA with SHA-1 or SHA-256';
  const { publicKey } = new X509Certificate(certificate);
  const isRight = verify(known.hash, Buffer.from(signed), publicKey, Buffer.from(signature, 'base64'));
  return isRight ? undefined : "the signature of the query is the certificate's";
}
