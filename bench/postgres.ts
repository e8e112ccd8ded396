/** Rows of PostgreSQL: grants of one replica on a durable server. */
import { availableParallelism } from 'node:os';
import pg from 'pg';
import { type Cluster, startCluster } from '../test/store/postgres/cluster.ts';
import type { Comparison } from './comparison.ts';
import { pin } from './cores.ts';
import type { Filled } from './many-tokens.ts';
import { familyTime } from './processes.ts';
import type { Row } from './report.ts';

/** A PostgreSQL that commits to the disk, on the generator's core. */
export class Database implements Filled {
  readonly kind = 'PostgreSQL';
  readonly #cluster: Cluster;
  #schemas = 0;

  private constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  static async start(): Promise<Database> {
    const database = new Database(await startCluster({ settings: { fsync: 'on', max_wal_size: '4GB' } }));
    if (availableParallelism() > 1) pin({ pid: database.#cluster.pid }, 'generator');
    return database;
  }

  /** The URL of a new schema. */
  location(): string {
    this.#schemas += 1;
    return `${this.#cluster.url()}?schema=bench_${this.#schemas}`;
  }

  /** Microseconds of processor of all its processes so far; 0 where the system does not tell. */
  processorTime(): number {
    return familyTime(this.#cluster.pid);
  }

  async fill(url: string, tokens: number): Promise<void> {
    const client = new pg.Client(this.#cluster.url());
    await client.connect();
    await client.query(
      `set search_path to "${new URL(url).searchParams.get('schema')}"; set synchronous_commit to off`,
    );
    await client.query(`insert into access_token (secret_hash, org_id, user_id, consumer_key, scopes, timeout, created_at,
        last_used_at)
      select sha256(convert_to(number::text, 'UTF8')), org_id, user_id, consumer_key, scopes, timeout, created_at, last_used_at
      from generate_series(1, ${tokens}) number cross join (select * from access_token order by id limit 1) one`);
    // As the server does by itself, later and in the midst of what is measured.
    await client.query('vacuum analyze access_token');
    await client.query('checkpoint');
    await client.end();
  }

  stop(): Promise<void> {
    return this.#cluster.remove();
  }
}

/** Those of the other rows that are measured here too, and what is wanted of them. */
const GRANTS: Readonly<Record<string, number | undefined>> = {
  client_credentials: 0.2,
  refresh_token: undefined,
  authorization_code: undefined,
  'jwt-bearer': undefined,
  'rest-create': undefined,
};

/** How the other rows are measured. */
export interface Means {
  readonly comparisons: readonly Comparison[];
  compare(comparison: Comparison, database: Database): Promise<Row>;
  /** @returns what a token costs where very many are stored */
  manyTokens(database: Database): Promise<Row>;
}

export async function* postgresRows(means: Means): AsyncGenerator<Row> {
  const database = await Database.start();
  try {
    const chosen = means.comparisons.filter(({ name }) => name in GRANTS);
    for (const comparison of chosen) {
      const name = `PostgreSQL: ${comparison.name}`;
      yield await means.compare({ ...comparison, name, target: GRANTS[comparison.name] }, database);
    }
    yield await means.manyTokens(database);
  } finally {
    await database.stop();
  }
}
