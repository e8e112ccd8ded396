/** The demo org as `fauxforce start` serves it. */
import { makeSeedRecords } from '../../src/data/given/seed-records.ts';
import { demoOrgs, withDemoRecords } from '../../src/seed/demo.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';

/** With its records, which the kit's demo org has not. */
export async function startDemo(): Promise<Fauxforce> {
  const sf = await startFauxforce();
  await sf.world.image.replaceSeed(withDemoRecords(await demoOrgs()));
  await makeSeedRecords(sf.world);
  return sf;
}
