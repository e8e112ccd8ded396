/**
 * What a certificate's key really signed. xml-crypto does the arithmetic; what it is given has been reduced to one form, so that
 * it has nothing to choose: one reference, to the element that carries the signature, by its ID; two transforms; two
 * algorithms. KeyInfo is never looked at, and afterwards only the bytes are read that were digested.
 */
import { X509Certificate } from 'node:crypto';
import { childrenOf, DSIG, type SamlDocument } from './document.ts';

const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const ENVELOPED = `${DSIG}enveloped-signature`;
/** SHA-1 is what Salesforce's own identity provider used until 2017 and still can (identity-and-resources.md 8). */
const SIGNATURE_METHODS = [`${DSIG}rsa-sha1`, 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'];
const DIGEST_METHODS = [`${DSIG}sha1`, 'http://www.w3.org/2001/04/xmlenc#sha256'];

export type Verdict =
  | {
      /** The canonical form of the outermost element that was signed. */
      readonly signed: string;
    }
  | {
      /** What must hold, and does not. */
      readonly rule: string;
    };

/** @param certificate PEM: the only one whose key counts */
export async function verifySignatures(document: SamlDocument, certificate: string): Promise<Verdict> {
  const { publicKey } = new X509Certificate(certificate);
  if (publicKey.asymmetricKeyType !== 'rsa') return { rule: 'the certificate has an RSA key' };
  const { SignedXml } = await import('xml-crypto');
  let outermost: string | undefined;
  for (const signature of document.signatures) {
    const rule = brokenRule(signature);
    if (rule !== undefined) return { rule };
    const verifier = new SignedXml({ publicCert: publicKey });
    // It looks through all elements for each name an ID may have; which one it has is settled already.
    verifier.idAttributes = ['ID'];
    try {
      verifier.loadSignature(signature);
      if (!verifier.checkSignature(document.xml)) return { rule: 'the digest is that of the signed element' };
    } catch {
      return { rule: "the signature is the certificate's" };
    }
    const [signed, ...more] = verifier.getSignedReferences();
    if (signed === undefined || more.length > 0) return { rule: 'one element is signed' };
    outermost ??= signed;
  }
  return outermost === undefined ? { rule: 'it is signed' } : { signed: outermost };
}

/** The first rule of form that a Signature breaks. */
function brokenRule(signature: Element): string | undefined {
  const [signedInfo] = childrenOf(signature);
  if (!signedInfo || !hasChildren(signature, ['SignedInfo', 'SignatureValue'], 'KeyInfo'))
    return 'a Signature holds SignedInfo, SignatureValue and KeyInfo, and nothing else';
  const [canonicalization, method, reference] = childrenOf(signedInfo);
  if (
    !hasChildren(signedInfo, ['CanonicalizationMethod', 'SignatureMethod', 'Reference']) ||
    !canonicalization ||
    !method ||
    !reference
  )
    return 'SignedInfo holds its two methods and one Reference';
  if (algorithmOf(canonicalization) !== EXCLUSIVE_C14N)
    return 'the canonicalization is exclusive and without comments';
  if (!SIGNATURE_METHODS.includes(algorithmOf(method)) || childrenOf(method).length > 0)
    return 'the signature is RSA with SHA-1 or SHA-256';
  if (!hasChildren(reference, ['Transforms', 'DigestMethod', 'DigestValue']))
    return 'the Reference holds Transforms, DigestMethod and DigestValue';
  const [transforms, digest] = childrenOf(reference) as [Element, Element];
  const algorithms = childrenOf(transforms, DSIG, 'Transform').map(algorithmOf);
  if (childrenOf(transforms).length !== 2 || algorithms.join(' ') !== `${ENVELOPED} ${EXCLUSIVE_C14N}`)
    return 'the transforms are enveloped-signature and exclusive canonicalization';
  if (!DIGEST_METHODS.includes(algorithmOf(digest))) return 'the digest is SHA-1 or SHA-256';
  const id = (signature.parentNode as Element).getAttribute('ID');
  if (!id || reference.getAttribute('URI') !== `#${id}`)
    return 'the Reference is to the ID of the element that carries the Signature';
  return undefined;
}

/** True when the children are these, in this order, all of XML Signature, and then at most the optional one. */
function hasChildren(parent: Element, names: readonly string[], optional?: string): boolean {
  const children = childrenOf(parent);
  const wanted = optional !== undefined && children.length > names.length ? [...names, optional] : names;
  return (
    children.length === wanted.length &&
    children.every((child, i) => child.namespaceURI === DSIG && child.localName === wanted[i])
  );
}

function algorithmOf(element: Element): string {
  return element.getAttribute('Algorithm') ?? '';
}
