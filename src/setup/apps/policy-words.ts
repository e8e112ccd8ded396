/** What the policies of an app are called (setup-pages.md 7.3, 10.4). */
import type { App } from '../../org/model.ts';
import type { Option } from '../frame/fields.ts';
import { periodOf } from './refresh-period.ts';

export const PERMITTED = {
  all: 'All users may self-authorize',
  admin: 'Admin approved users are pre-authorized',
} as const;

export const ADMIN_WARNING =
  'Users who are not in one of the profiles or permission sets of this app lose access to it. Add those first.';

export const RELAXATIONS: readonly (Option & { readonly value: App['ipRelaxation'] })[] = [
  { value: 'ENFORCE', label: 'Enforce IP restrictions' },
  { value: 'ENFORCE_RELAXREFRESH', label: 'Enforce IP restrictions, but relax for refresh tokens' },
  { value: 'BYPASS_2FACTOR', label: 'Relax IP restrictions for activated devices' },
  { value: 'BYPASS', label: 'Relax IP restrictions' },
];

export const UNITS: readonly Option[] = [
  { value: 'HOURS', label: 'Hour(s)' },
  { value: 'DAYS', label: 'Day(s)' },
  { value: 'MONTHS', label: 'Month(s)' },
];

export const REFRESH_POLICIES = {
  infinite: 'Refresh token is valid until revoked',
  zero: 'Immediately expire refresh token',
  specific_inactivity: 'Expire refresh token if not used for',
  specific_lifetime: 'Expire refresh token after',
} as const;

export function refreshPolicyText({ refreshTokenPolicy }: App): string {
  const period = periodOf(refreshTokenPolicy);
  const unit = UNITS.find(({ value }) => value === period?.unit)?.label;
  return [REFRESH_POLICIES[refreshTokenPolicy.kind], ...(period ? [period.count, unit] : [])].join(' ');
}

const TIMEOUTS: readonly Option[] = [
  { value: '', label: '--None--' },
  { value: '15', label: '15 minutes' },
  { value: '30', label: '30 minutes' },
  { value: '60', label: '1 hour' },
  { value: '120', label: '2 hours' },
  { value: '240', label: '4 hours' },
  { value: '480', label: '8 hours' },
  { value: '720', label: '12 hours' },
  { value: '1440', label: '24 hours' },
];

/** A timeout that a seed says need not be among Setup's. */
export function timeoutOptions(minutes: number | undefined): readonly Option[] {
  const value = minutes === undefined ? '' : String(minutes);
  const isOffered = TIMEOUTS.some((option) => option.value === value);
  return isOffered ? TIMEOUTS : [...TIMEOUTS, { value, label: `${value} minutes` }];
}

export const LEVEL_ACTIONS: readonly Option[] = [
  { value: 'Block', label: 'Block' },
  { value: 'RaiseSessionLevel', label: 'Raise the session level to high assurance' },
];
