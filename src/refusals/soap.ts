/** Refusals of the SOAP API, of calls and of their sessions (identity-and-resources.md 9.3, soap-data.md 7). */
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
import type { DemoChanges, Recipe } from './refusal.ts';
import { APP_POLICIES, inSetup, SCOPES } from './setup-paths.ts';
import {
  envelope,
  ILLEGAL_SESSION,
  NOT_FOR_API,
  postSoap,
  soapCall,
  soapFrom,
  soapLogIn,
  textOr,
} from './soap-words.ts';

const GET_USER_INFO = soapCall('<getUserInfo/>');

/** Gets a token, changes the org, and uses it. */
function afterChange(change: DemoChanges): Recipe {
  const { steps } = withToken({ change });
  return { steps: [...steps, GET_USER_INFO] };
}

/** From twelve to half past. */
const NOON_ON_MONDAYS = { ...CLOSED, monday: { start: 720, end: 750 } };

const UNFINISHED = 'XML document structures must start and end within the same entity.';

const CALL = {
  at: place('soap'),
  surface: 'soap-fault',
  status: 500,
  error: 'soapenv:Client',
  section: 'soap-data.md 7',
} as const;

const SESSION = {
  at: place('soap-session'),
  surface: 'soap-fault',
  status: 500,
  error: 'INVALID_SESSION_ID',
  description: NOT_FOR_API,
  fault: { type: 'UnexpectedErrorFault' },
  section: 'soap-data.md 7',
} as const;

const callRefusals = family('soap', CALL, {
  'no-action': {
    description: 'SOAPAction HTTP header missing',
    why: () => 'the header SOAPAction must be there, with whatever value',
    fix: 'Send the header SOAPAction: "".',
    section: 'identity-and-resources.md 9.3',
    evidence: 'client',
    recipe: { steps: [soapLogIn({}, { headers: { 'content-type': 'text/xml' } })] },
  },
  version: {
    error: 'UNSUPPORTED_API_VERSION',
    description: 'Invalid Api version specified on URL',
    fault: { type: 'UnexpectedErrorFault' },
    why: ({ version, oldest, newest }: { version: string; oldest: string; newest: string }) =>
      `version ${quote(version)} was called; there are ${oldest} to ${newest}`,
    fix: 'Call /services/Soap/u/NN.0 with a version that /services/data lists.',
    section: 'identity-and-resources.md 9.3',
    evidence: { observed: 'StevenMMortimer/salesforcer#24, forcedotcom/dataloader#324' },
    recipe: { steps: [soapLogIn({}, { path: '/services/Soap/u/30.0' })] },
  },
  // Documented are the 50 MB of Salesforce; the text is not known.
  'too-large': {
    error: 'EXCEEDED_MAX_SIZE_REQUEST',
    description: 'Maximum size of request reached',
    fault: { type: 'UnexpectedErrorFault' },
    why: ({ limit }: { limit: number }) => `the body is larger than ${limit} bytes`,
    fix: 'Send a smaller body: docs/limits.md has the sizes that fauxforce takes.',
    evidence: 'unconfirmed',
    recipe: { steps: [postSoap('x'.repeat(8 * 1024 * 1024 + 1))] },
  },
  empty: {
    description: 'Premature end of file.',
    why: () => 'whether the request has a body was checked',
    fix: 'Send an envelope.',
    evidence: 'client',
    recipe: { steps: [postSoap('')] },
  },
  malformed: {
    error: 'UNKNOWN_EXCEPTION',
    description: ({ message }) => textOr(UNFINISHED, message),
    fault: { type: 'UnexpectedErrorFault', isBare: true },
    why: ({ rule }: { rule: string; message: string }) =>
      `the body must be an XML document that holds: ${rule}`,
    fix: 'Escape values: & is &amp; and < is &lt;, in passwords above all.',
    evidence: { observed: 'forcedotcom/postman-salesforce-apis#26, of a reference without its semicolon' },
    recipe: { steps: [soapLogIn({ password: 'correct&horse' })] },
  },
  envelope: {
    description: ({ element }) => `Element ${element} invalid at this location`,
    why: ({ element }: { element: string }) =>
      `the root of the body is ${element}; it must be the Envelope of SOAP 1.1, in the namespace http://schemas.xmlsoap.org/soap/envelope/`,
    fix: 'Send SOAP 1.1: SOAP 1.2 is another namespace, which Salesforce does not take.',
    evidence: 'unconfirmed',
    recipe: { steps: [postSoap('<Envelope xmlns="http://www.w3.org/2003/05/soap-envelope"/>')] },
  },
  'no-operation': {
    description: ({ operation }) =>
      `No operation available for request ${operation}, please check the WSDL for the service.`,
    why: ({ operation, namespace }: { operation: string; namespace: string }) =>
      `the first element of the Body is ${operation}; it must be an operation of the namespace ${namespace}`,
    fix: 'Post the partner namespace to /services/Soap/u and the enterprise namespace to /services/Soap/c, and spell the operation as the WSDL does.',
    evidence: { observed: 'idx 55884327013, idx 16278932444; the end of the text is recalled' },
    recipe: { steps: [postSoap(envelope('<logIn/>'))] },
  },
});

const sessionRefusals = family('soap', SESSION, {
  'no-session': {
    description: ILLEGAL_SESSION,
    why: ({ sent }: { sent: boolean }) =>
      `SessionHeader must have a session id of SOAP or an access token; something was sent: ${sent}`,
    fix: 'Send <SessionHeader><sessionId>, with the sessionId of login() or an access token that is no JWT.',
    evidence: { observed: 'forcedotcom/postman-salesforce-apis#56' },
    recipe: { steps: [postSoap(envelope('<getUserInfo/>'))] },
  },
  'dead-session': {
    description: ({ hash }) =>
      `${ILLEGAL_SESSION}. Session not found, missing session hash: ${hash}\nThis error usually occurs after a session expires or a user logs out. Decoder: DataInDbSessionKeyDecoder`,
    why: ({ state }: { state: string; hash: string }) => `the session or access token is ${state}`,
    fix: 'Log in again, or refresh the token. Its lifetime: Setup > Session Settings > Timeout Value.',
    section: 'identity-and-resources.md 9.3',
    evidence: { observed: 'sorenkrabbe/Chrome-Salesforce-inspector#127' },
    recipe: {
      steps: [...withToken(soapCall('<logout/>')).steps, GET_USER_INFO] as unknown as Recipe['steps'],
    },
  },
  'login-host': {
    error: 'UNKNOWN_EXCEPTION',
    description: 'Destination URL not reset. The URL returned from login must be set in the SforceService',
    why: ({ host, instanceUrl }: { host: string; instanceUrl: string }) =>
      `data was asked of ${host}; this org's lives at ${instanceUrl}`,
    fix: 'Call the serverUrl of the answer to login(), or the instance_url of a token.',
    evidence: { observed: 'idx 8189011603, idx 28254253914, idx 16278932444' },
    recipe: withToken({
      ...GET_USER_INFO,
      headers: { ...GET_USER_INFO.headers, host: 'login.salesforce.com' },
    }),
  },
  scope: {
    typical: { isJwt: false },
    why: ({ scopes, isJwt }: { scopes: string; isJwt: boolean }) =>
      `the token holds ${quote(scopes)}; api or full is needed, in an opaque token; this one is ${isJwt ? 'a JWT' : 'opaque'}`,
    fix: inSetup(
      SCOPES,
      (place) =>
        `Ask for api: ${place} > Manage user data via APIs (api); and let the app issue opaque tokens. Refreshing does not help.`,
    ),
    evidence: { observed: 'soap-data.md 7, an answer as text' },
    recipe: withToken(GET_USER_INFO, undefined, 'Limited_Scope'),
  },
  // Seen in some orgs with API Access Control; what made them different is not known.
  'external-client-app': {
    why: ({ app, kind, apiAccessControl }: { app: string; kind: string; apiAccessControl: boolean }) =>
      `the token is of ${app}, ${kind === 'externalClientApp' ? 'an External Client App' : 'a Connected App'}; API Access Control is ${apiAccessControl ? 'on, under which SOAP takes no token of an External Client App' : 'off'}`,
    typical: { kind: 'externalClientApp', apiAccessControl: true },
    fix: 'Call REST, use a Connected App, or turn off Setup > API Access Control.',
    section: 'identity-and-resources.md 9.3',
    evidence: { observed: 'forcedotcom/dataloader#1641' },
    recipe: {
      given: {
        apps: { JWT_Bearer: { kind: 'externalClientApp', isPkceRequired: false } },
        settings: { apiAccessControl: true },
      },
      steps: [bearerJwt(), POST_ASSERTION, GET_USER_INFO],
    },
  },
  'api-access-control': {
    why: accessControlInWords,
    typical: NOT_ALLOW_LISTED,
    fix: ALLOW_LIST_IT,
    evidence: { observed: 'RoseSilverSoftware/IlluminatedCloud#1980' },
    recipe: afterChange({ settings: { apiAccessControl: true } }),
  },
  'session-level': {
    why: sessionLevelInWords,
    fix: inSetup(
      APP_POLICIES,
      (place) => `Log in again, with the second factor; or lower the session level: ${place}.`,
    ),
    section: 'identity-and-resources.md 10.4',
    evidence: 'recalled',
    recipe: afterChange({
      apps: { Web_Server: { sessionPolicy: { sessionLevel: 'HIGH_ASSURANCE', policyAction: 'Block' } } },
    }),
  },
  'api-disabled': {
    error: 'API_CURRENTLY_DISABLED',
    description: 'API is disabled for this User',
    why: ({ user, profile }: { user: string; profile: string }) =>
      `user ${user} has profile ${profile}; it or a permission set must have API Enabled`,
    fix: 'Setup > Profiles > (profile) > System Permissions > API Enabled.',
    evidence: { observed: 'idx 70277469849, idx 61639183317' },
    recipe: {
      given: { profiles: { 'System Administrator': { apiEnabled: false } } },
      steps: [bearerJwt(), POST_ASSERTION, GET_USER_INFO],
    },
  },
  'password-expired': {
    error: 'INVALID_OPERATION_WITH_EXPIRED_PASSWORD',
    description:
      'The users password has expired, you must call SetPassword before attempting any other API operations',
    why: ({ username, isPasswordExpired }: { username: string; isPasswordExpired: boolean }) =>
      `the session rests on the password of ${username}, which has expired: ${isPasswordExpired}`,
    fix: 'Change the password: setPassword for oneself is allowed, or Setup > Users > Reset Password(s). In the seed: isPasswordExpired.',
    evidence: 'recalled',
    recipe: {
      given: { users: { ada: { isPasswordExpired: true } } },
      steps: [passwordGrant(), GET_USER_INFO],
    },
  },
  'login-hours': {
    description: ILLEGAL_SESSION,
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
        GET_USER_INFO,
      ],
    },
  },
  'ip-restricted': {
    description: ILLEGAL_SESSION,
    why: ipRangesInWords,
    fix: inSetup(
      APP_POLICIES,
      (place) =>
        `Setup > Session Settings > Enforce login IP ranges on every request; Setup > Profiles > (profile) > Login IP Ranges; or ${place} > IP Relaxation.`,
    ),
    evidence: { observed: 'pgonzaleznetwork/HappySoup.io#214' },
    recipe: {
      given: {
        settings: { enforceIpRangesEveryRequest: true },
        profiles: { 'System Administrator': { loginIpRanges: ELSEWHERE } },
      },
      steps: [
        bearerJwt(),
        { ...POST_ASSERTION, from: '10.0.0.1' },
        soapCall('<getUserInfo/>', soapFrom('127.0.0.1')),
      ],
    },
  },
  'too-many': {
    error: 'EXCEEDED_ID_LIMIT',
    description: ({ most }) => `record limit reached. cannot submit more than ${most} records into this call`,
    why: ({ count, most }: { count: number; most: number }) =>
      `${count} records, ids or names were sent; ${most} are allowed in a call`,
    fix: 'Send several calls.',
    section: 'soap-data.md 5.1',
    evidence: { observed: 'soap-data.md 5.1, an answer as text, of 200 records' },
    recipe: withToken(soapCall(`<invalidateSessions>${'<sessionIds/>'.repeat(201)}</invalidateSessions>`)),
  },
  unsupported: {
    error: 'FUNCTIONALITY_NOT_ENABLED',
    description: ({ operation }) => `fauxforce does not implement ${operation}; see docs/limits.md`,
    why: ({ operation }: { operation: string }) =>
      `${operation} is an operation of Salesforce that fauxforce has not`,
    fix: 'Call REST with the session, where docs/supported.md has the resource; or let the test arm the answer as a raw response (POST /_fauxforce/failures with "response").',
    evidence: 'unconfirmed',
    recipe: withToken(soapCall('<describeTabs/>')),
  },
});

export const soapRefusals = { ...callRefusals, ...sessionRefusals };
