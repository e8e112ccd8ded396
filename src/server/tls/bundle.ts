/** Root certificates and an authority of ours in one file, for variables that replace the roots. */
import { getCACertificates, rootCertificates } from 'node:tls';

/** Node's, and those that the caller trusts beside them by `NODE_EXTRA_CA_CERTS`: a company's own, without which its proxy is not believed. */
export function rootsHere(): readonly string[] {
  return [...rootCertificates, ...extraCertificates()];
}

export function extraCertificates(): readonly string[] {
  return getCACertificates('extra');
}

export function bundleWith(certificate: string): string {
  return [...rootsHere().map((root) => root.trimEnd()), certificate].join('\n');
}
