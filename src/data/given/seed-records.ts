/** Makes the records that seeds have. An id depends on names alone, so a record that is in the store already is found again. */
import { readHost } from '../../org/hosts.ts';
import { derivedRecordId } from '../../org/ids.ts';
import type { Org, SeedRecords } from '../../org/model.ts';
import { SeedError } from '../../seed/problems.ts';
import type { World } from '../../world/world.ts';
import { firstSession } from './administrator.ts';
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
    if (!org) continue;
    if (typeof seedRecords === 'function')
      world.laterRecords.add(id, () => makeLater(world, id, seedRecords));
    else await make(world, org, seedRecords);
  }
}

/** The same of one org. @throws SeedError */
export async function makeRecordsOf(world: World, { seedRecords, ...org }: Org): Promise<void> {
  if (seedRecords && typeof seedRecords !== 'function') await make(world, org, seedRecords);
}

/** Whatever became of the org meanwhile may stand in their way: then it has none. */
async function makeLater(world: World, orgId: string, seedRecords: () => SeedRecords): Promise<void> {
  const org = world.orgs.org(orgId);
  try {
    if (org) await make(world, org, seedRecords());
  } catch (error) {
    if (!(error instanceof SeedError)) throw error;
  }
}

async function make(world: World, org: Org, { value, place }: SeedRecords): Promise<void> {
  const at = ['records'];
  const session = await firstSession(world, org, readHost('localhost', 'http'));
  if (!session) {
    const message = `the org '${org.name}' has no user, who could have records: give it one, or leave them out`;
    throw new SeedError([{ ...place(at), message }]);
  }
  await insertGiven(session, value, {
    at,
    place,
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
