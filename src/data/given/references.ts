/** What given records say of each other: `@acme` in a field that is a reference becomes the id of the record `acme`. */
import { didYouMean, listed } from '../../ground/nearest.ts';
import type { FieldDefinition, Schema } from '../definition.ts';
import type { Sent } from '../save/draft.ts';
import type { Given, GivenProblem } from './read-given.ts';

/** A given record with its id, and with ids in the place of refs. */
export interface Resolved {
  readonly given: Given;
  readonly id: string;
  readonly fields: Sent;
  /** The given records that must be there before it. */
  readonly after: readonly Given[];
}

export interface Resolution {
  /** Those whose references all lead somewhere, each behind those that it refers to. */
  readonly resolved: readonly Resolved[];
  readonly problems: readonly GivenProblem[];
}

export function resolve(schema: Schema, given: readonly Given[], idOf: (given: Given) => string): Resolution {
  const ids = new Map(given.map((own) => [own, idOf(own)]));
  const byRef = new Map(given.flatMap((own) => (own.ref === undefined ? [] : [[own.ref, own] as const])));
  const problems: GivenProblem[] = [];
  const resolved: Resolved[] = [];
  for (const own of given) {
    const found = resolveOne(schema, own, byRef, ids);
    problems.push(...found.problems);
    if (found.problems.length === 0) {
      resolved.push({ given: own, id: ids.get(own) ?? '', fields: found.fields, after: found.after });
    }
  }
  const { inOrder, circular } = ordered(resolved);
  return { resolved: inOrder, problems: [...problems, ...circular] };
}

function resolveOne(
  schema: Schema,
  { object, fields, path, parent }: Given,
  byRef: ReadonlyMap<string, Given>,
  ids: ReadonlyMap<Given, string>,
): { fields: Sent; after: Given[]; problems: GivenProblem[] } {
  const after: Given[] = [];
  const problems: GivenProblem[] = [];
  const own = Object.entries(fields).map(([name, value]) => {
    if (typeof value !== 'string' || !value.startsWith('@')) return [name, value] as const;
    if (value.startsWith('@@')) return [name, value.slice(1)] as const;
    const field = schema.field(object, name);
    if (field?.type !== 'reference') return [name, value] as const;
    const target = byRef.get(value.slice(1));
    const message = target ? wrongObject(field, target, value) : noRef(value, byRef);
    if (message !== undefined) problems.push({ path: [...path, name], message });
    if (!target) return [name, value] as const;
    after.push(target);
    return [name, ids.get(target)] as const;
  });
  if (!parent) return { fields: Object.fromEntries(own), after, problems };
  after.push(parent.of);
  return { fields: { [parent.field]: ids.get(parent.of), ...Object.fromEntries(own) }, after, problems };
}

function noRef(value: string, byRef: ReadonlyMap<string, Given>): string {
  const refs = [...byRef.keys()];
  const hint = didYouMean(value.slice(1), refs);
  const known = refs.length === 0 ? ': no record has one' : `: there are ${listed(refs)}`;
  return `'${value}' is no record's ref${hint || known}`;
}

function wrongObject({ referenceTo }: FieldDefinition, { object }: Given, value: string): string | undefined {
  if (referenceTo.includes(object.name)) return undefined;
  return `'${value}' is a record of ${object.name}, and the field leads to ${referenceTo.join(', ')}`;
}

/** In the order in which they were given, but for those that others must come before. */
function ordered(all: readonly Resolved[]): { inOrder: Resolved[]; circular: GivenProblem[] } {
  const byGiven = new Map(all.map((own) => [own.given, own]));
  const waiting = new Map<Resolved, number>();
  const followers = new Map<Resolved, Resolved[]>();
  for (const own of all) {
    const before = own.after.flatMap((given) => byGiven.get(given) ?? []);
    waiting.set(own, before.length);
    for (const other of before) {
      const list = followers.get(other);
      if (list) list.push(own);
      else followers.set(other, [own]);
    }
  }
  const inOrder = all.filter((own) => waiting.get(own) === 0);
  for (const done of inOrder) {
    for (const follower of followers.get(done) ?? []) {
      const left = (waiting.get(follower) ?? 0) - 1;
      waiting.set(follower, left);
      if (left === 0) inOrder.push(follower);
    }
  }
  const stuck = all.find((own) => (waiting.get(own) ?? 0) > 0);
  return { inOrder, circular: stuck ? [circle(stuck, byGiven, waiting)] : [] };
}

/** Follows references that never end until one comes back. */
function circle(
  from: Resolved,
  byGiven: ReadonlyMap<Given, Resolved>,
  waiting: ReadonlyMap<Resolved, number>,
): GivenProblem {
  const way: Resolved[] = [];
  let at: Resolved | undefined = from;
  while (at && !way.includes(at)) {
    way.push(at);
    at = at.after.flatMap((given) => byGiven.get(given) ?? []).find((own) => (waiting.get(own) ?? 0) > 0);
  }
  const round: Resolved[] = at ? way.slice(way.indexOf(at)) : way;
  const names = [...round, ...(at ? [at] : [])].map(({ given }) => nameOf(given));
  const message = `refers in a circle, ${listed(names)}: one of them must be there first`;
  return { path: round[0]?.given.path ?? from.given.path, message };
}

function nameOf({ ref, object, position }: Given): string {
  return ref === undefined ? `the ${object.name} number ${position + 1}` : `@${ref}`;
}
