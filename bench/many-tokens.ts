/** What a token costs where five million are stored, against one where a thousand are. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Server } from './comparison.ts';
import { middle } from './middle.ts';
import type { Row } from './report.ts';

const [FEW, MANY] = [1_000, 5_000_000];
const TURNS = 5;

/** Stores that can be filled while a server runs on them. */
export interface Filled {
  readonly kind: 'SQLite' | 'PostgreSQL';
  /** Where a new one is. */
  location(): string;
  /** Stores access tokens as the first one there is, in one statement. */
  fill(location: string, tokens: number): Promise<void>;
}

/** How it is measured. */
export interface Means {
  start(store: string): Promise<Server>;
  /** @returns microseconds of server and database for a token */
  cost(server: Server): Promise<number>;
}

export async function manyTokensRow(stores: Filled, { start, cost }: Means): Promise<Row> {
  const measured = await Promise.all(
    [FEW, MANY].map(async (tokens) => {
      const location = stores.location();
      return { location, server: await start(location), tokens, costs: [] as number[] };
    }),
  );
  try {
    for (const { location, server, tokens } of measured) {
      await cost(server);
      await stores.fill(location, tokens);
    }
    for (let turn = 0; turn < TURNS; turn++)
      for (const { server, costs } of measured) costs.push(await cost(server));
  } finally {
    for (const { server } of measured) server.stop();
  }
  const [few = 0, many = 0] = measured.map(({ costs }) => middle(costs, (cost) => cost));
  const name = `${stores.kind}: a token where ${MANY} are stored, against one where ${FEW} are`;
  return { name, unit: 'µs', bare: few, ours: many, ratio: many / few, target: 1.2, atLeast: false };
}

/** SQLite files in a folder of their own. */
export class Files implements Filled {
  readonly kind = 'SQLite';
  readonly #folder = mkdtempSync(join(tmpdir(), 'fauxforce-bench-'));
  #files = 0;

  location(): string {
    this.#files += 1;
    return join(this.#folder, `${this.#files}.db`);
  }

  async fill(location: string, tokens: number): Promise<void> {
    const db = new Sqlite(location);
    db.prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)
       insert into access_token (secret_hash, org_id, user_id, consumer_key, scopes, timeout, created_at, last_used_at)
       select randomblob(32), org_id, user_id, consumer_key, scopes, timeout, created_at, last_used_at
       from n cross join (select * from access_token order by id limit 1)`,
    ).run(tokens);
    // As the server would, in the midst of what is measured.
    db.pragma('wal_checkpoint(truncate)');
    db.close();
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}
