/**
 * The connections of a process: one for each lane of writes, one for reads, and one for those that take long. All are made at the
 * start, so that who cannot have them learns it then, and not with the first request that needs one.
 */
import { SystemEntropy } from '../../ground/entropy.ts';
import type { Address } from './address.ts';
import type { Connect } from './connect.ts';
import { GroupWrites } from './group-writes.ts';
import { Link } from './link.ts';
import { type Lock, lockSql } from './locks.ts';
import { HELD, NO_TABLE } from './outage.ts';
import { checkUse } from './rights.ts';
import { TABLES } from './schema.ts';
import { ServerAvailability } from './server-availability.ts';
import type { Sql } from './sql.ts';

/** Milliseconds that a statement may take which reads a whole table. */
const LONG_READ = 60_000;

export class Connections {
  readonly availability: ServerAvailability;
  readonly main: GroupWrites;
  readonly records: GroupWrites;
  readonly journal: GroupWrites;
  readonly reads: Link;
  readonly longReads: Link;
  readonly #address: Address;
  /** As sentences have it. */
  readonly #database: string;
  readonly #links: Link[] = [];

  constructor(address: Address, connect: Connect) {
    this.#address = address;
    this.#database = `database ${address.database} at ${address.host}`;
    this.availability = new ServerAvailability(`The ${this.#database}`);
    const process = new SystemEntropy().bytes(16).toString('hex');
    const link = (statementTimeout?: number) => {
      const options = statementTimeout === undefined ? {} : { statementTimeout };
      const made = new Link(() => connect(options), this.availability);
      this.#links.push(made);
      return made;
    };
    const lane = (lock: Lock) =>
      new GroupWrites({ link: link(), writer: `${process} ${lock}`, lock: lockSql(address.schema, lock) });
    this.main = lane('main');
    this.records = lane('records');
    this.journal = lane('journal');
    this.reads = link();
    this.longReads = link(LONG_READ);
    this.availability.probeBy((isDoubted) => this.#probe(isDoubted));
  }

  /**
   * Makes all of them. The first is made alone: whoever is refused is refused once.
   *
   * @throws what keeps one from being made
   */
  async begin(): Promise<Sql> {
    const [first, ...others] = this.#links as [Link, ...Link[]];
    const sql = await first.begin();
    await Promise.all(others.map((other) => other.begin()));
    return sql;
  }

  async close(): Promise<void> {
    this.availability.close();
    await Promise.all([this.main, this.records, this.journal].map((lane) => lane.settled()));
    await Promise.all(this.#links.map((link) => link.close()));
  }

  /** Waits for all, so that no failure of one is told when it is over. */
  async #probe(isDoubted: boolean): Promise<void> {
    const outcomes = await Promise.allSettled([
      this.main.run(writeMuch),
      this.records.run(async () => undefined),
      this.journal.run(async () => undefined),
      this.reads.use(isDoubted ? (sql) => this.#lookClosely(sql) : lookAt),
      // What takes long would keep a statement waiting: it has to be connected, and no more.
      this.longReads.use(async () => undefined),
    ]);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }

  /** A right that is missing and a lock of a moment keep nobody from what needs neither: they are asked for where something has failed. */
  async #lookClosely(sql: Sql): Promise<void> {
    await lookAt(sql);
    await wantTables(sql);
    await checkUse(sql, this.#address, `the ${this.#database}`);
    await wantNoLock(sql);
  }
}

/** Writes more than a page and takes it back. */
async function writeMuch(sql: Sql): Promise<void> {
  const name = new SystemEntropy().bytes(16).toString('hex');
  await sql.run`insert into meta (name, value) select ${name}::text, repeat(md5(random()::text), 2048)`;
  await sql.run`delete from meta where name = ${name}`;
}

async function lookAt(sql: Sql): Promise<void> {
  await sql.value`select changes from followed`;
}

/** @throws where one was dropped */
async function wantTables(sql: Sql): Promise<void> {
  const there = await sql.value<number>`select count(*)::int from pg_class
    where relnamespace = (select oid from pg_namespace where nspname = current_schema()) and relname = any(${TABLES}::text[])`;
  if (there !== TABLES.length) throw Object.assign(new Error('a table is gone'), { code: NO_TABLE });
}

/** @throws where a session keeps all others from writing to a table */
async function wantNoLock(sql: Sql): Promise<void> {
  const isLocked = await sql.value<boolean>`select true from pg_locks l join pg_class c on c.oid = l.relation
    where l.granted and l.mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
      and l.database = (select oid from pg_database where datname = current_database())
      and c.relnamespace = (select oid from pg_namespace where nspname = current_schema()) and c.relname = any(${TABLES}::text[]) limit 1`;
  if (isLocked) throw Object.assign(new Error('a table is locked'), { code: HELD });
}
