/** How the user-agent flow says no beyond the checks that it shares with the web server flow (authorize.md 5). */
import { refusal } from './refusal.ts';
import { inSetup, SCOPES } from './setup-paths.ts';

const USER_AGENT = {
  response_type: 'token',
  client_id: '{{User_Agent.key}}',
  redirect_uri: '{{User_Agent.callback}}',
} as const;

export const userAgentRefusals = {
  'user-agent.flow-disabled': refusal<{ org: string; allowed: boolean }>({
    surface: 'callback',
    status: 302,
    error: 'oauth_flow_disabled',
    description: 'user-agent flow is disabled',
    why: ({ org, allowed }) => `"Allow OAuth User-Agent Flows" of ${org} is ${allowed ? 'on' : 'off'}`,
    typical: { allowed: false },
    fix: 'Turn it on in Setup > OAuth and OpenID Connect Settings, or use the web server flow with PKCE.',
    evidence: { section: 'authorize.md 5, 10', certainty: 'unconfirmed' },
    recipe: {
      given: { settings: { allowUserAgentFlow: false } },
      steps: [{ authorize: USER_AGENT }],
    },
  }),
  'user-agent.external-client-app': refusal<{ app: string; kind: string }>({
    surface: 'callback',
    status: 302,
    error: 'oauth_flow_disabled',
    description: 'user-agent flow is disabled',
    why: ({ app, kind }) =>
      `${app} is ${kind === 'connectedApp' ? 'a Connected App' : 'an External Client App'}; the user-agent flow is for Connected Apps`,
    fix: 'Use the web server flow with PKCE, which External Client Apps have.',
    evidence: { section: 'model.md 2.6', certainty: 'unconfirmed' },
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
  }),
  'user-agent.nonce-missing': refusal<{ responseType: string; sent: boolean }>({
    surface: 'callback',
    status: 302,
    error: 'invalid_request',
    description: 'missing required nonce',
    why: ({ responseType, sent }) =>
      `response_type "${responseType}" ${responseType.includes('id_token') ? 'needs' : 'needs no'} nonce; one was ${sent ? '' : 'not '}sent`,
    typical: { sent: false },
    fix: 'Send a random nonce, and compare it with the one in the ID token.',
    evidence: { section: 'authorize.md 5', certainty: 'unconfirmed' },
    recipe: { steps: [{ authorize: { ...USER_AGENT, response_type: 'token id_token', scope: 'openid' } }] },
  }),
  'user-agent.openid-missing': refusal<{ responseType: string; scopes: readonly string[] }>({
    surface: 'callback',
    status: 302,
    error: 'invalid_scope',
    description: 'the requested scope is not allowed',
    why: ({ responseType, scopes }) =>
      `response_type "${responseType}" ${responseType.includes('id_token') ? 'needs' : 'does not need'} the scope openid; the scopes are ${scopes.join(' ')}`,
    fix: inSetup(SCOPES, (place) => `Add openid to scope, and to the app: ${place}.`),
    evidence: { section: 'authorize.md 5', certainty: 'unconfirmed' },
    recipe: {
      steps: [{ authorize: { ...USER_AGENT, response_type: 'token id_token', scope: 'api', nonce: 'n' } }],
    },
  }),
};
