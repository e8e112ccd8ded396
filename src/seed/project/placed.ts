/** Values that know where they were written, so that a document put together from many files still has a place for everything. */
import { isRecord } from '../../wire/json.ts';
import { formatPath, type Path, type Place, type SeedDocument } from '../problems.ts';

export type Spot = Omit<Place, 'path'>;

export interface Placed {
  readonly value: string | number | boolean | null | readonly Placed[] | PlacedFields;
  readonly at: (of: 'key' | 'value') => Spot;
  /** Written in a seed, whose mistakes are never passed over. */
  readonly isFromSeed: boolean;
}

/** Undefined stands for a field that is left out. */
export type PlacedFields = Readonly<{ [key: string]: Placed | undefined }>;

/** What was read from a file of a project. */
export function placed(value: Placed['value'], at: () => Spot): Placed {
  return { value, at, isFromSeed: false };
}

export function fieldsOf(part: Placed | undefined): PlacedFields {
  return part !== undefined && isPlacedFields(part.value) ? part.value : {};
}

export function itemsOf(part: Placed | undefined): readonly Placed[] {
  return part !== undefined && isItems(part.value) ? part.value : [];
}

export function textOfPart(part: Placed | undefined): string | undefined {
  return typeof part?.value === 'string' && part.value !== '' ? part.value : undefined;
}

function isItems(value: Placed['value']): value is readonly Placed[] {
  return Array.isArray(value);
}

function isPlacedFields(value: Placed['value']): value is PlacedFields {
  return isRecord(value);
}

/** The plain value. */
export function plain({ value }: Placed): unknown {
  if (isItems(value)) return value.map(plain);
  if (!isPlacedFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) => (part === undefined ? [] : [[key, plain(part)]])),
  );
}

/** A seed's own document, each part with its place in the seed. */
export function placedSeed(document: SeedDocument): Placed {
  return placedFrom(document, [], document.value, true);
}

function placedFrom(document: SeedDocument, path: Path, value: unknown, isFromSeed: boolean): Placed {
  const at = (of: 'key' | 'value'): Spot => {
    const { file, line, column } = document.place(path, of);
    return { file, line, column };
  };
  const inner = (part: unknown, step: string | number) =>
    placedFrom(document, [...path, step], part, isFromSeed);
  return { value: placedValue(value, inner), at, isFromSeed };
}

function placedValue(
  value: unknown,
  placedInner: (inner: unknown, step: string | number) => Placed,
): Placed['value'] {
  if (Array.isArray(value)) return value.map((inner: unknown, i) => placedInner(inner, i));
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, placedInner(inner, key)]));
  }
  return value as string | number | boolean | null;
}

/** The document that the parts make: it spares what does not come from a seed. */
export function toDocument(root: Placed, directory: string | undefined): SeedDocument {
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

/** Follows a path as far as it was written. */
function follow(root: Placed, path: Path): { part: Placed; isWhole: boolean } {
  let part = root;
  for (const step of path) {
    const inner = innerPart(part, step);
    if (inner === undefined) return { part, isWhole: false };
    part = inner;
  }
  return { part, isWhole: true };
}

function innerPart({ value }: Placed, step: string | number): Placed | undefined {
  if (isItems(value)) return value[Number(step)];
  return isPlacedFields(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

/** A record is of no use without the field that names it. */
const NAMES = ['name', 'username'];

/** What has to go so that nothing stands at the path; undefined when that is the seed's own. */
function sparedAt(root: Placed, path: Path): Placed | undefined {
  const { part, isWhole } = follow(root, path);
  if (!isWhole || part.isFromSeed) return undefined;
  const field = path.at(-1);
  const isNeeded =
    path.length === 3 ? NAMES.includes(String(field)) : path.length > 4 && typeof field === 'string';
  const whole = isNeeded ? follow(root, path.slice(0, -1)).part : part;
  return whole.isFromSeed ? part : whole;
}

function without(part: Placed, spared: ReadonlySet<Placed>): Placed {
  const { value } = part;
  if (isItems(value)) {
    return { ...part, value: value.filter((item) => !spared.has(item)).map((item) => without(item, spared)) };
  }
  if (!isPlacedFields(value)) return part;
  const kept = Object.entries(value).filter(([, inner]) => inner === undefined || !spared.has(inner));
  return {
    ...part,
    value: Object.fromEntries(kept.map(([key, inner]) => [key, inner && without(inner, spared)])),
  };
}
