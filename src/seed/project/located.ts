/** Values that know where they were written, so that a document made from many files still has a place for each part. */
import { isRecord } from '../../wire/json.ts';
import { formatPath, type Path, type Place, type SeedDocument } from '../problems.ts';

export type SourcePosition = Omit<Place, 'path'>;

export interface Located {
  readonly value: string | number | boolean | null | readonly Located[] | LocatedFields;
  readonly at: (of: 'key' | 'value') => SourcePosition;
  /** Whether a seed says it. Mistakes in a seed are never left out silently. */
  readonly isFromSeed: boolean;
}

/** Undefined means that the field is left out. */
export type LocatedFields = Readonly<{ [key: string]: Located | undefined }>;

/** A value from a file of a project. */
export function located(value: Located['value'], at: () => SourcePosition): Located {
  return { value, at, isFromSeed: false };
}

export function fieldsOf(part: Located | undefined): LocatedFields {
  return part !== undefined && isLocatedFields(part.value) ? part.value : {};
}

export function itemsOf(part: Located | undefined): readonly Located[] {
  return part !== undefined && isItems(part.value) ? part.value : [];
}

export function textOfPart(part: Located | undefined): string | undefined {
  return typeof part?.value === 'string' && part.value !== '' ? part.value : undefined;
}

function isItems(value: Located['value']): value is readonly Located[] {
  return Array.isArray(value);
}

function isLocatedFields(value: Located['value']): value is LocatedFields {
  return isRecord(value);
}

/** The value without its places. */
export function plain({ value }: Located): unknown {
  if (isItems(value)) return value.map(plain);
  if (!isLocatedFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) => (part === undefined ? [] : [[key, plain(part)]])),
  );
}

/** A seed's own document, each part with its place in the seed. */
export function locatedSeed(document: SeedDocument): Located {
  return locatedFrom(document, [], document.value, true);
}

function locatedFrom(document: SeedDocument, path: Path, value: unknown, isFromSeed: boolean): Located {
  const at = (of: 'key' | 'value'): SourcePosition => {
    const { file, line, column } = document.place(path, of);
    return { file, line, column };
  };
  const inner = (part: unknown, step: string | number) =>
    locatedFrom(document, [...path, step], part, isFromSeed);
  return { value: locatedValue(value, inner), at, isFromSeed };
}

function locatedValue(
  value: unknown,
  locatedInner: (inner: unknown, step: string | number) => Located,
): Located['value'] {
  if (Array.isArray(value)) return value.map((inner: unknown, i) => locatedInner(inner, i));
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, locatedInner(inner, key)]));
  }
  return value as string | number | boolean | null;
}

/** Makes a document of the parts. It spares every part that does not come from a seed. */
export function toDocument(root: Located, directory: string | undefined): SeedDocument {
  return {
    value: plain(root),
    directory,
    place: (path, of) => {
      const { part, isWhole } = follow(root, path);
      return { ...part.at(isWhole ? of : 'value'), path: formatPath(path) };
    },
    spares: (path) => sparedAt(root, path) !== undefined,
    without: (paths) => {
      const spared = new Set(paths.flatMap((path) => sparedAt(root, path) ?? []));
      return toDocument(without(root, spared), directory);
    },
  };
}

/** Follows a path as far as the document has it. */
function follow(root: Located, path: Path): { part: Located; isWhole: boolean } {
  let part = root;
  for (const step of path) {
    const inner = innerPart(part, step);
    if (inner === undefined) return { part, isWhole: false };
    part = inner;
  }
  return { part, isWhole: true };
}

function innerPart({ value }: Located, step: string | number): Located | undefined {
  if (isItems(value)) return value[Number(step)];
  return isLocatedFields(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

/** Fields that name a record: without its name a record is left out whole. */
const NAMES = ['name', 'username'];

/** The part to leave out so that the path is gone; undefined when the seed says it. */
function sparedAt(root: Located, path: Path): Located | undefined {
  const { part, isWhole } = follow(root, path);
  if (!isWhole || part.isFromSeed) return undefined;
  const field = path.at(-1);
  const isNeeded =
    path.length === 3 ? NAMES.includes(String(field)) : path.length > 4 && typeof field === 'string';
  const whole = isNeeded ? follow(root, path.slice(0, -1)).part : part;
  return whole.isFromSeed ? part : whole;
}

function without(part: Located, spared: ReadonlySet<Located>): Located {
  const { value } = part;
  if (isItems(value)) {
    return { ...part, value: value.filter((item) => !spared.has(item)).map((item) => without(item, spared)) };
  }
  if (!isLocatedFields(value)) return part;
  const kept = Object.entries(value).filter(([, inner]) => inner === undefined || !spared.has(inner));
  return {
    ...part,
    value: Object.fromEntries(kept.map(([key, inner]) => [key, inner && without(inner, spared)])),
  };
}
