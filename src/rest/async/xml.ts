/** XML of Bulk API 1 as Salesforce writes it: an element a line, and the namespace on a line of its own (rest-data.md 7). */
import { elementsOf, hasControlCharacter, parseXml } from '../../wire/read-xml.ts';
import { escapeXml } from '../../wire/xml.ts';
import { brokenBound } from '../../wire/xml-bounds.ts';

export const XML_TYPE = 'application/xml';
export const NAMESPACE = 'http://www.force.com/2009/06/asyncapi/dataload';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';

export type Members = Readonly<Record<string, unknown>>;

export function xmlDocument(root: string, members: Members): string {
  return listDocument(root, membersIn(members, ' '));
}

/** @param item the name of each element of the list */
export function xmlList(root: string, item: string, list: readonly Members[]): string {
  if (list.length === 0) return `${DECLARATION}<${root} xmlns="${NAMESPACE}" />`;
  const items = list.map((members) => ` <${item}>\n${membersIn(members, '  ')} </${item}>\n`);
  return listDocument(root, items.join(''));
}

function listDocument(root: string, content: string): string {
  return `${DECLARATION}<${root}\n   xmlns="${NAMESPACE}">\n${content}</${root}>`;
}

function membersIn(members: Members, indent: string): string {
  return Object.entries(members)
    .map(([name, value]) => `${indent}<${name}>${escapeXml(textOf(value))}</${name}>\n`)
    .join('');
}

/** Numbers of versions are written as JSON writes them: `58.0`. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A job has a dozen elements. */
const BOUNDS = {
  elements: 100,
  'end tags': 100,
  deep: 5,
  attributes: 20,
  'attributes on one element': 20,
  'namespace declarations': 20,
  'comments, CDATA sections and instructions': 20,
};

/** The texts of the elements below the root, by their names. @throws Error that says what is wrong */
export async function readMembers(xml: string, root: string): Promise<Members> {
  if (/<!DOCTYPE/i.test(xml)) throw new Error('DOCTYPE is disallowed');
  if (hasControlCharacter(xml)) throw new Error('An invalid XML character was found');
  const broken = brokenBound(xml, BOUNDS);
  if (broken !== undefined) throw new Error(`The document is too large: ${broken}`);
  const found = await parse(xml);
  if (found.localName !== root || found.namespaceURI !== NAMESPACE)
    throw new Error(`Expected an element ${root} in the namespace ${NAMESPACE}`);
  return Object.fromEntries(
    elementsOf(found).map(({ localName, textContent }) => [localName, (textContent ?? '').trim()]),
  );
}

/** What the parser says quotes the document at length. */
async function parse(xml: string): Promise<Element> {
  try {
    return await parseXml(xml);
  } catch {
    throw new Error('XML document structures must start and end within the same entity.');
  }
}
