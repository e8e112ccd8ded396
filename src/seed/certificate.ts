/** Certificates as people paste them -> PEM. The three forms that app files carry: wire facts, model.md 1.2. */
import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { LARGEST_NAMED_FILE } from './named-file.ts';

export type CertificateReading = { readonly pem: string } | { readonly complaint: string };

const BEGIN = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/;
const END = /-----END (?:X509 |TRUSTED )?CERTIFICATE-----/;
const OTHER_PEM = /-----BEGIN ([A-Z0-9 ]+)-----/;
/** Base64 text shorter than this is taken for a path: no certificate is that short. */
const SHORTEST_BASE64 = 200;

/**
 * Reads a certificate.
 *
 * @param text PEM (other text around it is ignored), base64 of DER or of PEM, or the path of a file with any of these or DER
 * @param directory what a path is relative to; undefined when files may not be read
 */
export function readCertificate(text: string, directory: string | undefined): CertificateReading {
  const trimmed = text.trim();
  if (trimmed.includes('-----BEGIN ')) return fromText(trimmed);
  if (isBase64(trimmed)) return fromBytes(Buffer.from(trimmed, 'base64'));
  if (directory === undefined)
    return { complaint: 'is neither PEM nor base64 DER: paste the certificate itself' };
  return fromFile(resolve(directory, trimmed), trimmed.slice(0, 80));
}

function fromFile(path: string, shown: string): CertificateReading {
  try {
    const facts = statSync(path);
    if (!facts.isFile()) return { complaint: `'${shown}' is not a file` };
    if (facts.size > LARGEST_NAMED_FILE)
      return { complaint: `'${shown}' is over 1 MiB: no certificate is that large` };
    const reading = fromFileBytes(readFileSync(path));
    return 'pem' in reading ? reading : { complaint: `in '${shown}' ${reading.complaint}` };
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : 'it cannot be read';
    return {
      complaint: `'${shown}' is no certificate, and as a path (relative to the seed file) ${reason}`,
    };
  }
}

function fromFileBytes(bytes: Buffer): CertificateReading {
  const text = bytes.toString('latin1').trim();
  return isBase64(text) ? fromBytes(Buffer.from(text, 'base64')) : fromBytes(bytes);
}

function fromBytes(bytes: Buffer): CertificateReading {
  const text = bytes.toString('latin1');
  return text.includes('-----BEGIN ') ? fromText(text) : fromX509(bytes);
}

function fromText(text: string): CertificateReading {
  const block = certificateIn(text);
  if (block !== undefined) return fromX509(block);
  return { complaint: `holds a ${OTHER_PEM.exec(text)?.[1] ?? 'PEM block'}, not a CERTIFICATE` };
}

/**
 * Cuts out the PEM, from the first begin line to the next end line. Two searches are linear; one pattern would try every begin
 * line.
 */
function certificateIn(text: string): string | undefined {
  const begin = BEGIN.exec(text);
  if (!begin) return undefined;
  const rest = text.slice(begin.index);
  const end = END.exec(rest);
  return end ? rest.slice(0, end.index + end[0].length) : undefined;
}

function fromX509(certificate: Buffer | string): CertificateReading {
  try {
    return { pem: new X509Certificate(certificate).toString() };
  } catch {
    return { complaint: 'is not a readable X.509 certificate: PEM or base64 DER, whole' };
  }
}

function isBase64(text: string): boolean {
  return text.length >= SHORTEST_BASE64 && /^[A-Za-z0-9+/\s]+={0,2}$/.test(text);
}
