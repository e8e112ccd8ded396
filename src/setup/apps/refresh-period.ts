/** Periods of refresh token policies, as Setup and Metadata say them. */
import type { RefreshTokenPolicy } from '../../org/app-settings.ts';

const HOUR = 3_600_000;

/** @returns the count and the unit, in the largest unit that has no rest; undefined for a policy without a period */
export function periodOf(
  policy: RefreshTokenPolicy,
): { count: number; unit: 'HOURS' | 'DAYS' | 'MONTHS' } | undefined {
  if (!('period' in policy)) return undefined;
  const hours = policy.period / HOUR;
  if (hours % (24 * 30) === 0) return { count: hours / (24 * 30), unit: 'MONTHS' };
  return hours % 24 === 0 ? { count: hours / 24, unit: 'DAYS' } : { count: hours, unit: 'HOURS' };
}
