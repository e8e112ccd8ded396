/**
 * The table of when each app was first seen. An app may have millions of tokens, so ending them does not update each: the app's
 * row has the number of its last ended token, and tokens join it.
 */
import type { AppSighting, AppSightings } from '../apps.ts';
import type { Synchronous } from './grouped.ts';
import type { Statements } from './statements.ts';

interface Known {
  readonly secretHash: Buffer;
  readonly firstSeenAt: number;
}

/** {@link record} belongs inside a transaction. */
export class AppSightingTable implements Synchronous<AppSightings> {
  readonly #find;
  readonly #append;
  readonly #keepSecret;
  readonly #endTokens;
  readonly #endApprovals;

  constructor(db: Statements) {
    this.#find = db.prepare<[string], Known>(
      `select secret_hash as secretHash, first_seen_at as firstSeenAt
       from app_record where consumer_key = ?`,
    );
    this.#append = db.prepare(
      'insert into app_record (consumer_key, secret_hash, first_seen_at) values (?, ?, ?)',
    );
    this.#keepSecret = db.prepare('update app_record set secret_hash = ? where consumer_key = ?');
    this.#endTokens = db.prepare(
      `update app_record set last_ended_token = (select coalesce(max(id), 0) from access_token)
       where consumer_key = ?`,
    );
    this.#endApprovals = db.prepare(
      'update approval set revoked_at = ? where consumer_key = ? and revoked_at is null',
    );
  }

  record(apps: readonly AppSighting[], at: number): number[] {
    return apps.map((app) => this.#record(app, at));
  }

  /** @returns when the app was first seen */
  #record({ consumerKey, secretHash, isBlocked }: AppSighting, at: number): number {
    const known = this.#find.get(consumerKey);
    if (!known) this.#append.run(consumerKey, secretHash, at);
    const isRotated = known !== undefined && !known.secretHash.equals(secretHash);
    if (isRotated) {
      this.#keepSecret.run(secretHash, consumerKey);
      this.#endApprovals.run(at, consumerKey);
    }
    if (isRotated || isBlocked) this.#endTokens.run(consumerKey);
    return known?.firstSeenAt ?? at;
  }
}
