/** Reads records as seeds and tests write them: `{ Account: [{ ref: acme, Name: Acme, Contacts: { records: [...] } }] }`. */
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
  /** The record that it stands in, to which its field leads. */
  readonly parent?: { readonly field: string; readonly of: Given };
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
  const { given, problems } = together(
    Object.entries(records).map(([name, list]) => readList(schema, name, list, [...at, name])),
  );
  return { given, problems: [...problems, ...repeatedRefs(given)] };
}

function readList(schema: Schema, name: string, list: unknown, path: Path): ReadGiven {
  const object = schema.object(name);
  if (!object) return wrong(path, noObject(schema, name));
  if (!Array.isArray(list)) return wrong(path, 'must be a list of records: [{"Name": "Acme"}]');
  return readRecords({ schema, object, depth: 1 }, list, path);
}

/** Where records stand. */
interface Within {
  readonly schema: Schema;
  readonly object: ObjectDefinition;
  readonly parent?: Given['parent'];
  /** 1 for those of the document. */
  readonly depth: number;
}

/** As in an sObject tree (rest-data.md 5.3). */
const DEEPEST = 5;

function readRecords(within: Within, list: readonly unknown[], path: Path): ReadGiven {
  if (isView(within.object)) return wrong(path, notGiven(within.object));
  if (within.depth > DEEPEST)
    return wrong(path, `stands ${within.depth} levels deep, and ${DEEPEST} are the most`);
  return together(list.map((fields, position) => readOne(within, fields, position, [...path, position])));
}

function readOne(within: Within, fields: unknown, position: number, path: Path): ReadGiven {
  if (!isRecord(fields)) return wrong(path, 'must be a record: an object of fields and their values');
  const { object, parent } = within;
  const inner = Object.entries(fields).flatMap(([name, value]) => childrenIn(within, name, value));
  const nested = new Set(inner.map(({ name }) => name));
  const { ref, attributes, ...own } = fields;
  const [named, place] =
    ref === undefined ? [referenceId(attributes), ['attributes', 'referenceId']] : [ref, ['ref']];
  const simple = Object.fromEntries(Object.entries(own).filter(([name]) => !nested.has(name)));
  const isName = typeof named === 'string' && /^[^\s@]{1,80}$/.test(named);
  if (named !== undefined && !isName) {
    return wrong([...path, ...place], 'must be a name of 1 to 80 characters without blanks and @');
  }
  const given = { object, ref: named, position, fields: simple, path, ...(parent && { parent }) };
  const children = inner.map(({ name, object: child, field, list }) =>
    readRecords({ ...within, object: child, parent: { field, of: given }, depth: within.depth + 1 }, list, [
      ...path,
      name,
      'records',
    ]),
  );
  return together([{ given: [given], problems: [] }, ...children]);
}

function referenceId(attributes: unknown): unknown {
  return isRecord(attributes) ? attributes.referenceId : undefined;
}

interface Children {
  /** As it is written. */
  readonly name: string;
  readonly object: ObjectDefinition;
  /** That leads to the record in which they stand. */
  readonly field: string;
  readonly list: readonly unknown[];
}

/** `"Contacts": {"records": [...]}`: none where this is no such thing, and then a field that there is not. */
function childrenIn({ schema, object }: Within, name: string, value: unknown): Children[] {
  const list = isRecord(value) && Array.isArray(value.records) ? value.records : undefined;
  if (!list) return [];
  const relationship = object.childRelationships.find(
    ({ relationshipName }) => relationshipName?.toLowerCase() === name.toLowerCase(),
  );
  const child = relationship && schema.object(relationship.childObject);
  return relationship && child ? [{ name, object: child, field: relationship.field, list }] : [];
}

function together(all: readonly ReadGiven[]): ReadGiven {
  return { given: all.flatMap(({ given }) => given), problems: all.flatMap(({ problems }) => problems) };
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
