/** The table of refresh tokens. */
import type { StoredApproval } from '../approvals.ts';
import type { Row } from '../rows.ts';
import type { RefreshToken, RefreshTokens, StoredRefreshToken } from '../tokens.ts';
import type { Given, Kinds, OnSql } from './grouped.ts';
import { inTheirPlaces } from './rows.ts';
import type { Sql } from './sql.ts';

/** A refresh token joined with its approval, whose fields have a prefix where both have a field of that name. */
interface Joined extends Omit<StoredRefreshToken, 'approval'>, Omit<StoredApproval, 'row'> {
  readonly approvalRow: Row;
  readonly approvalCreatedAt: number;
  readonly approvalLastUsedAt: number;
}

export class RefreshTokenTable implements OnSql<RefreshTokens, 'find'> {
  readonly kinds: Kinds<RefreshTokens, 'find'> = { find: 'joint read' };

  find(sql: Sql, given: Given<RefreshTokens, 'find'>): Promise<(StoredRefreshToken | undefined)[]> {
    return findRefreshTokens(
      sql,
      given.map(([row]) => row),
    );
  }
}

/** @returns each in the place of its row */
export async function findRefreshTokens(
  sql: Sql,
  rows: readonly Row[],
): Promise<(StoredRefreshToken | undefined)[]> {
  const found = await inTheirPlaces(
    rows,
    (those) => sql.all<Joined>`select t.id as row, t.secret_hash, t.issuer, t.created_at, t.last_used_at,
      t.rotated_out_at, a.revoked_at, a.held_until, a.id as approval_row, a.org_id, a.user_id, a.consumer_key, a.scopes,
      a.use_count, a.is_high_assurance, a.created_at as approval_created_at, a.last_used_at as approval_last_used_at
    from refresh_token t join approval a on a.id = t.approval_id where t.id = any(${those}::bigint[])`,
  );
  return found.map((one) => one && apart(one));
}

function apart(joined: Joined): StoredRefreshToken {
  const { row, secretHash, issuer, createdAt, lastUsedAt, rotatedOutAt, revokedAt, heldUntil } = joined;
  const { approvalRow, approvalCreatedAt, approvalLastUsedAt, orgId, userId, consumerKey, scopes } = joined;
  const { useCount, isHighAssurance } = joined;
  return {
    row,
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

/** A refresh token to append, with the approval that it belongs to. */
export interface NewRefreshTokenRow extends RefreshToken {
  readonly approval: Row;
  readonly issuer: string;
}

/** Appends refresh tokens. @returns their rows, in the order given */
export async function appendRefreshTokens(sql: Sql, given: readonly NewRefreshTokenRow[]): Promise<Row[]> {
  const rows =
    await sql.column<Row>`insert into refresh_token (secret_hash, approval_id, issuer, created_at, last_used_at)
    select secret_hash, approval_id, issuer, created_at, created_at
    from unnest(${given.map(({ secretHash }) => secretHash)}::bytea[], ${given.map(({ approval }) => approval)}::bigint[],
      ${given.map(({ issuer }) => issuer)}::text[], ${given.map(({ createdAt }) => createdAt)}::double precision[])
      with ordinality as given (secret_hash, approval_id, issuer, created_at, place)
    order by place returning id`;
  return rows.sort((a, b) => a - b);
}

/** A refresh token that was used. */
export interface UsedRefreshToken {
  readonly row: Row;
  readonly at: number;
  /** Whether a successor takes its place. */
  readonly isRotatedOut: boolean;
}

/** Notes that refresh tokens were used, the same one several times perhaps: then rotated out by the last use at most. */
export async function useRefreshTokens(sql: Sql, used: readonly UsedRefreshToken[]): Promise<void> {
  const last = [...new Map(used.map((one) => [one.row, one])).values()];
  const rows = last.map(({ row }) => row);
  await sql.run`update refresh_token t set last_used_at = used.at,
      rotated_out_at = case when used.is_rotated_out then used.at end
    from unnest(${rows}::bigint[], ${last.map(({ at }) => at)}::double precision[],
      ${last.map(({ isRotatedOut }) => isRotatedOut)}::boolean[]) used (row, at, is_rotated_out)
    where t.id = used.row and t.id = any(${rows}::bigint[])`;
}
