/** The table of refresh tokens. */
import type { StoredApproval } from '../approvals.ts';
import type { Row } from '../rows.ts';
import type { RefreshToken, RefreshTokens, StoredRefreshToken } from '../tokens.ts';
import type { Kinds, OnSql } from './grouped.ts';
import { isRow } from './rows.ts';
import type { Sql } from './sql.ts';

/** A refresh token joined with its approval, whose fields have a prefix where both have a field of that name. */
interface Joined extends Omit<StoredRefreshToken, 'approval'>, Omit<StoredApproval, 'row'> {
  readonly approvalRow: Row;
  readonly approvalCreatedAt: number;
  readonly approvalLastUsedAt: number;
}

export class RefreshTokenTable implements OnSql<RefreshTokens> {
  readonly kinds: Kinds<RefreshTokens> = { find: 'read' };

  find(sql: Sql, row: Row): Promise<StoredRefreshToken | undefined> {
    return findRefreshToken(sql, row);
  }
}

export async function findRefreshToken(sql: Sql, row: Row): Promise<StoredRefreshToken | undefined> {
  if (!isRow(row)) return undefined;
  const found =
    await sql.one<Joined>`select t.id as row, t.secret_hash, t.issuer, t.created_at, t.last_used_at,
      t.rotated_out_at, a.revoked_at, a.held_until, a.id as approval_row, a.org_id, a.user_id, a.consumer_key, a.scopes,
      a.use_count, a.is_high_assurance, a.created_at as approval_created_at, a.last_used_at as approval_last_used_at
    from refresh_token t join approval a on a.id = t.approval_id where t.id = ${row}`;
  if (!found) return undefined;
  const { secretHash, issuer, createdAt, lastUsedAt, rotatedOutAt, revokedAt, heldUntil, ...approval } =
    found;
  const { approvalRow, approvalCreatedAt, approvalLastUsedAt, orgId, userId, consumerKey, scopes } = approval;
  const { useCount, isHighAssurance } = approval;
  return {
    row: found.row,
    secretHash,
    issuer,
    createdAt,
    lastUsedAt,
    rotatedOutAt,
    revokedAt,
    heldUntil,
    approval: {
      row: approvalRow,
      orgId,
      userId,
      consumerKey,
      scopes,
      createdAt: approvalCreatedAt,
      lastUsedAt: approvalLastUsedAt,
      useCount,
      isHighAssurance,
    },
  };
}

export async function appendRefreshToken(
  sql: Sql,
  { secretHash, createdAt }: RefreshToken,
  approval: Row,
  issuer: string,
): Promise<Row> {
  const row =
    await sql.value<Row>`insert into refresh_token (secret_hash, approval_id, issuer, created_at, last_used_at)
    values (${secretHash}, ${approval}, ${issuer}, ${createdAt}, ${createdAt}) returning id`;
  return row as Row;
}
