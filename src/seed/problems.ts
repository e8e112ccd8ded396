/** What is wrong with a seed, and where. */

/** Keys and list positions from the top of a document: `['apps', 0, 'scopes']`. */
export type Path = readonly (string | number)[];

/** One document of a seed: its value, and where each part of it was written. */
export interface SeedDocument {
  readonly value: unknown;
  /** What paths in it are relative to; undefined when it may not name files. */
  readonly directory: string | undefined;
  /** The place of the value at a path, or of the key that leads to it, or of the nearest thing around it. */
  place(path: Path, of: 'key' | 'value'): Place;
  /** True where a key may stand that is too short: it was stored before such keys were refused. */
  takesWeakKeys?(path: Path): boolean;
  /** True for what was read from a Salesforce DX project: the org does without it rather than not start. */
  spares?(path: Path): boolean;
  /** The document less what stands at paths that it spares. */
  without?(paths: readonly Path[]): SeedDocument;
}

export interface Place {
  /** As the user wrote it; undefined for a document that came as an object. */
  readonly file: string | undefined;
  /** From 1. Undefined with the file, or when the problem is the file itself. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  /** `apps[0].scopes`; empty for the whole document. */
  readonly path: string;
}

export interface Problem extends Place {
  /** One sentence: what is wrong and what to do about it. */
  readonly message: string;
}

/** A seed that cannot be used. Its message has a line per problem. */
export class SeedError extends Error {
  override readonly name = 'SeedError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.problems = problems;
  }
}

/**
 * `seed.yaml:12:5 unknown key ...`, or `apps[0].callbackUrl: unknown key ...` where there is no file. One line, and nothing in it
 * that would move the cursor of a terminal.
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

/** A problem of a whole file. */
export function fileProblem(file: string, message: string): Problem {
  return { file, line: undefined, column: undefined, path: '', message };
}
