/** The workers of one port are one server, as replicas are. */
import { once } from 'node:events';
import { join } from 'node:path';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { start } from '../crash/start.ts';
import { replicaLawsOf } from '../lab/replicas.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

const folder = temporaryFolder();

/** Three times the same port. What laws prepare in a store is prepared by a replica of this process. */
async function openWorkers(): Promise<Fauxforce[]> {
  const store = join(folder(), 'workers.db');
  const { url, child } = await start(store, '--workers', '3');
  const replica = await startFauxforce({ store });
  const end = async () => {
    child.kill('SIGTERM');
    await Promise.all([once(child, 'exit'), replica[Symbol.asyncDispose]()]);
  };
  let ended: Promise<void> | undefined;
  const port = {
    ...replica,
    url,
    [Symbol.asyncDispose]: () => {
      ended ??= end();
      return ended;
    },
  };
  return [port, port, port];
}

replicaLawsOf('three workers of one port', openWorkers);
