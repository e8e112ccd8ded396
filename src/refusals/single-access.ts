/** Refusals of single access, one bare word each, and of the front door, which leads to the log-in page (identity-and-resources.md 7). */

import { ADD_WEB } from './policy-words.ts';
import { refusal, type Step } from './refusal.ts';

const SECTION = 'identity-and-resources.md 7';
const UNCONFIRMED = { section: SECTION, certainty: 'unconfirmed' } as const;

const SINGLE_ACCESS = '/services/oauth2/singleaccess';

/** Logs ada in to Web_Server, with all of its scopes unless told otherwise, and exchanges the code. */
const logIn = (scope: string): readonly [Step, Step] => [
  {
    login: {
      client_id: '{{Web_Server.key}}',
      redirect_uri: '{{Web_Server.callback}}',
      scope,
    },
  },
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
  path: `${SINGLE_ACCESS}${query}`,
  headers: { authorization: 'Bearer {{access_token}}', ...headers },
});

export const singleAccessRefusals = {
  'single-access.no-token': refusal({
    surface: 'bare-word',
    status: 403,
    error: 'Missing_OAuth_Token',
    description: '',
    why: () => 'an access token is looked for in Authorization and the parameter access_token',
    fix: 'Send the access token as Authorization: Bearer, or as access_token in a form.',
    evidence: UNCONFIRMED,
    recipe: { steps: [{ method: 'GET', path: SINGLE_ACCESS }] },
  }),
  'single-access.bad-token': refusal<{ state: string }>({
    surface: 'bare-word',
    status: 403,
    error: 'Bad_OAuth_Token',
    description: '',
    why: ({ state }) => `the access token must be alive and opaque; it is ${state}`,
    fix: 'Refresh the token; an app that issues JWT-based access tokens cannot use single access.',
    evidence: { section: SECTION, certainty: 'observed', report: 'notes of 2026' },
    recipe: {
      steps: [{ method: 'GET', path: SINGLE_ACCESS, headers: { authorization: 'Bearer nonsense' } }],
    },
  }),
  'single-access.api-only-user': refusal<{ username: string; profile: string }>({
    surface: 'bare-word',
    status: 403,
    error: 'Bad_OAuth_Token',
    description: '',
    why: ({ username, profile }) =>
      `${username} (profile ${profile}) must be allowed a browser: not an API Only User by profile or permission set`,
    fix: 'Setup > Profiles > (profile) > System Permissions > API Only User: clear it, or use another user.',
    evidence: { section: SECTION, certainty: 'observed', report: 'notes of 2026' },
    recipe: {
      given: { apps: { Username_Password: { scopes: ['web', 'api'] } } },
      steps: [
        {
          token: {
            grant_type: 'password',
            client_id: '{{Username_Password.key}}',
            client_secret: '{{Username_Password.secret}}',
            username: 'integration@acme.example',
            password: 'correct-horseTok3n',
          },
        },
        bridge(),
      ],
    },
  }),
  'single-access.scope': refusal<{ scopes: string }>({
    surface: 'bare-word',
    status: 403,
    error: 'Invalid_Scope',
    description: '',
    why: ({ scopes }) => `the token must hold web or full; it holds "${scopes}"`,
    fix: ADD_WEB,
    evidence: { section: SECTION, certainty: 'observed', report: 'notes of 2026' },
    recipe: { steps: [...logIn('api'), bridge()] },
  }),
  'single-access.wrong-org': refusal<{ host: string; org: string }>({
    surface: 'bare-word',
    status: 403,
    error: 'Wrong_Org',
    description: '',
    why: ({ host, org }) => `${host} must be a host of the org of the token, ${org}`,
    fix: 'Call the instance_url that came with the token.',
    evidence: UNCONFIRMED,
    recipe: {
      given: { secondOrg: true },
      steps: [...logIn('web'), bridge('', { host: 'globex.develop.my.salesforce.com' })],
    },
  }),
  'single-access.host': refusal<{ host: string; username: string; userType: string }>({
    surface: 'bare-word',
    status: 403,
    error: 'No_Access',
    description: '',
    why: ({ host, username, userType }) =>
      `${host} must be the My Domain of ${username} (${userType}), or a site that they are a member of`,
    fix: 'Call the instance_url that came with the token, or the sfdc_community_url for a user of a site.',
    evidence: UNCONFIRMED,
    recipe: { steps: [...logIn('web'), bridge('', { host: 'login.salesforce.com' })] },
  }),
  'single-access.param': refusal<{ parameter: string; value: string }>({
    surface: 'bare-word',
    status: 400,
    error: 'Invalid_Param',
    description: '',
    why: ({ parameter, value }) =>
      parameter === 'redirect_uri'
        ? `redirect_uri must be relative; it is "${value}"`
        : `${parameter} must be a record id of 15 or 18 characters; it is "${value}"`,
    typical: { parameter: 'redirect_uri' },
    fix: 'Send a path of the org as redirect_uri, such as lightning/setup/SetupOneHome/home.',
    evidence: UNCONFIRMED,
    recipe: { steps: [...logIn('web'), bridge('?redirect_uri=https%3A%2F%2Fevil.example')] },
  }),
  'front-door.password': refusal<{ state: string }>({
    surface: 'login-page',
    status: 302,
    error: 'login_error',
    description: '',
    why: ({ state }) =>
      `the one-time password must be alive: 60 seconds old at the most and never used; it is ${state}`,
    fix: 'Ask single access for a new frontdoor_uri and open it at once; each works once.',
    evidence: UNCONFIRMED,
    recipe: { steps: [{ method: 'GET', path: '/secur/frontdoor.jsp?otp=nonsense&startURL=%2F' }] },
  }),
  'front-door.token': refusal<{ state: string }>({
    surface: 'login-page',
    status: 302,
    error: 'login_error',
    description: '',
    why: ({ state }) => `the access token in sid must be alive and opaque; it is ${state}`,
    fix: 'Send a live access token as sid, best in a form body; or use single access.',
    evidence: { section: SECTION, certainty: 'observed', report: 'amtrack/sfdx-browserforce-plugin#106' },
    recipe: { steps: [{ method: 'GET', path: '/secur/frontdoor.jsp?sid=nonsense' }] },
  }),
  'front-door.scope': refusal<{ scopes: string }>({
    surface: 'login-page',
    status: 302,
    error: 'login_error',
    description: '',
    why: ({ scopes }) => `the token must hold web or full; it holds "${scopes}"`,
    fix: ADD_WEB,
    evidence: { section: SECTION, certainty: 'documented' },
    recipe: {
      steps: [
        ...logIn('api'),
        { method: 'POST', path: '/secur/frontdoor.jsp', form: { sid: '{{access_token}}', retURL: '/' } },
      ],
    },
  }),
  'front-door.user': refusal<{
    username: string;
    isActive: boolean;
    isFrozen: boolean;
    apiUserOnly: boolean;
    host: string;
    isHome: boolean;
  }>({
    surface: 'login-page',
    status: 302,
    error: 'login_error',
    description: '',
    why: ({ username, isActive, isFrozen, apiUserOnly, host, isHome }) =>
      `${username} (${isActive ? 'active' : 'inactive'}, ${isFrozen ? 'frozen' : 'not frozen'}, ${apiUserOnly ? 'API only' : 'not API only'}) must be allowed a browser, and at home on ${host} (${isHome ? 'yes' : 'no'})`,
    typical: { isActive: true, isFrozen: false, apiUserOnly: false, isHome: false },
    fix: 'Open the URL on the host that it names; Setup > Users > (user) shows whether they may log in.',
    evidence: UNCONFIRMED,
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
  }),
};
