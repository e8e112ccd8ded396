/**
 * The table of orgs that differ from the seed or have none: one row for an org. Each change gives the org a new number, so a
 * process that has seen a number reads only the rows after it. Deleting a row uses a number too: a process that finds fewer
 * rows than numbers asks which orgs are left. The methods that write belong inside a transaction.
 */
import type { DumpedOrg } from '../dump.ts';
import type { GoneRecords, OrgDocument, OrgNews, OrgRecords, Orgs, StoredOrgDocument } from '../orgs.ts';
import type { Row } from '../rows.ts';
import { ForgetOrgs } from './forget-orgs.ts';
import { ForgetRecords } from './forget-records.ts';
import type { FromSql } from './from-sql.ts';
import type { Kinds, Synchronous } from './grouped.ts';
import type { Statements } from './statements.ts';

/** The other tables that processes keep in memory. */
const FOLLOWED = ['registered_app', 'user_change'];

const newestOf = (table: string) => `coalesce((select max(id) from ${table}), 0)`;
const LAB_VERSION = '(select version from lab_state)';
/** The highest number given, even if its row is gone. */
const NEWEST_ORG = "coalesce((select seq from sqlite_sequence where name = 'org_document'), 0)";

export class OrgTable implements Synchronous<Orgs> {
  /** `after` takes several statements, which must see one state: an org that came between them hid that another had been deleted. */
  readonly kinds: Kinds<Orgs> = { version: 'read', after: 'grouped read' };
  readonly #records;
  readonly #gone;
  readonly #version;
  readonly #after;
  readonly #newest;
  readonly #newestUserChange;
  readonly #ids;
  readonly #forget;
  readonly #drop;
  readonly #forgetAll;
  readonly #append;
  readonly #keepReading;

  constructor(db: Statements) {
    this.#records = new ForgetOrgs(db);
    this.#gone = new ForgetRecords(db);
    this.#version = db
      .prepare<[], string>(
        `select ${[NEWEST_ORG, ...FOLLOWED.map(newestOf), LAB_VERSION].join(" || '.' || ")}`,
      )
      .pluck();
    this.#after = db.prepare<[{ row: Row; reader: string }], FromSql<StoredOrgDocument>>(
      `select id as row, org_id as orgId, case when reader = :reader then null else document end as document,
         case when reader = :reader then reading end as reading,
         expires_at as expiresAt, created_at as createdAt, seed, user_change as userChange
       from org_document where id > :row order by id`,
    );
    this.#newest = db.prepare<[], Row>(`select ${NEWEST_ORG}`).pluck();
    this.#newestUserChange = db.prepare<[], Row>(`select ${newestOf('user_change')}`).pluck();
    this.#ids = db.prepare<[], string>('select org_id from org_document').pluck();
    this.#forget = db.prepare('delete from org_document where org_id = ?');
    this.#drop = db.prepare('delete from org_document where org_id = ? and id = ?');
    this.#forgetAll = db.prepare('delete from org_document');
    this.#append = db.prepare(
      `insert into org_document (org_id, document, expires_at, created_at, seed, user_change, reading, reader)
       values (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#keepReading = db.prepare('update org_document set reading = ?, reader = ? where id = ?');
  }

  version(): string {
    return this.#version.get() ?? '';
  }

  after(row: Row, reader: () => string): OrgNews {
    const newest = this.#newest.get() ?? 0;
    if (newest === row) return { orgs: [], newest, all: undefined };
    const orgs = this.#after.all({ row, reader: reader() }).map((found) => ({
      ...found,
      document: found.document ?? undefined,
      reading: found.reading ?? undefined,
      expiresAt: found.expiresAt ?? undefined,
      seed: found.seed ?? undefined,
    }));
    const isMissing = newest - row !== orgs.length;
    return { orgs, newest, all: isMissing ? new Set(this.#ids.all()) : undefined };
  }

  /** @returns the org's new number; undefined, and nothing was changed, if a newer number than `seen` was given */
  put(org: OrgDocument, seen: Row, gone?: GoneRecords): Row | undefined {
    if ((this.#newest.get() ?? 0) > seen) return undefined;
    if (gone) this.#gone.forget(gone);
    return this.#replace(org);
  }

  drop(orgId: string, row: Row): void {
    if (this.#drop.run(orgId, row).changes > 0) this.giveNumber();
  }

  keepReadings(readings: readonly { readonly row: Row; readonly org: string }[], reader: string): void {
    for (const { row, org } of readings) this.#keepReading.run(org, reader, row);
  }

  /** @returns the newest number */
  forget(records: OrgRecords, at: number): Row {
    this.#records.forget(records, at);
    for (const orgId of records.orgIds) {
      if (records.orgIdsOfSeed.includes(orgId)) this.#replace(gone(orgId, at));
      else {
        this.#forget.run(orgId);
        this.giveNumber();
      }
    }
    return this.#newest.get() ?? 0;
  }

  /** Replaces all orgs with those of a snapshot, whose documents contain what users changed. */
  replaceAll(orgs: readonly DumpedOrg[]): void {
    this.#forgetAll.run();
    this.giveNumber();
    const userChange = this.#newestUserChange.get() ?? 0;
    for (const org of orgs) this.#replace({ ...org, userChange });
  }

  /** Uses up a number without a row, which tells other processes that something was deleted. */
  giveNumber(): void {
    this.#replace(gone(NO_ORG, 0));
    this.#forget.run(NO_ORG);
  }

  #replace(org: OrgDocument): Row {
    const { orgId, document, expiresAt, createdAt, seed, userChange, reading } = org;
    this.#forget.run(orgId);
    const { lastInsertRowid } = this.#append.run(
      orgId,
      document ?? null,
      expiresAt ?? null,
      createdAt,
      seed ?? null,
      userChange,
      reading?.org ?? null,
      reading?.reader ?? null,
    );
    return Number(lastInsertRowid);
  }
}

const NO_ORG = '';

function gone(orgId: string, at: number): OrgDocument {
  const nothing = { document: undefined, expiresAt: undefined, seed: undefined };
  return { orgId, ...nothing, createdAt: at, userChange: 0 };
}
