/** Signs a document as Salesforce does: enveloped, exclusive canonicalization with a list of prefixes, behind the Issuer (identity-and-resources.md 8). xml-crypto does the arithmetic. */
import { DSIG } from './document.ts';
import { ALGORITHMS, type SigningAlgorithm, type SigningPair } from './names.ts';

const ENVELOPED = `${DSIG}enveloped-signature`;
const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';

export interface Signing extends SigningPair {
  readonly algorithm: SigningAlgorithm;
}

/**
 * @param xml whose root has an ID, and an Issuer below it
 * @param prefixes of InclusiveNamespaces
 */
export async function signDocument(
  xml: string,
  signing: Signing,
  prefixes: readonly string[],
): Promise<string> {
  const { ExclusiveCanonicalization, SignedXml } = await import('xml-crypto');
  const { signature, digest } = ALGORITHMS[signing.algorithm];
  const signer = new SignedXml({
    privateKey: signing.privateKey,
    publicCert: signing.certificate,
    signatureAlgorithm: signature,
    canonicalizationAlgorithm: EXCLUSIVE_C14N,
    idAttribute: 'ID',
  });
  signer.CanonicalizationAlgorithms[EXCLUSIVE_C14N] = class extends ExclusiveCanonicalization {
    override process(node: Element, options: { readonly signatureNode?: Element }): string {
      for (const root of [node, options.signatureNode]) if (root) dropListOfEnveloped(root);
      return super.process(node, options as never);
    }
  };
  signer.addReference({
    xpath: '/*',
    transforms: [ENVELOPED, EXCLUSIVE_C14N],
    digestAlgorithm: digest,
    inclusiveNamespacesPrefixList: [...prefixes],
  });
  signer.computeSignature(xml, {
    prefix: 'ds',
    location: { reference: "/*/*[local-name()='Issuer']", action: 'after' },
  });
  return signer.getSignedXml();
}

/** xml-crypto gives the list to every transform; that of enveloped signatures takes none (XML Signature 6.6.4). */
function dropListOfEnveloped(root: Element): void {
  for (const transform of Array.from(root.getElementsByTagNameNS(DSIG, 'Transform'))) {
    if (transform.getAttribute('Algorithm') !== ENVELOPED) continue;
    for (const list of Array.from(transform.childNodes)) transform.removeChild(list);
  }
}
