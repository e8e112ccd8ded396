/** Reads everything as of one moment, slice by slice, on a connection of its own. Others write meanwhile. */
import type { Client } from 'pg';
import { DUMP_VERSION, type DumpReading, type DumpSlice } from '../dump.ts';
import { DUMP_PARTS, type FieldKind } from '../dump-parts.ts';
import type { DumpTable } from '../dump-tables.ts';
import { StoreError } from '../port.ts';
import { disconnect } from './connect.ts';
import { DUMP_TABLES } from './dump-tables.ts';
import { readSecret } from './secret.ts';
import { type Fragment, named, Sql } from './sql.ts';

/** Rows that are read in one go: a few milliseconds. */
const SLICE = 1_000;
/** The most rows of a dump: more cannot be sent back in one text, at about 260 bytes a token. */
const MOST_ROWS = 500_000;

/**
 * @param client a connection for this dump alone, which is closed behind it
 * @throws StoreError when the dump would be too large for a document
 */
export async function openDump(client: Client, explain: (error: unknown) => unknown): Promise<DumpReading> {
  const sql = new Sql(client);
  const close = () => void disconnect(client);
  try {
    // Whoever reads the dump may be slow.
    await sql.script(
      'set idle_in_transaction_session_timeout = 0; begin isolation level repeatable read, read only',
    );
    const rows = await rowsIn(sql);
    if (rows > MOST_ROWS) {
      throw new StoreError(
        `The store has ${rows} rows, and a snapshot has room for ${MOST_ROWS}: copy its schema with pg_dump instead.`,
      );
    }
    const secret = (await readSecret(sql)).toString('base64');
    return {
      version: DUMP_VERSION,
      secret,
      numbers: await numbersIn(sql),
      slices: slicesIn(sql, explain),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

async function rowsIn(sql: Sql): Promise<number> {
  const counts = DUMP_TABLES.map(({ table }) => sql.value<number>`select count(*) from ${named(table)}`);
  return (await Promise.all(counts)).reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

/** The highest number that each part has given. */
async function numbersIn(sql: Sql): Promise<DumpReading['numbers']> {
  const numbered = DUMP_TABLES.filter(({ part }) => Object.hasOwn(DUMP_PARTS[part], 'row'));
  const entries = await Promise.all(
    numbered.map(async ({ part, table }) => {
      const number = await sql.value<number>`select case when is_called then last_value
        when last_value > 1 then last_value - 1 end from ${sequenceOf(table)}`;
      return [part, number] as const;
    }),
  );
  return Object.fromEntries(entries.filter(([, number]) => number !== undefined));
}

export function sequenceOf(table: string): Fragment {
  return named(`${table}_id_seq`);
}

async function* slicesIn(sql: Sql, explain: (error: unknown) => unknown): AsyncGenerator<DumpSlice> {
  try {
    for (const table of DUMP_TABLES) yield* slicesOf(sql, table);
  } catch (error) {
    throw explain(error);
  }
}

/** Yields at least one slice, so that a part without rows is in the dump too. */
async function* slicesOf(sql: Sql, { part, table, columns, order }: DumpTable): AsyncGenerator<DumpSlice> {
  const fields = Object.entries<FieldKind>(DUMP_PARTS[part]);
  const selected = fields.map(([name], i) => `${columns[i]} as "${name}"`).join(', ');
  await sql.script(`declare ${table}_rows cursor for select ${selected} from ${table} order by ${order}`);
  let size = SLICE;
  for (let slice = 0; size === SLICE; slice += 1) {
    const rows = await sql.all<
      Record<string, unknown>
    >`fetch ${named(String(SLICE))} from ${named(`${table}_rows`)}`;
    size = rows.length;
    if (size > 0 || slice === 0) yield { part, rows: rows.map((row) => written(row, fields)) };
  }
  await sql.script(`close ${table}_rows`);
}

/** A dump leaves out undefined fields and flags that are not set, and has bytes as text. */
function written(
  row: Readonly<Record<string, unknown>>,
  fields: readonly (readonly [string, FieldKind])[],
): object {
  return Object.fromEntries(
    fields.map(([name]) => {
      const cell = row[name];
      return [name, Buffer.isBuffer(cell) ? cell.toString('base64') : cell];
    }),
  );
}
