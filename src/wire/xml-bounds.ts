/**
 * How large a document is, counted in one pass over its text, before anything builds a tree of it. What the libraries do
 * grows with depth times declarations; whoever reads documents says how large the dearest may be.
 */

/** The most of each that a document may have. */
export interface XmlBounds {
  readonly elements: number;
  /** Those that end nothing count too. */
  readonly 'end tags': number;
  readonly deep: number;
  readonly attributes: number;
  readonly 'attributes on one element': number;
  readonly 'namespace declarations': number;
  /** Different ones: what is in scope is copied at every element that declares one. Left out: no more than declarations. */
  readonly 'declared prefixes'?: number;
  /** They are nodes too, and a tree is built in a time that grows with the square of the nodes below one element. */
  readonly 'comments, CDATA sections and instructions': number;
  /** The library looks for the end of each name from the end of the text on, once for each different name. Left out: any number. */
  readonly 'characters behind the last ends of its names'?: number;
}

type Counts = { -readonly [Name in keyof XmlBounds]-?: number };

/** The bound that a document breaks, as the end of a sentence. Of what is not well-formed it may say nothing. */
export function brokenBound(xml: string, most: XmlBounds): string | undefined {
  const counts = countsOf(xml);
  const broken = (Object.keys(most) as (keyof XmlBounds)[]).find(
    (name) => counts[name] > (most[name] ?? counts[name]),
  );
  if (broken === undefined) return undefined;
  return broken === 'deep'
    ? `it is at most ${most.deep} elements deep`
    : `it has at most ${most[broken]} ${broken}`;
}

/** What has no elements in it, whatever it looks like. */
const OPAQUE = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;

function countsOf(xml: string): Counts {
  const counts: Counts = {
    elements: 0,
    'end tags': 0,
    deep: 0,
    attributes: 0,
    'attributes on one element': 0,
    'namespace declarations': 0,
    'declared prefixes': 0,
    'comments, CDATA sections and instructions': 0,
    'characters behind the last ends of its names': 0,
  };
  const lastEnds = new Map<string, number>();
  const prefixes = new Set<string>();
  let depth = 0;
  for (let at = xml.indexOf('<'); at >= 0; at = xml.indexOf('<', at)) {
    const opaque = OPAQUE.find(([start]) => xml.startsWith(start, at));
    if (opaque) {
      counts['comments, CDATA sections and instructions'] += 1;
      const [start, end] = opaque;
      const close = xml.indexOf(end, at + start.length);
      if (close < 0) break;
      at = close + end.length;
      continue;
    }
    const isEnd = xml[at + 1] === '/';
    const tag = readTag(xml, at + 1, prefixes);
    const isEmpty = xml[tag.end - 1] === '/';
    if (isEnd) {
      depth -= 1;
      counts['end tags'] += 1;
      lastEnds.set(nameAt(xml, at + 2, tag.end), at);
    } else {
      counts.elements += 1;
      counts.deep = Math.max(counts.deep, depth + 1);
      counts.attributes += tag.attributes;
      counts['attributes on one element'] = Math.max(counts['attributes on one element'], tag.attributes);
      counts['namespace declarations'] += tag.declarations;
      if (!isEmpty) {
        depth += 1;
        const name = nameAt(xml, at + 1, tag.end);
        if (!lastEnds.has(name)) lastEnds.set(name, 0);
      }
    }
    at = tag.end;
  }
  counts['declared prefixes'] = prefixes.size;
  for (const end of lastEnds.values())
    counts['characters behind the last ends of its names'] += xml.length - end;
  return counts;
}

/** The name of a tag that begins at one place and ends at another. */
function nameAt(xml: string, from: number, to: number): string {
  let end = from;
  while (end < to && !' \t\r\n/'.includes(xml.charAt(end))) end++;
  return xml.slice(from, end);
}

/**
 * @param from behind the `<`
 * @param prefixes gets those that are declared
 * @returns where the `>` is, or the end of the text
 */
function readTag(
  xml: string,
  from: number,
  prefixes: Set<string>,
): { end: number; attributes: number; declarations: number } {
  let [attributes, declarations, name, isApart] = [0, 0, from, false];
  for (let at = from; at < xml.length; at++) {
    const character = xml[at] as string;
    if (character === '>') return { end: at, attributes, declarations };
    if (character === '=') {
      attributes += 1;
      if (xml.startsWith('xmlns', name)) {
        declarations += 1;
        prefixes.add(xml.slice(name, at).trimEnd());
      }
    } else if (character === '"' || character === "'") {
      const close = xml.indexOf(character, at + 1);
      if (close < 0) break;
      at = close;
      name = at + 1;
    } else if (/\s/.test(character)) isApart = true;
    else if (isApart) {
      name = at;
      isApart = false;
    }
  }
  return { end: xml.length, attributes, declarations };
}
