/** What the policies of an app are called (setup-pages.md 7.3, 10.4). */
import type { App, Org } from '../../org/model.ts';
import { periodOf } from '../../org/refresh-period.ts';
import { timeoutText } from '../forms/timeouts.ts';
import type { Option } from '../frame/fields.ts';

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
  const parts = period ? [period.count, labelIn(UNITS, period.unit)] : [];
  return [REFRESH_POLICIES[refreshTokenPolicy.kind], ...parts].join(' ');
}

export const NO_TIMEOUT = '--None--';

/** How long sessions of an app may be idle. */
export function appTimeoutText({ sessionPolicy: { sessionTimeout } }: App): string {
  return sessionTimeout === undefined ? NO_TIMEOUT : timeoutText(sessionTimeout);
}

/** How a list of options calls a value. */
export function labelIn(options: readonly Option[], value: string | undefined): string {
  return options.find((option) => option.value === value)?.label ?? '';
}

/** Apps name permission sets; pages and files of Metadata say their labels. */
export function permissionSetLabel({ permissionSets }: Org, name: string): string {
  return permissionSets.find((set) => set.name === name)?.label ?? name;
}

export const LEVEL_ACTIONS: readonly Option[] = [
  { value: 'Block', label: 'Block' },
  { value: 'RaiseSessionLevel', label: 'Raise the session level to high assurance' },
];
