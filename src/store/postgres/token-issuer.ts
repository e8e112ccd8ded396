/** Issues tokens, over several tables. */
import type { Row } from '../rows.ts';
import type { AccessToken, Issued, NewRefreshToken, RefreshToken, Tokens } from '../tokens.ts';
import { appendAccessTokens } from './access-tokens.ts';
import { approvalForRefreshToken } from './approvals.ts';
import { spendCode } from './codes.ts';
import { spendDeviceCode } from './device-codes.ts';
import type { Batches, OnSql } from './grouped.ts';
import { appendRefreshToken, findRefreshToken } from './refresh-tokens.ts';
import { joinShared, putShared } from './shared-access-tokens.ts';
import type { Sql } from './sql.ts';
import { useAssertion } from './used-assertions.ts';

export class TokenIssuer implements OnSql<Tokens> {
  readonly batches: Batches<Tokens> = {
    issue: {
      fits: ({ nonce }, refreshToken) => refreshToken === undefined && nonce === undefined,
      run: (sql, given) => issueAll(sql, given as [AccessToken][]),
    },
  };

  issue(sql: Sql, accessToken: AccessToken, refreshToken?: NewRefreshToken): Promise<Issued> {
    return issue(sql, accessToken, refreshToken);
  }

  async exchangeCode(
    sql: Sql,
    code: Row,
    spentAt: number,
    accessToken: AccessToken,
    refreshToken?: NewRefreshToken,
  ): Promise<Issued | undefined> {
    return (await spendCode(sql, code, spentAt)) ? issue(sql, accessToken, refreshToken) : undefined;
  }

  async exchangeDeviceCode(
    sql: Sql,
    deviceCode: Row,
    spentAt: number,
    accessToken: AccessToken,
    refreshToken?: NewRefreshToken,
  ): Promise<Issued | undefined> {
    return (await spendDeviceCode(sql, deviceCode, spentAt))
      ? issue(sql, accessToken, refreshToken)
      : undefined;
  }

  async exchangeAssertion(
    sql: Sql,
    assertion: Buffer,
    accessToken: AccessToken,
  ): Promise<Issued | undefined> {
    return (await useAssertion(sql, assertion)) ? issue(sql, accessToken) : undefined;
  }

  async refresh(
    sql: Sql,
    row: Row,
    accessToken: AccessToken,
    successor?: RefreshToken,
  ): Promise<Issued | 'rotated-out' | 'revoked'> {
    const current = await findRefreshToken(sql, row);
    if (current === undefined || current.revokedAt !== undefined) return 'revoked';
    if (current.rotatedOutAt !== undefined) return 'rotated-out';
    const at = accessToken.createdAt;
    const approval = current.approval.row;
    const [, , refreshToken, given] = await Promise.all([
      sql.run`update approval set use_count = use_count + 1, last_used_at = ${at} where id = ${approval}`,
      sql.run`update refresh_token set last_used_at = ${at}, rotated_out_at = ${successor && at} where id = ${row}`,
      successor && appendRefreshToken(sql, successor, approval, current.issuer),
      giveAccess(sql, accessToken, approval),
    ]);
    return { ...given, refreshToken };
  }
}

/** Access tokens that hang on nothing. */
async function issueAll(sql: Sql, given: readonly (readonly [AccessToken])[]): Promise<Issued[]> {
  const rows = await appendAccessTokens(
    sql,
    given.map(([token]) => token),
  );
  return rows.map((accessToken) => ({ accessToken, refreshToken: undefined }));
}

async function issue(sql: Sql, accessToken: AccessToken, refreshToken?: NewRefreshToken): Promise<Issued> {
  if (refreshToken === undefined) {
    return { ...(await giveAccess(sql, accessToken, undefined)), refreshToken: undefined };
  }
  const { orgId, userId, consumerKey, scopes, isHighAssurance } = accessToken;
  const further = { orgId, userId, consumerKey, scopes, createdAt: refreshToken.createdAt };
  const approval = await approvalForRefreshToken(sql, refreshToken.approval, further);
  const [, given, row] = await Promise.all([
    isHighAssurance && sql.run`update approval set is_high_assurance = true where id = ${approval}`,
    giveAccess(sql, accessToken, approval),
    appendRefreshToken(sql, refreshToken, approval, refreshToken.issuer),
  ]);
  return { ...given, refreshToken: row };
}

/** The access token that log-ins share, or a new one. */
async function giveAccess(
  sql: Sql,
  token: AccessToken,
  approval: Row | undefined,
): Promise<Pick<Issued, 'accessToken' | 'sharedNonce'>> {
  const shared = token.nonce && (await joinShared(sql, token, approval));
  if (shared) return { accessToken: shared.row, sharedNonce: shared.nonce };
  const [accessToken] = (await appendAccessTokens(sql, [token], approval)) as [Row];
  if (token.nonce) await putShared(sql, token, accessToken, token.nonce);
  return { accessToken };
}
