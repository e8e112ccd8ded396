/** Issues tokens, over several tables. The methods belong inside a transaction. */
import type { Row } from '../rows.ts';
import type { AccessToken, Issued, NewRefreshToken, RefreshToken, Tokens } from '../tokens.ts';
import type { AccessTokenTable } from './access-tokens.ts';
import type { ApprovalTable } from './approvals.ts';
import type { CodeTable } from './codes.ts';
import type { DeviceCodeTable } from './device-codes.ts';
import type { Synchronous } from './grouped.ts';
import type { RefreshTokenTable } from './refresh-tokens.ts';
import type { SharedAccessTokenTable } from './shared-access-tokens.ts';
import type { UsedAssertionTable } from './used-assertions.ts';

/** The tables that the issuer writes tokens to, and those whose rows it spends. */
interface Tables {
  readonly accessTokens: AccessTokenTable;
  readonly refreshTokens: RefreshTokenTable;
  readonly sharedAccessTokens: SharedAccessTokenTable;
  readonly approvals: ApprovalTable;
  readonly codes: CodeTable;
  readonly deviceCodes: DeviceCodeTable;
  readonly usedAssertions: UsedAssertionTable;
}

export class TokenIssuer implements Synchronous<Tokens> {
  readonly #tables: Tables;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  issue(accessToken: AccessToken, refreshToken?: NewRefreshToken): Issued {
    if (refreshToken === undefined) {
      return { ...this.#giveAccess(accessToken, undefined), refreshToken: undefined };
    }
    const { approvals, refreshTokens } = this.#tables;
    const { orgId, userId, consumerKey, scopes } = accessToken;
    const further = { orgId, userId, consumerKey, scopes, createdAt: refreshToken.createdAt };
    const approval = approvals.forRefreshToken(refreshToken.approval, further);
    if (accessToken.isHighAssurance) approvals.raise(approval);
    return {
      ...this.#giveAccess(accessToken, approval),
      refreshToken: refreshTokens.append(refreshToken, approval, refreshToken.issuer),
    };
  }

  exchangeCode(
    code: Row,
    spentAt: number,
    accessToken: AccessToken,
    refreshToken?: NewRefreshToken,
  ): Issued | undefined {
    return this.#tables.codes.spend(code, spentAt) ? this.issue(accessToken, refreshToken) : undefined;
  }

  exchangeDeviceCode(
    deviceCode: Row,
    spentAt: number,
    accessToken: AccessToken,
    refreshToken?: NewRefreshToken,
  ): Issued | undefined {
    const isWorth = this.#tables.deviceCodes.spend(deviceCode, spentAt);
    return isWorth ? this.issue(accessToken, refreshToken) : undefined;
  }

  exchangeAssertion(assertion: Buffer, accessToken: AccessToken): Issued | undefined {
    return this.#tables.usedAssertions.use(assertion) ? this.issue(accessToken) : undefined;
  }

  /** Does not answer `busy`: operations run one after the other here, so the caller must notice requests with the same token. */
  refresh(row: Row, accessToken: AccessToken, successor?: RefreshToken): Issued | 'rotated-out' | 'revoked' {
    const { approvals, refreshTokens } = this.#tables;
    const current = refreshTokens.current(row);
    if (current === undefined || current.revokedAt !== null) return 'revoked';
    if (current.rotatedOutAt !== null) return 'rotated-out';

    const at = accessToken.createdAt;
    const { approval } = current;
    approvals.use(approval, at);
    refreshTokens.use(row, at, successor && at);
    return {
      ...this.#giveAccess(accessToken, approval),
      refreshToken: successor && refreshTokens.append(successor, approval, current.issuer),
    };
  }

  /** The access token that log-ins share, or a new one. */
  #giveAccess(token: AccessToken, approval: Row | undefined): Pick<Issued, 'accessToken' | 'sharedNonce'> {
    const { accessTokens, sharedAccessTokens } = this.#tables;
    if (!token.nonce) return { accessToken: accessTokens.append(token, approval) };
    const shared = sharedAccessTokens.join(token, approval);
    if (shared) return { accessToken: shared.row, sharedNonce: shared.nonce };
    const accessToken = accessTokens.append(token, approval);
    sharedAccessTokens.put(token, accessToken, token.nonce);
    return { accessToken };
  }
}
