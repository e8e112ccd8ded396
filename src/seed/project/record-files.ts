/** Reads the files that `sf data export tree` writes, which a seed names under `records`: sObject trees, and plans of them. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { isRecord } from '../../wire/json.ts';
import { type Path, type Place, type Problem, type SeedDocument, SeedError } from '../problems.ts';
import { parseJson } from './json.ts';
import { fieldsOf, itemsOf, type Located, located, textOfPart, toDocument } from './located.ts';
import { readText, Unreadable } from './text.ts';

/** In MiB; all together hold no more records than an org takes from its seed. */
const LARGEST_FILE = 5;
const MOST_FILES = 200;

/** A document with the records of its files in their place. */
export interface WithRecords {
  readonly document: SeedDocument;
  /** Every directory from which a file was read. */
  readonly directories: readonly string[];
}

/** Files whose records name each other: one alone, or those of a plan. */
interface Group {
  readonly records: readonly Located[];
}

/** @throws SeedError with every problem of every file */
export function withRecordFiles(document: SeedDocument): WithRecords {
  const reading = new Reading();
  const groups = reading.groupsOf(pathsIn(document, reading));
  if (reading.problems.length > 0) throw new SeedError(reading.problems);
  const inner = toDocument(
    located({ records: byObject(withoutClashes(groups)) }, topOf(document)),
    undefined,
  );
  const value = { ...(document.value as object), ...(inner.value as object) };
  const place = (path: Path, of: 'key' | 'value'): Place =>
    path[0] === 'records' && path.length > 1 ? inner.place(path, of) : document.place(path, of);
  return { document: { ...document, value, place }, directories: reading.directories };
}

function topOf({ place }: SeedDocument): () => Place {
  return () => place(['records'], 'value');
}

interface NamedFile {
  readonly file: string;
  /** Where the seed names it. */
  readonly place: Place;
}

function pathsIn({ value, directory = '.', place }: SeedDocument, { problems }: Reading): NamedFile[] {
  const { records } = value as { readonly records: unknown };
  const written: readonly unknown[] = Array.isArray(records) ? records : [records];
  return written.flatMap((path, i) => {
    const at = place(Array.isArray(records) ? ['records', i] : ['records'], 'value');
    const refuse = (message: string) => {
      problems.push({ ...at, message });
      return [];
    };
    if (typeof path !== 'string' || path === '') {
      return refuse(
        'records must be a mapping of objects to lists, or paths of sObject trees and plans of them',
      );
    }
    const full = isAbsolute(path) ? path : join(directory, path);
    if (dirname(full).includes('*'))
      return refuse(`records: '${path}' has a * in a folder, which only the name of a file may have`);
    try {
      const files = filesOf(full);
      if (files.length === 0) return refuse(`records: there is no file '${path}'`);
      return files.map((file) => ({ file, place: at }));
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error)) throw error;
      return refuse(`records: there is no folder of '${path}'`);
    }
  });
}

/** A file, or those that a name with `*` stands for. */
function filesOf(path: string): string[] {
  const pieces = basename(path).split('*');
  const names = readdirSync(dirname(path)).filter((name) => fits(name, pieces));
  return names.sort().map((name) => join(dirname(path), name));
}

/** Whether a name has the pieces, one after the other, from its beginning to its end. */
function fits(name: string, [first = '', ...pieces]: readonly string[]): boolean {
  const last = pieces.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first) || !name.endsWith(last)) return false;
  let at = first.length;
  for (const piece of pieces) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= name.length - last.length;
}

class Reading {
  readonly problems: Problem[] = [];
  readonly directories: string[] = [];
  readonly #read = new Map<string, Located | undefined>();

  /** Plans first: a file that a plan names is the plan's. */
  groupsOf(files: readonly NamedFile[]): Group[] {
    const parsed = files.flatMap((named) => {
      const root = this.#parsed(named);
      return root ? [{ named, root }] : [];
    });
    const plans = parsed.filter(({ root }) => Array.isArray(root.value));
    const ofPlans = plans.map(({ named, root }) => this.#planned(named, root));
    const planned = new Set(ofPlans.flatMap(({ files: own }) => own));
    const alone = parsed.filter(
      ({ root, named }) => !Array.isArray(root.value) && !planned.has(resolve(named.file)),
    );
    return [...ofPlans, ...alone.map(({ root }) => ({ records: this.#recordsOf(root) }))];
  }

  #planned({ file }: NamedFile, plan: Located): Group & { readonly files: string[] } {
    const files = itemsOf(plan).flatMap((step) => {
      const names = itemsOf(fieldsOf(step).files);
      if (names.length === 0) this.#tell(step, 'a step of a plan needs files, the paths of sObject trees');
      return names.flatMap((name) => {
        const path = textOfPart(name);
        if (path === undefined) this.#tell(name, 'must be the path of an sObject tree');
        return path === undefined
          ? []
          : [{ file: join(dirname(file), path), place: { ...name.at('value'), path: '' } }];
      });
    });
    const records = files.flatMap((named) => {
      const root = this.#parsed(named);
      return root ? this.#recordsOf(root) : [];
    });
    return { records, files: files.map((named) => resolve(named.file)) };
  }

  #parsed({ file, place }: NamedFile): Located | undefined {
    const key = resolve(file);
    if (this.#read.has(key)) return this.#read.get(key);
    this.#read.set(key, undefined);
    if (this.#read.size > MOST_FILES) {
      if (this.#read.size === MOST_FILES + 1)
        this.problems.push({
          ...place,
          message: `records: names over ${MOST_FILES} files: name some of them`,
        });
      return undefined;
    }
    if (!existsSync(file)) {
      this.problems.push({ ...place, message: `records: there is no file '${file}'` });
      return undefined;
    }
    this.directories.push(dirname(file));
    try {
      const root = parseJson(readText(file, LARGEST_FILE), file);
      this.#read.set(key, root);
      return root;
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const { message, line, column } = error;
      this.problems.push(
        line === undefined
          ? { ...place, message: `records: '${file}' ${message}` }
          : { file, line, column: column ?? 1, path: '', message },
      );
      return undefined;
    }
  }

  #recordsOf(root: Located): Located[] {
    const { records } = fieldsOf(root);
    if (!records || !Array.isArray(records.value)) {
      this.#tell(root, 'is neither an sObject tree, {"records": […]}, nor a plan of some');
      return [];
    }
    return itemsOf(records).filter((record) => {
      if (typeOf(record) !== undefined) return true;
      this.#tell(record, 'a record of an sObject tree needs attributes.type, the name of its object');
      return false;
    });
  }

  #tell(part: Located, message: string): void {
    this.problems.push({ ...part.at('value'), path: '', message });
  }
}

function typeOf(record: Located): string | undefined {
  return textOfPart(fieldsOf(fieldsOf(record).attributes).type);
}

function byObject(records: readonly Located[]): Located {
  const lists = Map.groupBy(records, (record) => typeOf(record) ?? '');
  const all = [...lists].map(
    ([name, own]) => [name, located(own, () => (own[0] as Located).at('value'))] as const,
  );
  return located(Object.fromEntries(all), () =>
    records[0] ? records[0].at('value') : { file: undefined, line: undefined, column: undefined },
  );
}

/** Two files that were exported apart may both have an AccountRef1: the later one's gets another name. */
function withoutClashes(groups: readonly Group[]): Located[] {
  const taken = new Set<string>();
  return groups.flatMap(({ records }, i) => {
    const own = new Set(records.flatMap(refsIn));
    const renamed = new Map([...own].filter((ref) => taken.has(ref)).map((ref) => [ref, `${ref}#${i + 1}`]));
    for (const ref of own) taken.add(ref);
    return records.map((record) => asGiven(record, renamed));
  });
}

function refsIn(record: Located): string[] {
  const { attributes, ...fields } = fieldsOf(record);
  const ref = textOfPart(fieldsOf(attributes).referenceId);
  const inner = Object.values(fields).flatMap((field) => itemsOf(fieldsOf(field).records).flatMap(refsIn));
  return ref === undefined ? inner : [ref, ...inner];
}

/** The record as a seed writes it: a text that begins with `@@` begins with one `@` there, and in a tree with two. */
function asGiven(part: Located, renamed: ReadonlyMap<string, string>): Located {
  const { value } = part;
  if (typeof value === 'string') return { ...part, value: textAsGiven(value, renamed) };
  if (Array.isArray(value)) return { ...part, value: itemsOf(part).map((item) => asGiven(item, renamed)) };
  if (!isRecord(value)) return part;
  const fields = Object.entries(fieldsOf(part)).map(([name, field]) => {
    if (name === 'attributes' && field) return [name, renamedIn(field, renamed)] as const;
    return [name, field && asGiven(field, renamed)] as const;
  });
  return { ...part, value: Object.fromEntries(fields) };
}

function textAsGiven(text: string, renamed: ReadonlyMap<string, string>): string {
  if (text.startsWith('@@')) return `@${text}`;
  const ref = text.startsWith('@') ? renamed.get(text.slice(1)) : undefined;
  return ref === undefined ? text : `@${ref}`;
}

function renamedIn(attributes: Located, renamed: ReadonlyMap<string, string>): Located {
  const { referenceId, ...others } = fieldsOf(attributes);
  const ref = renamed.get(textOfPart(referenceId) ?? '');
  if (!referenceId || ref === undefined) return attributes;
  return { ...attributes, value: { ...others, referenceId: { ...referenceId, value: ref } } };
}
