import { join } from 'node:path';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { replicaLaws } from './replicas.ts';

const folder = temporaryFolder();

replicaLaws('one SQLite file', () => join(folder(), 'replicas.db'));
