import { replicaLaws } from '../../lab/replicas.ts';
import { freshSchema } from './schemas.ts';

replicaLaws('PostgreSQL', freshSchema);
