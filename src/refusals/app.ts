/** Refusals of the token endpoint that follow from the app, whichever the grant (token.md 1.6, authorize.md 4.4). */

import { family } from './family.ts';
import { NOT_INSTALLED, OTHER_DOMAIN, PERHAPS_NOT_APPROVED } from './login-history.ts';
import { place } from './place.ts';
import {
  ALLOW_LIST_IT,
  accessControlInWords,
  appDisabledInWords,
  ENABLE_APP,
  hostsInWords,
  NOT_ALLOW_LISTED,
  POST_TO_LOG_IN_HOST,
  UNBLOCK,
  type UserElsewhere,
} from './policy-words.ts';
import { bearerJwt, clientCredentials, exchangeCode, logInTo, POST_ASSERTION } from './recipe-words.ts';
import { inSetup, SCOPES } from './setup-paths.ts';

const SHARED = { at: place('token'), surface: 'token', status: 400, section: 'token.md 1.6' } as const;

export const appRefusals = family('app', SHARED, {
  blocked: {
    error: 'app_blocked',
    description: 'this app is blocked by admin',
    loginHistory: PERHAPS_NOT_APPROVED,
    why: ({ app }: { app: string }) => `app ${app} must not be blocked`,
    fix: UNBLOCK,
    section: 'authorize.md 1.1',
    evidence: 'unconfirmed',
    recipe: {
      given: { apps: { Client_Credentials: { state: 'blocked' } } },
      steps: [clientCredentials()],
    },
  },
  disabled: {
    error: 'oauth_flow_disabled',
    description: 'The external client app or the OAuth plugin is disabled.',
    why: appDisabledInWords,
    typical: { isEnabled: true, isOauthPluginEnabled: false },
    fix: ENABLE_APP,
    section: 'authorize.md 4.4',
    evidence: { observed: 'idx 58134812155' },
    recipe: {
      given: { apps: { Web_Server_PKCE: { isOauthPluginEnabled: false } } },
      steps: [
        { token: { grant_type: 'authorization_code', client_id: '{{Web_Server_PKCE.key}}', code: 'x' } },
      ],
    },
  },
  // Observed at the code exchange of a scratch org whose sign-up brought the code; other grants are taken to answer alike.
  'not-allow-listed': {
    error: 'invalid_app_access',
    description: 'user is not admin approved to access this app',
    loginHistory: PERHAPS_NOT_APPROVED,
    why: accessControlInWords,
    typical: NOT_ALLOW_LISTED,
    fix: ALLOW_LIST_IT,
    section: 'model.md 4.5',
    evidence: { observed: 'forcedotcom/cli#3260' },
    recipe: {
      steps: [
        logInTo('Web_Server'),
        { change: { settings: { apiAccessControl: true } } },
        exchangeCode('Web_Server'),
      ],
    },
  },
  'not-in-this-org': {
    error: 'app_not_found',
    description: 'External client app is not installed in this org',
    why: ({ app, myDomain }: { app: string; myDomain: string }) =>
      `External Client App ${app} was used on the My Domain ${myDomain}, which must be its own org's`,
    fix: "Install the app's package in that org, or post to the app's own My Domain.",
    evidence: { observed: 'idx 60704309351, idx 65776565792' },
    recipe: {
      given: { secondOrg: true },
      steps: [
        {
          token: { grant_type: 'authorization_code', client_id: '{{Web_Server_PKCE.key}}', code: 'x' },
          host: 'globex.develop.my.salesforce.com',
        },
      ],
    },
  },
  'not-installed': {
    error: 'app_not_found',
    description: 'External client app is not installed in this org',
    loginHistory: NOT_INSTALLED,
    why: ({ app, state, appOrg, org }: { app: string; state: string; appOrg: string; org: string }) =>
      `app ${app} is ${state} in org ${appOrg}; it was used for a user of ${org}`,
    fix: {
      connectedApp:
        "Setup > Connected Apps OAuth Usage > Install, in the user's org. An uninstalled app of the org itself also serves users with the permission Approve Uninstalled Connected Apps, except by the device flow.",
      externalClientApp:
        "Install the app's package in the user's org: Setup > External Client App Manager lists those that are there.",
    },
    evidence: { observed: 'idx 55494191537, idx 60704309351' },
    recipe: {
      given: { apps: { JWT_Bearer: { kind: 'externalClientApp', state: 'uninstalled' } } },
      steps: [bearerJwt(), POST_ASSERTION],
    },
  },
  // Connected Apps get user.other-log-in-host.
  'not-on-this-host': {
    error: 'app_not_found',
    description: 'External client app is not installed in this org',
    loginHistory: OTHER_DOMAIN,
    why: ({ app, username, org, hosts, host }: UserElsewhere & { app: string }) =>
      `External Client App ${app} was used for user ${username} of org ${org}, who logs in on ${hostsInWords(hosts)}; the assertion was posted to ${host}`,
    fix: POST_TO_LOG_IN_HOST,
    section: 'token.md 7',
    evidence: { observed: 'forcedotcom/cli#3482, #1640' },
    recipe: {
      given: { apps: { JWT_Bearer: { kind: 'externalClientApp' } } },
      steps: [
        bearerJwt({ aud: 'https://test.salesforce.com' }),
        { ...POST_ASSERTION, host: 'test.salesforce.com' },
      ],
    },
  },
  'no-refresh-scope': {
    error: 'invalid_request',
    description:
      'refresh_token scope is required and the connected app should be installed and preauthorized',
    loginHistory: PERHAPS_NOT_APPROVED,
    why: ({ app, scopes }: { app: string; scopes: readonly string[] }) =>
      `app ${app} has the scopes ${scopes.join(', ')}; refresh_token must be among them`,
    fix: inSetup(
      SCOPES,
      (place) => `${place}: add "Perform requests at any time (refresh_token, offline_access)".`,
    ),
    section: 'token.md 7',
    evidence: { observed: 'leandrob/node-salesforce-jwt#3, idx 54560479855' },
    recipe: {
      given: { apps: { JWT_Bearer: { scopes: ['api'] } } },
      steps: [bearerJwt(), POST_ASSERTION],
    },
  },
});
