/**
 * SAML as it was sent -> a tree whose shape leaves nothing to interpretation: one assertion, in one of two places, and
 * signatures nowhere but on it and on its Response. Nothing in the tree is to be believed; see signature.ts.
 */

import { elementsOf, hasControlCharacter, parseXml } from '../wire/read-xml.ts';
import { brokenBound, type XmlBounds } from '../wire/xml-bounds.ts';

export const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
export const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
export const DSIG = 'http://www.w3.org/2000/09/xmldsig#';

/** Characters of XML; the largest assertions seen, with hundreds of groups, have a fifth of it. */
export const LONGEST = 256 * 1024;

/** Each is several times what the largest assertions seen have, with hundreds of groups; the dearest takes a tenth of a second or two. */
export const LARGEST: XmlBounds = {
  elements: 2_000,
  'end tags': 2_000,
  deep: 24,
  attributes: 6_000,
  'attributes on one element': 32,
  'namespace declarations': 4_000,
  'declared prefixes': 100,
  'comments, CDATA sections and instructions': 1_000,
  'characters behind the last ends of its names': 20_000_000,
};

export interface SamlDocument {
  readonly xml: string;
  /** A Response or an Assertion. */
  readonly root: Element;
  /** The root, or its child. */
  readonly assertion: Element;
  /** The Response's signature first. */
  readonly signatures: readonly Element[];
}

/** What is wrong with a document: `malformed` could not be parsed as SAML at all. */
export interface Flaw {
  readonly flaw: 'malformed' | 'markup' | 'structure';
  /** What must hold, and does not. */
  readonly rule: string;
}

export const ALPHABETS = {
  base64: /^[A-Za-z0-9+/\s]+(?:={1,2}\s*)?$/,
  base64url: /^[A-Za-z0-9_-]+={0,2}$/,
} as const;

export async function readSaml(text: string, encoding: keyof typeof ALPHABETS): Promise<SamlDocument | Flaw> {
  const xml = decode(text, encoding);
  if (xml === undefined)
    return { flaw: 'malformed', rule: `it is ${encoding} of UTF-8 text, at most ${LONGEST} characters` };
  const root = await readTree(xml);
  return 'flaw' in root ? root : shapeOf(xml, root);
}

/** The root of a document without declarations, comments and instructions, that is not too large to be parsed. */
export async function readTree(xml: string): Promise<Element | Flaw> {
  const content = xml.replace(/^<\?xml\s[^?>]*\?>/, '').trim();
  const markup = /<!(?:DOCTYPE|ENTITY|--|\[CDATA\[)?|<\?/.exec(content)?.[0];
  if (markup !== undefined) return { flaw: 'markup', rule: `it has no "${markup}"` };
  if (!content.startsWith('<') || !content.endsWith('>'))
    return { flaw: 'malformed', rule: 'nothing is before its root, and nothing after it' };
  const bound = brokenBound(content, LARGEST);
  if (bound !== undefined) return { flaw: 'malformed', rule: bound };
  try {
    return await parseXml(xml);
  } catch {
    return { flaw: 'malformed', rule: 'it is well-formed XML' };
  }
}

function decode(text: string, encoding: keyof typeof ALPHABETS): string | undefined {
  if (text.length > LONGEST * 2 || !ALPHABETS[encoding].test(text)) return undefined;
  return decodeUtf8(Buffer.from(text, 'base64'));
}

/** Undefined for what is no UTF-8, is too long, or has characters that XML 1.0 has not. */
export function decodeUtf8(bytes: Buffer): string | undefined {
  try {
    const xml = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return xml.length <= LONGEST && !hasControlCharacter(xml) ? xml : undefined;
  } catch {
    return undefined;
  }
}

/** Elements found anywhere in the tree, or directly below. Not by namespace: what only looks like one is refused too. */
export function everywhere(root: Element, name: string): Element[] {
  const found = Array.from(root.getElementsByTagNameNS('*', name));
  return root.localName === name || name === '*' ? [root, ...found] : found;
}

function shapeOf(xml: string, root: Element): SamlDocument | Flaw {
  const isResponse = is(root, PROTOCOL, 'Response');
  if (!isResponse && !is(root, ASSERTION, 'Assertion'))
    return { flaw: 'malformed', rule: 'its root is a SAML 2.0 Response or Assertion' };
  const elements = everywhere(root, '*');
  const [assertion, ...more] = everywhere(root, 'Assertion');
  if (!assertion || more.length > 0) return structure('it has exactly one Assertion');
  if (!is(assertion, ASSERTION, 'Assertion') || (isResponse && assertion.parentNode !== root))
    return structure('its Assertion is the root, or directly below the Response');
  const owners = isResponse ? [root, assertion] : [assertion];
  const own = owners.flatMap((owner) => childrenOf(owner, DSIG, 'Signature'));
  if (own.length === 0) return structure('the Assertion or its Response is signed');
  if (everywhere(root, 'Signature').length !== own.length)
    return structure('it is signed nowhere but directly below the Response and the Assertion');
  if (new Set(own.map(({ parentNode }) => parentNode)).size !== own.length)
    return structure('nothing is signed twice');
  const ids = elements.flatMap(idsOf);
  if (new Set(ids).size !== ids.length) return structure('no ID is there twice');
  return { xml, root, assertion, signatures: own };
}

function structure(rule: string): Flaw {
  return { flaw: 'structure', rule };
}

export function is(element: Element, namespace: string, name: string): boolean {
  return element.namespaceURI === namespace && element.localName === name;
}

/** Whatever a library may take for an ID. */
export function idsOf(element: Element): string[] {
  return Array.from(element.attributes)
    .filter(({ localName, name }) => (localName ?? name).toLowerCase() === 'id')
    .map(({ value }) => value);
}

/** The elements directly below another; those of one name only, if it is given. */
export function childrenOf(parent: Element, namespace?: string, name?: string): Element[] {
  const elements = elementsOf(parent);
  return name === undefined ? elements : elements.filter((one) => is(one, namespace ?? '', name));
}
