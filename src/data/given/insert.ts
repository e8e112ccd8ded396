/** Makes given records in an org: all of them in one operation of the store, or none. */
import { didYouMean } from '../../ground/nearest.ts';
import type { Refusal } from '../../refusals/catalogue.ts';
import { type Path, type Place, SeedError } from '../../seed/problems.ts';
import type { Session } from '../data.ts';
import { prepare } from '../save/prepare.ts';
import { save } from '../save/save.ts';
import { type Given, type GivenProblem, readGiven } from './read-given.ts';
import { type Resolved, resolve } from './references.ts';

/** A record that was made. */
export interface Inserted {
  readonly ref: string | undefined;
  readonly object: string;
  /** 18 characters. */
  readonly id: string;
}

export interface InsertOptions {
  /** Where in the document the records stand. */
  readonly at: Path;
  /** How problems name a place of the document. */
  readonly place: (path: Path) => Place;
  readonly most: number;
  /** The next free one when left out. */
  readonly idOf?: (given: Given) => string;
  /** Whether a record whose id is there already stays as it is, also in the recycle bin, in the place of the given one. */
  readonly isKept?: boolean;
}

/**
 * @returns what was made, in the order in which it was given
 * @throws SeedError with every problem; nothing was made
 */
export async function insertGiven(
  session: Session,
  records: unknown,
  {
    at,
    place,
    most,
    idOf = ({ object }) => session.ids.next(object.keyPrefix),
    isKept = false,
  }: InsertOptions,
): Promise<Inserted[]> {
  const { given, problems } = readGiven(session.schema, records, at);
  const tell = (all: readonly GivenProblem[]): never => {
    const placed = all.map(({ path, message }) => ({ ...place(path), message }));
    throw new SeedError(placed.sort(byPosition));
  };
  if (given.length > most) {
    tell([
      {
        path: at,
        message: `are ${given.length} records, and ${most} can be made at once: make several parts of them`,
      },
    ]);
  }
  const { resolved, problems: unresolved } = resolve(session.schema, given, idOf);
  const before = [...problems, ...unresolved];
  if (before.length > 0) tell([...before, ...(await refusedOf(session, resolved))]);
  const refused = isKept ? await insertMissing(session, resolved) : await insert(session, resolved);
  if (refused.length > 0) tell(refused);
  const ids = new Map(resolved.map((own) => [own.given, own.id]));
  return given.map((own) => ({ ref: own.ref, object: own.object.name, id: ids.get(own) ?? '' }));
}

/** Another process may make the same ones meanwhile: then they are there. */
async function insertMissing(session: Session, resolved: readonly Resolved[]): Promise<GivenProblem[]> {
  const missing = await missingOf(session, resolved);
  if (missing.length === 0) return [];
  const refused = await insert(session, missing);
  if (refused.length === 0) return [];
  const left = await missingOf(session, resolved);
  return left.length < missing.length ? insertMissing(session, resolved) : refused;
}

async function missingOf(session: Session, resolved: readonly Resolved[]): Promise<readonly Resolved[]> {
  const objects = new Set(resolved.map(({ given }) => given.object.name));
  const there = new Set<string>();
  for (const name of objects) {
    const ids = resolved.filter(({ given }) => given.object.name === name).map(({ id }) => id);
    for (const row of await session.records.find(session.org.id, name, ids)) if (row) there.add(row.id);
  }
  return resolved.filter(({ id }) => !there.has(id));
}

/** In a file, from its top; without one, as they were found. */
function byPosition(a: Place, b: Place): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

async function insert(session: Session, resolved: readonly Resolved[]): Promise<GivenProblem[]> {
  const requests = resolved.map(({ given: { object }, fields }) => ({
    action: 'create' as const,
    object,
    sent: fields,
  }));
  const saved = await save(session, requests, { allOrNone: true, newIds: resolved.map(({ id }) => id) });
  return saved.flatMap(({ errors }, i) => errors.map((error) => problemOf(resolved[i] as Resolved, error)));
}

/** What a save would find, where there is none because of other problems. */
async function refusedOf(session: Session, resolved: readonly Resolved[]): Promise<GivenProblem[]> {
  const together = new Set(resolved.map(({ id }) => id));
  const problems: GivenProblem[] = [];
  for (const own of resolved) {
    const request = { action: 'create', object: own.given.object, sent: own.fields } as const;
    const prepared = await prepare(session, request, own.id, together);
    if ('refused' in prepared) problems.push(problemOf(own, prepared.refused));
  }
  return problems;
}

function problemOf({ given }: Resolved, refusal: Refusal): GivenProblem {
  const name = fieldOf(given, refusal);
  return {
    path: name === undefined ? given.path : [...given.path, name],
    message: messageOf(given, refusal),
  };
}

/** The field at fault as it was given, where it is one. */
function fieldOf({ fields }: Given, { fields: told = [], values }: Refusal): string | undefined {
  const { field } = values as { readonly field?: unknown };
  const [name = field, ...more] = told;
  if (typeof name !== 'string' || more.length > 0) return undefined;
  return Object.keys(fields).find((own) => own.toLowerCase() === name.toLowerCase());
}

/** Places in a body mean nothing here, and nobody's permissions count. */
function messageOf({ object }: Given, { refusal, values, why }: Refusal): string {
  switch (refusal) {
    case 'record.json-type':
      return `must be of type ${(values as { readonly type: string }).type}, as REST takes it`;
    case 'record.unknown-field': {
      const { field } = values as { readonly field: string };
      const names = object.fields.map(({ name }) => name);
      return `${object.name} has no field '${field}'${didYouMean(field, names)}`;
    }
    case 'record.not-writable':
      return `cannot be given: ${(values as { readonly fields: readonly string[] }).fields.join(', ')} is filled in as in Salesforce`;
    default:
      return why;
  }
}
