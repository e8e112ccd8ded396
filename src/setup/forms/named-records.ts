/** Permission sets and custom scopes, which Setup makes by a name that no other of the org has: a seed's change would take that one instead. */
import type { Org } from '../../org/model.ts';
import { problemAt, SeedError } from '../../seed/problems.ts';
import type { Fields } from '../../seed/records.ts';
import type { Visit } from '../visit.ts';
import { problemsOfChange } from './records.ts';

type List = 'permissionSets' | 'customScopes';

const KINDS: Readonly<Record<List, string>> = {
  permissionSets: 'permission set',
  customScopes: 'custom scope',
};

/** @returns the org with the record. @throws SeedError, and nothing was made */
export function addNamed(
  { world, org }: Pick<Visit, 'world' | 'org'>,
  section: List,
  fields: Fields,
): Promise<Org> {
  return world.image.change(org, (before) => {
    const taken = takenBy(before, section, fields);
    if (taken) throw taken;
    return [{ section, name: nameIn(fields), fields, path: [] }];
  });
}

/** What would be said against a new record, which is not made. */
export async function problemsOfNamed(
  visit: Pick<Visit, 'world' | 'org'>,
  section: List,
  fields: Fields,
): Promise<SeedError | undefined> {
  const record = { section, name: nameIn(fields) };
  return takenBy(visit.org, section, fields) ?? problemsOfChange(visit, record, fields);
}

function takenBy(org: Org, section: List, fields: Fields): SeedError | undefined {
  const wanted = nameIn(fields);
  const records: readonly { readonly name: string }[] = org[section];
  if (!records.some(({ name }) => name.toLowerCase() === wanted.toLowerCase())) return undefined;
  const message = `name '${wanted}' is already that of a ${KINDS[section]} of this org`;
  return new SeedError([problemAt('name', message)]);
}

function nameIn({ name }: Fields): string {
  return String(name ?? '');
}
