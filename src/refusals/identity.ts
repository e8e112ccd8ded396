/** Refusals of userinfo and the identity URL: one bare word, 403 where OAuth says 401 (identity-and-resources.md 3.3). */
import { refusal, type Step } from './refusal.ts';
import { inSetup, SCOPES } from './setup-paths.ts';

const SECTION = 'identity-and-resources.md 3.3';

const LOG_IN: Step = {
  login: {
    response_type: 'code',
    client_id: '{{Web_Server.key}}',
    redirect_uri: '{{Web_Server.callback}}',
  },
  as: 'ada@acme.example',
};

const EXCHANGE: Step = {
  token: {
    grant_type: 'authorization_code',
    code: '{{code}}',
    client_id: '{{Web_Server.key}}',
    client_secret: '{{Web_Server.secret}}',
    redirect_uri: '{{Web_Server.callback}}',
  },
};

function identityOf(user: string, query = ''): Step {
  return {
    method: 'GET',
    path: `/id/{{org.id}}/${user}${query}`,
    headers: { authorization: 'Bearer {{access_token}}' },
  };
}

export const identityRefusals = {
  'identity.no-token': refusal<{ lookedIn: string }>({
    surface: 'bare-word',
    status: 403,
    error: 'Missing_OAuth_Token',
    description: '',
    why: ({ lookedIn }) => `an access token is looked for in ${lookedIn}`,
    fix: 'Send the access token as Authorization: Bearer. A POST to the identity URL must not carry it in the query.',
    evidence: {
      section: SECTION,
      certainty: 'observed',
      report: 'live answer of a site, 2026-08-02; realdoug/omniauth-salesforce#12',
    },
    recipe: { steps: [{ method: 'GET', path: '/services/oauth2/userinfo' }] },
  }),
  'identity.bad-token': refusal<{ state: string }>({
    surface: 'bare-word',
    status: 403,
    error: 'Bad_OAuth_Token',
    description: '',
    why: ({ state }) => `the access token is ${state}`,
    fix: 'Refresh the token on 403 with exactly this body; there is no 401 here.',
    evidence: {
      section: SECTION,
      certainty: 'observed',
      report: 'forcedotcom/SalesforceMobileSDK-iOS#3398, jsforce/jsforce#736',
    },
    recipe: {
      steps: [
        { method: 'GET', path: '/services/oauth2/userinfo', headers: { authorization: 'Bearer nonsense' } },
      ],
    },
  }),
  'identity.no-site-endpoint': refusal<{ host: string }>({
    surface: 'bare-word',
    status: 404,
    error: 'No_Site_Endpoint',
    description: '',
    why: ({ host }) => `an Experience Cloud site must live at ${host}`,
    fix: 'Call the site with its path, as in acme.my.site.com/partners: Setup > Digital Experiences > All Sites.',
    evidence: { section: SECTION, certainty: 'documented' },
    recipe: {
      steps: [
        {
          method: 'GET',
          path: '/services/oauth2/userinfo',
          headers: { host: 'nowhere.my.site.com' },
        },
      ],
    },
  }),
  'identity.scope': refusal<{ scopes: string }>({
    surface: 'bare-word',
    status: 403,
    error: 'Bad_OAuth_Token',
    description: '',
    why: ({ scopes }) =>
      `the token holds "${scopes}"; openid or id is needed (api, chatter_api and full bring id)`,
    fix: inSetup(SCOPES, (place) => `Ask for id or openid: ${place} > Access the identity URL service.`),
    evidence: { section: SECTION, certainty: 'recalled' },
    recipe: {
      given: { apps: { Web_Server: { scopes: ['web'] } } },
      steps: [
        LOG_IN,
        EXCHANGE,
        {
          method: 'GET',
          path: '/services/oauth2/userinfo',
          headers: { authorization: 'Bearer {{access_token}}' },
        },
      ],
    },
  }),
  'identity.inactive': refusal<{ user: string; isActive: boolean }>({
    surface: 'bare-word',
    status: 404,
    error: 'Inactive',
    description: '',
    why: ({ user, isActive }) => `${user} is ${isActive ? 'active' : 'inactive'}`,
    typical: { isActive: false },
    fix: 'Setup > Users > (user) > Edit > Active.',
    evidence: { section: SECTION, certainty: 'documented' },
    recipe: {
      given: { users: { 'grace@acme.example': { isActive: false } } },
      steps: [LOG_IN, EXCHANGE, identityOf('{{grace.id}}')],
    },
  }),
  'identity.bad-id': refusal<{ record: 'org' | 'user'; id: string }>({
    surface: 'bare-word',
    status: 404,
    error: 'Bad_Id',
    description: '',
    why: ({ record, id }) => `the path names ${record} ${id}`,
    fix: 'Use the id of the token response as it is: /id/<org id>/<user id>.',
    evidence: { section: SECTION, certainty: 'documented' },
    recipe: { steps: [LOG_IN, EXCHANGE, identityOf('005000000000001AAA')] },
  }),
  'identity.wrong-org': refusal<{ asked: string; tokenOrg: string }>({
    surface: 'bare-word',
    status: 403,
    error: 'Wrong_Org',
    description: '',
    why: ({ asked, tokenOrg }) => `org ${asked} was asked for with a token of org ${tokenOrg}`,
    fix: 'Send each org the tokens that it issued.',
    evidence: { section: SECTION, certainty: 'documented' },
    recipe: {
      given: { secondOrg: true },
      steps: [
        {
          login: {
            response_type: 'code',
            client_id: 'PlatformCLI',
            redirect_uri: 'http://localhost:1717/OauthRedirect',
          },
          as: 'lin@globex.example',
        },
        {
          token: {
            grant_type: 'authorization_code',
            code: '{{code}}',
            client_id: 'PlatformCLI',
            redirect_uri: 'http://localhost:1717/OauthRedirect',
          },
        },
        identityOf('{{ada.id}}'),
      ],
    },
  }),
  'identity.no-access': refusal<{ missing: readonly string[] }>({
    surface: 'bare-word',
    status: 404,
    error: 'No_Access',
    description: '',
    why: ({ missing }) =>
      `another user's identity needs api or full, API Enabled and a standard user; missing: ${missing.join(', ') || 'nothing'}`,
    fix: 'Ask for the scope api, and give the user API Enabled: Setup > Profiles > (profile) > System Permissions.',
    evidence: { section: SECTION, certainty: 'documented' },
    recipe: {
      given: { apps: { Web_Server: { scopes: ['id'] } } },
      steps: [LOG_IN, EXCHANGE, identityOf('{{grace.id}}')],
    },
  }),
  'identity.version': refusal<{ version: string; oldest: string; newest: string }>({
    surface: 'bare-word',
    status: 406,
    error: 'Invalid_Version',
    description: '',
    why: ({ version, oldest, newest }) =>
      `version was "${version}"; known are ${oldest} to ${newest}, and latest`,
    fix: 'Send version=latest or one that /services/data lists.',
    evidence: { section: SECTION, certainty: 'documented' },
    recipe: { steps: [LOG_IN, EXCHANGE, identityOf('{{ada.id}}', '?version=999.0')] },
  }),
  'identity.callback': refusal<{ callback: string }>({
    surface: 'bare-word',
    status: 406,
    error: 'Invalid_Callback',
    description: '',
    why: ({ callback }) => `callback was "${callback}", which must be a JavaScript identifier`,
    fix: 'Send format=jsonp with the name of a function as callback.',
    evidence: { section: SECTION, certainty: 'documented' },
    recipe: { steps: [LOG_IN, EXCHANGE, identityOf('{{ada.id}}', '?format=jsonp&callback=1%2B1')] },
  }),
};
