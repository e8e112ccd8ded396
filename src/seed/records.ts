/** Reads a document before it is known to fit the schema, so that every other check runs even if the schema finds problems. */
import { isRecord } from '../wire/json.ts';
import { type Path, type Problem, problemAt } from './problems.ts';

export type Fields = Readonly<Record<string, unknown>>;
export type Section =
  | 'tokenExchangeHandlers'
  | 'profiles'
  | 'permissionSets'
  | 'permissionSetGroups'
  | 'customScopes'
  | 'users'
  | 'apps'
  | 'sites';

export interface SeedRecord {
  readonly path: Path;
  readonly fields: Fields;
}

/** The most that a list may have before one is added: each addition reads all of its org again. */
export const MOST_RECORDS = { apps: 1_000, users: 10_000 } as const;

/** That a list has as many already. */
export function tooMany(list: keyof typeof MOST_RECORDS): Problem {
  const message = `the org has ${MOST_RECORDS[list]} ${list}, which is the most: delete some first`;
  return problemAt('', message);
}

const SINGULAR: Readonly<Record<Section, string>> = {
  profiles: 'profile',
  permissionSets: 'permission set',
  permissionSetGroups: 'permission set group',
  customScopes: 'custom scope',
  users: 'user',
  apps: 'app',
  tokenExchangeHandlers: 'token exchange handler',
  sites: 'site',
};

/** The mappings in a section's list. Other values are skipped: the schema reports them. */
export function recordsOf(document: unknown, section: Section): SeedRecord[] {
  const list = isRecord(document) ? document[section] : undefined;
  if (!Array.isArray(list)) return [];
  return list.flatMap((fields: unknown, i) => (isRecord(fields) ? [{ path: [section, i], fields }] : []));
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function orgFieldsOf(document: unknown): Fields {
  return isRecord(document) && isRecord(document.org) ? document.org : {};
}

/** The name of the record that a path leads into, for messages, and the rest of the path inside the record. */
export function describeOwner(document: unknown, path: Path): { owner: string; rest: Path } {
  const [section, index] = path;
  if (section === 'org' && path.length > 1) {
    const name = textOf(orgFieldsOf(document).name);
    return { owner: name ? `org '${name}'` : 'the org', rest: path.slice(1) };
  }
  if (section === 'objects' && path.length > 1) return ownerOfObject(path);
  if (isSection(section) && typeof index === 'number') {
    const list = isRecord(document) ? document[section] : undefined;
    const fields: unknown = Array.isArray(list) ? list[index] : undefined;
    const name = isRecord(fields) ? textOf(fields[section === 'users' ? 'username' : 'name']) : undefined;
    return { owner: name ? `${SINGULAR[section]} '${name}'` : `${section}[${index}]`, rest: path.slice(2) };
  }
  return { owner: '', rest: path };
}

/** `field 'Invoice__c.Total__c'`, `object 'Invoice__c'`. */
function ownerOfObject([, object, fields, field, ...rest]: Path): { owner: string; rest: Path } {
  if (fields === 'fields' && field !== undefined) return { owner: `field '${object}.${field}'`, rest };
  return {
    owner: `object '${object}'`,
    rest: fields === undefined ? [] : [fields, ...(field === undefined ? [] : [field]), ...rest],
  };
}

function isSection(step: string | number | undefined): step is Section {
  return typeof step === 'string' && Object.hasOwn(SINGULAR, step);
}
