/** The approval table. Methods that write belong inside a transaction. */
import type { Approval, ApprovalFilter, Approvals, StoredApproval } from '../approvals.ts';
import type { Row } from '../rows.ts';
import { type Flagged, flag } from './from-sql.ts';
import type { Kinds, Synchronous } from './grouped.ts';
import { newestOf, type Slice } from './newest-of.ts';
import type { SharedAccessTokenTable } from './shared-access-tokens.ts';
import type { Statements } from './statements.ts';
import { type BoundFilter, bind, MATCHES } from './token-filter.ts';

/** Live approvals of one user and app; a further one revokes the oldest (token.md 1.10, model.md 3.2). */
const LIMIT = 5;

const SELECT = `select id as row, org_id as orgId, user_id as userId, consumer_key as consumerKey, scopes,
    created_at as createdAt, last_used_at as lastUsedAt, use_count as useCount,
    is_high_assurance as isHighAssurance
  from approval`;

export class ApprovalTable implements Synchronous<Approvals, 'newest'> {
  readonly kinds: Kinds<Approvals> = { live: 'read', newest: 'read' };
  readonly #shared: SharedAccessTokenTable;
  readonly #append;
  readonly #fill;
  readonly #use;
  readonly #revoke;
  readonly #raise;
  readonly #hold;
  readonly #release;
  readonly #live;
  readonly #newest;
  readonly #newestRow;
  readonly #leastRecentlyUsed;

  constructor(db: Statements, shared: SharedAccessTokenTable) {
    this.#shared = shared;
    this.#append = db.prepare(
      `insert into approval (org_id, user_id, consumer_key, scopes, created_at, last_used_at)
       values (?, ?, ?, ?, ?, ?)`,
    );
    this.#fill = db.prepare(
      `update approval set holds_refresh_token = 1, use_count = use_count + 1, last_used_at = ?
       where id = ? and holds_refresh_token = 0 and revoked_at is null`,
    );
    this.#use = db.prepare('update approval set use_count = use_count + 1, last_used_at = ? where id = ?');
    this.#revoke = db.prepare('update approval set revoked_at = ? where id = ? and revoked_at is null');
    this.#raise = db.prepare('update approval set is_high_assurance = 1 where id = ?');
    // A hold longer than the requested one comes from a clock that was set back since, and is ignored.
    this.#hold = db.prepare<[{ row: Row; useCount: number; now: number; until: number }]>(
      `update approval set held_until = :until
       where id = :row and use_count = :useCount
         and (held_until is null or held_until <= :now or held_until > :until)`,
    );
    this.#release = db.prepare('update approval set held_until = ? where id = ? and held_until = ?');
    this.#live = db.prepare<[string, string], Flagged<StoredApproval>>(
      `${SELECT} where user_id = +? and consumer_key = +? and revoked_at is null order by id`,
    );
    this.#newest = db.prepare<[BoundFilter & Slice & { limit: number }], Flagged<StoredApproval>>(
      `${SELECT} where id > :after and id <= :upTo and revoked_at is null and ${MATCHES}
       order by id desc limit :limit`,
    );
    this.#newestRow = db.prepare<[], number | null>('select max(id) from approval').pluck();
    this.#leastRecentlyUsed = db
      .prepare<[string, string], Row>(
        `select id from approval where user_id = +? and consumer_key = +? and revoked_at is null
         order by last_used_at, id`,
      )
      .pluck();
  }

  append(approval: Approval): Row {
    const { orgId, userId, consumerKey, scopes, createdAt } = approval;
    this.#makeRoom(userId, consumerKey, createdAt);
    const { lastInsertRowid } = this.#append.run(orgId, userId, consumerKey, scopes, createdAt, createdAt);
    return Number(lastInsertRowid);
  }

  /** Revokes the oldest before the new one is there: the new one must stay even if the lab's clock was moved back. */
  #makeRoom(userId: string, consumerKey: string, at: number): void {
    const live = this.#leastRecentlyUsed.all(userId, consumerKey);
    for (const row of live.slice(0, Math.max(0, live.length - LIMIT + 1))) this.#revoke.run(at, row);
  }

  /** The approval for a new refresh token: `named`, if it is live and has no refresh token yet; otherwise a new one. */
  forRefreshToken(named: Row | undefined, further: Approval): Row {
    const filled = named !== undefined && this.#fill.run(further.createdAt, named).changes === 1;
    if (filled) return named;
    const row = this.append(further);
    this.#fill.run(further.createdAt, row);
    return row;
  }

  use(row: Row, at: number): void {
    this.#use.run(at, row);
  }

  /** Marks an approval whose token came from a log-in with a second factor. */
  raise(row: Row): void {
    this.#raise.run(row);
  }

  /** @returns whether no other request holds it, nor has used it since it was read */
  hold({ row, useCount }: Pick<StoredApproval, 'row' | 'useCount'>, now: number, until: number): boolean {
    return this.#hold.run({ row, useCount, now, until }).changes === 1;
  }

  /** Ends the hold that lasts until `until`, and no other hold. */
  release(row: Row, until: number, at: number): void {
    this.#release.run(at, row, until);
  }

  revoke(row: Row, at: number): void {
    if (this.#revoke.run(at, row).changes === 1) this.#shared.endWith(row, at);
  }

  live(userId: string, consumerKey: string): StoredApproval[] {
    return this.#live.all(userId, consumerKey).map(fromSql);
  }

  /** Newest first, at most so many. */
  async newest({ row, ...filter }: ApprovalFilter, limit: number): Promise<StoredApproval[]> {
    const bound = bind(filter);
    const read = (rows: Slice & { limit: number }) => this.#newest.all({ ...bound, ...rows }).map(fromSql);
    if (row !== undefined) return read({ after: row - 1, upTo: row, limit });
    return newestOf(this.#newestRow.get() ?? 0, limit, read);
  }
}

function fromSql(found: Flagged<StoredApproval>): StoredApproval {
  return { ...found, isHighAssurance: flag(found.isHighAssurance) };
}
