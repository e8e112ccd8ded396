/** The signature of a message that comes by redirect: over the query as it was written (SAML 2.0 bindings 3.4.4.1). Node does the arithmetic. */
import { sign, verify, X509Certificate } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { ALGORITHMS, type SigningAlgorithm } from './names.ts';

/** What was signed, and how; undefined members were not sent. */
export interface QuerySignature {
  readonly signed: string;
  readonly algorithm: string | undefined;
  readonly signature: string | undefined;
}

/**
 * Of several parameters of one name the first counts, however its name is escaped: it is the one that everybody else reads.
 *
 * @param query as it came, escapes and all
 */
export function signatureOf(query: string, message: 'SAMLRequest' | 'SAMLResponse'): QuerySignature {
  const parts = query
    .replace(/^\?/, '')
    .split('&')
    .filter((part) => part !== '');
  const read = [...new URLSearchParams(query)];
  const first = (name: string) => read.findIndex(([known]) => known === name);
  const decoded = (name: string) => read[first(name)]?.[1];
  const signed = [message, 'RelayState', 'SigAlg'].flatMap((name) => parts[first(name)] ?? []).join('&');
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

/** @returns a query that is deflated and signed */
export function signedQuery(
  message: 'SAMLRequest' | 'SAMLResponse',
  xml: string,
  relayState: string | undefined,
  { privateKey, algorithm }: { readonly privateKey: string; readonly algorithm: SigningAlgorithm },
): string {
  const parts = [
    [message, deflateRawSync(xml).toString('base64')],
    ...(relayState === undefined ? [] : [['RelayState', relayState]]),
    ['SigAlg', ALGORITHMS[algorithm].signature],
  ].map(([name, value = '']) => `${name}=${encodeURIComponent(value)}`);
  const signed = parts.join('&');
  const signature = sign(ALGORITHMS[algorithm].hash, Buffer.from(signed), privateKey).toString('base64');
  return `${signed}&Signature=${encodeURIComponent(signature)}`;
}
