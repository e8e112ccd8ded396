/** Puts the records of a seed's projects beside the seed's own records. Where both say something, the seed counts. */
import { isAbsolute, join } from 'node:path';
import { nearestTo } from '../../ground/nearest.ts';
import { SCOPE_NAMES } from '../../org/scopes.ts';
import { isRecord } from '../../wire/json.ts';
import { Names, profileNameOfAnyCase } from '../names.ts';
import { type Problem, type SeedDocument, SeedError } from '../problems.ts';
import { recordsOf, textOf } from '../records.ts';
import { withStandardRecords } from '../standards.ts';
import { withoutUnknownPermissions } from './data-permissions.ts';
import { isDirectoryAt } from './files.ts';
import {
  fieldsOf,
  itemsOf,
  type Located,
  type LocatedFields,
  located,
  locatedSeed,
  plain,
  textOfPart,
  toDocument,
} from './located.ts';
import { objectsOver } from './objects.ts';
import { readProject } from './read-project.ts';
import { Report } from './report.ts';

export interface Joined {
  readonly document: SeedDocument;
  readonly report: Report;
  /** Every directory that was read. */
  readonly directories: readonly string[];
}

/** @throws SeedError when the document names a project that does not exist */
export function joinProjects(document: SeedDocument): Joined {
  const report = new Report();
  const directories: string[] = [];
  const paths = projectPaths(document);
  const read = paths.map((path) => readProject(path, report, (directory) => directories.push(directory)));
  const own = locatedSeed(document);
  const custom = [own, ...read].map((part) => fieldsOf(part).objects);
  const joined = read
    .map((project) => withoutUnknownPermissions(project, custom, report))
    .reduce(over, { ...own, value: { ...fieldsOf(own), projects: undefined } });
  return { document: toDocument(withNamedRecords(joined, report), document.directory), report, directories };
}

function projectPaths({ value, directory = '.', place }: SeedDocument): string[] {
  const projects: readonly unknown[] = isRecord(value) && Array.isArray(value.projects) ? value.projects : [];
  const problems: Problem[] = [];
  const paths = projects.flatMap((project, i) => {
    const path = typeof project === 'string' && project !== '' ? project : undefined;
    const full = path === undefined || isAbsolute(path) ? path : join(directory, path);
    if (full !== undefined && isDirectoryAt(full)) return [full];
    const message =
      path === undefined
        ? `projects[${i}] must be the path of a folder`
        : `projects[${i}]: there is no folder '${path}'`;
    problems.push({ ...place(['projects', i], 'value'), message });
    return [];
  });
  if (problems.length > 0) throw new SeedError(problems);
  return paths;
}

const anyCase = (name: string) => name.toLowerCase();

/** The field by which two records of a section are the same record. */
const KEYS: Readonly<Record<string, { field: string; fold: (name: string) => string }>> = {
  profiles: { field: 'name', fold: (name) => profileNameOfAnyCase(name).toLowerCase() },
  permissionSets: { field: 'name', fold: anyCase },
  permissionSetGroups: { field: 'name', fold: anyCase },
  customScopes: { field: 'name', fold: anyCase },
  users: { field: 'username', fold: anyCase },
  apps: { field: 'name', fold: anyCase },
};

/** What seed and project say of different objects counts both. */
const DATA_PERMISSIONS = ['objectPermissions', 'fieldPermissions'];

function over(upper: Located, lower: Located): Located {
  const [top, base] = [fieldsOf(upper), fieldsOf(lower)];
  const sections = Object.entries(KEYS).map(
    ([section, key]) => [section, listOver(top[section], base[section], key)] as const,
  );
  return {
    ...upper,
    value: {
      ...top,
      ...Object.fromEntries(sections),
      org: fieldsOver(top.org, base.org, ['settings']),
      objects: objectsOver(top.objects, base.objects),
    },
  };
}

/** @param inner names of fields that are mappings themselves and are merged in the same way */
function fieldsOver(
  upper: Located | undefined,
  lower: Located | undefined,
  inner: readonly string[] = [],
): Located | undefined {
  if (!upper || !lower) return upper ?? lower;
  if (typeof upper.value !== 'object' || upper.value === null) return upper;
  const [top, base] = [fieldsOf(upper), fieldsOf(lower)];
  const together = inner.map((name) => [name, fieldsOver(top[name], base[name])] as const);
  return { ...upper, value: { ...base, ...top, ...Object.fromEntries(together) } };
}

function listOver(
  upper: Located | undefined,
  lower: Located | undefined,
  { field, fold }: { field: string; fold: (name: string) => string },
): Located | undefined {
  if (!upper || !lower) return upper ?? lower;
  if (!Array.isArray(upper.value)) return upper;
  const nameOf = (record: Located) => fold(textOfPart(fieldsOf(record)[field]) ?? '');
  const base = itemsOf(lower);
  const used = new Set<Located>();
  const merged = itemsOf(upper).map((record) => {
    const same = base.find((candidate) => nameOf(candidate) === nameOf(record));
    if (same) used.add(same);
    return same ? (fieldsOver(record, same, DATA_PERMISSIONS) ?? record) : record;
  });
  return { ...upper, value: [...merged, ...base.filter((record) => !used.has(record))] };
}

/**
 * Adds an empty profile, permission set or custom scope for each one that a project names and does not contain. Projects
 * contain only what was changed; the rest is in the org.
 */
function withNamedRecords(root: Located, report: Report): Located {
  const fields = fieldsOf(root);
  const complete = withStandardRecords(plain(root));
  const profiles = new Missing('profile', new Names(complete, 'profiles'), report);
  const sets = new Names(complete, 'permissionSets');
  const groups = new Names(complete, 'permissionSetGroups');
  const permissionSets = new Missing('permission set', sets, report);
  const customScopes = new Missing('custom scope', scopeNames(complete), report);
  for (const user of itemsOf(fields.users).map(fieldsOf)) {
    profiles.see(user.profile);
    for (const name of itemsOf(user.permissionSets)) {
      if (groups.find(textOfPart(name) ?? '') === undefined) permissionSets.see(name);
    }
  }
  for (const record of [...itemsOf(fields.apps), ...itemsOf(fields.permissionSetGroups)].map(fieldsOf)) {
    for (const name of itemsOf(record.profiles)) profiles.see(name);
    for (const name of itemsOf(record.permissionSets)) permissionSets.see(name);
    for (const name of itemsOf(record.scopes)) customScopes.see(name);
  }
  tellOfRunAsUsers(fields, report);
  return {
    ...root,
    value: {
      ...fields,
      profiles: withMore(fields.profiles, profiles.records),
      permissionSets: withMore(fields.permissionSets, permissionSets.records),
      customScopes: withMore(fields.customScopes, customScopes.records),
    },
  };
}

/** Reports apps whose client credentials are refused because their run-as user is not known: files often lack it (model.md 1.2). */
function tellOfRunAsUsers({ apps, users }: LocatedFields, report: Report): void {
  const known = new Set(itemsOf(users).map((user) => textOfPart(fieldsOf(user).username)?.toLowerCase()));
  for (const app of itemsOf(apps).filter(({ isFromSeed }) => !isFromSeed)) {
    const { name, isClientCredentialEnabled, clientCredentialUser: user } = fieldsOf(app);
    const username = textOfPart(user);
    if (isClientCredentialEnabled?.value !== true || known.has(username?.toLowerCase() ?? '')) continue;
    const who = username ? `its run-as user '${username}' is in no file` : 'no file names its run-as user';
    report.default(
      (user ?? isClientCredentialEnabled).at('value'),
      `client credentials of app '${textOfPart(name)}' are refused: ${who}`,
    );
  }
}

type Known = Pick<Names, 'known' | 'find'>;

/** Salesforce's scopes and the document's own, spelled exactly. */
function scopeNames(document: unknown): Known {
  const custom = recordsOf(document, 'customScopes').flatMap(({ fields }) => textOf(fields.name) ?? []);
  const known = [...SCOPE_NAMES, ...custom];
  return { known, find: (name) => (known.includes(name) ? name : undefined) };
}

class Missing {
  readonly records: Located[] = [];
  readonly #kind: 'profile' | 'permission set' | 'custom scope';
  readonly #names: Known;
  readonly #report: Report;
  readonly #added = new Set<string>();

  constructor(kind: 'profile' | 'permission set' | 'custom scope', names: Known, report: Report) {
    this.#kind = kind;
    this.#names = names;
    this.#report = report;
  }

  see(name: Located | undefined): void {
    const text = textOfPart(name);
    if (!name || text === undefined || name.isFromSeed || this.#names.find(text) !== undefined) return;
    if (this.#added.has(text.toLowerCase())) return;
    this.#added.add(text.toLowerCase());
    const at = () => name.at('value');
    const nearest = nearestTo(text, this.#names.known);
    const hint = nearest ? ` (did you mean '${nearest}'?)` : '';
    this.#report.default(
      at(),
      `${this.#kind} '${text}' is not in the project: one without anything in it was added${hint}`,
    );
    this.records.push(
      this.#kind === 'permission set'
        ? located({ name: located(apiName(text), at), label: located(text, at) }, at)
        : located({ name: located(text, at) }, at),
    );
  }
}

/** The API name of a label: `ZR_XFAIR_EMS` of `ZR_XFAIR-EMS`. */
function apiName(label: string): string {
  const name = label.match(/[A-Za-z0-9]+/g)?.join('_') ?? '';
  return /^[A-Za-z]/.test(name) ? name : `X${name}`;
}

function withMore(list: Located | undefined, records: readonly Located[]): Located | undefined {
  if (records.length === 0) return list;
  const [first] = records;
  if (list === undefined) return first && located(records, () => first.at('value'));
  return Array.isArray(list.value) ? { ...list, value: [...itemsOf(list), ...records] } : list;
}
