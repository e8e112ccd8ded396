/** The introspection endpoint: its one error, and what it answers `{"active":false}` to (identity-and-resources.md 2). */

import { family } from './family.ts';
import { place } from './place.ts';
import { quoted } from './policy-words.ts';
import { clientCredentials, passwordGrant } from './recipe-words.ts';
import type { Step } from './refusal.ts';
import { INTROSPECT_ALL, inSetup } from './setup-paths.ts';

function introspect(app: string, token: string): Step {
  return {
    method: 'POST',
    path: '/services/oauth2/introspect',
    form: { client_id: `{{${app}.key}}`, client_secret: `{{${app}.secret}}`, token },
  };
}

export interface Introspected {
  readonly app: string;
  readonly appOrg: string | undefined;
  /** The app whose token it is, and the org of the user. */
  readonly issuedTo: string;
  readonly org: string;
  readonly isOwnOrg: boolean;
  readonly isIntrospectAllTokens: boolean;
}

const SHARED = {
  at: place('introspect'),
  surface: 'introspection',
  status: 200,
  error: '{"active":false}',
  description: '',
  section: 'identity-and-resources.md 2',
} as const;

export const introspectRefusals = family('introspect', SHARED, {
  'no-token': {
    surface: 'token',
    status: 400,
    error: 'invalid_request',
    description: 'missing required parameter: token',
    why: ({ received }: { received: readonly string[] }) =>
      `the parameter token is needed; received: ${quoted(received)}`,
    fix: 'Send the access token or refresh token as the parameter token, in a form body.',
    evidence: 'unconfirmed',
    recipe: {
      steps: [
        {
          method: 'POST',
          path: '/services/oauth2/introspect',
          form: { client_id: '{{Web_Server.key}}', client_secret: '{{Web_Server.secret}}' },
        },
      ],
    },
  },
  dead: {
    why: ({ state }: { state: string }) => `the token is ${state}; only a live one is described`,
    fix: 'Get a new token: what is expired, revoked or was never issued here is inactive.',
    evidence: 'documented',
    recipe: { steps: [introspect('Web_Server', 'nonsense')] },
  },
  'other-app': {
    why: ({ app, appOrg, issuedTo, org, isOwnOrg, isIntrospectAllTokens }: Introspected) =>
      isOwnOrg
        ? `app ${app} asked about a token of app ${issuedTo}; other apps' tokens of the org need Introspect All Tokens, which is ${isIntrospectAllTokens ? 'on' : 'off'}`
        : `app ${app} of org ${appOrg} asked about a token of app ${issuedTo} and of a user of org ${org}; Introspect All Tokens opens the tokens of the own org only`,
    typical: { isOwnOrg: true, isIntrospectAllTokens: false },
    fix: ({ isOwnOrg }) =>
      isOwnOrg
        ? inSetup(
            INTROSPECT_ALL,
            (place) => `Ask with the app that the token was issued to, or tick ${place}.`,
          )
        : 'Ask with the app that the token was issued to.',
    evidence: 'documented',
    recipe: { steps: [clientCredentials(), introspect('Web_Server', '{{access_token}}')] },
  },
  'password-flow': {
    why: ({ app }: { app: string }) =>
      `the token, of app ${app}, must not be one of the username-password flow`,
    fix: 'Use the web server, JWT bearer or client credentials flow if tokens must be introspected: Salesforce describes none that was issued for a password.',
    evidence: { observed: 'salesforce.stackexchange.com/questions/305477' },
    recipe: { steps: [passwordGrant(), introspect('Username_Password', '{{access_token}}')] },
  },
});
