/** The tables behind the parts of a dump. */
import { dumpTables } from '../dump-tables.ts';

export const DUMP_TABLES = dumpTables('place');

/** Those that a dump leaves out: what of them hangs on what it brings goes when another state is loaded. */
export const FORGOTTEN = ['org_document', 'query_chunk', 'query_cursor', 'job_hold', 'walk'] as const;
