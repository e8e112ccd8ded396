/** How the user-agent flow says no beyond the checks that it shares with the web server flow (authorize.md 5). */
import { family } from './family.ts';
import { place } from './place.ts';
import { quote } from './quote.ts';
import { inSetup, SCOPES } from './setup-paths.ts';

const USER_AGENT = {
  response_type: 'token',
  client_id: '{{User_Agent.key}}',
  redirect_uri: '{{User_Agent.callback}}',
} as const;

const SHARED = {
  at: place('authorize'),
  surface: 'callback',
  status: 302,
  section: 'authorize.md 5',
  evidence: 'unconfirmed',
} as const;

export const userAgentRefusals = family('user-agent', SHARED, {
  'flow-disabled': {
    error: 'oauth_flow_disabled',
    description: 'user-agent flow is disabled',
    why: ({ org, allowed }: { org: string; allowed: boolean }) =>
      `"Allow OAuth User-Agent Flows" of ${org} is ${allowed ? 'on' : 'off'}`,
    typical: { allowed: false },
    fix: 'Turn it on in Setup > OAuth and OpenID Connect Settings, or use the web server flow with PKCE.',
    section: 'authorize.md 5, 10',
    recipe: {
      given: { settings: { allowUserAgentFlow: false } },
      steps: [{ authorize: USER_AGENT }],
    },
  },
  'external-client-app': {
    error: 'oauth_flow_disabled',
    description: 'user-agent flow is disabled',
    why: ({ app, kind }: { app: string; kind: string }) =>
      `${app} is ${kind === 'connectedApp' ? 'a Connected App' : 'an External Client App'}; the user-agent flow is for Connected Apps`,
    fix: 'Use the web server flow with PKCE, which External Client Apps have.',
    section: 'model.md 2.6',
    recipe: {
      steps: [
        {
          authorize: {
            ...USER_AGENT,
            client_id: '{{Web_Server_PKCE.key}}',
            redirect_uri: '{{Web_Server_PKCE.callback}}',
          },
        },
      ],
    },
  },
  'nonce-missing': {
    error: 'invalid_request',
    description: 'missing required nonce',
    why: ({ responseType, sent }: { responseType: string; sent: boolean }) =>
      `response_type ${quote(responseType)} ${responseType.includes('id_token') ? 'needs' : 'needs no'} nonce; one was ${sent ? '' : 'not '}sent`,
    typical: { sent: false },
    fix: 'Send a random nonce, and compare it with the one in the ID token.',
    recipe: { steps: [{ authorize: { ...USER_AGENT, response_type: 'token id_token', scope: 'openid' } }] },
  },
  'openid-missing': {
    error: 'invalid_scope',
    description: 'the requested scope is not allowed',
    why: ({ responseType, scopes }: { responseType: string; scopes: readonly string[] }) =>
      `response_type ${quote(responseType)} ${responseType.includes('id_token') ? 'needs' : 'does not need'} the scope openid; the scopes are ${scopes.join(' ')}`,
    fix: inSetup(SCOPES, (place) => `Add openid to scope, and to the app: ${place}.`),
    recipe: {
      steps: [{ authorize: { ...USER_AGENT, response_type: 'token id_token', scope: 'api', nonce: 'n' } }],
    },
  },
});
