/** Refusals of userinfo and the identity URL: one bare word, 403 where OAuth says 401 (identity-and-resources.md 3.3). */

import { family } from './family.ts';
import { byHttps, CALL_BY_HTTPS } from './https-words.ts';
import { place } from './place.ts';
import { quote } from './quote.ts';
import { withToken } from './recipe-words.ts';
import type { Step } from './refusal.ts';
import { inSetup, SCOPES } from './setup-paths.ts';

function identityOf(user: string, query = ''): Step {
  return {
    method: 'GET',
    path: `/id/{{org.id}}/${user}${query}`,
    headers: { authorization: 'Bearer {{access_token}}' },
  };
}

const SHARED = {
  at: place('identity'),
  surface: 'bare-word',
  status: 403,
  description: '',
  section: 'identity-and-resources.md 3.3',
} as const;

export const identityRefusals = family('identity', SHARED, {
  'https-required': {
    error: 'HTTPS_Required',
    why: byHttps,
    fix: CALL_BY_HTTPS,
    evidence: 'documented',
    recipe: {
      steps: [{ method: 'GET', path: 'http://login.salesforce.com/services/oauth2/userinfo' }],
    },
  },
  'no-token': {
    error: 'Missing_OAuth_Token',
    why: ({ lookedIn }: { lookedIn: string }) => `an access token is looked for in ${lookedIn}`,
    fix: 'Send the access token as Authorization: Bearer. A POST to the identity URL must not carry it in the query.',
    evidence: { observed: 'live answer of a site, 2026-08-02; realdoug/omniauth-salesforce#12' },
    recipe: { steps: [{ method: 'GET', path: '/services/oauth2/userinfo' }] },
  },
  'bad-token': {
    error: 'Bad_OAuth_Token',
    why: ({ state }: { state: string }) => `the access token is ${state}`,
    fix: 'Refresh the token on 403 with exactly this body; there is no 401 here.',
    evidence: { observed: 'forcedotcom/SalesforceMobileSDK-iOS#3398, jsforce/jsforce#736' },
    recipe: {
      steps: [
        { method: 'GET', path: '/services/oauth2/userinfo', headers: { authorization: 'Bearer nonsense' } },
      ],
    },
  },
  'no-site-endpoint': {
    status: 404,
    error: 'No_Site_Endpoint',
    why: ({ host }: { host: string }) => `an Experience Cloud site must live at ${host}`,
    fix: 'Call the site with its path, as in acme.my.site.com/partners: Setup > Digital Experiences > All Sites.',
    evidence: 'documented',
    recipe: {
      steps: [
        {
          method: 'GET',
          path: '/services/oauth2/userinfo',
          headers: { host: 'nowhere.my.site.com' },
        },
      ],
    },
  },
  scope: {
    error: 'Bad_OAuth_Token',
    why: ({ scopes }: { scopes: string }) =>
      `the token holds ${quote(scopes)}; openid or id is needed (api, chatter_api and full bring id)`,
    fix: inSetup(SCOPES, (place) => `Ask for id or openid: ${place} > Access the identity URL service.`),
    evidence: 'recalled',
    recipe: withToken(
      {
        method: 'GET',
        path: '/services/oauth2/userinfo',
        headers: { authorization: 'Bearer {{access_token}}' },
      },
      { apps: { Web_Server: { scopes: ['web'] } } },
    ),
  },
  inactive: {
    status: 404,
    error: 'Inactive',
    why: ({ user, isActive }: { user: string; isActive: boolean }) =>
      `${user} is ${isActive ? 'active' : 'inactive'}`,
    typical: { isActive: false },
    fix: 'Setup > Users > (user) > Edit > Active.',
    evidence: 'documented',
    recipe: withToken(identityOf('{{grace.id}}'), { users: { 'grace@acme.example': { isActive: false } } }),
  },
  'bad-id': {
    status: 404,
    error: 'Bad_Id',
    why: ({ record, id }: { record: 'org' | 'user'; id: string }) => `the path names ${record} ${quote(id)}`,
    fix: 'Use the id of the token response as it is: /id/<org id>/<user id>.',
    evidence: 'documented',
    recipe: withToken(identityOf('005000000000001AAA')),
  },
  'wrong-org': {
    error: 'Wrong_Org',
    why: ({ asked, tokenOrg }: { asked: string; tokenOrg: string }) =>
      `org ${quote(asked)} was asked for with a token of org ${tokenOrg}`,
    fix: 'Send each org the tokens that it issued.',
    evidence: 'documented',
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
  },
  'no-access': {
    status: 404,
    error: 'No_Access',
    why: ({ missing }: { missing: readonly string[] }) =>
      `another user's identity needs api or full, API Enabled and a standard user; missing: ${missing.join(', ') || 'nothing'}`,
    fix: 'Ask for the scope api, and give the user API Enabled: Setup > Profiles > (profile) > System Permissions.',
    evidence: 'documented',
    recipe: withToken(identityOf('{{grace.id}}'), { apps: { Web_Server: { scopes: ['id'] } } }),
  },
  version: {
    status: 406,
    error: 'Invalid_Version',
    why: ({ version, oldest, newest }: { version: string; oldest: string; newest: string }) =>
      `version was ${quote(version)}; known are ${oldest} to ${newest}, and latest`,
    fix: 'Send version=latest or one that /services/data lists.',
    evidence: 'documented',
    recipe: withToken(identityOf('{{ada.id}}', '?version=999.0')),
  },
  callback: {
    status: 406,
    error: 'Invalid_Callback',
    why: ({ callback }: { callback: string }) =>
      `callback was ${quote(callback)}, which must be a JavaScript identifier`,
    fix: 'Send format=jsonp with the name of a function as callback.',
    evidence: 'documented',
    recipe: withToken(identityOf('{{ada.id}}', '?format=jsonp&callback=1%2B1')),
  },
});
