/** Refresh token policies and their periods, as seeds, Setup and Metadata say them. */
import type { RefreshTokenPolicy } from './app-settings.ts';

const HOUR = 3_600_000;
const UNITS = [
  ['MONTHS', 30 * 24 * HOUR],
  ['DAYS', 24 * HOUR],
  ['HOURS', HOUR],
] as const;

export interface RefreshPeriod {
  readonly count: number;
  readonly unit: (typeof UNITS)[number][0];
}

/** In the largest unit that has no rest; undefined for a policy without a period. */
export function periodOf(policy: RefreshTokenPolicy): RefreshPeriod | undefined {
  if (!('period' in policy)) return undefined;
  const { period } = policy;
  const [unit, length] = UNITS.find(([, length]) => period % length === 0) ?? UNITS[2];
  return { count: period / length, unit };
}

/** `infinite`, `specific_lifetime:90:DAYS`. */
export function refreshPolicyWord(policy: RefreshTokenPolicy): string {
  const period = periodOf(policy);
  return period ? `${policy.kind}:${period.count}:${period.unit}` : policy.kind;
}
