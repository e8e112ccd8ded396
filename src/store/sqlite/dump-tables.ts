/** The tables behind the parts of a dump. */
import { dumpTables } from '../dump-tables.ts';

export const DUMP_TABLES = dumpTables('rowid');
