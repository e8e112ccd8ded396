/** Finds the files of a project that matter: by suffix, at any depth of its package directories (model.md 6.1). */
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, isAbsolute, join, sep } from 'node:path';
import { NOT_SOURCE, PROJECT_FILE, projectFolders, projectsBelow } from '../project-folders.ts';
import { parseJson } from './json.ts';
import { fieldsOf, itemsOf, type Located, textOfPart } from './located.ts';
import { type Report, topOf } from './report.ts';
import { readText, reasonOf, Unreadable } from './text.ts';

export interface FileEntry {
  /** The path that problems show. */
  readonly path: string;
  readonly name: string;
}

/** Walks through the folders of one project, each once. Nothing outside the directory that the user named is read. */
export class Folders {
  readonly #root: string;
  readonly #report: Report;
  readonly #entered: (directory: string) => void;
  readonly #seen = new Set<string>();

  /**
   * @param directory the one that the user named
   * @param entered called with every directory that is entered
   */
  constructor(directory: string, report: Report, entered: (directory: string) => void) {
    this.#root = orUndefined(() => realpathSync(directory)) ?? directory;
    this.#report = report;
    this.#entered = entered;
  }

  /** The files below a folder, sorted by name. */
  *below(folder: string): Generator<FileEntry> {
    if (this.#leadsOut(folder)) return;
    const real = orUndefined(() => realpathSync(folder));
    if (real !== undefined) yield* this.#inside(folder, real);
  }

  /** @param real the folder's path without links */
  *#inside(folder: string, real: string): Generator<FileEntry> {
    if (this.#seen.has(real)) return;
    this.#seen.add(real);
    this.#entered(folder);
    for (const entry of this.#entriesOf(folder)) {
      const { name } = entry;
      const path = join(folder, name);
      const isLink = entry.isSymbolicLink();
      if (!(isLink ? isDirectoryAt(path) : entry.isDirectory())) {
        if (!(isLink && this.#leadsOut(path))) yield { path, name };
      } else if (!NOT_SOURCE.has(name)) {
        if (isMetadataName(name)) this.#report.problem(topOf(path), 'is a folder with the name of a file');
        yield* isLink ? this.below(path) : this.#inside(path, join(real, name));
      }
    }
  }

  #entriesOf(folder: string) {
    try {
      const entries = readdirSync(folder, { withFileTypes: true });
      return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      this.#report.problem(topOf(folder), reasonOf(error));
      return [];
    }
  }

  /** True, and reported, when a path leads outside the directory that the user named, by `..` or by a link. */
  #leadsOut(path: string): boolean {
    const real = orUndefined(() => realpathSync(path));
    if (real === undefined || isWithin(real, this.#root)) return false;
    this.#report.problem(
      topOf(path),
      `leads out of ${this.#root} and is not read: name the folder it leads to under projects of a seed`,
    );
    return true;
  }
}

function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory.endsWith(sep) ? directory : directory + sep);
}

/** True for names such as `X.connectedApp-meta.xml`. */
function isMetadataName(name: string): boolean {
  return /\.\w+-meta\.xml$/.test(name);
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

/** The parts of `sfdx-project.json` that matter here. */
export interface Project {
  readonly directory: string;
  readonly packageDirectories: readonly string[];
  readonly name: Located | undefined;
  readonly sfdcLoginUrl: Located | undefined;
}

/** The project in a directory, or the projects in its sub-folders. A directory without any is read as metadata. */
export function projectsIn(directory: string, report: Report): Project[] {
  const folders = projectFolders(directory);
  if (folders.length === 0) return [metadataFolder(directory)];
  return folders.map((folder) => {
    tellOfWhatIsNotDone(folder, report);
    return readProjectFile(folder, report);
  });
}

/** Reports what `sf project deploy` obeys and fauxforce does not. */
function tellOfWhatIsNotDone(directory: string, report: Report): void {
  const ignoreFile = join(directory, '.forceignore');
  if (existsSync(ignoreFile))
    report.skip(topOf(ignoreFile), 'has no effect: files that it names are read all the same');
  for (const inner of projectsBelow(directory)) {
    const note = 'is a project inside a project: what it says of package directories has no effect';
    report.skip(topOf(join(inner, PROJECT_FILE)), note);
  }
}

function metadataFolder(directory: string): Project {
  return {
    directory,
    packageDirectories: [directory],
    name: undefined,
    sfdcLoginUrl: undefined,
  };
}

function readProjectFile(directory: string, report: Report): Project {
  const file = join(directory, PROJECT_FILE);
  const { packageDirectories, replacements, name, sfdcLoginUrl } = fieldsOf(readJson(file, report));
  const listed = itemsOf(packageDirectories);
  const folders = listed.flatMap((item) => {
    const { path } = fieldsOf(item);
    const complaint = packageComplaint(textOfPart(path), directory);
    if (complaint === undefined) return [join(directory, textOfPart(path) ?? '')];
    report.problem((path ?? item).at('value'), `packageDirectories: ${complaint}`);
    return [];
  });
  if (replacements && itemsOf(replacements).length > 0)
    report.skip(replacements.at('value'), 'replacements have no effect: they are made at deploy');
  if (listed.length === 0) {
    report.problem(topOf(file), 'names no packageDirectories: the whole folder is read instead');
    folders.push(directory);
  }
  return { directory, packageDirectories: folders, name, sfdcLoginUrl };
}

/** The problem with the path of a package directory, or undefined. */
function packageComplaint(path: string | undefined, directory: string): string | undefined {
  if (path === undefined) return 'an entry needs a path';
  if (isAbsolute(path)) return `'${path}' must be relative to the project`;
  return isDirectoryAt(join(directory, path)) ? undefined : `there is no folder '${path}'`;
}

/** In MiB: sObject trees hold 200 records at most. */
const LARGEST_JSON = 2;

/** The value in a JSON file; undefined, and reported, when the file is not JSON. */
export function readJson(file: string, report: Report): Located | undefined {
  try {
    return parseJson(readText(file, LARGEST_JSON), file);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    report.unreadable(file, error);
    return undefined;
  }
}

/** `Order_Portal` of `Order_Portal.connectedApp-meta.xml`, and of `00D5g000004Acme:Order_Portal.connectedApp`. */
export function metadataName(fileName: string, suffix: string): string {
  const encoded = basename(fileName)
    .replace(/-meta\.xml$/, '')
    .slice(0, -suffix.length - 1);
  // macOS stores file names decomposed: B, u, ¨, r, o.
  return withoutOrgId(decoded(encoded)).normalize('NFC');
}

/** Removes an org id before the text, as metadata-format names have it (model.md 2.1). */
export function withoutOrgId(name: string): string {
  return name.replace(/^00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?:/, '');
}

function decoded(name: string): string {
  return orUndefined(() => decodeURIComponent(name)) ?? name;
}
