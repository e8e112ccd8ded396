/** Sentences of policies that more than one surface refuses by. */

export const yesOrNo = (holds: boolean) => (holds ? 'yes' : 'no');

/** The screens where an admin sets the policies of an app, by its kind. */
export const APP_POLICIES =
  'Setup > Manage Connected Apps > (app) > Edit Policies, or of an External Client App: Setup > External Client App Manager > (app) > Policies';

/** Where those who are pre-authorized are listed. */
export const PRE_AUTHORIZED =
  'Setup > Manage Connected Apps > (app) > Manage Profiles or Manage Permission Sets, or of an External Client App: Setup > External Client App Manager > (app) > Policies > App Policies: add one the user has; assignments that have expired do not count.';

export const IP_SCREENS = `Setup > Profiles > (profile) > Login IP Ranges; or, which bearer assertions do not heed, IP Relaxation: ${APP_POLICIES}.`;

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

interface Range {
  readonly start: string;
  readonly end: string;
}

export interface IpRangesCompared {
  readonly ip: string;
  readonly profile: string;
  readonly ranges: readonly Range[];
  readonly ipRelaxation: string;
  /** Of the app. */
  readonly trustedRanges: readonly Range[];
  readonly isAssertion: boolean;
}

export function ipRangesInWords(compared: IpRangesCompared) {
  const { ip, profile, ranges } = compared;
  return `the request came from ${ip}; login IP ranges of profile ${profile}: ${rangesInWords(ranges)}; the app's IP relaxation is ${relaxationInWords(compared)}`;
}

function relaxationInWords({ ipRelaxation, trustedRanges, isAssertion }: IpRangesCompared): string {
  if (isAssertion === true) return `${ipRelaxation}, which does not count for bearer assertions`;
  if (ipRelaxation !== 'BYPASS_2FACTOR') return ipRelaxation;
  const whom =
    trustedRanges.length > 0 ? `callers from ${rangesInWords(trustedRanges)}` : 'verified browsers';
  return `${ipRelaxation}: the web server flow, for ${whom}`;
}

function rangesInWords(ranges: readonly Range[]): string {
  return ranges.map(({ start, end }) => `${start}-${end}`).join(', ') || 'none';
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
