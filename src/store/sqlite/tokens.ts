import type { Database } from 'better-sqlite3';
import type {
  AccessToken,
  Approval,
  Issued,
  NewRefreshToken,
  RefreshToken,
  Row,
  StoredAccessToken,
  StoredRefreshToken,
} from '../port.ts';
import type { Approvals } from './approvals.ts';
import { type Flagged, type FromSql, flag } from './from-sql.ts';
import type { SharedAccessTokens } from './shared-access-tokens.ts';
import { ENDED_AT, WITH_WHAT_ENDS } from './token-end.ts';

/** The approval's fields are prefixed where both have them. */
interface RefreshTokenAndApproval extends Omit<StoredRefreshToken, 'approval'>, Approval {
  readonly approvalRow: Row;
  readonly approvalCreatedAt: number;
  readonly approvalLastUsedAt: number;
  readonly useCount: number;
  readonly isHighAssurance: number;
}

/** The tables of access and refresh tokens. The methods that write belong inside a transaction. */
export class Tokens {
  readonly #approvals: Approvals;
  readonly #shared: SharedAccessTokens;
  readonly #appendAccess;
  readonly #access;
  readonly #touchAccess;
  readonly #revokeAccess;
  readonly #appendRefresh;
  readonly #refresh;
  readonly #useRefresh;

  constructor(db: Database, approvals: Approvals, shared: SharedAccessTokens) {
    this.#approvals = approvals;
    this.#shared = shared;
    this.#appendAccess = db.prepare(
      `insert into access_token
         (secret_hash, approval_id, session_id, org_id, user_id, consumer_key, scopes, timeout,
          is_high_assurance, by_password, created_at, last_used_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#access = db.prepare<[Row], FromSql<Flagged<StoredAccessToken>>>(
      `select t.id as row, t.secret_hash as secretHash, t.approval_id as approval, t.session_id as session,
         t.org_id as orgId, t.user_id as userId, t.consumer_key as consumerKey, t.scopes, t.timeout,
         t.is_high_assurance as isHighAssurance, t.by_password as byPassword,
         t.created_at as createdAt, t.last_used_at as lastUsedAt,
         ${ENDED_AT} as revokedAt
       from access_token t ${WITH_WHAT_ENDS}
       where t.id = +?`,
    );
    this.#touchAccess = db.prepare('update access_token set last_used_at = ? where id = ?');
    this.#revokeAccess = db.prepare(
      'update access_token set revoked_at = ? where id = ? and revoked_at is null',
    );
    this.#appendRefresh = db.prepare(
      `insert into refresh_token (secret_hash, approval_id, issuer, created_at, last_used_at)
       values (?, ?, ?, ?, ?)`,
    );
    this.#refresh = db.prepare<[Row], FromSql<RefreshTokenAndApproval>>(
      `select t.id as row, t.secret_hash as secretHash, t.issuer, t.created_at as createdAt,
         t.last_used_at as lastUsedAt, t.rotated_out_at as rotatedOutAt, approval.revoked_at as revokedAt,
         approval.id as approvalRow, approval.org_id as orgId, approval.user_id as userId,
         approval.consumer_key as consumerKey, approval.scopes, approval.use_count as useCount,
         approval.held_until as heldUntil,
         approval.is_high_assurance as isHighAssurance,
         approval.created_at as approvalCreatedAt, approval.last_used_at as approvalLastUsedAt
       from refresh_token t join approval on approval.id = t.approval_id where t.id = +?`,
    );
    this.#useRefresh = db.prepare(
      'update refresh_token set last_used_at = ?, rotated_out_at = ? where id = ?',
    );
  }

  issue(accessToken: AccessToken, refreshToken: NewRefreshToken | undefined): Issued {
    if (refreshToken === undefined) {
      return { ...this.#giveAccess(accessToken, undefined), refreshToken: undefined };
    }
    const { orgId, userId, consumerKey, scopes } = accessToken;
    const further = { orgId, userId, consumerKey, scopes, createdAt: refreshToken.createdAt };
    const approval = this.#approvals.forRefreshToken(refreshToken.approval, further);
    if (accessToken.isHighAssurance) this.#approvals.raise(approval);
    return {
      ...this.#giveAccess(accessToken, approval),
      refreshToken: this.#addRefresh(refreshToken, approval, refreshToken.issuer),
    };
  }

  refresh(
    row: Row,
    accessToken: AccessToken,
    successor: RefreshToken | undefined,
  ): Issued | 'rotated-out' | 'revoked' {
    const current = this.refreshToken(row);
    if (current === undefined || current.revokedAt !== undefined) return 'revoked';
    if (current.rotatedOutAt !== undefined) return 'rotated-out';

    const at = accessToken.createdAt;
    const approval = current.approval.row;
    this.#approvals.use(approval, at);
    this.#useRefresh.run(at, successor === undefined ? null : at, row);
    return {
      ...this.#giveAccess(accessToken, approval),
      refreshToken: successor && this.#addRefresh(successor, approval, current.issuer),
    };
  }

  accessToken(row: Row): StoredAccessToken | undefined {
    const found = this.#access.get(row);
    return (
      found && {
        ...found,
        approval: found.approval ?? undefined,
        isHighAssurance: flag(found.isHighAssurance),
        byPassword: flag(found.byPassword),
        session: found.session ?? undefined,
        revokedAt: found.revokedAt ?? undefined,
      }
    );
  }

  refreshToken(row: Row): StoredRefreshToken | undefined {
    const found = this.#refresh.get(row);
    return (
      found && {
        row: found.row,
        secretHash: found.secretHash,
        issuer: found.issuer,
        createdAt: found.createdAt,
        lastUsedAt: found.lastUsedAt,
        rotatedOutAt: found.rotatedOutAt ?? undefined,
        revokedAt: found.revokedAt ?? undefined,
        heldUntil: found.heldUntil ?? undefined,
        approval: {
          row: found.approvalRow,
          orgId: found.orgId,
          userId: found.userId,
          consumerKey: found.consumerKey,
          scopes: found.scopes,
          createdAt: found.approvalCreatedAt,
          lastUsedAt: found.approvalLastUsedAt,
          useCount: found.useCount,
          isHighAssurance: flag(found.isHighAssurance),
        },
      }
    );
  }

  touchAccessToken(row: Row, at: number): void {
    this.#touchAccess.run(at, row);
  }

  revokeAccessToken(row: Row, at: number): void {
    this.#revokeAccess.run(at, row);
  }

  /** One that log-ins share, or its own. */
  #giveAccess(token: AccessToken, approval: Row | undefined): Pick<Issued, 'accessToken' | 'sharedNonce'> {
    if (!token.nonce) return { accessToken: this.#addAccess(token, approval) };
    const shared = this.#shared.join(token, approval);
    if (shared) return { accessToken: shared.row, sharedNonce: shared.nonce };
    const accessToken = this.#addAccess(token, approval);
    this.#shared.put(token, accessToken, token.nonce);
    return { accessToken };
  }

  #addAccess(token: AccessToken, approval: Row | undefined): Row {
    const { secretHash, session, orgId, userId, consumerKey, scopes, timeout, createdAt } = token;
    const { isHighAssurance = false, byPassword = false } = token;
    const { lastInsertRowid } = this.#appendAccess.run(
      secretHash,
      approval ?? null,
      session ?? null,
      orgId,
      userId,
      consumerKey,
      scopes,
      timeout,
      Number(isHighAssurance),
      Number(byPassword),
      createdAt,
      createdAt,
    );
    return Number(lastInsertRowid);
  }

  #addRefresh(token: RefreshToken, approval: Row, issuer: string): Row {
    const { secretHash, createdAt } = token;
    const { lastInsertRowid } = this.#appendRefresh.run(secretHash, approval, issuer, createdAt, createdAt);
    return Number(lastInsertRowid);
  }
}
