/** YAML and JSON text -> documents that know their lines and columns. */
import { dirname } from 'node:path';
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  visit,
  type YAMLMap,
} from 'yaml';
import {
  fileProblem,
  formatPath,
  type Path,
  type Place,
  type Problem,
  type SeedDocument,
  SeedError,
} from './problems.ts';

/** The most syntax errors that are shown: later ones often follow from the first. */
const MOST_SYNTAX_PROBLEMS = 10;
const TOO_DEEP = 'it is nested too deeply';

/**
 * Parses a text.
 *
 * @param file the name that problems show; relative paths in the text are relative to its directory
 * @throws SeedError when it is not YAML or JSON, or empty
 */
export function parseSeedText(text: string, file: string): SeedDocument[] {
  const lines = new LineCounter();
  const documents = parse(text, file, lines).filter((document) => !isEmpty(document));
  if (documents.length === 0) {
    throw new SeedError([fileProblem(file, "is empty: write '{}' for an org with every default")]);
  }
  const problems = documents
    .flatMap((document) => [...syntaxProblems(document, file, lines)])
    .slice(0, MOST_SYNTAX_PROBLEMS);
  if (problems.length > 0) throw new SeedError(problems);
  return documents.map((document) => ({
    value: toValue(document, file),
    directory: dirname(file),
    place: (path, of) => ({ ...placeAt(offsetOf(document, path, of), file, lines), path: formatPath(path) }),
  }));
}

function isEmpty({ contents }: Document.Parsed): boolean {
  return contents === null || (isScalar(contents) && contents.value === null);
}

function parse(text: string, file: string, lineCounter: LineCounter): readonly Document.Parsed[] {
  // Not `uniqueKeys`, which compares every pair of keys and takes minutes for a large mapping: repeatedKeys uses a set.
  const options = { lineCounter, prettyErrors: false, uniqueKeys: false, logLevel: 'silent' } as const;
  return guarded(file, () => {
    const documents = parseAllDocuments(text, options);
    return Array.isArray(documents) ? documents : [];
  });
}

function toValue(document: Document.Parsed, file: string): unknown {
  return guarded(file, () => document.toJS() as unknown);
}

/** The parser throws on nesting without end and on aliases that multiply: a problem of the file here. */
function guarded<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const reason = error instanceof RangeError ? TOO_DEEP : (error as Error).message;
    throw new SeedError([fileProblem(file, `cannot be read as YAML or JSON: ${firstLine(reason)}`)]);
  }
}

function syntaxProblems(document: Document.Parsed, file: string, lines: LineCounter): Problem[] {
  const said = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    offset: pos[0],
    message: `not valid YAML or JSON: ${/call stack|overflow/i.test(message) ? TOO_DEEP : firstLine(message)}`,
  }));
  const repeated = guarded(file, () => repeatedKeys(document)).map(({ key, offset }) => ({
    offset,
    message: `key '${key}' is written twice: remove one`,
  }));
  const firstOfEachPlace = new Map(
    [...said, ...repeated].reverse().map((problem) => [problem.offset, problem]),
  );
  return [...firstOfEachPlace.values()]
    .reverse()
    .map(({ offset, message }) => ({ ...placeAt(offset, file, lines), path: '', message }));
}

function repeatedKeys(document: Document.Parsed): { key: string; offset: number }[] {
  const repeated: { key: string; offset: number }[] = [];
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        if (seen.has(name)) repeated.push({ key: name, offset: key.range?.[0] ?? 0 });
        seen.add(name);
      }
    },
  });
  return repeated;
}

/** Follows a path as far as the document has it. */
function offsetOf(document: Document.Parsed, path: Path, of: 'key' | 'value'): number {
  let node: Node | null | undefined = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [i, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    const { key, value } = childOf(node, step);
    const isLast = i === path.length - 1;
    offset =
      (isLast && of === 'key' ? (startOf(key) ?? startOf(value)) : (startOf(value) ?? startOf(key))) ??
      offset;
    if (!value) return offset;
    node = value;
  }
  return offset;
}

function childOf(node: unknown, step: string | number): { key?: Node | null; value?: Node | null } {
  if (isSeq<Node>(node) && typeof step === 'number') return { value: node.items[step] ?? null };
  if (!isMap<Node, Node>(node)) return {};
  const pair = pairsOf(node).get(String(step));
  return pair ? { key: pair.key, value: pair.value } : {};
}

const indexes = new WeakMap<object, ReadonlyMap<string, Pair<Node, Node>>>();

/** A mapping's pairs by key, made once: a mapping may have a problem in every line. */
function pairsOf(map: YAMLMap<Node, Node>): ReadonlyMap<string, Pair<Node, Node>> {
  const known = indexes.get(map);
  if (known) return known;
  const pairs = new Map(
    map.items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair]] : [])),
  );
  indexes.set(map, pairs);
  return pairs;
}

function startOf(node: Node | null | undefined): number | undefined {
  return node?.range?.[0];
}

function placeAt(offset: number, file: string, lines: LineCounter): Omit<Place, 'path'> {
  const { line, col } = lines.linePos(offset);
  return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}
