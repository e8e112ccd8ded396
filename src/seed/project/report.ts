/** The report about a project's files, for people: read, defaulted, skipped, wrong. */
import { fileProblem, formatProblem, type Problem } from '../problems.ts';
import type { SourcePosition } from './located.ts';
import type { Unreadable } from './text.ts';

export interface ReadRecord {
  /** `Connected App`, `profile`. */
  readonly kind: string;
  readonly name: string;
  readonly file: string;
}

/** Each entry with a place has file and line. */
export interface ProjectReport {
  /** As the user named them. */
  readonly directories: readonly string[];
  readonly read: readonly ReadRecord[];
  /** Values that no file says, and the defaults that were taken. */
  readonly defaulted: readonly Problem[];
  /** Parts that have no effect here, with the reason. */
  readonly skipped: readonly Problem[];
  /** Mistakes; everything else was used. */
  readonly problems: readonly Problem[];
}

export class Report implements ProjectReport {
  readonly directories: string[] = [];
  readonly read: ReadRecord[] = [];
  readonly defaulted: Problem[] = [];
  readonly skipped: Problem[] = [];
  readonly problems: Problem[] = [];
  readonly #told = new Set<string>();
  readonly #repeated = new Map<string, { readonly at: number; readonly places: number }>();
  readonly #together = new Map<string, { readonly at: number; readonly names: Set<string> }>();

  wasRead(kind: string, name: string, file: string): void {
    this.read.push({ kind, name, file });
  }

  default(position: SourcePosition, message: string): void {
    this.defaulted.push(noted(position, message));
  }

  skip(position: SourcePosition, message: string): void {
    this.skipped.push(noted(position, message));
  }

  /** Reports a note once, at its first place, with the number of places. */
  skipOnce(position: SourcePosition, message: string): void {
    const known = this.#repeated.get(message);
    const places = (known?.places ?? 0) + 1;
    const at = known?.at ?? this.skipped.push(noted(position, message)) - 1;
    this.#repeated.set(message, { at, places });
    const first = this.skipped[at];
    if (first && places > 1)
      this.skipped[at] = { ...first, message: `${message} (here and in ${places - 1} more places)` };
  }

  /** Reports elements that have no effect for the same reason once, at the first of them. */
  skipTogether(position: SourcePosition, type: string, name: string, reason: string): void {
    const key = `${type}\0${reason}`;
    const known = this.#together.get(key) ?? {
      at: this.skipped.push(noted(position, '')) - 1,
      names: new Set<string>(),
    };
    this.#together.set(key, known);
    known.names.add(name);
    const first = this.skipped[known.at];
    const names = [...known.names].join(', ');
    if (first) this.skipped[known.at] = { ...first, message: `${names} of ${type} files: ${reason}` };
  }

  placeholder(position: SourcePosition, { name, text }: { name: string; text: string }): void {
    this.default(position, `${name} is the placeholder '${text.slice(0, 60)}': taken as left out`);
  }

  /** Reports a problem once, even if a file is read twice because one folder contains the other. */
  problem(position: SourcePosition, message: string): void {
    const problem = noted(position, message);
    const told = formatProblem(problem);
    if (this.#told.has(told)) return;
    this.#told.add(told);
    this.problems.push(problem);
  }

  unreadable(file: string, { message, line = 1, column = 1 }: Unreadable): void {
    this.problems.push({ ...fileProblem(file, message), line, column });
  }
}

function noted({ file, line, column }: SourcePosition, message: string): Problem {
  return { file, line, column, path: '', message };
}

/** The first line of a file, for a note about the whole file. */
export function topOf(file: string): SourcePosition {
  return { file, line: 1, column: 1 };
}
