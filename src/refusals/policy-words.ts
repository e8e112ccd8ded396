/** Sentences of policies that more than one surface refuses by. */

export const yesOrNo = (holds: boolean) => (holds ? 'yes' : 'no');

export interface LoginHoursCompared {
  readonly username: string;
  readonly profile: string;
  readonly day: string;
  /** Minutes after midnight. */
  readonly minute: number;
  readonly timezone: string;
  readonly open: string;
}

export function loginHoursInWords({ username, profile, day, minute, timezone, open }: LoginHoursCompared) {
  return `for ${username} it is ${day}, ${minute} minutes after midnight in ${timezone}; the login hours of profile ${profile} on that day are ${open}`;
}

export interface SessionLevelCompared {
  readonly app: string;
  readonly required: string;
  readonly level: string;
  readonly policyAction: string;
}

export function sessionLevelInWords({ app, required, level, policyAction }: SessionLevelCompared) {
  return `app ${app} requires the session level ${required} (${policyAction}); this log-in has ${level}`;
}

export interface AccessControlCompared {
  readonly app: string;
  readonly kind: string;
  /** `on`, `off`, or for whom. */
  readonly accessControl: string;
  readonly isAdminApproved: boolean;
  readonly installed: boolean;
  /** Use Any API Client. */
  readonly permission: boolean;
}

export function accessControlInWords(compared: AccessControlCompared) {
  const { app, kind, accessControl, isAdminApproved, installed, permission } = compared;
  return `API Access Control is ${accessControl}; ${app} is ${kind === 'connectedApp' ? 'a Connected App' : 'an External Client App, which needs no allow-listing'}; installed: ${yesOrNo(installed)}, admin-approved users only: ${yesOrNo(isAdminApproved)}; the user has "Use Any API Client": ${yesOrNo(permission)}`;
}

export const ALLOW_LIST_IT =
  'Setup > Connected Apps OAuth Usage: install the app and set Permitted Users to "Admin approved users are pre-authorized"; give the user "Use Any API Client"; or turn off Setup > API Access Control.';

export interface IpRangesCompared {
  readonly ip: string;
  readonly profile: string;
  readonly ranges: readonly { readonly start: string; readonly end: string }[];
  readonly ipRelaxation: string;
}

export function ipRangesInWords({ ip, profile, ranges, ipRelaxation }: IpRangesCompared) {
  return `the request came from ${ip}; login IP ranges of profile ${profile}: ${ranges.map(({ start, end }) => `${start}-${end}`).join(', ') || 'none'}; the app's IP relaxation is ${ipRelaxation}`;
}

const NEVER = { start: 0, end: 0 };

/** Login hours for recipes: closed all week. */
export const CLOSED = {
  monday: NEVER,
  tuesday: NEVER,
  wednesday: NEVER,
  thursday: NEVER,
  friday: NEVER,
  saturday: NEVER,
  sunday: NEVER,
};

/** Login IP ranges for recipes: not those of this machine. */
export const ELSEWHERE = [{ start: '10.0.0.0', end: '10.255.255.255' }];
