/** How long an app's policy lets a refresh token live (model.md 4.3). */
import type { RefreshTokenPolicy } from '../org/app-settings.ts';

/** Milliseconds. */
export interface Limit {
  readonly since: number;
  readonly period: number;
}

/** A refresh token, as far as time is concerned. */
interface Dated {
  readonly lastUsedAt: number;
  readonly approval: { readonly createdAt: number };
}

/** Undefined where only a revocation ends it. Under `zero` even the first use comes too late. */
export function limitOf(policy: RefreshTokenPolicy, token: Dated): Limit | undefined {
  switch (policy.kind) {
    case 'infinite':
      return undefined;
    case 'zero':
      return { since: token.approval.createdAt, period: -1 };
    case 'specific_lifetime':
      return { since: token.approval.createdAt, period: policy.period };
    case 'specific_inactivity':
      return { since: token.lastUsedAt, period: policy.period };
  }
}
