/** Which files of a project matter: by suffix, at any depth of its package directories (model.md 6.1). */
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Path, SeedError } from '../problems.ts';
import { NOT_SOURCE, PROJECT_FILE, projectFolders } from '../project-folders.ts';
import { isFields, textOf } from '../records.ts';
import { parseSeedText } from '../yaml.ts';
import { type Report, topOf } from './report.ts';
import { readText, Unreadable } from './text.ts';

export interface FileEntry {
  /** As problems name it. */
  readonly path: string;
  readonly name: string;
}

/** The files below a directory, links followed once, in the order of their names. Tells of every directory it enters. */
export function* filesBelow(
  directory: string,
  entered: (directory: string) => void,
  seen = new Set<string>(),
): Generator<FileEntry> {
  const real = orUndefined(() => realpathSync(directory));
  if (real === undefined || seen.has(real)) return;
  seen.add(real);
  entered(directory);
  const entries = orUndefined(() => readdirSync(directory, { withFileTypes: true })) ?? [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(directory, entry.name);
    const isDirectory = entry.isSymbolicLink() ? isDirectoryAt(path) : entry.isDirectory();
    if (!isDirectory) yield { path, name: entry.name };
    else if (!NOT_SOURCE.has(entry.name)) yield* filesBelow(path, entered, seen);
  }
}

export function isDirectoryAt(path: string): boolean {
  return orUndefined(() => statSync(path))?.isDirectory() ?? false;
}

function orUndefined<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** What a `sfdx-project.json` says that matters here. */
export interface Project {
  readonly directory: string;
  readonly packageDirectories: readonly string[];
  readonly name: string | undefined;
  readonly sfdcLoginUrl: string | undefined;
  /** Where name and URL stand. */
  place(path: Path): { file: string | undefined; line: number | undefined; column: number | undefined };
}

/** The project in a directory, or those in its sub-folders; a directory without any is metadata as it stands. */
export function projectsIn(directory: string, report: Report): Project[] {
  const folders = projectFolders(directory);
  if (folders.length === 0) return [metadataFolder(directory)];
  return folders.map((folder) => readProjectFile(folder, report));
}

function metadataFolder(directory: string): Project {
  return {
    directory,
    packageDirectories: [directory],
    name: undefined,
    sfdcLoginUrl: undefined,
    place: () => topOf(directory),
  };
}

function readProjectFile(directory: string, report: Report): Project {
  const file = join(directory, PROJECT_FILE);
  const { value, place } = readJson(file, report) ?? {
    value: {},
    place: () => ({ ...topOf(file), path: '' }),
  };
  const fields = isFields(value) ? value : {};
  const listed: readonly unknown[] = Array.isArray(fields.packageDirectories)
    ? fields.packageDirectories
    : [];
  const packageDirectories = listed.flatMap((item, i) => {
    const path = isFields(item) ? textOf(item.path) : undefined;
    const spot = place(['packageDirectories', i, 'path'], 'value');
    if (path === undefined) report.problem(spot, 'packageDirectories: an entry needs a path');
    else if (isDirectoryAt(join(directory, path))) return [join(directory, path)];
    else report.problem(spot, `packageDirectories: there is no folder '${path}'`);
    return [];
  });
  if (listed.length === 0) {
    report.problem(topOf(file), 'names no packageDirectories: the whole folder is read instead');
    packageDirectories.push(directory);
  }
  return {
    directory,
    packageDirectories,
    name: textOf(fields.name),
    sfdcLoginUrl: textOf(fields.sfdcLoginUrl),
    place: (path) => place(path, 'value'),
  };
}

/** A JSON file with the places of its values; undefined, and a problem, when it is none. */
export function readJson(file: string, report: Report) {
  try {
    return parseSeedText(readText(file), file)[0];
  } catch (error) {
    if (error instanceof Unreadable) report.unreadable(file, error);
    else if (error instanceof SeedError)
      report.problems.push(
        ...error.problems.map((problem) => ({
          ...problem,
          line: problem.line ?? 1,
          column: problem.column ?? 1,
        })),
      );
    else throw error;
    return undefined;
  }
}

/** `Order_Portal` of `Order_Portal.connectedApp-meta.xml`, and of `00D5g000004Acme:Order_Portal.connectedApp`. */
export function metadataName(fileName: string, suffix: string): string {
  const encoded = basename(fileName)
    .replace(/-meta\.xml$/, '')
    .slice(0, -suffix.length - 1);
  return withoutOrgId(decoded(encoded));
}

/** The text without an org id before it, as one finds it in metadata-format names (model.md 2.1). */
export function withoutOrgId(name: string): string {
  return name.replace(/^00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?:/, '');
}

function decoded(name: string): string {
  return orUndefined(() => decodeURIComponent(name)) ?? name;
}
