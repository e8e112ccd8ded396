/** What is wrong with a seed, and where. */

/** Keys and list positions from the top of a document: `['apps', 0, 'scopes']`. */
export type Path = readonly (string | number)[];

/** One document of a seed: its value, and where each part of it was written. */
export interface SeedDocument {
  readonly value: unknown;
  /** What paths in the document are relative to; undefined when it may not name files. */
  readonly directory: string | undefined;
  /** The place of the value at a path, or of the key before it; if the path is not written, of the nearest part around it. */
  place(path: Path, of: 'key' | 'value'): Place;
  /** True for what the store has: it may be older than a rule that refuses it by now. */
  isKept?(path: Path): boolean;
  /** True for a part that came from a Salesforce DX project: if it is wrong, the org is made without it. */
  spares?(path: Path): boolean;
  /** The document without the parts at these paths, as far as it spares them. */
  without?(paths: readonly Path[]): SeedDocument;
}

export interface Place {
  /** The file as the user named it; undefined for a document that came as an object. */
  readonly file: string | undefined;
  /** From 1. Undefined without a file, and when the problem is the whole file. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  /** `apps[0].scopes`; empty for the whole document. */
  readonly path: string;
}

export interface Problem extends Place {
  /** One sentence: what is wrong and what to do about it. */
  readonly message: string;
}

/** A seed that cannot be used. Its message has one line for each problem. */
export class SeedError extends Error {
  override readonly name = 'SeedError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.problems = problems;
  }
}

/**
 * `seed.yaml:12:5 unknown key ...`, or `apps[0].callbackUrl: unknown key ...` where there is no file. Always one line, and
 * without control characters, which could move a terminal's cursor.
 */
export function formatProblem({ message, ...place }: Problem): string {
  const where = formatPlace(place);
  const joined = where && (place.line === undefined ? `${where}: ` : `${where} `);
  return `${joined}${message}`.replaceAll(/\p{Cc}/gu, '\ufffd');
}

export function formatPlace({ file, line, column, path }: Place): string {
  if (file === undefined) return path;
  return line === undefined ? file : `${file}:${line}:${column}`;
}

export function formatPath(path: Path): string {
  return path
    .map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`))
    .join('');
}

/** A problem of what somebody sent, which no file has. @param path of the field that it is about; empty for none */
export function problemAt(path: string, message: string): Problem {
  return { file: undefined, line: undefined, column: undefined, path, message };
}

/** A problem of a whole file. */
export function fileProblem(file: string, message: string): Problem {
  return { file, line: undefined, column: undefined, path: '', message };
}
