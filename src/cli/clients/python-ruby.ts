/** clients.md 3 and 4. */
import { type Client, callbackNote } from './client.ts';

export const pythonAndRubyClients: readonly Client[] = [
  {
    names: ['authlib'],
    title: 'Authlib',
    setup: ({ url, app }) => {
      const web = app('web server');
      return {
        lines: [
          'oauth.register(',
          "    'salesforce',",
          `    server_metadata_url='${url}/.well-known/openid-configuration',`,
          `    client_id='${web.consumerKey}',`,
          `    client_secret='${web.consumerSecret}',`,
          "    client_kwargs={'scope': 'openid api refresh_token'},",
          ')',
        ],
        notes: [`Redirect to ${web.callbackUrls[0]}, which ${web.name} has registered.`],
      };
    },
  },
  {
    names: ['social-core', 'python-social-auth', 'social-auth'],
    title: 'python-social-auth',
    setup: ({ url, app }) => {
      const web = app('web server');
      return {
        environment: {
          SOCIAL_AUTH_SALESFORCE_OAUTH2_KEY: web.consumerKey,
          SOCIAL_AUTH_SALESFORCE_OAUTH2_SECRET: web.consumerSecret,
          SOCIAL_AUTH_SALESFORCE_OAUTH2_AUTHORIZATION_URL: `${url}/services/oauth2/authorize`,
          SOCIAL_AUTH_SALESFORCE_OAUTH2_ACCESS_TOKEN_URL: `${url}/services/oauth2/token`,
          SOCIAL_AUTH_SALESFORCE_OAUTH2_REVOKE_TOKEN_URL: `${url}/services/oauth2/revoke`,
        },
        notes: [
          'These are settings of your framework, not variables of the shell.',
          'Before social-core 4.8 the three URLs are class constants: subclass SalesforceOAuth2.',
          'Set REDIRECT_STATE = False on the backend: the redirect_state it adds is not in any callback URL.',
          ...callbackNote('http://localhost:8000/complete/salesforce-oauth2/', web),
        ],
      };
    },
  },
  {
    names: ['omniauth-salesforce', 'omniauth'],
    title: 'omniauth-salesforce',
    setup: ({ url, app }) => {
      const web = app('web server');
      const callback = 'http://localhost:3000/auth/salesforce/callback';
      return {
        lines: [
          `provider :salesforce, '${web.consumerKey}', '${web.consumerSecret}',`,
          `         client_options: { site: '${url}' }, callback_url: '${callback}'`,
        ],
        notes: [
          'Without callback_url the token request repeats the query of the callback, which is a redirect_uri_mismatch.',
          ...callbackNote(callback, web),
        ],
      };
    },
  },
  {
    names: ['simple-salesforce', 'simple_salesforce'],
    title: 'simple-salesforce',
    setup: { because: 'it always calls https://<domain>.salesforce.com' },
  },
  { names: ['restforce'], title: 'restforce', setup: { because: 'it always calls https' } },
  { names: ['flask-dance'], title: 'Flask-Dance', setup: { because: 'it always calls https' } },
  {
    names: ['airbyte'],
    title: 'Airbyte source-salesforce',
    setup: { because: 'it always calls https://login.salesforce.com or test.salesforce.com' },
  },
  {
    names: ['tap-salesforce', 'singer', 'meltano'],
    title: 'Singer tap-salesforce',
    setup: { because: 'it always calls https://login.salesforce.com or test.salesforce.com' },
  },
  {
    names: ['dlt'],
    title: 'dlt',
    setup: {
      because: 'it logs in with simple-salesforce, which always calls https://<domain>.salesforce.com',
    },
  },
];
