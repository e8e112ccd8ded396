/** What became of a project's files, for people: read, defaulted, skipped, wrong. */
import { fileProblem, type Problem } from '../problems.ts';
import type { Spot } from './placed.ts';
import type { Unreadable } from './text.ts';

export interface ReadRecord {
  /** `Connected App`, `profile`. */
  readonly kind: string;
  readonly name: string;
  readonly file: string;
}

/** Everything with a place has file and line. */
export interface ProjectReport {
  /** As the user named them. */
  readonly directories: readonly string[];
  readonly read: readonly ReadRecord[];
  /** What no file says, and what it is therefore. */
  readonly defaulted: readonly Problem[];
  /** What has no effect here, and why. */
  readonly skipped: readonly Problem[];
  /** What is wrong; all the rest was used. */
  readonly problems: readonly Problem[];
}

export class Report implements ProjectReport {
  readonly directories: string[] = [];
  readonly read: ReadRecord[] = [];
  readonly defaulted: Problem[] = [];
  readonly skipped: Problem[] = [];
  readonly problems: Problem[] = [];

  wasRead(kind: string, name: string, file: string): void {
    this.read.push({ kind, name, file });
  }

  default(spot: Spot, message: string): void {
    this.defaulted.push(noted(spot, message));
  }

  skip(spot: Spot, message: string): void {
    this.skipped.push(noted(spot, message));
  }

  problem(spot: Spot, message: string): void {
    this.problems.push(noted(spot, message));
  }

  unreadable(file: string, { message, line = 1, column = 1 }: Unreadable): void {
    this.problems.push({ ...fileProblem(file, message), line, column });
  }
}

function noted({ file, line, column }: Spot, message: string): Problem {
  return { file, line, column, path: '', message };
}

/** The first line of a file, for what is said of the whole. */
export function topOf(file: string): Spot {
  return { file, line: 1, column: 1 };
}
