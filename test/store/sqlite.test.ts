import { join } from 'node:path';
import { openStore } from '../../src/store/open.ts';
import { storeConformance } from './conformance.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
let files = 0;

storeConformance('SQLite in memory', () => openStore(':memory:'));
storeConformance('SQLite in a file', () => {
  files += 1;
  return openStore(join(folder(), `${files}.db`));
});
