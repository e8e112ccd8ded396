/** Words and sentences that more than one family refuses by. */

import { quote } from './quote.ts';
import { APP_POLICIES, BLOCKED, CERTIFICATE, inSetup, PRE_AUTHORIZED, SCOPES } from './setup-paths.ts';

/** What a sentence adds where something almost fits (wire/near-miss.ts). */
export function unlessFar(nearMiss: string | undefined): string {
  return nearMiss === undefined ? '' : `; ${nearMiss}`;
}

export const yesOrNo = (holds: boolean) => (holds ? 'yes' : 'no');

export const quoted = (words: readonly string[]) => words.map((word) => quote(word)).join(', ') || 'nothing';

/** What Salesforce's error page says of everything that it does not tell. */
export const UNEXPECTED = 'An unexpected error has occurred during authentication. Please try again.';

/** Follows what is said of a code that was sent. */
export const usedCodeInWords = (isUsed: boolean) =>
  isUsed ? ', but it was used before: each works once, and the next comes within 30 seconds' : '';

/** Both switches of an External Client App must be on. */
export const appDisabledInWords = ({
  app,
  isEnabled,
  isOauthPluginEnabled,
}: {
  app: string;
  isEnabled: boolean;
  isOauthPluginEnabled: boolean;
}) =>
  `External Client App ${app} is enabled: ${yesOrNo(isEnabled)}, its OAuth plugin: ${yesOrNo(isOauthPluginEnabled)}; both must be`;

export const ENABLE_APP =
  'Setup > External Client App Manager > (app) > Policies: App Status, and OAuth Settings > Enable OAuth.';

export const PRE_AUTHORIZE = inSetup(
  PRE_AUTHORIZED,
  (place) => `${place}: add one the user has; assignments that have expired do not count.`,
);

export const RELAX_IP = inSetup(
  APP_POLICIES,
  (place) =>
    `Setup > Profiles > (profile) > Login IP Ranges; or, which bearer assertions do not heed, ${place} > IP Relaxation.`,
);

export const UNBLOCK = inSetup(BLOCKED, (place) => `${place}.`);

export const ADD_SCOPES = inSetup(SCOPES, (place) => `Ask for fewer scopes, or add them: ${place}.`);

export const UPLOAD_CERTIFICATE = inSetup(
  CERTIFICATE,
  (place) => `${place}: upload the certificate of the signing key.`,
);

export const ADD_WEB = inSetup(
  SCOPES,
  (place) => `${place}: add "Manage user data via Web browsers (web)", and ask for it.`,
);

/** A user of another log-in host than the one called. */
export interface UserElsewhere {
  readonly username: string;
  readonly userType: string;
  readonly org: string;
  readonly orgType: string;
  readonly host: string;
  readonly hosts: readonly string[];
}

export const hostsInWords = (hosts: readonly string[]) =>
  hosts.join(' or ') || 'no host: the org has no site';

export const POST_TO_LOG_IN_HOST =
  'Post to the log-in host of the org, and let the audience be the same: test.salesforce.com for sandboxes and scratch orgs, login.salesforce.com for the others, the URL of the site for customers and partners.';

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

/** What the refusal of their recipe compares. */
export const NOT_ALLOW_LISTED: Partial<AccessControlCompared> = {
  kind: 'connectedApp',
  isAdminApproved: false,
  installed: true,
  permission: false,
};

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
