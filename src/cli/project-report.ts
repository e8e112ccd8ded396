/** The report on a project's files, as a table for people and as data. */
import { formatPlace, formatProblem, type Problem } from '../seed/problems.ts';
import type { ProjectReport, ReadRecord } from '../seed/project/report.ts';

/** The whole report. */
export function reportText(report: ProjectReport): string {
  return printable([
    '\nread\n',
    ...countLines(report.read),
    ...section('defaulted', report.defaulted),
    ...section('skipped', report.skipped),
    ...section('problems', report.problems),
  ]);
}

/** The part that a user who starts a server needs: problems, and the keys and passwords that no file says. */
export function startText(report: ProjectReport): string {
  const { directories, skipped } = report;
  const rest =
    skipped.length > 0
      ? `\n${skipped.length} skipped: fauxforce import ${directories[0]} says what and why\n`
      : '';
  return printable([
    `read ${directories.join(', ')}: ${
      kindsOf(report.read)
        .map(([kind, names]) => `${names.length} ${plural(kind, names.length)}`)
        .join(', ') || 'nothing'
    }\n`,
    ...section('defaulted', report.defaulted),
    ...section('problems', report.problems),
    rest,
  ]);
}

export function reportData({ directories, read, defaulted, skipped, problems }: ProjectReport): object {
  const places = (list: readonly Problem[]) =>
    list.map(({ file, line, column, message }) => ({ file, line, column, message }));
  return {
    directories,
    read,
    defaulted: places(defaulted),
    skipped: places(skipped),
    problems: places(problems),
  };
}

const LONGEST_LIST = 8;

function countLines(read: readonly ReadRecord[]): string[] {
  const kinds = kindsOf(read);
  if (kinds.length === 0) return ['  nothing\n'];
  const width = Math.max(...kinds.map(([kind, names]) => plural(kind, names.length).length));
  return kinds.map(([kind, names]) => {
    const more = names.length > LONGEST_LIST ? `, and ${names.length - LONGEST_LIST} more` : '';
    const shown = names.slice(0, LONGEST_LIST).join(', ');
    return `  ${String(names.length).padStart(4)}  ${plural(kind, names.length).padEnd(width)}  ${shown}${more}\n`;
  });
}

function kindsOf(read: readonly ReadRecord[]): [kind: string, names: string[]][] {
  return Array.from(
    Map.groupBy(read, ({ kind }) => kind),
    ([kind, records]) => [kind, records.map(({ name }) => name)],
  );
}

function plural(kind: string, count: number): string {
  return count === 1 || kind.endsWith('s') ? kind : `${kind}s`;
}

/** Groups notes by file, because paths of projects are long. */
function section(title: string, notes: readonly Problem[]): string[] {
  if (notes.length === 0) return [];
  const inOrder = notes.toSorted(
    (a, b) => compare(a.file ?? '', b.file ?? '') || (a.line ?? 0) - (b.line ?? 0),
  );
  const files = Map.groupBy(inOrder, ({ file }) => file ?? '');
  const lines = Array.from(files, ([file, inFile]) =>
    inFile.length === 1
      ? inFile.map((note) => `  ${formatProblem(note)}\n`)
      : [`  ${file}\n`, ...inFile.map((note) => `    ${positionOf(note)} ${note.message}\n`)],
  );
  return [`\n${title} (${notes.length})\n`, ...lines.flat()];
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Removes control characters from files' texts: they could move the terminal's cursor. */
function printable(lines: readonly string[]): string {
  return lines.join('').replaceAll(/[^\P{Cc}\n]/gu, '\ufffd');
}

function positionOf(note: Problem): string {
  return formatPlace({ ...note, file: '' }).slice(1) || '-';
}
