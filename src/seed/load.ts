/** Where seeds come from: files and directories, text, objects. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Org } from '../org/model.ts';
import { fileProblem, formatPath, type Problem, type SeedDocument, SeedError } from './problems.ts';
import { readDocuments } from './read.ts';
import { parseSeedText } from './yaml.ts';

export interface LoadedSeed {
  readonly orgs: Org[];
}

const LARGEST_FILE = 5 * 1024 * 1024;

/**
 * Reads seed files, and in directories every *.yaml, *.yml and *.json that is not a *.schema.json.
 *
 * @throws SeedError with every problem of every file
 */
export async function loadSeed(paths: readonly string[]): Promise<LoadedSeed> {
  const problems: Problem[] = [];
  const files = collect(paths, problems, filesOf);
  const documents = collect(withoutRepeats(files), problems, (file) => parseSeedText(readText(file), file));
  const orgs = collect([documents], problems, (all) => readDocuments(all)).map(({ org }) => org);
  if (problems.length > 0) throw new SeedError(problems);
  return { orgs };
}

/**
 * @param filename how problems name the text; paths in it are relative to its directory
 * @throws SeedError
 */
export function readSeedText(text: string, filename: string): LoadedSeed {
  return { orgs: readDocuments(parseSeedText(text, filename)).map(({ org }) => org) };
}

/**
 * Reads one document that is an object already; problems name paths of fields instead of lines.
 *
 * @param options.directory what certificate paths are relative to; without it, paths are refused
 * @throws SeedError
 */
export function readSeedDocument(value: unknown, options: { directory?: string } = {}): Org {
  const document: SeedDocument = {
    value,
    directory: options.directory,
    place: (path) => ({ file: undefined, line: undefined, column: undefined, path: formatPath(path) }),
  };
  const org = readDocuments([document])[0]?.org;
  if (org === undefined) throw new TypeError('one document makes one org');
  return org;
}

/** Does the work for every item, whatever becomes of the others, and notes the problems of those that failed. */
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
  if (facts.isFile()) return [path];
  if (!facts.isDirectory()) refuse(path, 'is neither a file nor a directory');
  const entries = orRefuse(path, () => readdirSync(path, { withFileTypes: true }));
  const names = entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name);
  const seeds = names.filter((name) => /\.(?:ya?ml|json)$/.test(name) && !name.endsWith('.schema.json'));
  if (seeds.length === 0) refuse(path, 'holds no *.yaml, *.yml or *.json file');
  return seeds.sort().map((name) => join(path, name));
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
