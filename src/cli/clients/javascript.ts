/** clients.md 2. */
import { type Client, callbackNote } from './client.ts';

export const javascriptClients: readonly Client[] = [
  {
    names: ['sf', 'sfdx', 'salesforce-cli', '@salesforce/cli'],
    title: 'Salesforce CLI',
    setup: ({ url, app, user, privateKeyFile }) => ({
      environment: {
        SF_DISABLE_DNS_CHECK: 'true',
        SF_DISABLE_TELEMETRY: 'true',
        SF_ORG_INSTANCE_URL: url,
      },
      lines: [
        `sf org login web --instance-url ${url}`,
        `sf org login jwt --instance-url ${url} --client-id ${app('JWT bearer').consumerKey} --jwt-key-file ${privateKeyFile} --username ${user.username}`,
        `sf org open --url-only --target-org ${user.username}`,
      ],
      notes: [
        `Log in as ${user.username} with password ${user.password}.`,
        'A JWT log-in that is refused here goes on to test.salesforce.com and login.salesforce.com by the CLI’s own choice.',
        'sf org login sfdx-url does not work: it always calls https.',
      ],
    }),
  },
  {
    names: ['jsforce'],
    title: 'jsforce 3',
    setup: ({ url, app, user }) => {
      const { consumerKey, consumerSecret } = app('username-password');
      return {
        lines: [
          "import jsforce from 'jsforce';",
          `const oauth2 = { loginUrl: '${url}', clientId: '${consumerKey}', clientSecret: '${consumerSecret}' };`,
          'const connection = new jsforce.Connection({ oauth2 });',
          `await connection.login('${user.username}', '${user.password}${user.securityToken}');`,
        ],
        notes: ['HTTP_PROXY and HTTPS_PROXY apply to localhost too: unset them.'],
      };
    },
  },
  {
    names: ['openid-client', 'oauth4webapi'],
    title: 'openid-client 6',
    setup: ({ url, app }) => {
      const web = app('web server');
      return {
        lines: [
          "import * as client from 'openid-client';",
          'const insecure = { execute: [client.allowInsecureRequests] };',
          `const config = await client.discovery(new URL('${url}'), '${web.consumerKey}', '${web.consumerSecret}', undefined, insecure);`,
          `const redirect_uri = '${web.callbackUrls[0]}';`,
        ],
        notes: ['Without allowInsecureRequests openid-client refuses plain http.'],
      };
    },
  },
  {
    names: ['auth.js', 'authjs', '@auth/core', 'next-auth'],
    title: 'Auth.js Salesforce provider',
    setup: ({ url, app }) => {
      const web = app('web server');
      return {
        environment: {
          AUTH_SALESFORCE_ISSUER: url,
          AUTH_SALESFORCE_ID: web.consumerKey,
          AUTH_SALESFORCE_SECRET: web.consumerSecret,
        },
        notes: callbackNote('http://localhost:3000/api/auth/callback/salesforce', web),
      };
    },
  },
  {
    names: ['passport-salesforce-oauth2', 'passport-forcedotcom', 'passport'],
    title: 'Passport strategies',
    setup: ({ url, app }) => {
      const web = app('web server');
      return {
        lines: [
          'const options = {',
          `  authorizationURL: '${url}/services/oauth2/authorize',`,
          `  tokenURL: '${url}/services/oauth2/token',`,
          `  profileURL: '${url}/services/oauth2/userinfo',`,
          `  clientID: '${web.consumerKey}',`,
          `  clientSecret: '${web.consumerSecret}',`,
          `  callbackURL: '${web.callbackUrls[0]}',`,
          "  scopeSeparator: ' ',",
          '};',
        ],
        notes: ['passport-salesforce-oauth2 joins scopes with commas unless scopeSeparator says otherwise.'],
      };
    },
  },
  {
    names: ['better-auth'],
    title: 'better-auth',
    setup: { because: 'it takes a host without scheme and always calls https' },
  },
  {
    names: ['n8n'],
    title: 'n8n Salesforce nodes',
    setup: {
      because: 'its OAuth2 credential always calls https://login.salesforce.com or test.salesforce.com',
    },
  },
];
