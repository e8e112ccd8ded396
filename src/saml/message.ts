/** A message of the protocol as it came, by redirect or by POST -> what it says. Nothing of it is verified here (SAML 2.0 bindings 3.4, 3.5). */
import { inflateRawSync } from 'node:zlib';
import { readInstant, textOf } from './assertion.ts';
import {
  ALPHABETS,
  ASSERTION,
  childrenOf,
  DSIG,
  decodeUtf8,
  everywhere,
  type Flaw,
  idsOf,
  is,
  LONGEST,
  PROTOCOL,
  readTree,
  type SamlDocument,
} from './document.ts';

export type MessageKind = 'AuthnRequest' | 'LogoutRequest' | 'LogoutResponse';

export interface Message {
  readonly kind: MessageKind;
  readonly id: string;
  /** Of the Issuer element; empty: it has none. */
  readonly issuer: string;
  /** Milliseconds since the epoch; NaN for what is no instant. */
  readonly issuedAt: number;
  readonly destination: string | undefined;
  readonly root: Element;
  /** For its signature, of which there is one at most. */
  readonly document: SamlDocument;
}

/** An ID is sent back as it came. Real ones begin with digits, too, which XML's do not. */
const ID = /^[\w.:-]{1,256}$/;

export async function readMessage(
  text: string,
  binding: 'redirect' | 'post',
  kind: MessageKind,
): Promise<Message | Flaw> {
  const xml = decode(text, binding);
  if (xml === undefined) {
    const how = binding === 'redirect' ? 'base64 of deflated UTF-8 text' : 'base64 of UTF-8 text';
    return { flaw: 'malformed', rule: `it is ${how}, at most ${LONGEST} characters` };
  }
  const root = await readTree(xml);
  return 'flaw' in root ? root : messageOf(xml, root, kind);
}

/** @param signed the bytes that were signed: a message and nothing else */
export async function readSigned(signed: string, kind: MessageKind): Promise<Message | Flaw> {
  const root = await readTree(signed);
  return 'flaw' in root ? root : messageOf(signed, root, kind);
}

function decode(text: string, binding: 'redirect' | 'post'): string | undefined {
  if (text.length > LONGEST * 2 || !ALPHABETS.base64.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  if (binding === 'post') return decodeUtf8(bytes);
  try {
    return decodeUtf8(inflateRawSync(bytes, { maxOutputLength: 4 * LONGEST }));
  } catch {
    return undefined;
  }
}

function messageOf(xml: string, root: Element, kind: MessageKind): Message | Flaw {
  if (!is(root, PROTOCOL, kind)) return malformed(`its root is a SAML 2.0 ${kind}`);
  const id = root.getAttribute('ID') ?? '';
  if (!ID.test(id)) return malformed('it has an ID of at most 256 letters, digits and _ . : -');
  if (root.getAttribute('Version') !== '2.0') return malformed('its Version is 2.0');
  const signatures = childrenOf(root, DSIG, 'Signature');
  if (signatures.length > 1 || everywhere(root, 'Signature').length !== signatures.length)
    return malformed('it is signed once at most, directly below its root');
  const ids = everywhere(root, '*').flatMap(idsOf);
  if (new Set(ids).size !== ids.length) return malformed('no ID is there twice');
  return {
    kind,
    id,
    issuer: textOf(childrenOf(root, ASSERTION, 'Issuer')[0]),
    issuedAt: readInstant(root.getAttribute('IssueInstant') ?? ''),
    destination: attributeOf(root, 'Destination'),
    root,
    document: { xml, root, assertion: root, signatures },
  };
}

function malformed(rule: string): Flaw {
  return { flaw: 'malformed', rule };
}

/** Undefined where it is not there, or empty. */
export function attributeOf(element: Element, name: string): string | undefined {
  return element.getAttribute(name) || undefined;
}

/** xs:boolean; anything else is false. */
export function isTrue(element: Element, name: string): boolean {
  return ['true', '1'].includes((element.getAttribute(name) ?? '').trim());
}
