import type { Database } from 'better-sqlite3';
import type { OrgDocument, StoredOrgDocument } from '../lab-records.ts';
import type { Row } from '../port.ts';
import type { FromSql } from './from-sql.ts';

/** What processes keep in memory. */
const FOLLOWED = ['org_document', 'registered_app', 'user_change', 'log_in_count'];

const newestOf = (table: string) => `coalesce((select max(id) from ${table}), 0)`;

/**
 * The table of orgs that are not, or not as, in the seed: one row for an org, which gets a new number whenever it changes, so
 * that who has seen a number needs only the rows after it. The methods that write belong inside a transaction.
 */
export class OrgDocuments {
  readonly #version;
  readonly #after;
  readonly #newest;
  readonly #forget;
  readonly #drop;
  readonly #forgetAll;
  readonly #append;

  constructor(db: Database) {
    this.#version = db.prepare<[], string>(`select ${FOLLOWED.map(newestOf).join(" || '.' || ")}`).pluck();
    this.#after = db.prepare<[Row], FromSql<StoredOrgDocument>>(
      `select id as row, org_id as orgId, document, expires_at as expiresAt, created_at as createdAt,
         seed, user_change as userChange
       from org_document where id > ? order by id`,
    );
    this.#newest = db.prepare<[], Row>(`select ${newestOf('org_document')}`).pluck();
    this.#forget = db.prepare('delete from org_document where org_id = ?');
    this.#drop = db.prepare('delete from org_document where org_id = ? and id = ?');
    this.#forgetAll = db.prepare('delete from org_document');
    this.#append = db.prepare(
      `insert into org_document (org_id, document, expires_at, created_at, seed, user_change)
       values (?, ?, ?, ?, ?, ?)`,
    );
  }

  version(): string {
    return this.#version.get() ?? '';
  }

  after(row: Row): StoredOrgDocument[] {
    return this.#after.all(row).map((found) => ({
      ...found,
      document: found.document ?? undefined,
      expiresAt: found.expiresAt ?? undefined,
      seed: found.seed ?? undefined,
    }));
  }

  /** @returns its number; undefined, and nothing happens, if there is a newer row than was seen */
  put(org: OrgDocument, seen: Row): Row | undefined {
    return (this.#newest.get() ?? 0) > seen ? undefined : this.#replace(org);
  }

  drop(orgId: string, row: Row): void {
    this.#drop.run(orgId, row);
  }

  /** It is gone. */
  bury(orgId: string, at: number): void {
    this.#replace({
      orgId,
      document: undefined,
      expiresAt: undefined,
      createdAt: at,
      seed: undefined,
      userChange: 0,
    });
  }

  replaceAll(orgs: readonly OrgDocument[]): void {
    this.#forgetAll.run();
    for (const org of orgs) this.#replace(org);
  }

  #replace({ orgId, document, expiresAt, createdAt, seed, userChange }: OrgDocument): Row {
    this.#forget.run(orgId);
    const { lastInsertRowid } = this.#append.run(
      orgId,
      document ?? null,
      expiresAt ?? null,
      createdAt,
      seed ?? null,
      userChange,
    );
    return Number(lastInsertRowid);
  }
}
