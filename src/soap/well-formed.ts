/** A text -> the root of its document, or what is wrong with it, in the words of Salesforce's parser (soap-data.md 7). */
import { elementsOf, hasControlCharacter, parseXml } from '../wire/read-xml.ts';
import { brokenBound, type XmlBounds } from '../wire/xml-bounds.ts';

/** A call may have 200 records, each with a hundred fields that say their type. */
const LARGEST: XmlBounds = {
  elements: 21_000,
  'end tags': 21_000,
  deep: 32,
  attributes: 42_000,
  'attributes on one element': 64,
  // Clients in .NET take fields out of all namespaces, each by itself.
  'namespace declarations': 21_000,
  'declared prefixes': 100,
  'comments, CDATA sections and instructions': 1_000,
  'characters behind the last ends of its names': 100_000_000,
};

export interface Malformed {
  /** What must hold, and does not. */
  readonly rule: string;
  /** What Salesforce says: Xerces, as far as it is recalled. */
  readonly message: string;
  /** What stands behind an `&` that nobody escaped: a part of a password, most often. */
  readonly unescaped?: string | undefined;
}

/** Each costs some microseconds. */
const MOST_REFERENCES = 20_000;

const UNFINISHED = 'XML document structures must start and end within the same entity.';
const NO_DECLARATIONS =
  'DOCTYPE is disallowed when the feature "http://apache.org/xml/features/disallow-doctype-decl" set to true.';

/** @param xml not empty */
export async function readDocument(xml: string): Promise<Element | Malformed> {
  const flaw = flawOfText(xml);
  if (flaw) return flaw;
  try {
    const root = await parseXml(xml);
    return unboundIn(root) ?? root;
  } catch {
    return { rule: 'it is well-formed', message: UNFINISHED };
  }
}

function flawOfText(xml: string): Malformed | undefined {
  const begun = xml.trimStart();
  if (begun !== xml && /^<\?xml\s/.test(begun))
    return {
      rule: 'nothing is before its declaration',
      message: 'The processing instruction target matching "[xX][mM][lL]" is not allowed.',
    };
  if (!begun.startsWith('<'))
    return { rule: 'it begins with a tag', message: 'Content is not allowed in prolog.' };
  if (hasControlCharacter(xml))
    return {
      rule: 'it has no control characters',
      message: 'An invalid XML character was found in the element content of the document.',
    };
  const markup = withoutOpaque(xml);
  if (markup === undefined) return { rule: 'what begins in it ends in it', message: UNFINISHED };
  if (/<!/.test(markup)) return { rule: 'it has no DOCTYPE and no entities', message: NO_DECLARATIONS };
  if (!markup.trimEnd().endsWith('>')) return { rule: 'nothing follows its root', message: UNFINISHED };
  const bound = brokenBound(xml, LARGEST);
  if (bound !== undefined) return { rule: bound, message: UNFINISHED };
  return flawOfReference(markup);
}

const OPAQUE = { '<!--': '-->', '<![CDATA[': ']]>', '<?': '?>' } as const;
const BEGIN_OF_OPAQUE = /<(?:!--|!\[CDATA\[|\?)/g;

/** Without comments, CDATA and instructions, which may look like anything; undefined if one does not end. Reads the text once. */
function withoutOpaque(xml: string): string | undefined {
  const kept: string[] = [];
  const begin = new RegExp(BEGIN_OF_OPAQUE);
  let from = 0;
  for (let found = begin.exec(xml); found; found = begin.exec(xml)) {
    const [start] = found;
    const end = OPAQUE[start as keyof typeof OPAQUE];
    const close = xml.indexOf(end, found.index + start.length);
    if (close < 0) return undefined;
    kept.push(xml.slice(from, found.index));
    from = close + end.length;
    begin.lastIndex = from;
  }
  kept.push(xml.slice(from));
  return kept.join('');
}

const REFERENCE = /&(?:#(\d{1,9})|#x([\dA-Fa-f]{1,8})|([A-Za-z_][\w.-]{0,99}))?(;?)/g;

const PREDEFINED: ReadonlySet<string> = new Set(['amp', 'lt', 'gt', 'quot', 'apos']);

/** An `&` of a password that nobody escaped is the commonest cause (observed: forcedotcom/postman-salesforce-apis#26). */
function flawOfReference(markup: string): Malformed | undefined {
  let count = 0;
  for (const [, decimal, hexadecimal, name, end] of markup.matchAll(REFERENCE)) {
    const message = messageOf(decimal, hexadecimal, name, end);
    if (message !== undefined)
      return { rule: 'every & of its text is escaped as &amp;', message, unescaped: name };
    if (++count > MOST_REFERENCES)
      return { rule: `it has at most ${MOST_REFERENCES} references`, message: UNFINISHED };
  }
  return undefined;
}

function messageOf(
  decimal: string | undefined,
  hexadecimal: string | undefined,
  name: string | undefined,
  end: string | undefined,
): string | undefined {
  const code = decimal ?? (hexadecimal && `0x${hexadecimal}`);
  if (code === undefined && name === undefined)
    return "The entity name must immediately follow the '&' in the entity reference.";
  if (end === '') return `The reference to entity "${name ?? code}" must end with the ';' delimiter.`;
  if (name !== undefined)
    return PREDEFINED.has(name) ? undefined : `The entity "${name}" was referenced, but not declared.`;
  return isCharacter(Number(code))
    ? undefined
    : `Character reference "&#${code}" is an invalid XML character.`;
}

/** XML 1.0, 2.2. */
function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}

/** A prefix that nothing declares. */
function unboundIn(root: Element): Malformed | undefined {
  const left = [root];
  for (let next = left.pop(); next; next = left.pop()) {
    const name = next.nodeName;
    if (name.includes(':') && !next.namespaceURI) {
      const prefix = name.slice(0, name.indexOf(':'));
      return {
        rule: 'every prefix is declared',
        message: `The prefix "${prefix.slice(0, 100)}" for element "${name.slice(0, 100)}" is not bound.`,
      };
    }
    const unbound = Array.from(next.attributes).find((one) => one.name.includes(':') && !one.namespaceURI);
    if (unbound) {
      const prefix = unbound.name.slice(0, unbound.name.indexOf(':'));
      return {
        rule: 'every prefix is declared',
        message: `The prefix "${prefix.slice(0, 100)}" for attribute "${unbound.name.slice(0, 100)}" associated with an element type "${name.slice(0, 100)}" is not bound.`,
      };
    }
    left.push(...elementsOf(next));
  }
  return undefined;
}
