/** What an assertion says, read from the bytes that were signed (SAML 2.0 core 2). */
import { parseXml } from '../wire/read-xml.ts';
import { ASSERTION, childrenOf, PROTOCOL } from './document.ts';

const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';

/** Milliseconds since the epoch; an end left out is undefined, one that is no instant is NaN. */
export interface Period {
  readonly notBefore: number | undefined;
  readonly notOnOrAfter: number | undefined;
}

export interface Assertion {
  readonly id: string;
  readonly issuer: string;
  /** The subject's NameID. */
  readonly nameId: string;
  /** Each restriction must name us. */
  readonly audienceRestrictions: readonly (readonly string[])[];
  readonly conditions: Period;
  /** Of the subject confirmations by bearer. */
  readonly confirmations: readonly (Period & { readonly recipient: string })[];
}

/** The issuer of an assertion nobody has verified yet, to find the key by. */
export function claimedIssuer(assertion: Element): string {
  return textOf(childrenOf(assertion, ASSERTION, 'Issuer')[0]);
}

/**
 * @param signed what signature.ts found signed: a Response or an Assertion
 * @throws Error when it is neither
 */
export async function readAssertion(signed: string): Promise<Assertion> {
  const root = await parseXml(signed);
  const isResponse = root.namespaceURI === PROTOCOL && root.localName === 'Response';
  const [assertion] = isResponse ? childrenOf(root, ASSERTION, 'Assertion') : [root];
  if (assertion?.namespaceURI !== ASSERTION || assertion.localName !== 'Assertion')
    throw new Error('what is signed is no assertion');
  const [subject] = childrenOf(assertion, ASSERTION, 'Subject');
  const [conditions] = childrenOf(assertion, ASSERTION, 'Conditions');
  return {
    id: assertion.getAttribute('ID') ?? '',
    issuer: claimedIssuer(assertion),
    nameId: textOf(subject && childrenOf(subject, ASSERTION, 'NameID')[0]),
    audienceRestrictions: (conditions ? childrenOf(conditions, ASSERTION, 'AudienceRestriction') : []).map(
      (restriction) => childrenOf(restriction, ASSERTION, 'Audience').map(textOf),
    ),
    conditions: periodOf(conditions),
    confirmations: (subject ? childrenOf(subject, ASSERTION, 'SubjectConfirmation') : [])
      .filter((confirmation) => confirmation.getAttribute('Method') === BEARER)
      .flatMap((confirmation) => childrenOf(confirmation, ASSERTION, 'SubjectConfirmationData'))
      .map((data) => ({ ...periodOf(data), recipient: data.getAttribute('Recipient') ?? '' })),
  };
}

/** The text of an element that holds nothing else, without the blanks at its ends; empty for any other. */
export function textOf(element: Element | undefined): string {
  const TEXT = 3;
  if (!element || Array.from(element.childNodes).some(({ nodeType }) => nodeType !== TEXT)) return '';
  return (element.textContent ?? '').trim();
}

function periodOf(element: Element | undefined): Period {
  const instant = (name: string) => {
    const text = element?.getAttribute(name);
    return text ? readInstant(text) : undefined;
  };
  return { notBefore: instant('NotBefore'), notOnOrAfter: instant('NotOnOrAfter') };
}

/** An xs:dateTime; SAML's are in UTC, also where they do not say so. */
export function readInstant(text: string): number {
  const [, instant, zone] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
  return instant === undefined ? Number.NaN : Date.parse(instant + (zone ?? 'Z'));
}
