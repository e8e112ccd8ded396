/** Dumps, loads and clears all tables, with the secret. */
import type { Database } from 'better-sqlite3';
import { StoreUnavailable } from '../availability.ts';
import type { DumpedOrg, DumpReading, State } from '../dump.ts';
import { StoreError } from '../port.ts';
import { Dump } from './dump.ts';
import type { Groups } from './grouped.ts';
import type { OrgTable } from './orgs.ts';
import { readSecret } from './secret.ts';

export class WholeState implements State {
  readonly #db: Database;
  readonly #groups: Groups;
  readonly #orgs: OrgTable;
  readonly #dump: Dump;
  #secret: Buffer;

  constructor(db: Database, groups: Groups, orgs: OrgTable) {
    this.#db = db;
    this.#groups = groups;
    this.#orgs = orgs;
    this.#dump = new Dump(db);
    this.#secret = readSecret(db);
  }

  get secret(): Buffer {
    return this.#secret;
  }

  /** Another process may have restored a snapshot. */
  renewSecret(): void {
    const secret = readSecret(this.#db);
    if (!secret.equals(this.#secret)) this.#secret = secret;
  }

  async dump(): Promise<DumpReading> {
    const { availability, writes } = this.#groups;
    const problem = await availability.check();
    writes.flush();
    const inFile = !this.#db.memory && problem === undefined;
    return availability.explained(() => this.#dump.open(inFile, (error) => availability.explain(error)));
  }

  async load(dump: unknown, orgs: readonly DumpedOrg[]): Promise<void> {
    try {
      await this.#groups.writes.run(() => {
        this.#dump.load(dump);
        this.#orgs.replaceAll(orgs);
      });
    } catch (error) {
      const isExplained = error instanceof StoreError || error instanceof StoreUnavailable;
      if (isExplained || !(error instanceof Error)) throw error;
      throw new StoreError(`The snapshot does not hold together: ${error.message}.`);
    }
    this.#secret = readSecret(this.#db);
  }

  clear(): Promise<void> {
    return this.#groups.writes.run(() => {
      this.#dump.clear();
      this.#orgs.giveNumber();
    });
  }
}
