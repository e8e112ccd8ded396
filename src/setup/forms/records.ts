/** Records of an org as a seed has them: read for a form, and changed by the one operation that a seed's change is. */
import { hash } from 'node:crypto';
import type { Org } from '../../org/model.ts';
import type { RecordList } from '../../seed/add-record.ts';
import { documentOf } from '../../seed/document-of.ts';
import { SeedError } from '../../seed/problems.ts';
import { type Fields, orgFieldsOf, recordsOf, type Section } from '../../seed/records.ts';
import type { Visit } from '../visit.ts';

/** Which record: by its name, or a user's username. Of the org itself, the name is empty. */
export interface RecordName {
  readonly section: 'org' | Section;
  readonly name: string;
}

/** Somebody else has changed a record since a form showed it. */
export class ChangedMeanwhile extends Error {}
/** Somebody else has deleted a record since a form showed it. */
export class Gone extends Error {}

/** Undefined if there is none. */
export function fieldsOf(org: Org, { section, name }: RecordName): Fields | undefined {
  if (section === 'org') return orgFieldsOf(documentOf(emptied(org)));
  const key = section === 'users' ? 'username' : 'name';
  const records: readonly object[] = org[section];
  const named = records.filter((record) => (record as Fields)[key] === name);
  const alone = { ...emptied(org), [section]: named };
  return recordsOf(documentOf(alone), section)[0]?.fields;
}

/** The org without its records: writing thousands of them takes longer than all else of a page. */
function emptied(org: Org): Org {
  const { objects: _, ...rest } = org;
  return {
    ...rest,
    profiles: [],
    permissionSets: [],
    permissionSetGroups: [],
    customScopes: [],
    users: [],
    apps: [],
    sites: [],
    tokenExchangeHandlers: [],
  };
}

/** Equal for records that say the same. */
export function versionOf(fields: Fields): string {
  return hash('sha256', JSON.stringify(fields), 'base64url').slice(0, 22);
}

/**
 * Changes a record if it is still as a form showed it: looking and writing are one operation.
 *
 * @param patch a merge patch of its fields as a seed has them, or what makes it of the org as it is then
 * @returns the org with the change
 * @throws SeedError, ChangedMeanwhile, Gone; nothing was changed
 */
export function changeRecord(
  { world, org }: Pick<Visit, 'world' | 'org'>,
  record: RecordName,
  patch: Fields | ((before: Org) => Fields),
  version?: string,
): Promise<Org> {
  return world.image.change(org, (before) => {
    const fields = fieldsOf(before, record);
    if (!fields) throw new Gone();
    if (version !== undefined && versionOf(fields) !== version) throw new ChangedMeanwhile();
    return [{ ...record, fields: typeof patch === 'function' ? patch(before) : patch, path: [] }];
  });
}

/** What a seed would say against a change, which is not made. */
export async function problemsOfChange(
  { world, org }: Pick<Visit, 'world' | 'org'>,
  record: RecordName,
  patch: Fields,
): Promise<SeedError | undefined> {
  const { changeOrg } = await import('../../seed/change-org.ts');
  return problemsOf(() => changeOrg(org, [{ ...record, fields: patch, path: [] }], world.orgs));
}

/** What a seed would say against a new app or user, which is not made. */
export async function problemsOfAddition(
  { world, org }: Pick<Visit, 'world' | 'org'>,
  list: RecordList,
  fields: Fields,
): Promise<SeedError | undefined> {
  const { addRecord } = await import('../../seed/add-record.ts');
  const occasion = { now: world.clock.of(org.id).now(), suffix: 'new', others: world.orgs };
  return problemsOf(() => addRecord(org, list, fields, occasion));
}

function problemsOf(make: () => Org): SeedError | undefined {
  try {
    make();
    return undefined;
  } catch (error) {
    if (error instanceof SeedError) return error;
    throw error;
  }
}
