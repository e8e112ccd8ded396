/** How the authorize endpoint says no. Surfaces and bytes: authorize.md 1; conditions: authorize.md 4.4, 10, 13. */

import { family } from './family.ts';
import { byHttps, CALL_BY_HTTPS } from './https-words.ts';
import { NO_BETTER_TEXT } from './login-history.ts';
import { place } from './place.ts';
import { quoted, UNEXPECTED, unlessFar, yesOrNo } from './policy-words.ts';
import { quote } from './quote.ts';
import { CHALLENGE, codeRequest } from './recipe-words.ts';
import { CALLBACKS, inSetup, KEY_AND_SECRET, REQUIRE_PKCE, SCOPES } from './setup-paths.ts';

const WEB_SERVER = codeRequest('Web_Server');

/** A form-encoded string from the authorize endpoint itself: nobody knows yet where to redirect to. */
const RAW_BODY = {
  at: place('authorize'),
  surface: 'raw-body',
  status: 400,
  section: 'authorize.md 4.4',
} as const;

const CALLBACK = {
  at: place('authorize'),
  surface: 'callback',
  status: 302,
  error: 'invalid_request',
  section: 'authorize.md 4.4',
} as const;

const APPROVAL = {
  at: place('approval'),
  surface: 'error-page',
  status: 302,
  section: 'authorize.md 4.4',
} as const;

export interface CallbackCompared {
  readonly redirectUri: string;
  readonly registered: readonly string[];
  readonly nearMiss: string | undefined;
}

export const authorizeRefusals = {
  ...family('authorize', RAW_BODY, {
    'https-required': {
      error: 'invalid_request',
      description: 'HTTPS required',
      why: byHttps,
      fix: CALL_BY_HTTPS,
      // The meaning is documented; that it is said so, and on this surface, is presumed.
      evidence: 'documented',
      recipe: {
        steps: [
          {
            method: 'GET',
            path: 'http://login.salesforce.com/services/oauth2/authorize?response_type=code&client_id={{Web_Server.key}}',
          },
        ],
      },
    },
    method: {
      error: 'invalid_request',
      description: 'must use HTTP GET',
      why: ({ method, responseType }: { method: string; responseType: string }) =>
        `response_type ${quote(responseType)} was sent by ${method}; code_credentials takes POST, every other GET`,
      fix: 'Send the browser to the authorize endpoint with GET and the parameters in the query.',
      section: 'authorize.md 1.2, 13',
      evidence: 'documented',
      recipe: { steps: [{ method: 'POST', path: '/services/oauth2/authorize', form: WEB_SERVER }] },
    },
    'client-unknown': {
      error: 'invalid_client_id',
      description: 'client identifier invalid',
      why: ({ clientId, nearMiss }: { clientId: string | undefined; nearMiss: string | undefined }) =>
        clientId === undefined
          ? 'no client_id was sent'
          : `client_id ${quote(clientId)} was looked up among the consumer keys of all orgs${unlessFar(nearMiss)}`,
      fix: inSetup(
        KEY_AND_SECRET,
        (place) => `Copy the consumer key: ${place}. A new app takes 2 to 10 minutes to be known.`,
      ),
      evidence: { observed: 'wadewegner/Force.com-Toolkit-for-NET#244, jsforce/jsforce#762' },
      recipe: { steps: [{ authorize: { ...WEB_SERVER, client_id: '3MVG9unknown' } }] },
    },
    'client-not-propagated': {
      error: 'invalid_client_id',
      description: 'client identifier invalid',
      why: ({ app, age, delay }: { app: string; age: number; delay: number }) =>
        `app ${app} is ${age} minutes old; it is known after ${delay}`,
      fix: "Wait, or move the lab's clock: a new app takes 2 to 10 minutes to be known, an External Client App up to 30. In the seed: propagationDelay.",
      evidence: { observed: 'ArcadeAI/arcade-mcp#1136' },
      recipe: {
        given: { apps: { Web_Server: { propagationDelay: 10 } } },
        steps: [{ authorize: WEB_SERVER }],
      },
    },
    'client-of-other-org': {
      error: 'invalid_client_id',
      description: 'client identifier invalid',
      why: ({ clientId, myDomain }: { clientId: string; myDomain: string | undefined }) =>
        `client_id ${quote(clientId)} was looked up in ${myDomain === undefined ? 'all orgs, which the host called serves' : `the org of My Domain ${quote(myDomain)}`}`,
      fix: "Use the My Domain of the app's own org, or login.salesforce.com (test.salesforce.com for sandboxes).",
      evidence: { observed: 'idx 54076554276' },
      recipe: {
        given: { secondOrg: true },
        steps: [
          {
            method: 'GET',
            path: '/services/oauth2/authorize?response_type=code&client_id={{Web_Server.key}}',
            headers: { host: 'globex.develop.my.salesforce.com' },
          },
        ],
      },
    },
    'response-type': {
      error: 'unsupported_response_type',
      description: 'response type not supported',
      why: ({
        responseType,
        supported,
      }: {
        responseType: string | undefined;
        supported: readonly string[];
      }) =>
        `response_type was ${responseType === undefined ? 'not sent' : quote(responseType)}; supported: ${quoted(supported)}`,
      fix: 'Send one of them, with a space (+ or %20, not %2B) between two words.',
      section: 'authorize.md 4.4, 13',
      evidence: 'unconfirmed',
      recipe: { steps: [{ authorize: { ...WEB_SERVER, response_type: 'magic' } }] },
    },
  }),
  ...family('callback', RAW_BODY, {
    missing: {
      error: 'redirect_uri_missing',
      description: 'redirect_uri not provided',
      why: () => 'redirect_uri is required, also when the app has a single callback URL',
      fix: inSetup(CALLBACKS, (place) => `Send one of the callback URLs of the app: ${place}.`),
      section: 'authorize.md 4.4, 13',
      evidence: 'unconfirmed',
      recipe: { steps: [{ authorize: { response_type: 'code', client_id: '{{Web_Server.key}}' } }] },
    },
    'out-of-band': {
      error: 'invalid_request',
      description: 'out-of-band not supported',
      why: ({ redirectUri }: { redirectUri: string }) =>
        `redirect_uri was ${quote(redirectUri)}; it must be a URL that a browser can be sent to`,
      fix: 'Use a URL your app listens on, or https://login.salesforce.com/services/oauth2/success.',
      section: 'authorize.md 1.2',
      evidence: 'documented',
      recipe: { steps: [{ authorize: { ...WEB_SERVER, redirect_uri: 'urn:ietf:wg:oauth:2.0:oob' } }] },
    },
    mismatch: {
      error: 'redirect_uri_mismatch',
      description: 'redirect_uri must match configuration',
      why: ({ redirectUri, registered, nearMiss }: CallbackCompared) =>
        `redirect_uri was ${quote(redirectUri)}; registered: ${quoted(registered)} (compared whole; only scheme and host have no case)${unlessFar(nearMiss)}`,
      fix: inSetup(CALLBACKS, (place) => `Make them equal, port and trailing slash included: ${place}.`),
      section: 'authorize.md 4.4, 11',
      evidence: {
        observed:
          'aspnet-contrib/AspNet.Security.OAuth.Providers#357, dufoli/Salesforce-Inspector-Advanced#203',
      },
      recipe: { steps: [{ authorize: { ...WEB_SERVER, redirect_uri: '{{Web_Server.callback}}/' } }] },
    },
  }),
  ...family('pkce', CALLBACK, {
    method: {
      description: 'code challenge method must be S256',
      why: ({ method }: { method: string | undefined }) =>
        `code_challenge_method was ${method === undefined ? 'not sent, which means S256' : quote(method)}; S256 is the only one`,
      fix: 'Send base64url(SHA-256(code_verifier)) as code_challenge, with code_challenge_method=S256 or without it.',
      section: 'authorize.md 4.1, 13',
      evidence: 'unconfirmed',
      recipe: {
        steps: [
          {
            authorize: {
              ...WEB_SERVER,
              code_challenge: CHALLENGE,
              code_challenge_method: 'plain',
            },
          },
        ],
      },
    },
    missing: {
      description: 'missing required code challenge',
      why: ({
        sent,
        requiredByApp,
        requiredByOrg,
      }: {
        sent: boolean;
        requiredByApp: boolean;
        requiredByOrg: boolean;
      }) =>
        `code_challenge sent: ${yesOrNo(sent)}; PKCE required by the app: ${yesOrNo(requiredByApp)}, by the org: ${yesOrNo(requiredByOrg)}`,
      typical: { sent: false, requiredByApp: true, requiredByOrg: false },
      fix: inSetup(
        REQUIRE_PKCE,
        (place) =>
          `Send a code_challenge, or clear the box: ${place}; for the whole org Setup > OAuth and OpenID Connect Settings.`,
      ),
      evidence: { observed: 'HappySoup#252, activepieces/activepieces#15615' },
      recipe: {
        steps: [
          {
            authorize: codeRequest('Web_Server_PKCE'),
          },
        ],
      },
    },
  }),
  ...family('authorize', APPROVAL, {
    immediate: {
      surface: 'callback',
      error: 'immediate_unsuccessful',
      description: 'immediate unsuccessful',
      why: ({
        immediate,
        pending,
      }: {
        immediate: boolean;
        pending: 'log in' | 'allow access' | 'do nothing';
      }) =>
        `immediate was ${immediate ? 'true, which shows no page' : 'not true'}; the user still has to ${pending}`,
      fix: 'Send the user through authorize once without immediate=true, so that a session and an approval exist.',
      section: 'authorize.md 4.4, 13',
      evidence: 'unconfirmed',
      recipe: {
        steps: [{ authorize: { ...WEB_SERVER, immediate: 'true' } }, { method: 'GET', path: '{{location}}' }],
      },
    },
    denied: {
      surface: 'callback',
      error: 'access_denied',
      description: 'end-user denied authorization',
      why: ({ username, app, pressed }: { username: string; app: string; pressed: 'Allow' | 'Deny' }) =>
        `${username} pressed ${pressed} for ${app}`,
      fix: 'Press Allow.',
      evidence: { observed: 'forcedotcom/sfdx-core:test/unit/webOauthServer.test.ts, superfell/SoqlX' },
      recipe: { steps: [{ login: WEB_SERVER, as: 'ada', press: 'Deny' }] },
    },
    scope: {
      error: 'invalid_scope',
      description: 'the requested scope is not allowed',
      loginHistory: NO_BETTER_TEXT,
      why: ({ requested, assigned }: { requested: readonly string[]; assigned: readonly string[] }) =>
        `scope asked for ${quoted(requested)}; the app has ${quoted(assigned)}`,
      fix: inSetup(
        SCOPES,
        (place) => `Ask for fewer scopes, or add them: ${place}. Separate them by spaces.`,
      ),
      section: 'authorize.md 4.4, model.md 3.3',
      evidence: { observed: 'forcedotcom/mcp-hosted#47' },
      recipe: { steps: [{ login: { ...WEB_SERVER, scope: 'api no_such_scope' }, as: 'ada' }] },
    },
  }),
  ...family('approval', APPROVAL, {
    unreadable: {
      error: 'OAUTH_APPROVAL_ERROR_GENERIC',
      description: UNEXPECTED,
      why: ({ reason }: { reason: string }) =>
        `the approval process travels in the parameter "source", which was ${reason}`,
      fix: 'Start again at /services/oauth2/authorize.',
      evidence: { observed: 'forcedotcom/mcp-hosted#47' },
      recipe: {
        steps: [
          { method: 'GET', path: '/setup/secur/RemoteAccessAuthorizationPage.apexp?source=CAAAAnonsense' },
        ],
      },
    },
    expired: {
      error: 'OAUTH_APPROVAL_ERROR_GENERIC',
      description: "You didn't complete the approval process before it expired. Please try again.",
      why: ({ minutes, limit }: { minutes: number; limit: number }) =>
        `the approval process began ${minutes} minutes ago; it lives ${limit} minutes`,
      fix: 'Start again at /services/oauth2/authorize, and finish sooner.',
      section: 'authorize.md 2, 4.4',
      evidence: 'documented',
      recipe: {
        steps: [{ authorize: WEB_SERVER }, { advance: '61m' }, { method: 'GET', path: '{{location}}' }],
      },
    },
  }),
};
