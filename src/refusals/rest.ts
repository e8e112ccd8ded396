/** Refusals of the REST API: an array with one message (identity-and-resources.md 10.4). */

import { family } from './family.ts';
import { place } from './place.ts';
import {
  ALLOW_LIST_IT,
  accessControlInWords,
  CLOSED,
  ELSEWHERE,
  ipRangesInWords,
  loginHoursInWords,
  NOT_ALLOW_LISTED,
  sessionLevelInWords,
} from './policy-words.ts';
import { quote } from './quote.ts';
import { bearerJwt, POST_ASSERTION, passwordGrant, withToken } from './recipe-words.ts';
import { armed, packed, written } from './record-recipes.ts';
import type { DemoChanges, Recipe } from './refusal.ts';
import { APP_POLICIES, inSetup, SCOPES } from './setup-paths.ts';

const TOO_SHORT = 'Your password must be at least 8 characters long.';

const BEARER = { authorization: 'Bearer {{access_token}}' };

function get(path: string): Recipe {
  return withToken({ method: 'GET', path, headers: BEARER });
}

/** Gets a token, changes the org, and uses it. */
function afterChange(change: DemoChanges): Recipe {
  const { steps } = withToken({ change });
  return { steps: [...steps, { method: 'GET', path: '/services/data/v60.0', headers: BEARER }] };
}

/** From twelve to half past. */
const NOON_ON_MONDAYS = { ...CLOSED, monday: { start: 720, end: 750 } };

const SHARED = {
  at: place('rest'),
  surface: 'rest-array',
  status: 401,
  section: 'identity-and-resources.md 10.4',
} as const;

export const restRefusals = family('rest', SHARED, {
  'no-token': {
    error: 'INVALID_SESSION_ID',
    description: 'Authorization required',
    why: () => 'the access token is read from the header Authorization only',
    fix: 'Send Authorization: Bearer <access token>; /services/data alone needs none.',
    evidence: { observed: 'live answer of a site, 2026-07-27' },
    recipe: { steps: [{ method: 'GET', path: '/services/data/v60.0' }] },
  },
  'auth-header': {
    error: 'INVALID_AUTH_HEADER',
    description: 'INVALID_HEADER_TYPE',
    why: ({ scheme }: { scheme: string }) =>
      `Authorization has the scheme ${quote(scheme)}; Bearer or OAuth and one token are understood`,
    fix: 'Send Authorization: Bearer <access token>.',
    evidence: { observed: 'restforce/restforce#811, #489' },
    recipe: {
      steps: [
        { method: 'GET', path: '/services/data/v60.0', headers: { authorization: 'Basic YWRhOnNlY3JldA==' } },
      ],
    },
  },
  'dead-token': {
    error: 'INVALID_SESSION_ID',
    description: 'Session expired or invalid',
    why: ({ state }: { state: string }) => `the access token is ${state}`,
    fix: 'Refresh the token and try again. Its lifetime: Setup > Session Settings > Timeout Value, or the session policies of the app.',
    evidence: { observed: 'jstanden/cerb#836, forcedotcom/postman-salesforce-apis#40' },
    recipe: {
      steps: [{ method: 'GET', path: '/services/data/v60.0', headers: { authorization: 'Bearer nonsense' } }],
    },
  },
  scope: {
    error: 'INVALID_SESSION_ID',
    description: 'This session is not valid for use with the REST API',
    why: ({ scopes }: { scopes: string }) => `the token holds ${quote(scopes)}; api or full is needed`,
    fix: inSetup(
      SCOPES,
      (place) => `Ask for api: ${place} > Manage user data via APIs (api). Refreshing does not help.`,
    ),
    evidence: { observed: 'jsforce/jsforce#1301, NangoHQ/nango#4344' },
    recipe: withToken(
      { method: 'GET', path: '/services/data/v60.0', headers: BEARER },
      undefined,
      'Limited_Scope',
    ),
  },
  'api-disabled': {
    status: 403,
    error: 'API_DISABLED_FOR_ORG',
    description: 'The REST API is not enabled for this Organization.',
    why: ({ user, profile }: { user: string; profile: string }) =>
      `user ${user} has profile ${profile}; it or a permission set must have API Enabled`,
    fix: 'Setup > Profiles > (profile) > System Permissions > API Enabled.',
    evidence: { observed: 'identity-and-resources.md 10.4, an answer as text' },
    // Only the interactive flow refuses such a user a token.
    recipe: {
      given: { profiles: { 'System Administrator': { apiEnabled: false } } },
      steps: [bearerJwt(), POST_ASSERTION, { method: 'GET', path: '/services/data/v60.0', headers: BEARER }],
    },
  },
  'password-expired': {
    error: 'INVALID_OPERATION_WITH_EXPIRED_PASSWORD',
    description: 'Your password has expired. Please reset your password.',
    why: ({ username, isPasswordExpired }: { username: string; isPasswordExpired: boolean }) =>
      `the token was issued for the password of ${username}, which has expired: ${isPasswordExpired}`,
    fix: 'Change the password: Setup > Users > Reset Password(s). In the seed: isPasswordExpired.',
    evidence: { observed: 'idx 16502099626' },
    recipe: {
      given: { users: { ada: { isPasswordExpired: true } } },
      steps: [passwordGrant(), { method: 'GET', path: '/services/data/v60.0', headers: BEARER }],
    },
  },
  'login-hours': {
    error: 'INVALID_SESSION_ID',
    description: 'Session expired or invalid',
    why: loginHoursInWords,
    fix: 'Setup > Profiles > (profile) > Login Hours; they are in the time zone of the org (Company Information).',
    section: 'model.md 4.7',
    evidence: 'unconfirmed',
    recipe: {
      given: { profiles: { 'System Administrator': { loginHours: NOON_ON_MONDAYS } } },
      steps: [
        { clock: '2026-01-05T20:00:00Z' },
        bearerJwt(),
        POST_ASSERTION,
        { clock: '2026-01-05T20:45:00Z' },
        { method: 'GET', path: '/services/data/v60.0', headers: BEARER },
      ],
    },
  },
  'ip-restricted': {
    error: 'INVALID_SESSION_ID',
    description: 'This session is not valid for use with the REST API',
    why: ipRangesInWords,
    fix: inSetup(
      APP_POLICIES,
      (place) =>
        `Setup > Session Settings > Enforce login IP ranges on every request; Setup > Profiles > (profile) > Login IP Ranges; or ${place} > IP Relaxation.`,
    ),
    evidence: { observed: 'jsforce/jsforce#1301, NangoHQ/nango#4344' },
    recipe: {
      given: {
        settings: { enforceIpRangesEveryRequest: true },
        profiles: { 'System Administrator': { loginIpRanges: ELSEWHERE } },
      },
      steps: [
        bearerJwt(),
        { ...POST_ASSERTION, from: '10.0.0.1' },
        { method: 'GET', path: '/services/data/v60.0', headers: BEARER },
      ],
    },
  },
  'api-access-control': {
    error: 'INVALID_SESSION_ID',
    description: 'This session is not valid for use with the REST API',
    why: accessControlInWords,
    typical: NOT_ALLOW_LISTED,
    fix: ALLOW_LIST_IT,
    evidence: { observed: 'jsforce/jsforce#1301, NangoHQ/nango#4344' },
    recipe: afterChange({ settings: { apiAccessControl: true } }),
  },
  'session-level': {
    error: 'INVALID_SESSION_ID',
    description: 'This session is not valid for use with the REST API',
    why: sessionLevelInWords,
    fix: inSetup(
      APP_POLICIES,
      (place) => `Log in again, with the second factor; or lower the session level: ${place}.`,
    ),
    evidence: { observed: 'jsforce/jsforce#1301, NangoHQ/nango#4344' },
    recipe: afterChange({
      apps: { Web_Server: { sessionPolicy: { sessionLevel: 'HIGH_ASSURANCE', policyAction: 'Block' } } },
    }),
  },
  'login-host': {
    status: 403,
    error: 'URL_NOT_RESET',
    description: 'Destination URL not reset. The URL returned from login must be set in the SforceService',
    why: ({ host, instanceUrl }: { host: string; instanceUrl: string }) =>
      `data was asked of ${host}; this org's lives at ${instanceUrl}`,
    fix: 'Use the instance_url of the token response for every call after the log-in.',
    evidence: 'recalled',
    recipe: withToken({
      method: 'GET',
      path: '/services/data/v60.0',
      headers: { ...BEARER, host: 'login.salesforce.com' },
    }),
  },
  'retired-version': {
    status: 410,
    error: 'GONE',
    description: 'The requested resource is no longer available',
    why: ({ version, oldest }: { version: string; oldest: string }) =>
      `version ${version} was asked for; ${oldest} is the oldest that is not retired`,
    fix: 'Use a version that /services/data lists.',
    evidence: { observed: 'restforce/restforce#941' },
    recipe: { steps: [{ method: 'GET', path: '/services/data/v21.0' }] },
  },
  'not-found': {
    status: 404,
    error: 'NOT_FOUND',
    description: 'The requested resource does not exist',
    why: ({ path }: { path: string }) =>
      `${quote(path)} must lead to a version, resource, object and record that fauxforce knows`,
    fix: 'Check version and path; docs/supported.md lists the resources that exist.',
    evidence: { observed: 'idx 2223701538, idx 28192431102' },
    recipe: get('/services/data/v99.0'),
  },
  'data-cloud': {
    status: 403,
    error: 'FUNCTIONALITY_NOT_ENABLED',
    description: 'fauxforce does not implement the Data Cloud token exchange; see docs/limits.md',
    why: ({ path }: { path: string }) =>
      `${path} exchanges an access token for one of a Data Cloud tenant, and fauxforce has no tenant`,
    fix: 'Salesforce itself answers access_token, instance_url (the tenant), token_type, issued_token_type and expires_in here: let the test arm that as a raw response (POST /_fauxforce/failures with "response"), or test against an org with Data Cloud.',
    evidence: 'unconfirmed',
    recipe: { steps: [{ method: 'POST', path: '/services/a360/token', form: { subject_token: 'x' } }] },
  },
  unsupported: {
    status: 403,
    error: 'FUNCTIONALITY_NOT_ENABLED',
    description: ({ what }) => `fauxforce does not implement ${what}; see docs/limits.md`,
    why: ({ what }: { what: string }) => `the call needs ${what}, which fauxforce does not have`,
    fix: 'Salesforce itself has it: let the test arm its answer as a raw response, or test that part against an org.',
    section: 'rest-data.md 14',
    evidence: 'unconfirmed',
    recipe: {
      steps: [
        passwordGrant(),
        {
          method: 'POST',
          path: '/services/data/v60.0/sobjects/Profile',
          headers: { ...BEARER, 'content-type': 'application/json' },
          body: '{"Name":"Support"}',
        },
      ],
    },
  },
  'no-length': {
    error: 'UNKNOWN_EXCEPTION',
    status: 400,
    description: 'POST requires content-length',
    why: ({ method }: { method: string }) =>
      `a ${method} must have a Content-Length, of 0 if it has no body, or come in chunks`,
    fix: 'Send Content-Length: 0, as curl does with -d "" and not with -X POST alone.',
    section: 'rest-data.md 2.8',
    evidence: { observed: 'idx 42655078122' },
    recipe: armed('rest.no-length', { method: 'GET', path: '/services/data/v60.0', headers: BEARER }),
  },
  packing: {
    status: 400,
    error: 'JSON_PARSER_ERROR',
    description: 'Not in GZIP format',
    why: ({ encoding }: { encoding: string }) =>
      `the body must be packed as its Content-Encoding says, which is ${quote(encoding)}`,
    fix: 'Pack the body with gzip, or leave Content-Encoding out.',
    section: 'rest-data.md 1',
    evidence: 'unconfirmed',
    recipe: written(packed('Contact', '{"LastName":"Byron"}')),
  },
  'replication-date': {
    error: 'INVALID_REPLICATION_DATE',
    status: 400,
    description: ({ demand }) => `${demand}.`,
    why: ({ demand }: { demand: string }) => `of the period is demanded: ${demand}`,
    fix: 'Send start and end as 2026-01-31T12:00:00Z, escaped as a URL wants it.',
    section: 'rest-data.md 3.3',
    evidence: 'unconfirmed',
    recipe: get('/services/data/v60.0/sobjects/Account/updated?start=yesterday'),
  },
  'weak-password': {
    error: 'INVALID_NEW_PASSWORD',
    status: 400,
    description: ({ message }) => (typeof message === 'string' ? message : TOO_SHORT),
    typical: { message: TOO_SHORT },
    why: ({ username, message }: { username: string; message: string | undefined }) =>
      `the new password of ${username} must satisfy the policy: ${message ?? 'it does'}`,
    fix: 'Eight characters or more, with letters and digits, and another than before.',
    section: 'rest-data.md 8',
    evidence: 'recalled',
    recipe: withToken({
      method: 'POST',
      path: '/services/data/v60.0/sobjects/User/{{ada.id}}/password',
      headers: { ...BEARER, 'content-type': 'application/json' },
      body: '{"NewPassword":"short"}',
    }),
  },
  'password-not-allowed': {
    error: 'INSUFFICIENT_ACCESS',
    status: 403,
    description: 'insufficient access rights on object id',
    why: ({ username, caller, profile }: { username: string; caller: string; profile: string }) =>
      `the password of ${username} is changed by ${caller} (profile ${profile}); it must be their own, or they must be a System Administrator`,
    fix: 'Call with a token of an administrator, or of the user.',
    section: 'rest-data.md 8',
    evidence: 'unconfirmed',
    recipe: armed('rest.password-not-allowed', {
      method: 'GET',
      path: '/services/data/v60.0',
      headers: BEARER,
    }),
  },
  'request-limit': {
    status: 403,
    error: 'REQUEST_LIMIT_EXCEEDED',
    description: 'TotalRequests Limit exceeded.',
    why: ({ used, most }: { used: number; most: number }) =>
      `the org has made ${used} API calls in 24 hours; it may make ${most}`,
    fix: 'Wait until the oldest calls are a day old: fauxforce clock --advance 24h. Setup > Company Information > API Requests, Last 24 Hours.',
    evidence: { observed: 'rest-data.md 8, idx 43961420395' },
    recipe: {
      given: { settings: { dailyApiRequests: 1 } },
      steps: [
        passwordGrant(),
        { method: 'GET', path: '/services/data/v60.0', headers: BEARER },
        { method: 'GET', path: '/services/data/v60.0', headers: BEARER },
      ],
    },
  },
  precondition: {
    status: 412,
    error: 'PRECONDITION_FAILED',
    description: 'The record has changed since it was read.',
    why: ({ header, seen, is }: { header: string; seen: string; is: string }) =>
      `${header} says ${quote(seen)}; the record has ${quote(is)}`,
    fix: 'Read the record again, and decide anew.',
    section: 'rest-data.md 2.6',
    evidence: 'unconfirmed',
    recipe: {
      steps: [
        passwordGrant(),
        {
          method: 'POST',
          path: '/services/data/v60.0/sobjects/Account',
          headers: { ...BEARER, 'content-type': 'application/json' },
          body: '{"Name":"Acme"}',
        },
        {
          method: 'GET',
          path: '/services/data/v60.0/sobjects/Account/{{id}}',
          headers: { ...BEARER, 'if-match': '"x"' },
        },
      ],
    },
  },
  'record-key': {
    status: 404,
    error: 'NOT_FOUND',
    description: ({ key }) => `Provided external ID field does not exist or is not accessible: ${key}`,
    why: ({ key }: { key: string }) =>
      `a record was asked for as ${quote(key)}, which must be an id of 15 or 18 characters`,
    fix: 'Ask for the record by its id.',
    evidence: { observed: 'identity-and-resources.md 10.4, an answer as text' },
    recipe: get('/services/data/v60.0/sobjects/User/ada'),
  },
  method: {
    status: 405,
    error: 'METHOD_NOT_ALLOWED',
    description: ({ method, allowed }) => `HTTP Method '${method}' not allowed. Allowed are ${allowed}`,
    why: ({ method, allowed }: { method: string; allowed: string }) =>
      `the request came by ${method}; this resource has ${allowed}`,
    fix: 'Use one of the allowed methods.',
    evidence: { observed: 'omniphx/forrest#191, #181' },
    recipe: withToken({
      method: 'POST',
      path: '/services/data/v60.0/limits',
      headers: BEARER,
    }),
  },
});
