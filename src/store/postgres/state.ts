/** Dumps, loads and clears all tables, with the secret. */
import { StoreUnavailable } from '../availability.ts';
import type { DumpedOrg, DumpReading, State } from '../dump.ts';
import { readDump } from '../dump-rows.ts';
import { StoreError } from '../port.ts';
import { isOlderDump, upToDate } from '../sqlite/older-dump.ts';
import type { Connect } from './connect.ts';
import { clearTables, loadDump } from './dump.ts';
import { openDump } from './dump-view.ts';
import { nextOrgNumber } from './followed.ts';
import type { GroupWrites } from './group-writes.ts';
import { replaceAllOrgs } from './orgs.ts';
import type { ServerAvailability } from './server-availability.ts';
import type { Sql } from './sql.ts';

interface Surroundings {
  readonly connect: Connect;
  readonly writes: GroupWrites;
  readonly availability: ServerAvailability;
  /** Takes the lock of those who write records. */
  readonly lockRecords: (sql: Sql) => Promise<void>;
  /** Reads the secret again. */
  readonly renewSecret: () => Promise<void>;
}

export class WholeState implements State {
  readonly #of: Surroundings;

  constructor(surroundings: Surroundings) {
    this.#of = surroundings;
  }

  async dump(): Promise<DumpReading> {
    const { availability, connect, writes } = this.#of;
    // It has a connection of its own, which may be missing while those of the requests are there.
    const explain = (error: unknown) => availability.inWords(error);
    await writes.settled();
    try {
      return await openDump(await connect(), explain);
    } catch (error) {
      throw explain(error);
    }
  }

  async load(dump: unknown, orgs: readonly DumpedOrg[]): Promise<void> {
    try {
      const whole = readDump(isOlderDump(dump) ? await broughtUpToDate(dump) : dump);
      await this.#of.writes.run(async (sql) => {
        await this.#of.lockRecords(sql);
        await loadDump(sql, whole);
        await replaceAllOrgs(sql, orgs);
      });
    } catch (error) {
      const isExplained = error instanceof StoreError || error instanceof StoreUnavailable;
      if (isExplained || !(error instanceof Error)) throw error;
      throw new StoreError(`The snapshot does not hold together: ${error.message}.`);
    }
    await this.#of.renewSecret();
  }

  clear(): Promise<void> {
    return this.#of.writes.run(async (sql) => {
      await this.#of.lockRecords(sql);
      await clearTables(sql);
      await nextOrgNumber(sql);
    });
  }
}

/** Dumps of before were SQLite's tables. */
async function broughtUpToDate(dump: unknown): Promise<object> {
  const { default: Sqlite } = await import('better-sqlite3');
  return upToDate(Sqlite, dump);
}
