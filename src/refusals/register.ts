/** Refusals of dynamic client registration. None was ever observed; the codes are RFC 7591's (identity-and-resources.md 5). */
import { family } from './family.ts';
import { place } from './place.ts';
import { quoted } from './policy-words.ts';
import { quote } from './quote.ts';
import type { Step } from './refusal.ts';

function register(body: object | string, token = 'DEMO0INITIAL0ACCESS0TOKEN'): Step {
  return {
    method: 'POST',
    path: '/services/oauth2/register',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

const INITIAL_ACCESS_TOKEN =
  'Setup > App Manager > (app) > Initial Access Token for Dynamic Client Registration';

const SHARED = {
  at: place('register'),
  surface: 'token',
  status: 400,
  section: 'identity-and-resources.md 5',
  evidence: 'recalled',
} as const;

export const registerRefusals = family('register', SHARED, {
  'initial-access-token': {
    status: 401,
    error: 'invalid_token',
    description: 'invalid initial access token',
    why: ({ sent }: { sent: boolean }) =>
      `the Authorization header (a Bearer token was ${sent ? '' : 'not '}sent) must carry the initial access token of an app of the org called`,
    fix: {
      connectedApp: `${INITIAL_ACCESS_TOKEN} > Generate, and send it as Authorization: Bearer.`,
      externalClientApp:
        'Setup > External Client App Manager > (app) > Settings > OAuth Settings: no source shows the token there, so generate that of a Connected App, or give the app an initialAccessToken in the seed.',
    },
    recipe: { steps: [register({ client_name: 'Example', redirect_uris: ['http://localhost'] }, 'wrong')] },
  },
  metadata: {
    error: 'invalid_client_metadata',
    description: ({ problem }) => `invalid client metadata: ${problem}`,
    why: ({ problem }: { problem: string | undefined }) =>
      `the body must be a JSON object whose client_name is a text of at most 80 characters and whose lists are lists of texts; ${problem === undefined ? 'nothing is wrong with it' : `wrong: ${problem}`}`,
    fix: 'Send Content-Type: application/json with redirect_uris, client_name, and lists for response_types, grant_types and contacts.',
    recipe: { steps: [register({ redirect_uris: ['http://localhost'] })] },
  },
  'redirect-uri': {
    error: 'invalid_redirect_uri',
    description: 'invalid redirect_uri',
    why: ({ redirectUris, complaint }: { redirectUris: readonly string[]; complaint: string | undefined }) =>
      `every redirect URI must be a callback URL that Setup takes; sent: ${quoted(redirectUris)}${complaint === undefined ? '' : `; ${complaint}`}`,
    fix: "Register absolute URLs, at least one, with 2,000 characters in all: https, http://localhost, or a scheme of the app's own.",
    recipe: { steps: [register({ client_name: 'Example', redirect_uris: ['/callback'] })] },
  },
  'access-token': {
    status: 401,
    error: 'invalid_token',
    description: 'invalid registration access token',
    why: ({ client, registered }: { client: string; registered: boolean }) =>
      `client ${quote(client)} (${registered ? 'registered' : 'never registered'}) can be read with its own registration access token only`,
    fix: 'Send the registration_access_token of the registration as Authorization: Bearer to its registration_client_uri.',
    recipe: {
      steps: [
        register({ client_name: 'Example', redirect_uris: ['http://localhost'] }),
        {
          method: 'GET',
          path: '/services/oauth2/register/{{client_id}}',
          headers: { authorization: 'Bearer wrong' },
        },
      ],
    },
  },
});
