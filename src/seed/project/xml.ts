/** Metadata XML -> elements that know their place. No entity is ever expanded, no DOCTYPE accepted (model.md 1.6). */
import { type ValidationError, XMLParser, XMLValidator } from 'fast-xml-parser';
import { Unreadable } from './text.ts';
import { type LeftOut, XmlText } from './xml-text.ts';

const TEXT = '#text';
const CDATA = '#cdata';

/** Knows no entities and keeps none. The parser's own would be made anew for each file, with tables of those that it knows. */
const NO_ENTITIES = {
  setExternalEntities() {},
  addInputEntities() {},
  reset() {},
  decode: (text: string) => text,
  setXmlVersion() {},
};

const PARSER = new XMLParser({
  preserveOrder: true,
  captureMetaData: true,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  processEntities: false,
  entityDecoder: NO_ENTITIES,
  trimValues: false,
  cdataPropName: CDATA,
  removeNSPrefix: true,
  maxNestedTags: 50,
  // Nobody asks for the path of a tag, which would be written anew for each.
  jPath: false,
});
/** The key under which the parser keeps where an element begins. */
const POSITION = XMLParser.getMetaDataSymbol() as symbol;

/** What the parser makes of an element, or of the text between two elements. */
interface Node {
  readonly [name: string]: readonly Node[] | string | undefined;
  readonly [position: symbol]: { readonly startIndex?: number } | undefined;
}

export class Element {
  readonly name: string;
  readonly #node: Node;
  readonly #nodes: readonly Node[];
  readonly #source: XmlText;
  /** In what the parser was shown. */
  readonly #start: number;
  #children: readonly Element[] | undefined;

  constructor(name: string, node: Node, source: XmlText) {
    const content = node[name];
    this.name = name;
    this.#node = node;
    this.#nodes = typeof content === 'object' ? content : [];
    this.#source = source;
    this.#start = node[POSITION]?.startIndex ?? 0;
  }

  get file(): string {
    return this.#source.file;
  }

  get place(): { file: string; line: number; column: number } {
    return this.#source.place(this.#source.written(this.#start));
  }

  /** Says the place later, without keeping what the parser made of the file. */
  get at(): () => Element['place'] {
    return placeLater(this.#source, this.#start);
  }

  get children(): readonly Element[] {
    this.#children ??= elementsOf(this.#nodes, this.#source);
    return this.#children;
  }

  /** The element with these children instead of its own. */
  withChildren(children: readonly Element[]): Element {
    const copy = new Element(this.name, this.#node, this.#source);
    copy.#children = children;
    return copy;
  }

  /** The text without white space around it. */
  get text(): string {
    return textOfNodes(this.#nodes).trim();
  }

  /** The lines of the text, each with its place; trimmed, and without empty ones. */
  get lines(): { text: string; place: Element['place'] }[] {
    const { text } = this.#source;
    const start = text.indexOf('>', this.#source.written(this.#start)) + 1;
    const isPlain = !text.slice(start, text.indexOf(`</${this.name}`, start)).includes('<');
    let offset = start;
    return textOfNodes(this.#nodes)
      .split('\n')
      .flatMap((line) => {
        const written = text.indexOf('\n', offset);
        const place = isPlain ? this.#source.place(offset + indentOf(text, offset)) : this.place;
        offset = written < 0 ? text.length : written + 1;
        return line.trim() ? [{ text: line.trim(), place }] : [];
      });
  }

  /** Elements of that name that the parser was not shown, wherever in the file they stand. */
  leftOut(name: string): Iterable<LeftOut> {
    return this.#source.leftOut(name);
  }

  hasLeftOut(name: string): boolean {
    return this.#source.hasLeftOut(name);
  }

  /** The first child of that name, or child of a child. */
  child(...names: readonly string[]): Element | undefined {
    let found: Element | undefined = this;
    for (const name of names) found = found?.children.find((candidate) => candidate.name === name);
    return found;
  }

  all(name: string): Element[] {
    return this.children.filter((candidate) => candidate.name === name);
  }

  /** The text of a child; undefined when it is absent or empty. */
  textOf(...names: readonly string[]): string | undefined {
    return this.child(...names)?.text || undefined;
  }
}

/** The most characters a file may have, without the skipped elements. */
const LARGEST = 1024 * 1024;

/**
 * Parses a file.
 *
 * @param file the name that problems show
 * @param skipped elements that are not parsed, at any depth: their text is in {@link Element.leftOut}
 * @returns the root element
 * @throws Unreadable
 */
export function parseXml(text: string, file: string, skipped: readonly string[] = []): Element {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) {
    throw new Unreadable('holds a DOCTYPE or an entity, which metadata files never have: remove it');
  }
  if (text.trim() === '') throw new Unreadable('is empty');
  const source = new XmlText(file, text, skipped);
  const relevant = source.relevant();
  if (relevant.length > LARGEST) throw new Unreadable('says over 1 MiB of logging in, and is not read');
  const verdict = XMLValidator.validate(relevant);
  if (verdict !== true) throw notWellFormed(verdict.err, source);
  const [root, ...others] = elementsOf(parsed(relevant), source);
  if (root === undefined) throw new Unreadable('holds no element');
  if (others.length > 0) throw new Unreadable('is not well-formed XML: it has more than one root element');
  return root;
}

/** Finds the last open element in the validator's message, which names every open element and says line 1. */
const OPEN_AT_END = /"([^"]*)"\s*\]' found\.$/;

function notWellFormed({ msg, line, col = 1 }: ValidationError['err'], source: XmlText): Unreadable {
  const open = OPEN_AT_END.exec(msg)?.[1] ?? /^Unclosed tag '(.*)'\.$/.exec(msg)?.[1];
  if (open === undefined) {
    const { line: written, column } = source.positionOf(line, col);
    return new Unreadable(`is not well-formed XML: ${shortened(msg)}`, written, column);
  }
  const end = source.place(source.text.trimEnd().length);
  return new Unreadable(`is not well-formed XML: it ends inside <${shortened(open)}>`, end.line, end.column);
}

function parsed(text: string): readonly Node[] {
  try {
    return PARSER.parse(text) as readonly Node[];
  } catch (error) {
    throw new Unreadable(`cannot be read as XML: ${shortened((error as Error).message)}`);
  }
}

function elementsOf(nodes: readonly Node[], source: XmlText): Element[] {
  const elements: Element[] = [];
  for (const node of nodes) {
    for (const name in node) {
      if (name !== TEXT && name !== CDATA) elements.push(new Element(name, node, source));
    }
  }
  return elements;
}

function placeLater(source: XmlText, start: number): () => Element['place'] {
  return () => source.place(source.written(start));
}

function textOfNodes(nodes: readonly Node[]): string {
  const [first] = nodes;
  return first && nodes.length === 1 ? textOfNode(first) : nodes.map(textOfNode).join('');
}

function indentOf(text: string, offset: number): number {
  return /^[ \t]*/.exec(text.slice(offset, offset + 80))?.[0].length ?? 0;
}

function textOfNode(node: Node): string {
  const content = node[TEXT] ?? node[CDATA] ?? '';
  if (typeof content === 'string') return decodeReferences(content);
  return content.map((inner) => inner[TEXT] ?? '').join('');
}

function shortened(message: string): string {
  const [line = ''] = message.split('\n', 1);
  return line.length > 160 ? `${line.slice(0, 160)}…` : line;
}

const PREDEFINED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', apos: "'", quot: '"' };

/** Decodes the five predefined entities and character references; any other reference stays as written. */
function decodeReferences(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(
    /&(?:(lt|gt|amp|apos|quot)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g,
    (all, name, decimal, hex) => {
      if (name) return PREDEFINED[name as string] ?? all;
      const code = decimal ? Number(decimal) : Number.parseInt(hex as string, 16);
      return isXmlCharacter(code) ? String.fromCodePoint(code) : all;
    },
  );
}

function isXmlCharacter(code: number): boolean {
  return (
    code === 9 ||
    code === 10 ||
    code === 13 ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  );
}
