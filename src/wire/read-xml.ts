/** A text -> the root of its tree. Who reads a document looks at its size (./xml-bounds.ts) and for declarations before. */

/** XML 1.0 has no such characters; its parsers differ in what they make of them. */
const CONTROL_CHARACTER = /[^\P{Cc}\t\n\r]/u;

export function hasControlCharacter(text: string): boolean {
  return CONTROL_CHARACTER.test(text);
}

/**
 * The root of a document. Declarations are refused before this, so there is no entity to expand.
 *
 * @throws Error when it is not well-formed
 */
export async function parseXml(xml: string): Promise<Element> {
  const { DOMParser } = await import('@xmldom/xmldom');
  const refuse = (message: string): never => {
    throw new Error(message);
  };
  const errorHandler = { warning: refuse, error: refuse, fatalError: refuse };
  const document = new DOMParser({ errorHandler }).parseFromString(xml, 'text/xml');
  const { documentElement: root } = document;
  if (!root || Array.from(document.childNodes).some((node) => node !== root && isContent(node))) {
    throw new Error('one root, and nothing around it');
  }
  return root;
}

const PROCESSING_INSTRUCTION = 7; // The XML declaration is one here.
const COMMENT = 8;

function isContent({ nodeType, nodeValue }: { nodeType: number; nodeValue: string | null }): boolean {
  return nodeType !== PROCESSING_INSTRUCTION && nodeType !== COMMENT && (nodeValue ?? 'x').trim() !== '';
}

const ELEMENT = 1;

/** The elements directly below another. */
export function elementsOf(parent: Element): Element[] {
  return Array.from(parent.childNodes).filter((node): node is Element => node.nodeType === ELEMENT);
}
