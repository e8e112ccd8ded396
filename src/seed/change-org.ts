/** Changing an org that is there: records of it are laid over what they were, and checked as a seed is. */
import type { Org } from '../org/model.ts';
import { documentOf, modulesIn, parentsIn } from './document-of.ts';
import type { Path } from './problems.ts';
import { type Fields, isFields, orgFieldsOf, recordsOf, type Section } from './records.ts';
import { readWrittenOrg } from './written-org.ts';

/** One record of an org, and the fields of it that are new; null takes a field back to its default. */
export interface OrgChange {
  readonly section: 'org' | Section;
  /** Its `name` or `username`, as it is before the change. */
  readonly name: string;
  readonly fields: Fields;
  /** What problems call the place of the fields. */
  readonly path: Path;
}

/**
 * The org with the changes. A record that it does not have is a new one.
 *
 * @throws SeedError with every problem, the paths those of the changes
 */
export function changeOrg(org: Org, changes: readonly OrgChange[]): Org {
  const value = changes.reduce(laidOver, documentOf(org));
  const places = changes.map((change) => ({ path: change.path, at: placeOf(value, change) }));
  const modules = modulesIn(org);
  const next = readWrittenOrg(
    { document: value, parents: parentsIn(org) },
    (module) => modules.has(module),
    (path) => asGiven(path, places),
  );
  return {
    ...next,
    profiles: inOrder(next.profiles, org.profiles),
    permissionSets: inOrder(next.permissionSets, org.permissionSets),
    users: inOrder(next.users, org.users),
    apps: inOrder(next.apps, org.apps),
    sites: inOrder(next.sites, org.sites),
  };
}

/** As they stood before, new ones at the end. */
function inOrder<Item extends { readonly id: string }>(
  items: readonly Item[],
  before: readonly Item[],
): readonly Item[] {
  const byId = new Map(items.map((item) => [item.id, item]));
  const known = new Set(before.map(({ id }) => id));
  return [...before.flatMap(({ id }) => byId.get(id) ?? []), ...items.filter(({ id }) => !known.has(id))];
}

function laidOver(document: Fields, { section, name, fields }: OrgChange): Fields {
  if (section === 'org') {
    const org = orgFieldsOf(document);
    const settings =
      isFields(fields.settings) && isFields(org.settings)
        ? { settings: changed(org.settings, fields.settings) }
        : {};
    return { ...document, org: changed(org, { ...fields, ...settings }) };
  }
  const records = recordsOf(document, section).map((record) => record.fields);
  const index = records.findIndex((record) => nameIn(section, record) === name);
  // Last, so that it is the one which is told that its name is taken.
  const others = records.filter((_, i) => i !== index);
  return { ...document, [section]: [...others, changed(records[index] ?? {}, fields)] };
}

function nameIn(section: Section, record: Fields): unknown {
  return section === 'users' ? record.username : record.name;
}

function changed(before: Fields, change: Fields): Fields {
  return Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== null));
}

/** Where in the whole document the change is. */
function placeOf(document: Fields, { section, name, fields }: OrgChange): Path {
  if (section === 'org') return ['org'];
  const now = (section === 'users' ? fields.username : fields.name) ?? name;
  return [
    section,
    recordsOf(document, section).findLastIndex((record) => nameIn(section, record.fields) === now),
  ];
}

function asGiven(path: Path, places: readonly { readonly path: Path; readonly at: Path }[]): Path {
  const place = places.find(({ at }) => at.every((step, i) => step === path[i]));
  return place ? [...place.path, ...path.slice(place.at.length)] : path;
}
