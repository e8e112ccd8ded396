/** Refusals of the SOAP API's login(): one text for most, as Salesforce tells nobody which part was wrong (identity-and-resources.md 9.3). */
import { family } from './family.ts';
import {
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
import type { SecurityTokenCompared, VerificationCodeCompared } from './password.ts';
import { place } from './place.ts';
import {
  CLOSED,
  ELSEWHERE,
  ipRangesInWords,
  loginHoursInWords,
  unlessFar,
  usedCodeInWords,
  yesOrNo,
} from './policy-words.ts';
import { quote } from './quote.ts';
import { soapLogIn } from './soap-words.ts';

const RESET = '(personal settings > Reset My Security Token)';
const INVALID_LOGIN = { observed: 'apexsharp/apexsharp#20, simple-salesforce/simple-salesforce#561' };

const SHARED = {
  at: place('soap-log-in'),
  surface: 'soap-fault',
  status: 500,
  error: 'INVALID_LOGIN',
  description: 'Invalid username, password, security token; or user locked out.',
  fault: { type: 'LoginFault', isBare: true },
  section: 'identity-and-resources.md 9.3',
} as const;

const UNEXPECTED = { type: 'UnexpectedErrorFault' } as const;

export const soapLogInRefusals = family('soap-login', SHARED, {
  // That login() is not there is documented; what the API answers instead is not.
  version: {
    error: 'UNSUPPORTED_API_VERSION',
    description: 'Invalid Api version specified on URL',
    fault: UNEXPECTED,
    why: ({ version, newest }: { version: string; newest: string }) =>
      `version ${version} was called; ${newest} is the newest that has login()`,
    fix: 'Log in with version 64.0 or older, or better by OAuth; sessions and access tokens are good for newer versions.',
    evidence: 'unconfirmed',
    recipe: { steps: [soapLogIn({}, { path: '/services/Soap/u/65.0' })] },
  },
  'unknown-user': {
    why: ({ username, nearMiss }: { username: string; nearMiss: string | undefined }) =>
      `${quote(username)} must be the username of a user who logs in on this host${unlessFar(nearMiss)}`,
    fix: 'Send the username, not the e-mail address, to the log-in host of its org (test. for a sandbox) or to its My Domain.',
    evidence: INVALID_LOGIN,
    recipe: { steps: [soapLogIn({ username: 'nobody@acme.example' })] },
  },
  scope: {
    loginHistory: NO_BETTER_TEXT,
    why: ({
      username,
      userType,
      organizationId,
      portalId,
    }: {
      username: string;
      userType: string;
      organizationId: string;
      portalId: string;
    }) =>
      `user ${username} has the type ${userType}; LoginScopeHeader names the organization ${quote(organizationId)} and the site ${quote(portalId)}: customers and partners need their org in it, and what it names must be theirs`,
    fix: 'Send LoginScopeHeader with organizationId (the id of the org) and, for one site, portalId (the id of the site, 0DB…).',
    evidence: 'recalled',
    recipe: { steps: [soapLogIn({ username: 'vera@acme.example', password: 'correct-horse' })] },
  },
  'not-member': {
    loginHistory: NO_SITE,
    why: ({
      username,
      profile,
      site,
      members,
    }: {
      username: string;
      profile: string;
      site: string;
      members: readonly string[];
    }) =>
      `user ${username} has profile ${profile}; members of the site ${site} are the users of ${members.join(', ') || 'nobody'}`,
    fix: 'Log in on My Domain or the log-in host; or add the profile or permission set: Setup > Digital Experiences > All Sites > Workspaces > Administration > Members; in the seed sites[].profiles.',
    section: 'token.md 7',
    evidence: 'recalled',
    recipe: { steps: [soapLogIn({}, { path: '/customers/services/Soap/u/64.0' })] },
  },
  disabled: {
    loginHistory: NO_BETTER_TEXT,
    error: 'INVALID_OPERATION',
    description:
      'SOAP API login() is disabled by default in this org. Contact the org administrator to enable SOAP API login().',
    fault: UNEXPECTED,
    why: ({ org }: { org: string }) => `org ${org} must allow SOAP API login(); new orgs do not`,
    fix: 'Setup > User Interface > Enable SOAP API login(); in the seed settings.allowSoapLogin, and no mandate no-soap. Better log in by OAuth: Salesforce retires login() in Summer ’27.',
    evidence: { observed: 'jsforce/jsforce#1771, OpenFn/adaptors#1715' },
    recipe: { given: { settings: { allowSoapLogin: false } }, steps: [soapLogIn()] },
  },
  // The code is documented, and its text was seen; that it is what this setting sends is not known.
  'my-domain-only': {
    loginHistory: OTHER_DOMAIN,
    error: 'LOGIN_DURING_RESTRICTED_DOMAIN',
    description: 'cannot log in from current domain',
    why: ({
      username,
      host,
      myDomain,
      doesApiLoginRequireOrgDomain,
    }: {
      username: string;
      host: string;
      myDomain: string;
      doesApiLoginRequireOrgDomain: boolean;
    }) =>
      `${username} logged in on ${host}; the org prevents log-ins by SOAP elsewhere than on ${myDomain}: ${yesOrNo(doesApiLoginRequireOrgDomain)}`,
    fix: "Log in on the org's My Domain, or allow the log-in hosts: Setup > My Domain > Policies > Prevent SOAP API login from https://login.salesforce.com.",
    section: 'model.md 4.6',
    evidence: 'unconfirmed',
    recipe: {
      given: { settings: { doesApiLoginRequireOrgDomain: true } },
      steps: [
        soapLogIn(
          {},
          {
            headers: {
              'content-type': 'text/xml; charset=UTF-8',
              soapaction: '""',
              host: 'login.salesforce.com',
            },
          },
        ),
      ],
    },
  },
  locked: {
    loginHistory: LOCKED,
    why: ({ username }: { username: string }) => `user ${username} must not be locked out`,
    fix: 'Setup > Users > (user) > Unlock.',
    evidence: INVALID_LOGIN,
    recipe: { given: { users: { 'ada@acme.example': { isLocked: true } } }, steps: [soapLogIn()] },
  },
  'wrong-password': {
    loginHistory: INVALID_PASSWORD,
    why: ({ username, nearMiss }: { username: string; nearMiss: string | undefined }) =>
      `the password sent must begin with the password of ${username}${unlessFar(nearMiss)}`,
    fix: 'Send the password with the security token appended, without a separator; in XML & is &amp; and < is &lt;.',
    evidence: INVALID_LOGIN,
    recipe: { steps: [soapLogIn({ password: 'wrong' })] },
  },
  'wrong-token': {
    loginHistory: INVALID_PASSWORD,
    why: ({ username, nearMiss }: { username: string; nearMiss: string | undefined }) =>
      `the password of ${username} is right; whether what follows it is the security token was checked${unlessFar(nearMiss)}`,
    fix: `Append the user's current security token ${RESET}, without a separator; from a trusted address send the password alone.`,
    evidence: INVALID_LOGIN,
    recipe: { steps: [soapLogIn({ password: 'correct-horsewrong' })] },
  },
  'org-inactive': {
    loginHistory: ORG_INACTIVE,
    error: 'ORG_LOCKED',
    description: 'The organization has been locked. You must contact Salesforce to unlock it.',
    why: ({ org, isActive }: { org: string; isActive: boolean }) =>
      `org ${org} must be active, neither expired nor locked nor deleted: ${isActive}`,
    fix: 'Use another org; an expired one can only be revived by Salesforce.',
    evidence: 'unconfirmed',
    recipe: { given: { org: { isActive: false } }, steps: [soapLogIn()] },
  },
  inactive: {
    loginHistory: INACTIVE,
    why: ({ username }: { username: string }) => `user ${username} must be active`,
    fix: 'Setup > Users > (user) > Active.',
    evidence: INVALID_LOGIN,
    recipe: { given: { users: { 'ada@acme.example': { isActive: false } } }, steps: [soapLogIn()] },
  },
  frozen: {
    loginHistory: FROZEN,
    why: ({ username }: { username: string }) => `user ${username} must not be frozen`,
    fix: 'Setup > Users > (user) > Unfreeze.',
    evidence: INVALID_LOGIN,
    recipe: { given: { users: { 'ada@acme.example': { isFrozen: true } } }, steps: [soapLogIn()] },
  },
  hours: {
    loginHistory: RESTRICTED_TIME,
    error: 'LOGIN_DURING_RESTRICTED_TIME',
    description: 'cannot log in during restricted time',
    why: loginHoursInWords,
    fix: 'Setup > Profiles > (profile) > Login Hours; they are in the time zone of the org (Company Information).',
    evidence: { observed: 'theswamis/dataloadercliq#84' },
    recipe: {
      given: { profiles: { 'System Administrator': { loginHours: CLOSED } } },
      steps: [soapLogIn()],
    },
  },
  'ip-restricted': {
    loginHistory: RESTRICTED_IP,
    error: 'LOGIN_DURING_RESTRICTED_DOMAIN',
    description: 'cannot log in from current domain',
    why: ipRangesInWords,
    fix: 'Setup > Profiles > (profile) > Login IP Ranges: add the address.',
    evidence: { observed: 'joeferraro/MavensMate-SublimeText#797' },
    recipe: {
      given: { profiles: { 'System Administrator': { loginIpRanges: ELSEWHERE } } },
      steps: [soapLogIn()],
    },
  },
  'verification-code': {
    loginHistory: { text: 'Multi-factor (formerly called two-factor) is required', certainty: 'documented' },
    typical: { isUsed: false },
    why: ({ username, profile, sent, isUsed }: VerificationCodeCompared) =>
      `${username} (profile ${profile}) has the permission Multi-Factor Authentication for API Logins, so the code of their authenticator must follow the password; something followed it: ${sent}${usedCodeInWords(isUsed)}`,
    fix: "Append the six digits that the user's authenticator app shows now, instead of the security token; better use the JWT bearer or client credentials flow.",
    evidence: 'recalled',
    recipe: {
      given: { profiles: { 'System Administrator': { twoFactorApi: true } } },
      steps: [soapLogIn({ password: 'correct-horse' })],
    },
  },
  'security-token': {
    loginHistory: { text: 'Failed: API security token required', certainty: 'observed' },
    error: 'LOGIN_MUST_USE_SECURITY_TOKEN',
    description:
      'Invalid username, password, security token; or user locked out. Are you at a new location? When accessing Salesforce--either via a desktop client or the API--from outside of your company’s trusted networks, you must add a security token to your password to log in. To get your new security token, log in to Salesforce. From your personal settings, enter Reset My Security Token in the Quick Find box, then select Reset My Security Token.',
    typical: { sent: false, needsNone: false },
    why: ({ username, ip, sent, needsNone }: SecurityTokenCompared) =>
      `the password of ${username} is right; ${sent ? 'the security token must follow it' : `no security token follows it, so ${ip} must be in the org's trusted IP ranges or in the login IP ranges of the profile; it is: ${needsNone}`}`,
    fix: `Append the user's current security token ${RESET}, without a separator; or add the address: Setup > Network Access, or Setup > Profiles > (profile) > Login IP Ranges.`,
    evidence: { observed: 'jsforce/jsforce#487, forcedotcom/EMP-Connector#70' },
    recipe: { steps: [soapLogIn({ password: 'correct-horse' })] },
  },
  'api-disabled': {
    loginHistory: NO_BETTER_TEXT,
    error: 'API_CURRENTLY_DISABLED',
    description: 'API is disabled for this User',
    fault: UNEXPECTED,
    why: ({ user, profile }: { user: string; profile: string }) =>
      `user ${user} has profile ${profile}; it or a permission set must have API Enabled`,
    fix: 'Setup > Profiles > (profile) > System Permissions > API Enabled.',
    section: 'soap-data.md 7',
    evidence: { observed: 'idx 70277469849, idx 61639183317' },
    recipe: {
      given: { profiles: { 'System Administrator': { apiEnabled: false } } },
      steps: [soapLogIn()],
    },
  },
  rate: {
    loginHistory: RATE_EXCEEDED,
    error: 'REQUEST_LIMIT_EXCEEDED',
    description: 'login rate exceeded',
    why: ({ username, recent, most }: { username: string; recent: number; most: number }) =>
      `${username} has logged in ${recent} times within an hour; ${most} are allowed`,
    fix: 'Keep the session and use it again, as long as it lives, instead of logging in for every call.',
    section: 'token.md 1.6',
    evidence: 'unconfirmed',
    recipe: { given: { settings: { loginsPerHour: 1 } }, steps: [soapLogIn(), soapLogIn()] },
  },
});
