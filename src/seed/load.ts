/** Loads seeds from files and directories, from text, and from objects. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Org } from '../org/model.ts';
import { isRecord } from '../wire/json.ts';
import { fileProblem, formatPath, type Problem, type SeedDocument, SeedError } from './problems.ts';
import type { Joined } from './project/join.ts';
import type { ProjectReport } from './project/report.ts';
import { PROJECT_FILE, projectFolders } from './project-folders.ts';
import { readDocuments } from './read.ts';
import type { KnownOrgs } from './sign-up.ts';
import { parseSeedText } from './yaml.ts';

export interface LoadedSeed {
  readonly orgs: readonly Org[];
  /** The report of the projects, for each document that names some. */
  readonly projects: readonly LoadedProjects[];
  /** Every directory from which a file was read. */
  readonly directories: readonly string[];
}

export interface LoadedProjects extends ProjectReport {
  readonly org: Org;
  /** The seed document made from the projects, without standard records. */
  readonly document: SeedDocument;
}

const LARGEST_FILE = 5 * 1024 * 1024;

/**
 * Reads seed files, and every *.yaml, *.yml and *.json in directories except *.schema.json. A directory with a Salesforce DX
 * project makes an org of it. A problem inside a project does not throw: it is reported, and its part is left out.
 *
 * @throws SeedError with every problem of every seed file
 */
export async function loadSeed(paths: readonly string[]): Promise<LoadedSeed> {
  const problems: Problem[] = [];
  const files = withoutRepeats(collect(paths, problems, filesOf));
  const documents = collect(files, problems, (file) =>
    isDirectory(file) ? [projectSeed(file)] : parseSeedText(readText(file), file),
  );
  const loaded = await loadDocuments(documents, problems);
  const folders = files.filter((file) => !isDirectory(file)).map((file) => dirname(file));
  return { ...loaded, directories: [...new Set([...loaded.directories, ...folders])] };
}

/**
 * Reads one document that is an object already; problems name paths of fields instead of lines.
 *
 * @param directory what paths in it are relative to
 * @throws SeedError
 */
export async function loadSeedDocument(value: unknown, directory: string): Promise<LoadedSeed> {
  return loadDocuments([objectDocument(value, directory)], []);
}

/** A document with its projects' records in it. */
type Loaded = Pick<Joined, 'document'> & Partial<Joined>;

/** @param problems of files that could not be read as documents */
async function loadDocuments(written: readonly SeedDocument[], problems: Problem[]): Promise<LoadedSeed> {
  const { documents, directories } = await withRecords(written, problems);
  // Loaded only here: loading the XML parser takes longer than reading a seed.
  const project = documents.some(namesProjects) ? await import('./project/index.ts') : undefined;
  const joined = collect(documents, problems, (document): Loaded[] => [
    project && namesProjects(document) ? project.joinProjects(document) : { document },
  ]);
  const readings = collect([joined], problems, (all) => readDocuments(all.map(({ document }) => document)));
  if (problems.length > 0) throw new SeedError(problems);
  const projects = readings.flatMap(({ org, document, leftOut }, i) => {
    const report = joined[i]?.report;
    return project && report
      ? [{ ...project.completeReport(report, leftOut, document, org), org, document }]
      : [];
  });
  return {
    orgs: readings.map(({ org }) => org),
    projects,
    directories: [...directories, ...joined.flatMap(({ directories: own = [] }) => own)],
  };
}

/** Documents with the records of the files that they name. */
async function withRecords(
  documents: readonly SeedDocument[],
  problems: Problem[],
): Promise<{ documents: readonly SeedDocument[]; directories: readonly string[] }> {
  if (!documents.some(namesRecordFiles)) return { documents, directories: [] };
  const { withRecordFiles } = await import('./project/record-files.ts');
  const read = collect(documents, problems, (document) => [
    namesRecordFiles(document) ? withRecordFiles(document) : { document, directories: [] },
  ]);
  return {
    documents: read.map(({ document }) => document),
    directories: read.flatMap(({ directories }) => directories),
  };
}

function namesRecordFiles({ value, directory }: SeedDocument): boolean {
  if (directory === undefined || !isRecord(value)) return false;
  return typeof value.records === 'string' || (Array.isArray(value.records) && value.records.length > 0);
}

/**
 * @param filename how problems name the text; paths in it are relative to its directory
 * @throws SeedError
 */
export function readSeedText(text: string, filename: string): { readonly orgs: Org[] } {
  return { orgs: readDocuments(parseSeedText(text, filename)).map(({ org }) => org) };
}

/**
 * Reads one document that is an object already; problems name paths of fields instead of lines.
 *
 * @param options.directory what certificate paths are relative to; without it, paths are refused
 * @param options.others existing orgs, which `signedUpFrom` may name
 * @throws SeedError
 */
export function readSeedDocument(
  value: unknown,
  { directory, others }: { directory?: string; others?: KnownOrgs } = {},
): Org {
  const org = readDocuments([objectDocument(value, directory)], others)[0]?.org;
  if (org === undefined) throw new TypeError('one document makes one org');
  return org;
}

function objectDocument(value: unknown, directory: string | undefined): SeedDocument {
  return {
    value,
    directory,
    place: (path) => ({ file: undefined, line: undefined, column: undefined, path: formatPath(path) }),
  };
}

/** Treats a project's directory as a seed that names the project. */
function projectSeed(directory: string): SeedDocument {
  return {
    value: { projects: ['.'] },
    directory,
    place: () => fileProblem(directory, ''),
  };
}

function namesProjects({ value, directory }: SeedDocument): boolean {
  return (
    directory !== undefined && isRecord(value) && Array.isArray(value.projects) && value.projects.length > 0
  );
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Works on every item, even after one has failed, and adds the problems of those that failed. */
function collect<Item, Result>(
  items: readonly Item[],
  problems: Problem[],
  work: (item: Item) => readonly Result[],
): Result[] {
  return items.flatMap((item) => {
    try {
      return work(item);
    } catch (error) {
      if (!(error instanceof SeedError)) throw error;
      for (const problem of error.problems) problems.push(problem);
      return [];
    }
  });
}

function filesOf(path: string): string[] {
  const facts = orRefuse(path, () => statSync(path));
  if (facts.isFile()) return [basename(path) === PROJECT_FILE ? dirname(path) : path];
  if (!facts.isDirectory()) refuse(path, 'is neither a file nor a directory');
  if (isProject(path)) return [path];
  const entries = orRefuse(path, () => readdirSync(path, { withFileTypes: true }));
  const names = entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name);
  const seeds = names.filter((name) => /\.(?:ya?ml|json)$/.test(name) && !name.endsWith('.schema.json'));
  if (seeds.length === 0) refuse(path, 'holds no *.yaml, *.yml or *.json file');
  return seeds.sort().map((name) => join(path, name));
}

/** Whether the directory is a project, or a repository with a project in a sub-folder and no seed beside it. */
function isProject(directory: string): boolean {
  const names = orRefuse(directory, () => readdirSync(directory));
  if (names.includes(PROJECT_FILE)) return true;
  return (
    !names.some((name) => /\.ya?ml$|(?<!^package(?:-lock)?)\.json$/.test(name)) &&
    projectFolders(directory).length > 0
  );
}

function readText(file: string): string {
  const facts = orRefuse(file, () => statSync(file));
  if (!facts.isFile()) refuse(file, 'is not a file');
  if (facts.size > LARGEST_FILE) refuse(file, 'is over 5 MiB: split it, or check that it is a seed');
  const bytes = orRefuse(file, () => readFileSync(file));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse(file, 'is not UTF-8 text');
  }
}

function withoutRepeats(files: readonly string[]): string[] {
  return [...new Map(files.map((file) => [resolve(file), file] as const).reverse()).values()].reverse();
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or directory',
  EACCES: 'may not be read: check its permissions',
  EPERM: 'may not be read: check its permissions',
};

function orRefuse<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return refuse(path, REASONS[code] ?? `cannot be read (${code})`);
  }
}

function refuse(file: string, message: string): never {
  throw new SeedError([fileProblem(file, message)]);
}
