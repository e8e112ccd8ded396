/** Reads records as seeds and tests write them: `{ Account: [{ ref: acme, Name: Acme }] }`. */
import { didYouMean } from '../../ground/nearest.ts';
import type { Path } from '../../seed/problems.ts';
import { isRecord } from '../../wire/json.ts';
import { isView } from '../data.ts';
import type { ObjectDefinition, Schema } from '../definition.ts';
import type { Sent } from '../save/draft.ts';

/** One record that somebody gives. */
export interface Given {
  readonly object: ObjectDefinition;
  /** How others of the same document refer to it; undefined: nobody does. */
  readonly ref: string | undefined;
  /** Of the list of its object, from 0. */
  readonly position: number;
  readonly fields: Sent;
  readonly path: Path;
}

/** What is wrong with given records. */
export interface GivenProblem {
  readonly path: Path;
  /** One sentence. */
  readonly message: string;
}

export interface ReadGiven {
  readonly given: readonly Given[];
  readonly problems: readonly GivenProblem[];
}

/** @param at where in the document the records stand */
export function readGiven(schema: Schema, records: unknown, at: Path): ReadGiven {
  if (!isRecord(records))
    return wrong(at, 'must be lists of records by object: {"Account": [{"Name": "Acme"}]}');
  const all = Object.entries(records).map(([name, list]) => readList(schema, name, list, [...at, name]));
  const given = all.flatMap((own) => own.given);
  return { given, problems: [...all.flatMap(({ problems }) => problems), ...repeatedRefs(given)] };
}

function readList(schema: Schema, name: string, list: unknown, path: Path): ReadGiven {
  const object = schema.object(name);
  if (!object) return wrong(path, noObject(schema, name));
  if (isView(object)) return wrong(path, notGiven(object));
  if (!Array.isArray(list)) return wrong(path, 'must be a list of records: [{"Name": "Acme"}]');
  const all = list.map((fields: unknown, position) => readOne(object, fields, position, [...path, position]));
  return { given: all.flatMap((own) => own.given), problems: all.flatMap(({ problems }) => problems) };
}

function readOne(object: ObjectDefinition, fields: unknown, position: number, path: Path): ReadGiven {
  if (!isRecord(fields)) return wrong(path, 'must be a record: an object of fields and their values');
  const { ref, ...own } = fields;
  if (ref === undefined) return { given: [{ object, ref, position, fields: own, path }], problems: [] };
  if (typeof ref !== 'string' || !/^[^\s@]{1,80}$/.test(ref)) {
    return wrong([...path, 'ref'], 'must be a name of 1 to 80 characters without blanks and @');
  }
  return { given: [{ object, ref, position, fields: own, path }], problems: [] };
}

/** There are problems: the objects that could have been meant. */
export function noObject(schema: Schema, name: string): string {
  const names = schema.objects.filter((object) => !isView(object)).map((object) => object.name);
  return `there is no object ${name}${didYouMean(name, names) || `: there are ${names.join(', ')}`}`;
}

/** Why records of an object cannot be given or deleted. */
export function notGiven({ name }: ObjectDefinition): string {
  return `${name} has no records of its own: they show what the org's users, profiles, permission sets, apps and log-ins are, and change with those`;
}

function* repeatedRefs(given: readonly Given[]): Generator<GivenProblem> {
  const taken = new Map<string, Given>();
  for (const own of given) {
    if (own.ref === undefined) continue;
    const first = taken.get(own.ref);
    if (first) {
      const message = `'${own.ref}' is already that of a record of ${first.object.name}, number ${first.position + 1}: give this one another`;
      yield { path: [...own.path, 'ref'], message };
    } else taken.set(own.ref, own);
  }
}

function wrong(path: Path, message: string): ReadGiven {
  return { given: [], problems: [{ path, message }] };
}
