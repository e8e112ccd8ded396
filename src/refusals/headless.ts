/**
 * How headless identity says no (authorize.md 8, token.md 13). Of its errors few were ever seen: whatever has no text in the
 * wire facts has one here that is like its neighbours, and is marked unconfirmed.
 */

import { unlessFar } from './policy-words.ts';
import { refusal, type Step } from './refusal.ts';
import {
  CODE_CREDENTIALS,
  CREDENTIALS_IN_BODY,
  GUESTS,
  inSetup,
  PRE_AUTHORIZED,
  SCOPES,
} from './setup-paths.ts';

const yesOrNo = (holds: boolean) => (holds ? 'yes' : 'no');
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
  surface: 'token',
  status: 400,
  error: 'invalid_grant',
  description: 'authentication failure',
  evidence: { section: 'authorize.md 8, 13', certainty: 'unconfirmed' },
} as const;

const WRONG_CODE = {
  surface: 'token',
  status: 400,
  error: 'invalid_otp',
  description: 'invalid one-time password',
  evidence: { section: 'authorize.md 8', certainty: 'unconfirmed' },
} as const;

const byCode = { 'Auth-Request-Type': 'passwordless-login', 'Auth-Verification-Type': 'email' };
const beginLogIn = init('init/passwordless/login', { username: VERA.username, verificationmethod: 'email' });

export const headlessRefusals = {
  'headless.method': refusal<{ method: string }>({
    surface: 'token',
    status: 400,
    error: 'invalid_request',
    description: 'must use HTTP POST',
    why: ({ method }) => `response_type=code_credentials was sent by ${method}; it takes POST`,
    fix: 'Send the parameters in the body of a POST: credentials do not belong into a URL.',
    evidence: { section: 'authorize.md 8', certainty: 'unconfirmed' },
    recipe: { steps: [{ authorize: { response_type: 'code_credentials', ...APP } }] },
  }),
  'headless.not-a-site': refusal<{ host: string }>({
    surface: 'token',
    status: 400,
    error: 'invalid_request',
    description: 'request not supported on this domain',
    why: ({ host }) => `${host} was called; headless identity is for Experience Cloud sites`,
    fix: 'Send it to the site, path included: https://acme.my.site.com/customers, or http://localhost:7332/customers.',
    evidence: { section: 'authorize.md 8', certainty: 'unconfirmed' },
    recipe: {
      steps: [
        {
          method: 'POST',
          path: '/services/oauth2/authorize',
          form: { response_type: 'code_credentials', ...APP, ...VERA },
        },
      ],
    },
  }),
  'headless.flow-disabled': refusal<{ org: string; allowed: boolean }>({
    surface: 'token',
    status: 400,
    error: 'oauth_flow_disabled',
    description: 'authorization code and credentials flow is disabled',
    why: ({ org, allowed }) =>
      `"Allow Authorization Code and Credentials Flows" of ${org} is ${allowed ? 'on' : 'off'}`,
    typical: { allowed: false },
    fix: 'Turn it on in Setup > OAuth and OpenID Connect Settings.',
    evidence: { section: 'authorize.md 8, model.md 4.6', certainty: 'unconfirmed' },
    recipe: { given: { settings: { allowCodeAndCredentialsFlow: false } }, steps: [authorize(VERA)] },
  }),
  'headless.app-not-enabled': refusal<{ app: string; enabled: boolean; org: string }>({
    surface: 'token',
    status: 400,
    error: 'oauth_flow_disabled',
    description: 'authorization code and credentials flow is disabled',
    why: ({ app, enabled, org }) =>
      `"Enable Authorization Code and Credentials Flow" of ${app}: ${yesOrNo(enabled)}; the app must be of the site's org, ${org}`,
    typical: { enabled: false },
    fix: inSetup(CODE_CREDENTIALS, (place) => `Tick it: ${place}.`),
    evidence: { section: 'authorize.md 8, model.md 1.2', certainty: 'unconfirmed' },
    recipe: { given: { apps: { Headless: { isCodeCredentialEnabled: false } } }, steps: [authorize(VERA)] },
  }),
  'headless.request-type': refusal<{ type: string; known: readonly string[] }>({
    surface: 'token',
    status: 400,
    error: 'invalid_request',
    description: 'invalid headers',
    why: ({ type, known }) =>
      `the header Auth-Request-Type was ${type === '' ? 'not sent' : `"${type}"`}; known: ${listed(known)}`,
    fix: 'Send one of them, spelled so.',
    evidence: { section: 'authorize.md 8', certainty: 'unconfirmed' },
    recipe: { steps: [authorize(VERA, { 'Auth-Request-Type': 'Guest-User' })] },
  }),
  'headless.verification-type': refusal<{ type: string }>({
    surface: 'token',
    status: 400,
    error: 'invalid_request',
    description: 'invalid headers',
    why: ({ type }) =>
      `the header Auth-Verification-Type was ${type === '' ? 'not sent' : `"${type}"`}; it is email or sms`,
    typical: { type: '' },
    fix: 'Say how the one-time code was sent.',
    evidence: { section: 'authorize.md 8', certainty: 'unconfirmed' },
    recipe: { steps: [authorize({}, { 'Auth-Request-Type': 'passwordless-login' })] },
  }),
  'headless.scope': refusal<{ requested: readonly string[]; assigned: readonly string[] }>({
    surface: 'login-page',
    status: 200,
    error: 'invalid_scope',
    description: 'the requested scope is not allowed',
    why: ({ requested, assigned }) => `scope asked for ${listed(requested)}; the app has ${listed(assigned)}`,
    fix: inSetup(
      SCOPES,
      (place) => `Ask for fewer scopes, or add them: ${place}. Salesforce answers with its log-in page.`,
    ),
    evidence: { section: 'authorize.md 8', certainty: 'observed', report: 'idx 60262981527' },
    recipe: { steps: [authorize({ ...VERA, scope: 'api wave_api' })] },
  }),
  'headless.credentials-missing': refusal({
    ...FAILED,
    why: () => 'whether username and password were sent was checked: in the body, or in a Basic header',
    fix: 'Send both in the body, or `Authorization: Basic` with base64 of username:password.',
    recipe: { steps: [authorize({})] },
  }),
  'headless.header-not-allowed': refusal<{ app: string }>({
    surface: 'token',
    status: 400,
    error: 'invalid_basic_auth_header',
    description: 'credentials must be in the request body',
    why: ({ app }) => `whether ${app} takes credentials in a Basic header was checked`,
    fix: inSetup(
      CREDENTIALS_IN_BODY,
      (place) => `Send username and password in the body, or clear the box: ${place}.`,
    ),
    evidence: { section: 'model.md 1.2, authorize.md 1.1', certainty: 'unconfirmed' },
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
  }),
  'headless.header-malformed': refusal({
    surface: 'token',
    status: 400,
    error: 'invalid_basic_auth_header',
    description: 'invalid basic authorization header',
    why: () => 'the Authorization header was read as Basic and base64 of two words with a colon between them',
    fix: 'Send `Authorization: Basic` with base64 of username:password; URL-safe and unpadded will do.',
    evidence: { section: 'authorize.md 1.1', certainty: 'unconfirmed' },
    recipe: {
      steps: [authorize({}, { 'Auth-Request-Type': 'Named-User', Authorization: 'Bearer x' })],
    },
  }),
  'headless.user-unknown': refusal<{ username: string; org: string; nearMiss: string | undefined }>({
    ...FAILED,
    why: ({ username, org, nearMiss }) =>
      `${username} was looked up among the users of ${org}, and of the site${unlessFar(nearMiss)}`,
    fix: 'Use the username of a member of the site: Setup > Users.',
    recipe: { steps: [authorize({ ...VERA, username: 'nobody@acme.example' })] },
  }),
  'headless.password-wrong': refusal<{ username: string; nearMiss: string | undefined }>({
    ...FAILED,
    why: ({ username, nearMiss }) =>
      `the password was compared with that of ${username}${unlessFar(nearMiss)}`,
    fix: 'Use the log-in password, without a security token.',
    recipe: { steps: [authorize({ ...VERA, password: 'wrong' })] },
  }),
  'headless.user-locked': refusal<{ username: string; isLocked: boolean }>({
    ...FAILED,
    why: ({ username, isLocked }) => `${username} is ${isLocked ? '' : 'not '}locked out`,
    fix: 'Setup > Users > the user > Unlock.',
    recipe: { given: { users: { vera: { isLocked: true } } }, steps: [authorize(VERA)] },
  }),
  'headless.not-pre-authorized': refusal<{
    app: string;
    isAdminApproved: boolean;
    profile: string;
    permissionSets: readonly string[];
    allowed: readonly string[];
  }>({
    surface: 'token',
    status: 400,
    error: 'invalid_app_access',
    description: 'user is not admin approved to access this app',
    why: ({ app, isAdminApproved, profile, permissionSets, allowed }) =>
      `${app} pre-authorizes ${isAdminApproved ? listed(allowed) : 'nobody: all users may self-authorize, which takes a page'}; the user has profile "${profile}", permission sets ${listed(permissionSets)}`,
    fix: inSetup(
      PRE_AUTHORIZED,
      (place) =>
        `Set Permitted Users to "Admin approved users are pre-authorized"; then ${place}: add one the user has.`,
    ),
    evidence: {
      section: 'authorize.md 8',
      certainty: 'observed',
      report: 'token.md 13, headless tutorials and logs',
    },
    recipe: { given: { apps: { Headless: { isAdminApproved: false } } }, steps: [authorize(VERA)] },
  }),

  'headless.code-unknown': refusal<{ purpose: string }>({
    ...WRONG_CODE,
    why: ({ purpose }) => `the identifier was looked up among those given for ${purpose}`,
    fix: 'Send the identifier that the init endpoint answered with, and the one-time code of its journal entry.',
    recipe: { steps: [authorize({ username: 'no-identifier', password: '123456' }, byCode)] },
  }),
  'headless.code-expired': refusal<{ age: number; lifetime: number }>({
    ...WRONG_CODE,
    why: ({ age, lifetime }) => `the one-time code is ${age / 1000} s old; it lives ${lifetime / 1000} s`,
    fix: 'Have a new one sent.',
    recipe: {
      steps: [
        beginLogIn,
        { advance: '11m' },
        authorize({ username: '{{identifier}}', password: '123456' }, byCode),
      ],
    },
  }),
  'headless.code-wrong': refusal<{ attempts: number; limit: number; spent: boolean }>({
    ...WRONG_CODE,
    why: ({ attempts, limit, spent }) =>
      `the one-time code was compared with the one sent; attempts before: ${attempts} of ${limit}, used before: ${yesOrNo(spent)}`,
    typical: { spent: false },
    fix: 'Read the code in the journal entry of the request that had it sent: notes.oneTimeCode.',
    recipe: {
      steps: [beginLogIn, authorize({ username: '{{identifier}}', password: 'wrong' }, byCode)],
    },
  }),
  'headless.new-password-missing': refusal({
    surface: 'token',
    status: 400,
    error: 'invalid_request',
    description: 'missing required newpassword',
    why: () => 'otp was sent; whether newpassword was, too, was checked',
    fix: 'Send username, otp and newpassword together.',
    evidence: { section: 'authorize.md 8', certainty: 'unconfirmed' },
    recipe: { steps: [init('forgot_password', { username: VERA.username, otp: '123456' })] },
  }),
  'headless.registration-incomplete': refusal<{ wanted: readonly string[] }>({
    surface: 'token',
    status: 400,
    error: 'registration_error',
    description: 'invalid registration data',
    why: ({ wanted }) => `the JSON body was looked through for ${listed(wanted)}`,
    fix: 'Send {"userdata":{"firstName":…,"lastName":…,"email":…,"username":…},"password":…,"verificationmethod":"email"}.',
    evidence: { section: 'authorize.md 8, 1.1', certainty: 'unconfirmed' },
    recipe: { steps: [init('init/registration', { userdata: { email: 'new@acme.example' } })] },
  }),
  'headless.registration-closed': refusal<{ site: string }>({
    surface: 'token',
    status: 400,
    error: 'registration_error',
    description: 'registration is not available',
    why: ({ site }) =>
      `whether ${site} has a profile for its members, which who registers would get, was checked`,
    fix: 'Give the site a profile: Experience Workspaces > Administration > Members (in a seed: profiles of the site).',
    evidence: { section: 'authorize.md 8, 1.1', certainty: 'unconfirmed' },
    recipe: {
      given: { sites: { Customers: { profiles: [] } } },
      steps: [
        init('init/registration', {
          userdata: { email: 'new@acme.example', lastName: 'New' },
          password: 'correct-horse-2',
        }),
      ],
    },
  }),
  'headless.username-taken': refusal<{ username: string }>({
    surface: 'token',
    status: 400,
    error: 'failed_registration',
    description: 'username is already in use',
    why: ({ username }) => `${username} was looked up among the usernames of all orgs`,
    fix: 'Register with another username: they are unique across all orgs.',
    evidence: { section: 'authorize.md 1.1', certainty: 'unconfirmed' },
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
  }),

  'headless.guest-disabled': refusal<{ app: string; guests: boolean; jwt: boolean }>({
    surface: 'token',
    status: 400,
    error: 'oauth_flow_disabled',
    description: 'guest flow not enabled',
    why: ({ app, guests, jwt }) =>
      `${app} admits guests: ${yesOrNo(guests)}, issues JWT-based access tokens, which guests need: ${yesOrNo(jwt)}`,
    typical: { guests: false, jwt: false },
    fix: inSetup(GUESTS, (place) => `Turn on both: ${place}.`),
    evidence: { section: 'authorize.md 8', certainty: 'unconfirmed' },
    recipe: {
      steps: [authorize({}, { 'Auth-Request-Type': 'guest', 'Uvid-Hint': `UVID ${UVID}` })],
    },
  }),
  'headless.uvid': refusal<{ wanted: string }>({
    surface: 'token',
    status: 400,
    error: 'invalid_request',
    description: 'uvid invalid',
    why: ({ wanted }) => `the header Uvid-Hint was checked: it has to be ${wanted}`,
    fix: 'Authorize with `Uvid-Hint: UVID <uuid>`, then exchange the code with `Uvid-Hint: <uuid>`.',
    evidence: { section: 'authorize.md 8, token.md 13', certainty: 'observed', report: 'idx 61639183317' },
    recipe: {
      given: { apps: { Headless: WITH_GUESTS } },
      steps: [authorize({}, { 'Auth-Request-Type': 'guest', 'Uvid-Hint': UVID })],
    },
  }),
  'headless.guest-scope': refusal<{ requested: readonly string[]; assigned: readonly string[] }>({
    surface: 'token',
    status: 400,
    error: 'invalid_scope',
    description: 'the requested scope is not allowed',
    why: ({ requested, assigned }) =>
      `scope asked for ${listed(requested)}; the app has ${listed(assigned)}, and guests cannot have openid, web or full`,
    fix: 'Ask for api.',
    evidence: { section: 'authorize.md 8, token.md 13', certainty: 'observed', report: 'idx 61639183317' },
    recipe: {
      given: { apps: { Headless: WITH_GUESTS } },
      steps: [authorize({ scope: 'openid' }, { 'Auth-Request-Type': 'guest', 'Uvid-Hint': `UVID ${UVID}` })],
    },
  }),
};
