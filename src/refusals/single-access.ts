/** Refusals of single access, one bare word each, and of the front door, which leads to the log-in page (identity-and-resources.md 7). */

import { family } from './family.ts';
import { place } from './place.ts';
import { ADD_WEB } from './policy-words.ts';
import { quote } from './quote.ts';
import { logInTo, passwordGrant } from './recipe-words.ts';
import type { Step } from './refusal.ts';

const PATH = '/services/oauth2/singleaccess';

/** Logs ada in to Web_Server, with all of its scopes unless told otherwise, and exchanges the code. */
const logIn = (scope: string): readonly [Step, Step] => [
  logInTo('Web_Server', { scope }),
  {
    token: {
      grant_type: 'authorization_code',
      code: '{{code}}',
      client_id: '{{Web_Server.key}}',
      client_secret: '{{Web_Server.secret}}',
      redirect_uri: '{{Web_Server.callback}}',
    },
  },
];

const bridge = (query = '', headers: Readonly<Record<string, string>> = {}): Step => ({
  method: 'GET',
  path: `${PATH}${query}`,
  headers: { authorization: 'Bearer {{access_token}}', ...headers },
});

export interface VisitorCompared {
  readonly username: string;
  readonly isActive: boolean;
  readonly isFrozen: boolean;
  readonly apiUserOnly: boolean;
  readonly host: string;
  readonly isHome: boolean;
}

const SINGLE_ACCESS = {
  at: place('singleaccess'),
  surface: 'bare-word',
  status: 403,
  description: '',
  section: 'identity-and-resources.md 7',
} as const;

const FRONT_DOOR = {
  at: place('front-door'),
  surface: 'login-page',
  status: 302,
  error: 'login_error',
  description: '',
  section: 'identity-and-resources.md 7',
} as const;

export const singleAccessRefusals = {
  ...family('single-access', SINGLE_ACCESS, {
    'no-token': {
      error: 'Missing_OAuth_Token',
      why: () => 'an access token is looked for in Authorization and the parameter access_token',
      fix: 'Send the access token as Authorization: Bearer, or as access_token in a form.',
      evidence: 'unconfirmed',
      recipe: { steps: [{ method: 'GET', path: PATH }] },
    },
    'bad-token': {
      error: 'Bad_OAuth_Token',
      why: ({ state }: { state: string }) => `the access token must be alive and opaque; it is ${state}`,
      fix: 'Refresh the token; an app that issues JWT-based access tokens cannot use single access.',
      evidence: { observed: 'notes of 2026' },
      recipe: { steps: [{ method: 'GET', path: PATH, headers: { authorization: 'Bearer nonsense' } }] },
    },
    'api-only-user': {
      error: 'Bad_OAuth_Token',
      why: ({ username, profile }: { username: string; profile: string }) =>
        `${username} (profile ${profile}) must be allowed a browser: not an API Only User by profile or permission set`,
      fix: 'Setup > Profiles > (profile) > System Permissions > API Only User: clear it, or use another user.',
      evidence: { observed: 'notes of 2026' },
      recipe: {
        given: { apps: { Username_Password: { scopes: ['web', 'api'] } } },
        steps: [passwordGrant({ username: 'integration@acme.example' }), bridge()],
      },
    },
    scope: {
      error: 'Invalid_Scope',
      why: ({ scopes }: { scopes: string }) => `the token must hold web or full; it holds ${quote(scopes)}`,
      fix: ADD_WEB,
      evidence: { observed: 'notes of 2026' },
      recipe: { steps: [...logIn('api'), bridge()] },
    },
    'wrong-org': {
      error: 'Wrong_Org',
      why: ({ host, org }: { host: string; org: string }) =>
        `${host} must be a host of the org of the token, ${org}`,
      fix: 'Call the instance_url that came with the token.',
      evidence: 'unconfirmed',
      recipe: {
        given: { secondOrg: true },
        steps: [...logIn('web'), bridge('', { host: 'globex.develop.my.salesforce.com' })],
      },
    },
    host: {
      error: 'No_Access',
      why: ({ host, username, userType }: { host: string; username: string; userType: string }) =>
        `${host} must be the My Domain of ${username} (${userType}), or a site that they are a member of`,
      fix: 'Call the instance_url that came with the token, or the sfdc_community_url for a user of a site.',
      evidence: 'unconfirmed',
      recipe: { steps: [...logIn('web'), bridge('', { host: 'login.salesforce.com' })] },
    },
    param: {
      status: 400,
      error: 'Invalid_Param',
      why: ({ parameter, value }: { parameter: string; value: string }) =>
        parameter === 'redirect_uri'
          ? `redirect_uri must be relative; it is ${quote(value)}`
          : `${parameter} must be a record id of 15 or 18 characters; it is ${quote(value)}`,
      typical: { parameter: 'redirect_uri' },
      fix: 'Send a path of the org as redirect_uri, such as lightning/setup/SetupOneHome/home.',
      evidence: 'unconfirmed',
      recipe: { steps: [...logIn('web'), bridge('?redirect_uri=https%3A%2F%2Fevil.example')] },
    },
  }),
  ...family('front-door', FRONT_DOOR, {
    password: {
      why: ({ state }: { state: string }) =>
        `the one-time password must be alive: 60 seconds old at the most and never used; it is ${state}`,
      fix: 'Ask single access for a new frontdoor_uri and open it at once; each works once.',
      evidence: 'unconfirmed',
      recipe: { steps: [{ method: 'GET', path: '/secur/frontdoor.jsp?otp=nonsense&startURL=%2F' }] },
    },
    token: {
      why: ({ state }: { state: string }) =>
        `the access token in sid must be alive and opaque; it is ${state}`,
      fix: 'Send a live access token as sid, best in a form body; or use single access.',
      evidence: { observed: 'amtrack/sfdx-browserforce-plugin#106' },
      recipe: { steps: [{ method: 'GET', path: '/secur/frontdoor.jsp?sid=nonsense' }] },
    },
    scope: {
      why: ({ scopes }: { scopes: string }) => `the token must hold web or full; it holds ${quote(scopes)}`,
      fix: ADD_WEB,
      evidence: 'documented',
      recipe: {
        steps: [
          ...logIn('api'),
          { method: 'POST', path: '/secur/frontdoor.jsp', form: { sid: '{{access_token}}', retURL: '/' } },
        ],
      },
    },
    user: {
      why: ({ username, isActive, isFrozen, apiUserOnly, host, isHome }: VisitorCompared) =>
        `${username} (${isActive ? 'active' : 'inactive'}, ${isFrozen ? 'frozen' : 'not frozen'}, ${apiUserOnly ? 'API only' : 'not API only'}) must be allowed a browser, and at home on ${host} (${isHome ? 'yes' : 'no'})`,
      typical: { isActive: true, isFrozen: false, apiUserOnly: false, isHome: false },
      fix: 'Open the URL on the host that it names; Setup > Users > (user) shows whether they may log in.',
      evidence: 'unconfirmed',
      recipe: {
        steps: [
          ...logIn('web'),
          {
            method: 'POST',
            path: '/secur/frontdoor.jsp',
            headers: { host: 'test.salesforce.com' },
            form: { sid: '{{access_token}}' },
          },
        ],
      },
    },
  }),
};
