/** The files that programs read beside the authority's certificate: whole, and with the root certificates of this Node and its user. */
import { existsSync } from 'node:fs';
import { explained } from './authority.ts';
import { filesOf } from './authority-files.ts';
import { bundleWith, rootsHere } from './bundle.ts';
import { readWhole, writeWhole } from './whole-file.ts';

/**
 * Writes those that are missing, or lack a certificate: an authority may be older than they are, and Node may have been replaced.
 *
 * @param certificate of the authority, in PEM
 * @throws AuthorityError
 */
export function keepTrustFiles(folder: string, certificate: string): Promise<void> {
  const { bundle, truststore } = filesOf(folder);
  return explained(folder, async () => {
    const whole = bundleWith(certificate);
    if (contentOf(bundle)?.toString() !== whole) writeWhole(bundle, whole);
    if (holdsAll(contentOf(truststore), [certificate, ...rootsHere()])) return;
    // A second of work, as it reads every certificate: not for whoever has it already.
    const { trustStoreWith } = await import('./trust-store.ts');
    writeWhole(truststore, trustStoreWith(certificate));
  });
}

function contentOf(path: string): Buffer | undefined {
  return existsSync(path) ? readWhole(path) : undefined;
}

function holdsAll(store: Buffer | undefined, certificates: readonly string[]): boolean {
  return store !== undefined && certificates.every((one) => store.includes(derOf(one)));
}

function derOf(pem: string): Buffer {
  return Buffer.from(pem.replaceAll(/-----[A-Z ]+-----/g, ''), 'base64');
}
