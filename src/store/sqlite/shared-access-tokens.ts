/** The table of access tokens that log-ins of a user, app and scopes share. The methods belong inside a transaction. */
import type { Row } from '../rows.ts';
import type { AccessToken } from '../tokens.ts';
import type { Statements } from './statements.ts';
import { ENDED_AT, WITH_WHAT_ENDS } from './token-end.ts';

export interface SharedAccessToken {
  readonly row: Row;
  readonly nonce: Buffer;
}

export class SharedAccessTokenTable {
  readonly #find;
  readonly #join;
  readonly #put;
  readonly #end;

  constructor(db: Statements) {
    this.#find = db.prepare<[Record<string, string | number | null>], SharedAccessToken>(
      `select t.id as row, shared.nonce
       from shared_access_token shared join access_token t on t.id = shared.access_token_id ${WITH_WHAT_ENDS}
       where shared.user_id = :userId and shared.consumer_key = :consumerKey and shared.scopes = :scopes
         and ${ENDED_AT} is null and t.last_used_at + 1000 * t.timeout >= :at and t.timeout = :timeout
         and t.session_id is :session and t.is_high_assurance = :isHighAssurance and t.by_password = :byPassword`,
    );
    this.#join = db.prepare(
      `update access_token set approval_id = coalesce(?, approval_id), last_used_at = max(last_used_at, ?)
       where id = ?`,
    );
    this.#put = db.prepare(
      `insert into shared_access_token (user_id, consumer_key, scopes, access_token_id, nonce)
       values (?, ?, ?, ?, ?)
       on conflict (user_id, consumer_key, scopes) do update
         set access_token_id = excluded.access_token_id, nonce = excluded.nonce`,
    );
    this.#end = db.prepare(
      `update access_token set revoked_at = ? where revoked_at is null and id in (
         select shared.access_token_id from shared_access_token shared join approval on
           approval.user_id = shared.user_id and approval.consumer_key = shared.consumer_key
           and approval.scopes = shared.scopes
         where approval.id = ?)`,
    );
  }

  /**
   * Finds the live access token that equals the one a further log-in would get, and ties it to the approval of that log-in, if
   * it has one.
   *
   * @returns undefined if there is none to share
   */
  join(token: AccessToken, approval: Row | undefined): SharedAccessToken | undefined {
    const { userId, consumerKey, scopes, timeout, session, createdAt: at } = token;
    const found = this.#find.get({
      userId,
      consumerKey,
      scopes,
      timeout,
      session: session ?? null,
      isHighAssurance: Number(token.isHighAssurance ?? false),
      byPassword: Number(token.byPassword ?? false),
      at,
    });
    if (found) this.#join.run(approval ?? null, at, found.row);
    return found;
  }

  /** Makes this token the one that the next log-ins share. */
  put({ userId, consumerKey, scopes }: AccessToken, row: Row, nonce: Buffer): void {
    this.#put.run(userId, consumerKey, scopes, row, nonce);
  }

  /** Ends the access token that log-ins of this approval's user, app and scopes share. */
  endWith(approval: Row, at: number): void {
    this.#end.run(at, approval);
  }
}
