/** What comes before an org is made: the code that reads it, and a name. */
import type { Entropy } from '../ground/entropy.ts';
import type { Org } from '../org/model.ts';
import { orgFieldsOf } from '../seed/records.ts';
import { isRecord } from '../wire/json.ts';

/** Loads the code that reads and changes orgs, and reads an org once. */
export async function loadReader(): Promise<Org> {
  const [{ readSeedDocument }] = await Promise.all([
    import('../seed/load.ts'),
    import('../seed/change-org.ts'),
    import('../seed/add-record.ts'),
  ]);
  return readSeedDocument({});
}

/** Gives an org without a name one of its own: otherwise all of them would be the same org. */
export function withName(document: unknown, entropy: Entropy): unknown {
  if (!isRecord(document) || (document.org !== undefined && !isRecord(document.org))) return document;
  const org = orgFieldsOf(document);
  if (org.name !== undefined || org.id !== undefined) return document;
  const name = `Test Org ${entropy.bytes(6).toString('hex')}`;
  return { ...document, org: { name, ...org } };
}
