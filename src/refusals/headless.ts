/**
 * How headless identity says no (authorize.md 8, token.md 13). Of its errors few were ever seen: whatever has no text in the
 * wire facts has one here that is like its neighbours, and is marked unconfirmed.
 */

import { family } from './family.ts';
import { INVALID_PASSWORD, LOCKED, NO_BETTER_TEXT, PERHAPS_NOT_APPROVED } from './login-history.ts';
import { place, type Reach } from './place.ts';
import { unlessFar, yesOrNo } from './policy-words.ts';
import { quote } from './quote.ts';
import type { Step } from './refusal.ts';
import {
  CODE_CREDENTIALS,
  CREDENTIALS_IN_BODY,
  GUESTS,
  inSetup,
  PRE_AUTHORIZED,
  SCOPES,
} from './setup-paths.ts';

const listed = (words: readonly string[]) => words.join(', ') || 'nothing';

const SITE = '/customers';
const APP = { client_id: '{{Headless.key}}', redirect_uri: '{{Headless.callback}}' };
const VERA = { username: 'vera@acme.example', password: 'correct-horse' };
const UVID = '2c7a8b53-9a53-4a0e-8f0e-3b1c6f5d7e21';
const WITH_GUESTS = { isGuestCodeCredFlowEnabled: true, isNamedUserJwtEnabled: true };

/** A headless log-in of the demo's customer, with changes. */
function authorize(
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = { 'Auth-Request-Type': 'Named-User' },
): Step {
  return {
    method: 'POST',
    path: `${SITE}/services/oauth2/authorize`,
    headers,
    form: { response_type: 'code_credentials', ...APP, ...form },
  };
}

function init(path: string, body: object): Step {
  return {
    method: 'POST',
    path: `${SITE}/services/auth/headless/${path}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}

/** Like a wrong password at the token endpoint: nothing tells why. */
const FAILED = {
  error: 'invalid_grant',
  description: 'authentication failure',
  section: 'authorize.md 8, 13',
} as const;

const WRONG_CODE = { error: 'invalid_otp', description: 'invalid one-time password' } as const;

const byCode = { 'Auth-Request-Type': 'passwordless-login', 'Auth-Verification-Type': 'email' };
const beginLogIn = init('init/passwordless/login', { username: VERA.username, verificationmethod: 'email' });

/** Guests send the headers of the log-in again when they exchange the code. */
const OF_GUESTS: Reach = {
  places: ['headless', 'token'],
  grants: ['authorization_code', 'hybrid_auth_code'],
};

export interface PreAuthorizationCompared {
  readonly app: string;
  readonly isAdminApproved: boolean;
  readonly profile: string;
  readonly permissionSets: readonly string[];
  readonly allowed: readonly string[];
}

const SHARED = {
  at: place('headless'),
  surface: 'token',
  status: 400,
  section: 'authorize.md 8',
  evidence: 'unconfirmed',
} as const;

export const headlessRefusals = family('headless', SHARED, {
  method: {
    error: 'invalid_request',
    description: 'must use HTTP POST',
    why: ({ method }: { method: string }) =>
      `response_type=code_credentials was sent by ${method}; it takes POST`,
    fix: 'Send the parameters in the body of a POST: credentials do not belong into a URL.',
    recipe: { steps: [{ authorize: { response_type: 'code_credentials', ...APP } }] },
  },
  'not-a-site': {
    error: 'invalid_request',
    description: 'request not supported on this domain',
    why: ({ host }: { host: string }) =>
      `${host} was called; headless identity is for Experience Cloud sites`,
    fix: 'Send it to the site, path included: https://acme.my.site.com/customers, or http://localhost:7332/customers.',
    recipe: {
      steps: [
        {
          method: 'POST',
          path: '/services/oauth2/authorize',
          form: { response_type: 'code_credentials', ...APP, ...VERA },
        },
      ],
    },
  },
  'flow-disabled': {
    error: 'oauth_flow_disabled',
    description: 'authorization code and credentials flow is disabled',
    why: ({ org, allowed }: { org: string; allowed: boolean }) =>
      `"Allow Authorization Code and Credentials Flows" of ${org} is ${allowed ? 'on' : 'off'}`,
    typical: { allowed: false },
    fix: 'Turn it on in Setup > OAuth and OpenID Connect Settings.',
    section: 'authorize.md 8, model.md 4.6',
    recipe: { given: { settings: { allowCodeAndCredentialsFlow: false } }, steps: [authorize(VERA)] },
  },
  'app-not-enabled': {
    error: 'oauth_flow_disabled',
    description: 'authorization code and credentials flow is disabled',
    why: ({ app, enabled, org }: { app: string; enabled: boolean; org: string }) =>
      `"Enable Authorization Code and Credentials Flow" of ${app}: ${yesOrNo(enabled)}; the app must be of the site's org, ${org}`,
    typical: { enabled: false },
    fix: inSetup(CODE_CREDENTIALS, (place) => `Tick it: ${place}.`),
    section: 'authorize.md 8, model.md 1.2',
    recipe: { given: { apps: { Headless: { isCodeCredentialEnabled: false } } }, steps: [authorize(VERA)] },
  },
  'request-type': {
    at: OF_GUESTS,
    error: 'invalid_request',
    description: 'invalid headers',
    why: ({ type, known }: { type: string; known: readonly string[] }) =>
      `the header Auth-Request-Type was ${type === '' ? 'not sent' : quote(type)}; known: ${listed(known)}`,
    fix: 'Send one of them, spelled so.',
    recipe: { steps: [authorize(VERA, { 'Auth-Request-Type': 'Guest-User' })] },
  },
  'verification-type': {
    error: 'invalid_request',
    description: 'invalid headers',
    why: ({ type }: { type: string }) =>
      `the header Auth-Verification-Type was ${type === '' ? 'not sent' : quote(type)}; it is email or sms`,
    typical: { type: '' },
    fix: 'Say how the one-time code was sent.',
    recipe: { steps: [authorize({}, { 'Auth-Request-Type': 'passwordless-login' })] },
  },
  scope: {
    at: place('headless-log-in'),
    surface: 'login-page',
    status: 200,
    error: 'invalid_scope',
    description: 'the requested scope is not allowed',
    why: ({ requested, assigned }: { requested: readonly string[]; assigned: readonly string[] }) =>
      `scope asked for ${listed(requested)}; the app has ${listed(assigned)}`,
    fix: inSetup(
      SCOPES,
      (place) => `Ask for fewer scopes, or add them: ${place}. Salesforce answers with its log-in page.`,
    ),
    evidence: { observed: 'idx 60262981527' },
    recipe: { steps: [authorize({ ...VERA, scope: 'api wave_api' })] },
  },
  'credentials-missing': {
    ...FAILED,
    why: () => 'whether username and password were sent was checked: in the body, or in a Basic header',
    fix: 'Send both in the body, or `Authorization: Basic` with base64 of username:password.',
    recipe: { steps: [authorize({})] },
  },
  'header-not-allowed': {
    error: 'invalid_basic_auth_header',
    description: 'credentials must be in the request body',
    why: ({ app }: { app: string }) => `whether ${app} takes credentials in a Basic header was checked`,
    fix: inSetup(
      CREDENTIALS_IN_BODY,
      (place) => `Send username and password in the body, or clear the box: ${place}.`,
    ),
    section: 'model.md 1.2, authorize.md 1.1',
    recipe: {
      given: { apps: { Headless: { isCodeCredentialPostOnly: true } } },
      steps: [
        authorize(
          {},
          {
            'Auth-Request-Type': 'Named-User',
            Authorization: 'Basic dmVyYUBhY21lLmV4YW1wbGU6Y29ycmVjdC1ob3JzZQ',
          },
        ),
      ],
    },
  },
  'header-malformed': {
    error: 'invalid_basic_auth_header',
    description: 'invalid basic authorization header',
    why: () => 'the Authorization header was read as Basic and base64 of two words with a colon between them',
    fix: 'Send `Authorization: Basic` with base64 of username:password; URL-safe and unpadded will do.',
    section: 'authorize.md 1.1',
    recipe: { steps: [authorize({}, { 'Auth-Request-Type': 'Named-User', Authorization: 'Bearer x' })] },
  },
  'user-unknown': {
    ...FAILED,
    why: ({ username, org, nearMiss }: { username: string; org: string; nearMiss: string | undefined }) =>
      `${username} was looked up among the users of ${org}, and of the site${unlessFar(nearMiss)}`,
    fix: 'Use the username of a member of the site: Setup > Users.',
    recipe: { steps: [authorize({ ...VERA, username: 'nobody@acme.example' })] },
  },
  'password-wrong': {
    ...FAILED,
    loginHistory: INVALID_PASSWORD,
    why: ({ username, nearMiss }: { username: string; nearMiss: string | undefined }) =>
      `the password was compared with that of ${username}${unlessFar(nearMiss)}`,
    fix: 'Use the log-in password, without a security token.',
    recipe: { steps: [authorize({ ...VERA, password: 'wrong' })] },
  },
  'user-locked': {
    ...FAILED,
    loginHistory: LOCKED,
    why: ({ username, isLocked }: { username: string; isLocked: boolean }) =>
      `${username} is ${isLocked ? '' : 'not '}locked out`,
    fix: 'Setup > Users > the user > Unlock.',
    recipe: { given: { users: { vera: { isLocked: true } } }, steps: [authorize(VERA)] },
  },
  'not-pre-authorized': {
    at: place('headless-user'),
    error: 'invalid_app_access',
    description: 'user is not admin approved to access this app',
    loginHistory: PERHAPS_NOT_APPROVED,
    why: ({ app, isAdminApproved, profile, permissionSets, allowed }: PreAuthorizationCompared) =>
      `${app} pre-authorizes ${isAdminApproved ? listed(allowed) : 'nobody: all users may self-authorize, which takes a page'}; the user has profile ${quote(profile)}, permission sets ${listed(permissionSets)}`,
    fix: inSetup(
      PRE_AUTHORIZED,
      (place) =>
        `Set Permitted Users to "Admin approved users are pre-authorized"; then ${place}: add one the user has.`,
    ),
    evidence: { observed: 'token.md 13, headless tutorials and logs' },
    recipe: { given: { apps: { Headless: { isAdminApproved: false } } }, steps: [authorize(VERA)] },
  },

  'code-unknown': {
    ...WRONG_CODE,
    why: ({ purpose }: { purpose: string }) =>
      `the identifier was looked up among those given for ${purpose}`,
    fix: 'Send the identifier that the init endpoint answered with, and the one-time code of its journal entry.',
    recipe: { steps: [authorize({ username: 'no-identifier', password: '123456' }, byCode)] },
  },
  'code-expired': {
    ...WRONG_CODE,
    loginHistory: NO_BETTER_TEXT,
    why: ({ age, lifetime }: { age: number; lifetime: number }) =>
      `the one-time code is ${age / 1000} s old; it lives ${lifetime / 1000} s`,
    fix: 'Have a new one sent.',
    recipe: {
      steps: [
        beginLogIn,
        { advance: '11m' },
        authorize({ username: '{{identifier}}', password: '123456' }, byCode),
      ],
    },
  },
  'code-wrong': {
    ...WRONG_CODE,
    loginHistory: NO_BETTER_TEXT,
    why: ({ attempts, limit, spent }: { attempts: number; limit: number; spent: boolean }) =>
      `the one-time code was compared with the one sent; attempts before: ${attempts} of ${limit}, used before: ${yesOrNo(spent)}`,
    typical: { spent: false },
    fix: 'Read the code in the journal entry of the request that had it sent: notes.oneTimeCode.',
    recipe: { steps: [beginLogIn, authorize({ username: '{{identifier}}', password: 'wrong' }, byCode)] },
  },
  'new-password-missing': {
    error: 'invalid_request',
    description: 'missing required newpassword',
    why: () => 'otp was sent; whether newpassword was, too, was checked',
    fix: 'Send username, otp and newpassword together.',
    recipe: { steps: [init('forgot_password', { username: VERA.username, otp: '123456' })] },
  },
  'registration-incomplete': {
    error: 'registration_error',
    description: 'invalid registration data',
    why: ({ wanted }: { wanted: readonly string[] }) =>
      `the JSON body was looked through for ${listed(wanted)}`,
    fix: 'Send {"userdata":{"firstName":…,"lastName":…,"email":…,"username":…},"password":…,"verificationmethod":"email"}.',
    section: 'authorize.md 8, 1.1',
    recipe: { steps: [init('init/registration', { userdata: { email: 'new@acme.example' } })] },
  },
  'registration-closed': {
    error: 'registration_error',
    description: 'registration is not available',
    why: ({ site }: { site: string }) =>
      `whether ${site} has a profile for its members, which who registers would get, was checked`,
    fix: 'Give the site a profile: Experience Workspaces > Administration > Members (in a seed: profiles of the site).',
    section: 'authorize.md 8, 1.1',
    recipe: {
      given: { sites: { Customers: { profiles: [] } } },
      steps: [
        init('init/registration', {
          userdata: { email: 'new@acme.example', lastName: 'New' },
          password: 'correct-horse-2',
        }),
      ],
    },
  },
  'username-taken': {
    at: place('headless-user'),
    error: 'failed_registration',
    description: 'username is already in use',
    why: ({ username }: { username: string }) => `${username} was looked up among the usernames of all orgs`,
    fix: 'Register with another username: they are unique across all orgs.',
    section: 'authorize.md 1.1',
    recipe: {
      steps: [
        init('init/registration', {
          userdata: { email: 'vera@acme.example', lastName: 'Rubin' },
          password: 'correct-horse-2',
        }),
        authorize(
          { username: '{{identifier}}', password: '{{oneTimeCode}}' },
          { 'Auth-Request-Type': 'user-registration', 'Auth-Verification-Type': 'email' },
        ),
      ],
    },
  },

  'guest-disabled': {
    error: 'oauth_flow_disabled',
    description: 'guest flow not enabled',
    why: ({ app, guests, jwt }: { app: string; guests: boolean; jwt: boolean }) =>
      `${app} admits guests: ${yesOrNo(guests)}, issues JWT-based access tokens, which guests need: ${yesOrNo(jwt)}`,
    typical: { guests: false, jwt: false },
    fix: inSetup(GUESTS, (place) => `Turn on both: ${place}.`),
    recipe: { steps: [authorize({}, { 'Auth-Request-Type': 'guest', 'Uvid-Hint': `UVID ${UVID}` })] },
  },
  uvid: {
    at: OF_GUESTS,
    error: 'invalid_request',
    description: 'uvid invalid',
    why: ({ wanted }: { wanted: string }) => `the header Uvid-Hint was checked: it has to be ${wanted}`,
    fix: 'Authorize with `Uvid-Hint: UVID <uuid>`, then exchange the code with `Uvid-Hint: <uuid>`.',
    section: 'authorize.md 8, token.md 13',
    evidence: { observed: 'idx 61639183317' },
    recipe: {
      given: { apps: { Headless: WITH_GUESTS } },
      steps: [authorize({}, { 'Auth-Request-Type': 'guest', 'Uvid-Hint': UVID })],
    },
  },
  'guest-scope': {
    error: 'invalid_scope',
    description: 'the requested scope is not allowed',
    why: ({ requested, assigned }: { requested: readonly string[]; assigned: readonly string[] }) =>
      `scope asked for ${listed(requested)}; the app has ${listed(assigned)}, and guests cannot have openid, web or full`,
    fix: 'Ask for api.',
    section: 'authorize.md 8, token.md 13',
    evidence: { observed: 'idx 61639183317' },
    recipe: {
      given: { apps: { Headless: WITH_GUESTS } },
      steps: [authorize({ scope: 'openid' }, { 'Auth-Request-Type': 'guest', 'Uvid-Hint': `UVID ${UVID}` })],
    },
  },
});
