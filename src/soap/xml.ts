/** Envelopes as Salesforce writes them: one line, namespaces declared where the Envelope begins, those used alone, in the order of first use (soap-data.md 3). */
import { xmlText } from '../wire/xml.ts';

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly content: Content;
}

/** Text, or elements; null is `xsi:nil`. */
export type Content = string | number | boolean | null | readonly XmlElement[];

export function element(
  name: string,
  content: Content,
  attributes: Readonly<Record<string, string>> = {},
): XmlElement {
  return { name, content, attributes: content === null ? { ...attributes, 'xsi:nil': 'true' } : attributes };
}

/** An element for each member, in their order. Undefined members are left out. */
export function elements(members: Readonly<Record<string, Content | undefined>>): XmlElement[] {
  return Object.entries(members).flatMap(([name, content]) =>
    content === undefined ? [] : element(name, content),
  );
}

const SOAP_ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';
const SCHEMA_INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';
const SCHEMA = 'http://www.w3.org/2001/XMLSchema';

export interface Namespaces {
  /** Of elements without a prefix; undefined: none. */
  readonly unprefixed: string | undefined;
  /** Of the prefix `sf`. */
  readonly sf: string;
}

/** @param header elements of the Header, which is left out where there are none */
export function writeEnvelope(
  header: readonly XmlElement[],
  body: readonly XmlElement[],
  { unprefixed, sf }: Namespaces,
): string {
  const parts = [
    ...(header.length > 0 ? [element('soapenv:Header', header)] : []),
    element('soapenv:Body', body),
  ];
  const uris: Readonly<Record<string, string | undefined>> = {
    soapenv: SOAP_ENVELOPE,
    '': unprefixed,
    xsi: SCHEMA_INSTANCE,
    xsd: SCHEMA,
    sf,
  };
  const used = new Set(['soapenv']);
  for (const part of parts) collectPrefixes(part, used);
  const attributes: Record<string, string> = {};
  for (const prefix of used) {
    const uri = uris[prefix];
    if (uri !== undefined) attributes[prefix === '' ? 'xmlns' : `xmlns:${prefix}`] = uri;
  }
  return `<?xml version="1.0" encoding="UTF-8"?>${write(element('soapenv:Envelope', parts, attributes))}`;
}

/** The prefix of a type comes before that of the attribute that says it, as recorded answers to retrieve() have them. */
function collectPrefixes({ name, attributes, content }: XmlElement, used: Set<string>): void {
  used.add(prefixOf(name));
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'xsi:type' && value.includes(':')) used.add(prefixOf(value));
    used.add(prefixOf(key));
  }
  if (isNested(content)) for (const inner of content) collectPrefixes(inner, used);
}

function prefixOf(name: string): string {
  return name.includes(':') ? name.slice(0, name.indexOf(':')) : '';
}

function write({ name, attributes, content }: XmlElement): string {
  let start = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) start += ` ${key}="${xmlText(value)}"`;
  const inner = isNested(content) ? content.map(write).join('') : xmlText(content ?? '');
  return inner === '' ? `${start}/>` : `${start}>${inner}</${name}>`;
}

function isNested(content: Content): content is readonly XmlElement[] {
  return typeof content === 'object' && content !== null;
}
