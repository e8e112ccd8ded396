/** Issues tokens, over several tables, for many at once. */
import type { Row } from '../rows.ts';
import type { AccessToken, Issued, NewRefreshToken, StoredRefreshToken, Tokens } from '../tokens.ts';
import { appendAccessTokens, type NewAccessToken } from './access-tokens.ts';
import { approvalsForRefreshTokens, raiseApprovals, useApprovals } from './approvals.ts';
import { spendCodes } from './codes.ts';
import { spendDeviceCodes } from './device-codes.ts';
import type { Given, Kinds, OnSql } from './grouped.ts';
import { forThose } from './joint.ts';
import { appendRefreshTokens, findRefreshTokens, useRefreshTokens } from './refresh-tokens.ts';
import { joinShared, putShared } from './shared-access-tokens.ts';
import type { Sql } from './sql.ts';
import { useAssertions } from './used-assertions.ts';

type Refreshed = Issued | 'rotated-out' | 'revoked';
type Wanted = Given<Tokens, 'issue'>[number];

export class TokenIssuer implements OnSql<Tokens, keyof Tokens> {
  readonly kinds: Kinds<Tokens, keyof Tokens> = {
    issue: 'joint write',
    exchangeCode: 'joint write',
    exchangeDeviceCode: 'joint write',
    exchangeAssertion: 'joint write',
    refresh: 'joint write',
  };

  issue(sql: Sql, given: Given<Tokens, 'issue'>): Promise<Issued[]> {
    return issueAll(sql, given);
  }

  async exchangeCode(sql: Sql, given: Given<Tokens, 'exchangeCode'>): Promise<(Issued | undefined)[]> {
    const isSpent = await spendCodes(
      sql,
      given.map(([row, at]) => ({ row, at })),
    );
    return issueFor(
      sql,
      isSpent,
      given.map(([, , ...wanted]) => wanted),
    );
  }

  async exchangeDeviceCode(
    sql: Sql,
    given: Given<Tokens, 'exchangeDeviceCode'>,
  ): Promise<(Issued | undefined)[]> {
    const isSpent = await spendDeviceCodes(
      sql,
      given.map(([row, at]) => ({ row, at })),
    );
    return issueFor(
      sql,
      isSpent,
      given.map(([, , ...wanted]) => wanted),
    );
  }

  async exchangeAssertion(
    sql: Sql,
    given: Given<Tokens, 'exchangeAssertion'>,
  ): Promise<(Issued | undefined)[]> {
    const isFirstUse = await useAssertions(
      sql,
      given.map(([hash]) => hash),
    );
    return issueFor(
      sql,
      isFirstUse,
      given.map(([, ...wanted]) => wanted),
    );
  }

  async refresh(sql: Sql, given: Given<Tokens, 'refresh'>): Promise<Refreshed[]> {
    const states = statesOf(
      given,
      await findRefreshTokens(
        sql,
        given.map(([row]) => row),
      ),
    );
    const issued = await forThose(
      given.map(([, token, successor], i) => {
        const current = states[i];
        return typeof current === 'object' ? { current, token, successor } : undefined;
      }),
      (uses) => useAll(sql, uses),
    );
    return given.map((_, i) => issued[i] ?? (states[i] as 'rotated-out' | 'revoked'));
  }
}

/** What each finds, were they to come one after the other. */
function statesOf(
  given: Given<Tokens, 'refresh'>,
  found: readonly (StoredRefreshToken | undefined)[],
): (StoredRefreshToken | 'rotated-out' | 'revoked')[] {
  const rotated = new Set<Row>();
  return given.map(([row, , successor], i) => {
    const current = found[i];
    if (current === undefined || current.revokedAt !== undefined) return 'revoked';
    if (current.rotatedOutAt !== undefined || rotated.has(row)) return 'rotated-out';
    if (successor) rotated.add(row);
    return current;
  });
}

interface Use {
  readonly current: StoredRefreshToken;
  readonly token: AccessToken;
  readonly successor: Given<Tokens, 'refresh'>[number][2];
}

async function useAll(sql: Sql, uses: readonly Use[]): Promise<Issued[]> {
  const approvals = uses.map(({ current, token }) => ({ row: current.approval.row, at: token.createdAt }));
  const used = uses.map(({ current, token, successor }) => ({
    row: current.row,
    at: token.createdAt,
    isRotatedOut: successor !== undefined,
  }));
  const successors = uses.map(
    ({ current, successor }) =>
      successor && { ...successor, approval: current.approval.row, issuer: current.issuer },
  );
  const [, , refreshTokens, accessTokens] = await Promise.all([
    useApprovals(sql, approvals),
    useRefreshTokens(sql, used),
    forThose(successors, (those) => appendRefreshTokens(sql, those)),
    giveAccess(
      sql,
      uses.map(({ current, token }) => ({ token, approval: current.approval.row })),
    ),
  ]);
  return accessTokens.map((access, i) => ({ ...access, refreshToken: refreshTokens[i] }));
}

/** Issues to those who may have it. */
function issueFor(
  sql: Sql,
  may: readonly boolean[],
  wanted: readonly Wanted[],
): Promise<(Issued | undefined)[]> {
  return forThose(
    wanted.map((own, i) => (may[i] ? own : undefined)),
    (those) => issueAll(sql, those),
  );
}

async function issueAll(sql: Sql, wanted: readonly Wanted[]): Promise<Issued[]> {
  const issued: Issued[] = [];
  for (const turn of turnsOf(wanted)) {
    const found = await issueTogether(
      sql,
      turn.map((place) => wanted[place] as Wanted),
    );
    for (const [i, place] of turn.entries()) issued[place] = found[i] as Issued;
  }
  return issued;
}

/**
 * The places of those who are issued to together. A log-in that shares its access token takes it over from an approval that the next
 * log-in of the same user and app may evict: each of these has a turn of its own, after the others.
 */
function turnsOf(wanted: readonly Wanted[]): number[][] {
  const turns: number[][] = [[]];
  const last = new Map<string, number>();
  for (const [place, [{ nonce, userId, consumerKey }, refreshToken]] of wanted.entries()) {
    const whose = `${userId} ${consumerKey}`;
    const turn = nonce && refreshToken ? (last.get(whose) ?? 0) + 1 : 0;
    if (turn > 0) last.set(whose, turn);
    turns[turn] ??= [];
    turns[turn].push(place);
  }
  return turns;
}

async function issueTogether(sql: Sql, wanted: readonly Wanted[]): Promise<Issued[]> {
  const approvals = await forThose(
    wanted.map(([token, refreshToken]) => refreshToken && approvalFor(token, refreshToken)),
    (those) => approvalsForRefreshTokens(sql, those),
  );
  const raised = approvals.flatMap((row, i) =>
    row !== undefined && wanted[i]?.[0].isHighAssurance ? [row] : [],
  );
  const news = wanted.map(([, refreshToken], i) => {
    const approval = approvals[i];
    return refreshToken && approval !== undefined ? { ...refreshToken, approval } : undefined;
  });
  const [, accessTokens, refreshTokens] = await Promise.all([
    raiseApprovals(sql, raised),
    giveAccess(
      sql,
      wanted.map(([token], i) => ({ token, approval: approvals[i] })),
    ),
    forThose(news, (those) => appendRefreshTokens(sql, those)),
  ]);
  return accessTokens.map((access, i) => ({ ...access, refreshToken: refreshTokens[i] }));
}

function approvalFor(
  { orgId, userId, consumerKey, scopes }: AccessToken,
  { approval: known, createdAt }: NewRefreshToken,
) {
  return { known, orgId, userId, consumerKey, scopes, createdAt };
}

type Access = Pick<Issued, 'accessToken' | 'sharedNonce'>;

/** Those that log-ins share go one after the other: the next finds what the one before has made. */
async function giveAccess(sql: Sql, given: readonly NewAccessToken[]): Promise<Access[]> {
  const own = await forThose(
    given.map((one) => (one.token.nonce ? undefined : one)),
    (those) => appendAccessTokens(sql, those),
  );
  const access: Access[] = [];
  for (const [i, one] of given.entries()) {
    const row = own[i];
    access.push(row === undefined ? await giveShared(sql, one) : { accessToken: row });
  }
  return access;
}

/** The access token that log-ins share, or a new one. */
async function giveShared(sql: Sql, given: NewAccessToken): Promise<Access> {
  const { token, approval } = given;
  const shared = await joinShared(sql, token, approval);
  if (shared) return { accessToken: shared.row, sharedNonce: shared.nonce };
  const [accessToken] = (await appendAccessTokens(sql, [given])) as [Row];
  if (token.nonce) await putShared(sql, token, accessToken, token.nonce);
  return { accessToken };
}
