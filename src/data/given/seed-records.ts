/** Makes the records that seeds have. An id depends on names alone, so a record that is in the store already is found again. */
import { readHost } from '../../org/hosts.ts';
import { derivedRecordId } from '../../org/ids.ts';
import type { Org } from '../../org/model.ts';
import { SeedError } from '../../seed/problems.ts';
import type { World } from '../../world/world.ts';
import { administratorSession } from './administrator.ts';
import { insertGiven } from './insert.ts';
import type { Given } from './read-given.ts';

/** Records of one org. */
const MOST = 10_000;

/**
 * Makes those records of the seed's orgs that are not in the store. Those that are there stay as they are, whatever was made of them
 * meanwhile: changed, or deleted.
 *
 * @throws SeedError with the place of every problem of an org; nothing of that org was made
 */
export async function makeSeedRecords(world: World): Promise<void> {
  for (const { id, seedRecords } of world.image.seed) {
    const org = seedRecords && world.orgs.org(id);
    if (org) await makeRecordsOf(world, { ...org, seedRecords });
  }
}

/** The same of one org. @throws SeedError */
export async function makeRecordsOf(world: World, { seedRecords, ...org }: Org): Promise<void> {
  if (!seedRecords) return;
  const at = ['records'];
  const session = await administratorSession(world, org, readHost('localhost', 'http'));
  if (!session) {
    const message = `the org '${org.name}' has no user, who could have records: give it one, or leave them out`;
    throw new SeedError([{ ...seedRecords.place(at), message }]);
  }
  await insertGiven(session, seedRecords.value, {
    at,
    place: (path) => seedRecords.place(path),
    most: MOST,
    idOf: (given) => idIn(org.id, given),
    isKept: true,
  });
}

/** By its ref, else by its place in the list of its object, or in that of the record in which it stands. */
function idIn(orgId: string, { object, ref, position, parent }: Given): string {
  const within = parent ? [parent.field, idIn(orgId, parent.of)] : [];
  const name = ref === undefined ? ['position', String(position), ...within] : ['ref', ref];
  return derivedRecordId(object.keyPrefix, orgId, ...name);
}
