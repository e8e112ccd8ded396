/** How the log-in page says no: on the page itself, never to the app. Source: authorize.md 2, model.md 4.7. */
import {
  CLOSED,
  ELSEWHERE,
  type IpRangesCompared,
  ipRangesInWords,
  type LoginHoursCompared,
  loginHoursInWords,
  RELAX_IP,
  unlessFar,
  usedCodeInWords,
  yesOrNo,
} from './policy-words.ts';
import { refusal } from './refusal.ts';

/** Salesforce does not tell these cases apart on the page. */
const CHECK_PASSWORD =
  "Please check your username and password. If you still can't log in, contact your Salesforce administrator.";

const WEB_SERVER = {
  response_type: 'code',
  client_id: '{{Web_Server.key}}',
  redirect_uri: '{{Web_Server.callback}}',
} as const;

export const loginRefusals = {
  'login.user-unknown': refusal<{ username: string; nearMiss: string | undefined }>({
    surface: 'login-page',
    status: 200,
    error: 'login_error',
    description: CHECK_PASSWORD,
    why: ({ username, nearMiss }) =>
      `username "${username}" was looked up in every org${unlessFar(nearMiss)}`,
    fix: 'Log in as a user of the seed; usernames are e-mail shaped: Setup > Users.',
    evidence: { section: 'authorize.md 2', certainty: 'recalled' },
    recipe: { steps: [{ login: WEB_SERVER, as: 'nobody@acme.example', password: 'correct-horse' }] },
  }),
  'login.password': refusal<{ username: string; nearMiss: string | undefined }>({
    surface: 'login-page',
    status: 200,
    error: 'login_error',
    description: CHECK_PASSWORD,
    why: ({ username, nearMiss }) =>
      `the password typed was compared with the one of ${username}${unlessFar(nearMiss)}`,
    fix: "Type the user's password without the security token; the seed says what it is: Setup > Users > Reset Password(s).",
    evidence: { section: 'authorize.md 2', certainty: 'recalled' },
    recipe: { steps: [{ login: WEB_SERVER, as: 'ada', password: 'wrong' }] },
  }),
  'login.host': refusal<{ username: string; host: string; org: string; usable: readonly string[] }>({
    surface: 'login-page',
    status: 200,
    error: 'login_error',
    description: CHECK_PASSWORD,
    why: ({ username, host, org, usable }) =>
      `${username} logged in on ${host}; the users of org ${org} log in on ${usable.join(' or ')}`,
    fix: 'Use login.salesforce.com for production and developer orgs, test.salesforce.com for sandboxes and scratch orgs, or the My Domain of the org.',
    evidence: { section: 'model.md 5.3', certainty: 'recalled' },
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
  }),
  'login.my-domain-only': refusal<{
    username: string;
    host: string;
    myDomain: string;
    canOnlyLoginWithMyDomainUrl: boolean;
  }>({
    surface: 'login-page',
    status: 200,
    error: 'login_error',
    description: CHECK_PASSWORD,
    why: ({ username, host, myDomain, canOnlyLoginWithMyDomainUrl }) =>
      `${username} logged in on ${host}; the org prevents log-ins elsewhere than on ${myDomain}: ${yesOrNo(canOnlyLoginWithMyDomainUrl)}`,
    fix: "Log in on the org's My Domain, or allow the log-in hosts: Setup > My Domain > Policies > Prevent login from https://login.salesforce.com.",
    evidence: { section: 'model.md 4.6', certainty: 'documented' },
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
  }),
  'login.site': refusal<{
    username: string;
    userType: string;
    profile: string;
    site: string;
    members: readonly string[];
  }>({
    surface: 'login-page',
    status: 200,
    error: 'login_error',
    description: CHECK_PASSWORD,
    why: ({ username, userType, profile, site, members }) =>
      site === 'none'
        ? `${username} is a user of type ${userType}; customers and partners log in on an Experience Cloud site only`
        : `${username} (profile ${profile}) must be a member of site ${site}, whose members are ${members.join(', ') || 'nobody'}`,
    fix: 'Use the URL of the site: Setup > Digital Experiences > All Sites. Its members: Workspaces > Administration > Members.',
    evidence: { section: 'token.md 1.1', certainty: 'recalled' },
    recipe: {
      steps: [
        {
          method: 'POST',
          path: '/customers/',
          form: { username: 'ada@acme.example', pw: 'correct-horse' },
        },
      ],
    },
  }),
  'login.inactive': refusal<{ username: string; isActive: boolean }>({
    surface: 'login-page',
    status: 200,
    error: 'inactive_user',
    description: CHECK_PASSWORD,
    why: ({ username, isActive }) => `${username} is active: ${yesOrNo(isActive)}`,
    typical: { isActive: false },
    fix: 'Setup > Users > Edit > Active.',
    evidence: { section: 'authorize.md 2, 13', certainty: 'recalled' },
    recipe: { given: { users: { ada: { isActive: false } } }, steps: [{ login: WEB_SERVER, as: 'ada' }] },
  }),
  'login.frozen': refusal<{ username: string; isFrozen: boolean }>({
    surface: 'login-page',
    status: 200,
    error: 'login_error',
    description: CHECK_PASSWORD,
    why: ({ username, isFrozen }) => `${username} is frozen: ${yesOrNo(isFrozen)}`,
    fix: 'Setup > Users > the user > Unfreeze.',
    evidence: { section: 'model.md 4.7', certainty: 'recalled' },
    recipe: { given: { users: { ada: { isFrozen: true } } }, steps: [{ login: WEB_SERVER, as: 'ada' }] },
  }),
  'login.locked': refusal<{ username: string; isLocked: boolean }>({
    surface: 'login-page',
    status: 200,
    error: 'login_error',
    description: CHECK_PASSWORD,
    why: ({ username, isLocked }) => `${username} is locked out after bad passwords: ${yesOrNo(isLocked)}`,
    fix: 'Setup > Users > the user > Unlock.',
    evidence: { section: 'model.md 4.7', certainty: 'recalled' },
    recipe: { given: { users: { ada: { isLocked: true } } }, steps: [{ login: WEB_SERVER, as: 'ada' }] },
  }),
  'login.org-inactive': refusal<{ org: string; isActive: boolean }>({
    surface: 'login-page',
    status: 200,
    error: 'inactive_org',
    description: CHECK_PASSWORD,
    why: ({ org, isActive }) => `org ${org} is active: ${yesOrNo(isActive)}`,
    typical: { isActive: false },
    fix: 'Ask Salesforce Support why the org is expired, locked or suspended. In the seed: org.isActive.',
    evidence: { section: 'authorize.md 1.2', certainty: 'recalled' },
    recipe: { given: { org: { isActive: false } }, steps: [{ login: WEB_SERVER, as: 'ada' }] },
  }),
  'login.password-expired': refusal<{ username: string; isPasswordExpired: boolean }>({
    surface: 'login-page',
    status: 200,
    error: 'login_error',
    description: CHECK_PASSWORD,
    why: ({ username, isPasswordExpired }) =>
      `the password of ${username} has expired: ${yesOrNo(isPasswordExpired)}`,
    fix: 'Change the password: Setup > Users > Reset Password(s). In the seed: isPasswordExpired.',
    evidence: { section: 'authorize.md 2', certainty: 'recalled' },
    recipe: {
      given: { users: { ada: { isPasswordExpired: true } } },
      steps: [{ login: WEB_SERVER, as: 'ada' }],
    },
  }),
  'login.rate': refusal<{ username: string; recent: number; most: number }>({
    surface: 'login-page',
    status: 200,
    error: 'rate_limit_exceeded',
    description: CHECK_PASSWORD,
    why: ({ username, recent, most }) =>
      `${username} logged in ${recent} times within the last hour, whatever the flow; ${most} times are allowed`,
    fix: 'Wait: the limit is 3,600 log-ins of a user in a rolling hour. In the seed: loginsPerHour.',
    evidence: { section: 'authorize.md 1.2', certainty: 'recalled' },
    recipe: {
      given: { settings: { loginsPerHour: 1 } },
      steps: [
        { jwt: { iss: '{{JWT_Bearer.key}}', sub: 'ada@acme.example', aud: 'https://login.salesforce.com' } },
        { token: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: '{{assertion}}' } },
        { login: WEB_SERVER, as: 'ada' },
      ],
    },
  }),
  'login.hours': refusal<LoginHoursCompared>({
    surface: 'login-page',
    status: 200,
    error: 'login_error',
    description: CHECK_PASSWORD,
    why: loginHoursInWords,
    fix: 'Setup > Profiles > (profile) > Login Hours; they are in the time zone of the org (Company Information).',
    evidence: { section: 'authorize.md 13', certainty: 'recalled' },
    recipe: {
      given: { profiles: { 'System Administrator': { loginHours: CLOSED } } },
      steps: [{ login: WEB_SERVER, as: 'ada' }],
    },
  }),
  'login.ip-restricted': refusal<IpRangesCompared>({
    surface: 'login-page',
    status: 200,
    error: 'login_error',
    description: CHECK_PASSWORD,
    why: ipRangesInWords,
    fix: RELAX_IP,
    evidence: { section: 'authorize.md 13', certainty: 'recalled' },
    recipe: {
      given: { profiles: { 'System Administrator': { loginIpRanges: ELSEWHERE } } },
      steps: [{ login: WEB_SERVER, as: 'ada' }],
    },
  }),
  'login.verification-code': refusal<{ username: string; ip: string; sent: boolean; isUsed?: boolean }>({
    surface: 'login-page',
    status: 200,
    error: 'login_error',
    description: 'The verification code is incorrect or has expired. Try again.',
    typical: { isUsed: false },
    why: ({ username, ip, sent, isUsed = false }) =>
      `${username} at ${ip} must prove who they are with the code of their authenticator; one was sent: ${yesOrNo(sent)}${usedCodeInWords(isUsed)}`,
    fix: "Type the code that the authenticator app shows for the user's totpSecret, or trust the address: Setup > Network Access, or Setup > Profiles > (profile) > Login IP Ranges; or lower Setup > Profiles > (profile) > Session Settings > Session security level required at login.",
    evidence: { section: 'model.md 4.2', certainty: 'recalled' },
    recipe: {
      given: { settings: { trustedIpRanges: ELSEWHERE } },
      steps: [{ login: WEB_SERVER, as: 'ada', code: 'wrong' }],
    },
  }),
  'page.cross-site': refusal<{ origin: string; own: string }>({
    surface: 'html',
    status: 403,
    error: 'Invalid Page',
    description:
      'The page you submitted was invalid for your session. Please click Save again to confirm your change.',
    why: ({ origin, own }) => `the form was sent from ${origin}; only ${own} may send it`,
    fix: "Send the browser to the authorize endpoint and let the user fill in Salesforce's own pages.",
    evidence: { section: 'authorize.md 2', certainty: 'recalled' },
    recipe: {
      steps: [
        {
          method: 'POST',
          path: '/',
          headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
          form: { username: 'ada@acme.example', pw: 'correct-horse' },
        },
      ],
    },
  }),
};
