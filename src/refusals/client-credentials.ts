/** Refusals of `grant_type=client_credentials` (token.md 6). */
import type { Step } from './refusal.ts';
import { refusal } from './refusal.ts';
import { CLIENT_CREDENTIALS, inSetup, RUN_AS, SCOPES } from './setup-paths.ts';

const request = {
  grant_type: 'client_credentials',
  client_id: '{{Client_Credentials.key}}',
  client_secret: '{{Client_Credentials.secret}}',
};
const steps: readonly [Step] = [{ token: request }];

export const clientCredentialsRefusals = {
  'client-credentials.host': refusal<{ host: string }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: 'request not supported on this domain',
    why: ({ host }) => `the request was posted to ${host}; this grant exists on My Domain hosts only`,
    fix: 'Post to https://<My Domain>.my.salesforce.com/services/oauth2/token (Setup > My Domain shows the name).',
    evidence: {
      section: 'token.md 6',
      certainty: 'observed',
      report: 'pozil/pub-sub-api-node-client#58, idx 59833177889',
    },
    recipe: { steps: [{ token: request, host: 'login.salesforce.com' }] },
  }),
  'client-credentials.not-enabled': refusal<{ app: string }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: 'client credentials flow not enabled',
    why: ({ app }) => `app ${app} must have the client credentials flow enabled`,
    fix: inSetup(CLIENT_CREDENTIALS, (place) => `${place}.`),
    evidence: { section: 'token.md 6', certainty: 'recalled' },
    recipe: { given: { apps: { Client_Credentials: { isClientCredentialEnabled: false } } }, steps },
  }),
  'client-credentials.no-user': refusal<{ app: string; runAs: string }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: 'no client credentials user enabled',
    why: ({ app, runAs }) =>
      `the Run As user of app ${app}, which is ${runAs === '' ? 'not set' : `"${runAs}"`}, must be a username of its org, and log in on the host called`,
    typical: { runAs: '' },
    fix: inSetup(RUN_AS, (place) => `${place}. Choose a user by username, not by e-mail address.`),
    evidence: { section: 'token.md 6', certainty: 'observed', report: 'idx 59207151225, idx 54874451912' },
    recipe: { given: { apps: { Client_Credentials: { clientCredentialUser: null } } }, steps },
  }),
  'client-credentials.portal-user': refusal<{ username: string; userType: string }>({
    surface: 'token',
    status: 400,
    error: 'access_denied',
    description: 'end-user denied authorization',
    why: ({ username, userType }) =>
      `the Run As user ${username} has user type ${userType}; it must be STANDARD`,
    fix: inSetup(RUN_AS, (place) => `${place}. Choose an internal user.`),
    evidence: { section: 'token.md 6', certainty: 'observed', report: 'idx 61639183317' },
    recipe: { given: { users: { 'integration@acme.example': { userType: 'CSP_LITE_PORTAL' } } }, steps },
  }),
  'client-credentials.no-scopes': refusal<{ app: string; scopes: readonly string[] }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: 'no valid scopes defined',
    why: ({ app, scopes }) =>
      `app ${app} has the scopes ${scopes.join(', ') || 'none'}; full, web and refresh_token are stripped for this grant`,
    fix: inSetup(SCOPES, (place) => `${place}: add "Manage user data via APIs (api)".`),
    evidence: { section: 'token.md 6', certainty: 'observed', report: 'idx 61639183317, idx 59658840896' },
    recipe: { given: { apps: { Client_Credentials: { scopes: ['full', 'refresh_token'] } } }, steps },
  }),
};
