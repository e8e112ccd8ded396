import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { StoreUnavailable } from '../../src/store/port.ts';
import { startFauxforce } from '../../src/testing/index.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

const folder = temporaryFolder();

it('an org that could not be taken over for want of the store is taken over later', async () => {
  const store = join(folder(), 'orgs.db');
  await using one = await startFauxforce({ store });
  await using other = await startFauxforce({ store });
  const { id } = await one.world.image.create({ org: { name: 'Late' } }, undefined);
  vi.spyOn(other.world.store.appSightings, 'record').mockRejectedValueOnce(new StoreUnavailable('full'));

  await expect(other.world.image.follow()).rejects.toThrow(StoreUnavailable);
  await other.world.image.refresh();

  expect(other.world.image.directory.org(id)?.name).toBe('Late');
});
