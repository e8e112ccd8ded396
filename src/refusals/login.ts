/** How the log-in page says no: on the page itself, never to the app. Source: authorize.md 2, model.md 4.7. */

import { family } from './family.ts';
import {
  CHALLENGED,
  FROZEN,
  INACTIVE,
  INVALID_PASSWORD,
  LOCKED,
  NO_BETTER_TEXT,
  NO_SITE,
  ORG_INACTIVE,
  OTHER_DOMAIN,
  RATE_EXCEEDED,
  RESTRICTED_IP,
  RESTRICTED_TIME,
} from './login-history.ts';
import { place } from './place.ts';
import {
  CLOSED,
  ELSEWHERE,
  ipRangesInWords,
  loginHoursInWords,
  RELAX_IP,
  unlessFar,
  usedCodeInWords,
  yesOrNo,
} from './policy-words.ts';
import { quote } from './quote.ts';
import { bearerJwt, codeRequest, POST_ASSERTION } from './recipe-words.ts';

/** Salesforce does not tell these cases apart on the page. */
const CHECK_PASSWORD =
  "Please check your username and password. If you still can't log in, contact your Salesforce administrator.";

const WEB_SERVER = codeRequest('Web_Server');

export interface HostCompared {
  readonly username: string;
  readonly host: string;
  readonly org: string;
  readonly usable: readonly string[];
}

export interface MyDomainCompared {
  readonly username: string;
  readonly host: string;
  readonly myDomain: string;
  readonly canOnlyLoginWithMyDomainUrl: boolean;
}

export interface SiteCompared {
  readonly username: string;
  readonly userType: string;
  readonly profile: string;
  readonly site: string;
  readonly members: readonly string[];
}

export interface VerificationCodeCompared {
  readonly username: string;
  readonly ip: string;
  readonly sent: boolean;
  readonly isUsed?: boolean;
}

const SHARED = {
  at: place('log-in'),
  surface: 'login-page',
  status: 200,
  error: 'login_error',
  description: CHECK_PASSWORD,
  section: 'authorize.md 2',
} as const;

export const loginRefusals = family('login', SHARED, {
  'user-unknown': {
    why: ({ username, nearMiss }: { username: string; nearMiss: string | undefined }) =>
      `username ${quote(username)} was looked up in every org${unlessFar(nearMiss)}`,
    fix: 'Log in as a user of the seed; usernames are e-mail shaped: Setup > Users.',
    evidence: 'recalled',
    recipe: { steps: [{ login: WEB_SERVER, as: 'nobody@acme.example', password: 'correct-horse' }] },
  },
  password: {
    loginHistory: INVALID_PASSWORD,
    why: ({ username, nearMiss }: { username: string; nearMiss: string | undefined }) =>
      `the password typed was compared with the one of ${username}${unlessFar(nearMiss)}`,
    fix: "Type the user's password without the security token; the seed says what it is: Setup > Users > Reset Password(s).",
    evidence: 'recalled',
    recipe: { steps: [{ login: WEB_SERVER, as: 'ada', password: 'wrong' }] },
  },
  host: {
    loginHistory: OTHER_DOMAIN,
    why: ({ username, host, org, usable }: HostCompared) =>
      `${username} logged in on ${host}; the users of org ${org} log in on ${usable.join(' or ')}`,
    fix: 'Use login.salesforce.com for production and developer orgs, test.salesforce.com for sandboxes and scratch orgs, or the My Domain of the org.',
    section: 'model.md 5.3',
    evidence: 'recalled',
    recipe: {
      steps: [
        {
          method: 'POST',
          path: '/',
          headers: { host: 'test.salesforce.com' },
          form: { username: 'ada@acme.example', pw: 'correct-horse' },
        },
      ],
    },
  },
  'my-domain-only': {
    loginHistory: { text: 'Restricted domain', certainty: 'documented' },
    why: ({ username, host, myDomain, canOnlyLoginWithMyDomainUrl }: MyDomainCompared) =>
      `${username} logged in on ${host}; the org prevents log-ins elsewhere than on ${myDomain}: ${yesOrNo(canOnlyLoginWithMyDomainUrl)}`,
    fix: "Log in on the org's My Domain, or allow the log-in hosts: Setup > My Domain > Policies > Prevent login from https://login.salesforce.com.",
    section: 'model.md 4.6',
    evidence: 'documented',
    recipe: {
      given: { settings: { canOnlyLoginWithMyDomainUrl: true } },
      steps: [
        {
          method: 'POST',
          path: '/',
          headers: { host: 'login.salesforce.com' },
          form: { username: 'ada@acme.example', pw: 'correct-horse' },
        },
      ],
    },
  },
  site: {
    loginHistory: NO_SITE,
    why: ({ username, userType, profile, site, members }: SiteCompared) =>
      site === 'none'
        ? `${username} is a user of type ${userType}; customers and partners log in on an Experience Cloud site only`
        : `${username} (profile ${profile}) must be a member of site ${site}, whose members are ${members.join(', ') || 'nobody'}`,
    fix: 'Use the URL of the site: Setup > Digital Experiences > All Sites. Its members: Workspaces > Administration > Members.',
    section: 'token.md 1.1',
    evidence: 'recalled',
    recipe: {
      steps: [
        {
          method: 'POST',
          path: '/customers/',
          form: { username: 'ada@acme.example', pw: 'correct-horse' },
        },
      ],
    },
  },
  inactive: {
    error: 'inactive_user',
    loginHistory: INACTIVE,
    why: ({ username, isActive }: { username: string; isActive: boolean }) =>
      `${username} is active: ${yesOrNo(isActive)}`,
    typical: { isActive: false },
    fix: 'Setup > Users > Edit > Active.',
    section: 'authorize.md 2, 13',
    evidence: 'recalled',
    recipe: { given: { users: { ada: { isActive: false } } }, steps: [{ login: WEB_SERVER, as: 'ada' }] },
  },
  frozen: {
    loginHistory: FROZEN,
    why: ({ username, isFrozen }: { username: string; isFrozen: boolean }) =>
      `${username} is frozen: ${yesOrNo(isFrozen)}`,
    fix: 'Setup > Users > the user > Unfreeze.',
    section: 'model.md 4.7',
    evidence: 'recalled',
    recipe: { given: { users: { ada: { isFrozen: true } } }, steps: [{ login: WEB_SERVER, as: 'ada' }] },
  },
  locked: {
    loginHistory: LOCKED,
    why: ({ username, isLocked }: { username: string; isLocked: boolean }) =>
      `${username} is locked out after bad passwords: ${yesOrNo(isLocked)}`,
    fix: 'Setup > Users > the user > Unlock.',
    section: 'model.md 4.7',
    evidence: 'recalled',
    recipe: { given: { users: { ada: { isLocked: true } } }, steps: [{ login: WEB_SERVER, as: 'ada' }] },
  },
  'org-inactive': {
    error: 'inactive_org',
    loginHistory: ORG_INACTIVE,
    why: ({ org, isActive }: { org: string; isActive: boolean }) =>
      `org ${org} is active: ${yesOrNo(isActive)}`,
    typical: { isActive: false },
    fix: 'Ask Salesforce Support why the org is expired, locked or suspended. In the seed: org.isActive.',
    section: 'authorize.md 1.2',
    evidence: 'recalled',
    recipe: { given: { org: { isActive: false } }, steps: [{ login: WEB_SERVER, as: 'ada' }] },
  },
  'password-expired': {
    loginHistory: NO_BETTER_TEXT,
    why: ({ username, isPasswordExpired }: { username: string; isPasswordExpired: boolean }) =>
      `the password of ${username} has expired: ${yesOrNo(isPasswordExpired)}`,
    fix: 'Change the password: Setup > Users > Reset Password(s). In the seed: isPasswordExpired.',
    evidence: 'recalled',
    recipe: {
      given: { users: { ada: { isPasswordExpired: true } } },
      steps: [{ login: WEB_SERVER, as: 'ada' }],
    },
  },
  rate: {
    error: 'rate_limit_exceeded',
    loginHistory: RATE_EXCEEDED,
    why: ({ username, recent, most }: { username: string; recent: number; most: number }) =>
      `${username} logged in ${recent} times within the last hour, whatever the flow; ${most} times are allowed`,
    fix: 'Wait: the limit is 3,600 log-ins of a user in a rolling hour. In the seed: loginsPerHour.',
    section: 'authorize.md 1.2',
    evidence: 'recalled',
    recipe: {
      given: { settings: { loginsPerHour: 1 } },
      steps: [bearerJwt(), POST_ASSERTION, { login: WEB_SERVER, as: 'ada' }],
    },
  },
  hours: {
    loginHistory: RESTRICTED_TIME,
    why: loginHoursInWords,
    fix: 'Setup > Profiles > (profile) > Login Hours; they are in the time zone of the org (Company Information).',
    section: 'authorize.md 13',
    evidence: 'recalled',
    recipe: {
      given: { profiles: { 'System Administrator': { loginHours: CLOSED } } },
      steps: [{ login: WEB_SERVER, as: 'ada' }],
    },
  },
  'ip-restricted': {
    loginHistory: RESTRICTED_IP,
    why: ipRangesInWords,
    fix: RELAX_IP,
    section: 'authorize.md 13',
    evidence: 'recalled',
    recipe: {
      given: { profiles: { 'System Administrator': { loginIpRanges: ELSEWHERE } } },
      steps: [{ login: WEB_SERVER, as: 'ada' }],
    },
  },
  'verification-code': {
    description: 'The verification code is incorrect or has expired. Try again.',
    loginHistory: { text: CHALLENGED, certainty: 'recalled' },
    typical: { isUsed: false },
    why: ({ username, ip, sent, isUsed = false }: VerificationCodeCompared) =>
      `where the network or the session level asks for it, ${username} at ${ip} must prove who they are with the code of their authenticator, one that was mailed, or a browser that was verified; a code was sent: ${yesOrNo(sent)}${usedCodeInWords(isUsed)}`,
    fix: "Type the code that the authenticator app shows for the user's totpSecret, or that was mailed to who has none (GET /_fauxforce/outbox), or trust the address: Setup > Network Access, or Setup > Profiles > (profile) > Login IP Ranges; or lower Setup > Profiles > (profile) > Session Settings > Session security level required at login.",
    section: 'model.md 4.2',
    evidence: 'recalled',
    recipe: {
      given: { settings: { trustedIpRanges: ELSEWHERE } },
      steps: [{ login: WEB_SERVER, as: 'ada', code: 'wrong' }],
    },
  },
});
