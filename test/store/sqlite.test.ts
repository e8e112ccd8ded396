import { join } from 'node:path';
import { openStore } from '../../src/store/open.ts';
import { storeConformance } from './conformance.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
let files = 0;

const newest = () => openStore(join(folder(), `${files}.db`));

storeConformance('SQLite in memory', { fresh: () => openStore(':memory:') });
storeConformance('SQLite in a file', {
  fresh: () => {
    files += 1;
    return newest();
  },
  again: newest,
});
