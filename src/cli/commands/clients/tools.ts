/** What people try first: clients.md 9. */
import { PLATFORM_CLI } from '../../../org/platform-cli.ts';
import { authorizeUrl, curlForCode, curlForCredentials, curlForPassword } from '../../curl-lines.ts';
import { type Client, LOGIN_HOST } from './client.ts';

export const tools: readonly Client[] = [
  {
    names: ['curl', 'http'],
    title: 'curl',
    setup: ({ url, find, findAny }) => {
      const machine = findAny('client credentials');
      if (machine) return { lines: [curlForCredentials(url, machine)] };
      const person = findAny('username-password');
      if (person) return { lines: [curlForPassword(url, person)] };
      const web = find('web server', { pkce: false });
      return {
        lines: ["code='<what the callback got>'", curlForCode(url, web, web.callback)],
        notes: [`Open ${authorizeUrl(url, web, web.callback)} in a browser.`, ...web.notes],
      };
    },
  },
  {
    names: ['postman'],
    title: 'Postman, collection Salesforce Platform APIs',
    setup: ({ url, find }) => {
      const { app, user } = find('username-password');
      return {
        lines: [
          `url           ${url}`,
          `_endpoint     ${url}`,
          `clientId      ${app.consumerKey}`,
          `clientSecret  ${app.consumerSecret}`,
          `username      ${user.username}`,
          `password      ${user.password}`,
          `secretToken   ${user.securityToken}`,
        ],
        notes: ['These are variables of the collection.'],
      };
    },
  },
  {
    names: ['mod_auth_openidc', 'mod-auth-openidc', 'apache'],
    title: 'mod_auth_openidc for Apache',
    setup: ({ url, find }) => {
      const callback = 'http://localhost:8080/protected/redirect_uri';
      const web = find('web server', { callback, scopes: ['openid', 'profile', 'email'], pkce: true });
      return {
        lines: [
          `OIDCProviderMetadataURL ${url}/.well-known/openid-configuration`,
          `OIDCClientID ${web.app.consumerKey}`,
          `OIDCClientSecret ${web.app.consumerSecret}`,
          `OIDCRedirectURI ${callback}`,
          'OIDCScope "openid profile email"',
          'OIDCPKCEMethod S256',
          'OIDCCryptoPassphrase any-words-of-your-own',
        ],
        notes: ['Its log warns of plain http, and it works.', ...web.notes],
      };
    },
  },
  {
    names: ['oauth2-proxy', 'oauth2_proxy'],
    title: 'OAuth2 Proxy, provider oidc',
    setup: ({ url, find }) => {
      const callback = 'http://localhost:4180/oauth2/callback';
      const web = find('web server', { callback, scopes: ['openid', 'email', 'profile'], pkce: true });
      return {
        environment: {
          OAUTH2_PROXY_PROVIDER: 'oidc',
          OAUTH2_PROXY_OIDC_ISSUER_URL: url,
          OAUTH2_PROXY_CLIENT_ID: web.app.consumerKey,
          OAUTH2_PROXY_CLIENT_SECRET: web.app.consumerSecret,
          OAUTH2_PROXY_REDIRECT_URL: callback,
          OAUTH2_PROXY_SCOPE: 'openid email profile',
          OAUTH2_PROXY_CODE_CHALLENGE_METHOD: 'S256',
          OAUTH2_PROXY_EMAIL_DOMAINS: '*',
          OAUTH2_PROXY_COOKIE_SECURE: 'false',
          OAUTH2_PROXY_COOKIE_SECRET: '0123456789abcdef0123456789abcdef',
        },
        lines: ['oauth2-proxy --upstream=http://localhost:3000'],
        notes: web.notes,
      };
    },
  },
  {
    names: ['n8n', 'n8n-nodes-base'],
    title: 'n8n Salesforce nodes',
    needs: LOGIN_HOST,
    caVariable: 'NODE_EXTRA_CA_CERTS',
    setup: ({ find }) => {
      const callback = 'http://localhost:5678/rest/oauth2-credential/callback';
      const web = find('web server', { callback, scopes: ['full', 'refresh_token'], pkce: true });
      return {
        lines: [
          'Environment Type  Production',
          `Client ID         ${web.app.consumerKey}`,
          `Client Secret     ${web.app.consumerSecret}`,
        ],
        notes: [
          'These are fields of the credential Salesforce OAuth2 API. The browser that logs in needs the proxy and the certificate too.',
          ...web.notes,
        ],
      };
    },
  },
  {
    names: ['vscode', 'vs-code', 'code'],
    title: 'Salesforce extensions for VS Code',
    setup: ({ url, find }) => {
      const cli = find('web server', { consumerKey: PLATFORM_CLI });
      return {
        environment: { SF_DISABLE_DNS_CHECK: 'true' },
        lines: [`{ "sfdcLoginUrl": "${url}" }`],
        notes: [
          'The line is of sfdx-project.json: SFDX: Authorize an Org offers it as Project Default. They log in with sf org login web.',
          'Start VS Code from a shell with the variable.',
          ...cli.notes,
        ],
      };
    },
  },
  {
    names: ['mobile-sdk', 'android', 'ios'],
    title: 'Salesforce Mobile SDK',
    needs: LOGIN_HOST,
    setup: ({ url, proxy, find }) => {
      const callback = 'sfdc://success';
      const app = find('user-agent', { callback, scopes: ['api', 'web', 'refresh_token'] });
      return {
        lines: [
          `login server    ${url}`,
          `consumer key    ${app.app.consumerKey}`,
          `callback URL    ${callback}`,
        ],
        notes: [
          `The Android emulator is told of the proxy by emulator -http-proxy ${proxy}, the iOS simulator by the network settings of the Mac.`,
          'The device must trust ca.pem of fauxforce certs, and on Android the app’s network security configuration the certificates of users.',
          ...app.notes,
        ],
      };
    },
  },
  {
    names: ['zapier', 'retool', 'workato', 'make'],
    title: 'Zapier, Retool, Workato, Make',
    setup: {
      because: 'they run at their vendors, where nothing reaches this machine',
    },
  },
];
