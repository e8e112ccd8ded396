import type { Store, StoreDump } from '../../src/store/port.ts';

/** A dump read to its end. */
export async function dumped(store: Store): Promise<StoreDump> {
  const reading = await store.state.dump();
  try {
    const tables: Record<string, unknown[]> = {};
    for (const { table, rows } of reading.slices) tables[table] = [...(tables[table] ?? []), ...rows];
    return { schema: reading.schema, tables };
  } finally {
    reading.close();
  }
}
