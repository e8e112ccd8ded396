/** Changes an existing org: new fields are merged into its records, and the result is checked as a seed is. */
import { isDeepStrictEqual } from 'node:util';
import type { Org } from '../org/model.ts';
import { isRecord } from '../wire/json.ts';
import { addedObjects } from './add-objects.ts';
import { documentOf, modulesIn, parentsIn } from './document-of.ts';
import { changedAtOnce } from './in-setup.ts';
import { formatPath, type Path, type Problem, problemAt, SeedError } from './problems.ts';
import { type Fields, MOST_RECORDS, orgFieldsOf, recordsOf, type Section, tooMany } from './records.ts';
import { renamed } from './renamed.ts';
import { type KnownOrgs, NO_ORGS } from './sign-up.ts';
import { readWrittenOrg } from './written-org.ts';

/** A change of one record, as a JSON merge patch (RFC 7396): null takes a field back to its default. */
export interface OrgChange {
  readonly section: 'org' | 'objects' | Section;
  /** The record's `name` or `username` before the change; empty for the org and its objects. */
  readonly name: string;
  readonly fields: Fields;
  /** Whether the record is added, also where there is one of that name: two of one name are a problem then. */
  readonly isNew?: true;
  /** The path that problems of the fields begin with. */
  readonly path: Path;
}

/** Changes, or what makes them of the org as it is: what that throws stops them. */
export type OrgChanges = readonly OrgChange[] | ((before: Org) => readonly OrgChange[]);

/**
 * Returns the org with the changes. A record that the org does not have is added; a record that it has keeps its id.
 *
 * @param others existing orgs, which `signedUpFrom` may name
 * @throws SeedError with every problem, each with the path of its change
 */
export function changeOrg(org: Org, changes: readonly OrgChange[], others: KnownOrgs = NO_ORGS): Org {
  const before = documentOf(org);
  refuseOtherIds(before, changes);
  const value = changes.reduce(laidOver, before);
  refuseTooMany(value, changes);
  const places = changes.map((change) => ({ ...change, at: placeOf(value, change) }));
  return readChanged(org, value, places, others);
}

/** Where a document holds what somebody sent, and what problems there are called. */
interface Sent {
  readonly at: Path;
  readonly fields: Fields;
  readonly path: Path;
}

/**
 * Reads the changed document of an org. Records keep their order.
 *
 * @throws SeedError with every problem, each with the path of what was sent
 */
export function readChanged(org: Org, document: Fields, places: readonly Sent[], others: KnownOrgs): Org {
  const modules = modulesIn(org);
  const next = readWrittenOrg(
    { document, parents: parentsIn(org), deleted: org.deletedExternalApps },
    (module) => modules.has(module),
    (path) => asGiven(path, places),
    others,
    (path) =>
      places.some(({ at, fields }) => isWithin(path, at) && Object.hasOwn(fields, String(path[at.length]))),
  );
  return {
    ...next,
    // The same value while nothing changes: whoever made something of it finds that again.
    ...(isDeepStrictEqual(next.objects, org.objects) && org.objects && { objects: org.objects }),
    profiles: inOrder(next.profiles, org.profiles),
    permissionSets: inOrder(next.permissionSets, org.permissionSets),
    users: inOrder(next.users, org.users),
    apps: inOrder(next.apps, org.apps),
    sites: inOrder(next.sites, org.sites),
  };
}

/** Keeps the records' order from before the change and puts new records at the end. */
function inOrder<Item extends { readonly id: string }>(
  items: readonly Item[],
  before: readonly Item[],
): readonly Item[] {
  const byId = new Map(items.map((item) => [item.id, item]));
  const known = new Set(before.map(({ id }) => id));
  return [...before.flatMap(({ id }) => byId.get(id) ?? []), ...items.filter(({ id }) => !known.has(id))];
}

function laidOver(document: Fields, { section, name, fields, isNew }: OrgChange): Fields {
  if (section === 'org') return { ...document, org: merged(orgFieldsOf(document), fields) };
  if (section === 'objects') {
    const objects = isRecord(document.objects) ? document.objects : {};
    return { ...document, objects: addedObjects(objects, fields) };
  }
  const records = recordsOf(document, section).map((record) => record.fields);
  const index = isNew ? -1 : records.findIndex((record) => nameIn(section, record) === name);
  // The changed record goes last, because a name that two records have is reported for the later one.
  const others = records.filter((_, i) => i !== index);
  const before = changedAtOnce(withoutRivals(records[index] ?? {}, fields), fields);
  const changed = merged(before, fields);
  const next = { ...document, [section]: [...others, changed] };
  return index < 0 ? next : renamed(next, section, name, nameIn(section, changed));
}

/** Fields of which a record may have only one: setting one removes the other. */
const RIVALS: readonly (readonly string[])[] = [
  ['certificate', 'jwks'],
  ['username', 'module'],
];

function withoutRivals(record: Fields, patch: Fields): Fields {
  const taken = RIVALS.filter((rivals) => rivals.some((name) => Object.hasOwn(patch, name))).flat();
  const kept = Object.entries(record).filter(([name]) => !taken.includes(name) || Object.hasOwn(patch, name));
  return Object.fromEntries(kept);
}

/** An id must not change: tokens, approvals and other records refer to it. @throws SeedError */
function refuseOtherIds(document: Fields, changes: readonly OrgChange[]): void {
  const problems = changes.flatMap(({ section, name, fields, path }): Problem[] => {
    if (section === 'objects') return [];
    const record =
      section === 'org'
        ? orgFieldsOf(document)
        : recordsOf(document, section).find((one) => nameIn(section, one.fields) === name)?.fields;
    if (fields.id === undefined || record?.id === undefined || fields.id === record.id) return [];
    const message = `id: the record is ${record.id}, and an id never changes: leave it out`;
    return [problemAt(formatPath([...path, 'id']), message)];
  });
  if (problems.length > 0) throw new SeedError(problems);
}

/** @throws SeedError */
function refuseTooMany(document: Fields, changes: readonly OrgChange[]): void {
  for (const list of ['apps', 'users'] as const) {
    const isMore = changes.some(({ section, isNew }) => isNew && section === list);
    if (isMore && recordsOf(document, list).length > MOST_RECORDS[list]) throw new SeedError([tooMany(list)]);
  }
}

function nameIn(section: Section, record: Fields): unknown {
  return section === 'users' ? record.username : record.name;
}

function merged(before: Fields, patch: Fields): Fields {
  const entries = Object.entries(patch).map(([key, value]) => {
    if (!isRecord(value)) return [key, value] as const;
    const known = before[key];
    return [key, merged(isRecord(known) ? known : {}, value)] as const;
  });
  const all = { ...before, ...Object.fromEntries(entries) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

/** The path of the changed record in the whole document. */
function placeOf(document: Fields, { section, name, fields }: OrgChange): Path {
  if (section === 'org' || section === 'objects') return [section];
  const now = (section === 'users' ? fields.username : fields.name) ?? name;
  return [
    section,
    recordsOf(document, section).findLastIndex((record) => nameIn(section, record.fields) === now),
  ];
}

function asGiven(path: Path, places: readonly { readonly path: Path; readonly at: Path }[]): Path {
  const place = places.find(({ at }) => isWithin(path, at));
  return place ? [...place.path, ...path.slice(place.at.length)] : path;
}

function isWithin(path: Path, at: Path): boolean {
  return at.every((step, i) => step === path[i]);
}
