/** Refusals of `grant_type=client_credentials` (token.md 6). */
import { family } from './family.ts';
import { NO_BETTER_TEXT } from './login-history.ts';
import { token } from './place.ts';
import { quote } from './quote.ts';
import { clientCredentials } from './recipe-words.ts';
import { CLIENT_CREDENTIALS, inSetup, RUN_AS, SCOPES } from './setup-paths.ts';

const SHARED = {
  at: token('client_credentials'),
  surface: 'token',
  status: 400,
  section: 'token.md 6',
} as const;

export const clientCredentialsRefusals = family('client-credentials', SHARED, {
  host: {
    error: 'invalid_grant',
    description: 'request not supported on this domain',
    why: ({ host }: { host: string }) =>
      `the request was posted to ${host}; this grant exists on My Domain hosts only`,
    fix: 'Post to https://<My Domain>.my.salesforce.com/services/oauth2/token (Setup > My Domain shows the name).',
    evidence: { observed: 'pozil/pub-sub-api-node-client#58, idx 59833177889' },
    recipe: { steps: [{ ...clientCredentials(), host: 'login.salesforce.com' }] },
  },
  'not-enabled': {
    error: 'invalid_grant',
    description: 'client credentials flow not enabled',
    why: ({ app }: { app: string }) => `app ${app} must have the client credentials flow enabled`,
    fix: inSetup(CLIENT_CREDENTIALS, (place) => `${place}.`),
    evidence: 'recalled',
    recipe: {
      given: { apps: { Client_Credentials: { isClientCredentialEnabled: false } } },
      steps: [clientCredentials()],
    },
  },
  'no-user': {
    error: 'invalid_grant',
    description: 'no client credentials user enabled',
    why: ({ app, runAs }: { app: string; runAs: string }) =>
      `the Run As user of app ${app}, which is ${runAs === '' ? 'not set' : quote(runAs)}, must be a username of its org, and log in on the host called`,
    typical: { runAs: '' },
    fix: inSetup(RUN_AS, (place) => `${place}. Choose a user by username, not by e-mail address.`),
    evidence: { observed: 'idx 59207151225, idx 54874451912' },
    recipe: {
      given: { apps: { Client_Credentials: { clientCredentialUser: null } } },
      steps: [clientCredentials()],
    },
  },
  'portal-user': {
    error: 'access_denied',
    description: 'end-user denied authorization',
    loginHistory: NO_BETTER_TEXT,
    why: ({ username, userType }: { username: string; userType: string }) =>
      `the Run As user ${username} has user type ${userType}; it must be STANDARD`,
    fix: inSetup(RUN_AS, (place) => `${place}. Choose an internal user.`),
    evidence: { observed: 'idx 61639183317' },
    recipe: {
      given: { users: { 'integration@acme.example': { userType: 'CSP_LITE_PORTAL' } } },
      steps: [clientCredentials()],
    },
  },
  'no-scopes': {
    error: 'invalid_grant',
    description: 'no valid scopes defined',
    loginHistory: NO_BETTER_TEXT,
    why: ({ app, scopes }: { app: string; scopes: readonly string[] }) =>
      `app ${app} has the scopes ${scopes.join(', ') || 'none'}; full, web and refresh_token are stripped for this grant`,
    fix: inSetup(SCOPES, (place) => `${place}: add "Manage user data via APIs (api)".`),
    evidence: { observed: 'idx 61639183317, idx 59658840896' },
    recipe: {
      given: { apps: { Client_Credentials: { scopes: ['full', 'refresh_token'] } } },
      steps: [clientCredentials()],
    },
  },
});
