import type { Store } from '../../src/store/port.ts';

/** A dump as a document has it. */
export interface Dumped {
  readonly version: number;
  readonly secret: string;
  readonly numbers: Readonly<Record<string, number>>;
  readonly parts: Readonly<Record<string, readonly unknown[]>>;
}

/** A dump read to its end. */
export async function dumped(store: Store): Promise<Dumped> {
  const reading = await store.state.dump();
  try {
    const parts: Record<string, unknown[]> = {};
    for await (const { part, rows } of reading.slices) parts[part] = [...(parts[part] ?? []), ...rows];
    const { version, secret, numbers } = reading;
    return { version, secret, numbers, parts };
  } finally {
    reading.close();
  }
}
