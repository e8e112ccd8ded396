/** clients.md 2; next-auth 4 and grant by what their packages do. */
import { PLATFORM_CLI } from '../../../org/platform-cli.ts';
import { type Client, HTTPS, type ServerFacts } from './client.ts';

const CA = 'NODE_EXTRA_CA_CERTS';

const REFUSED_JWT =
  'A JWT log-in that is refused here goes on to test.salesforce.com and login.salesforce.com by the CLI’s own choice.';
const JWT_NEEDS =
  'For sf org login jwt add an app with certificate: ./app.crt to your seed, and who may use it: openssl req -x509 -newkey rsa:2048 -noenc -keyout app.key -out app.crt -days 365 -subj /CN=my-app makes key and certificate.';

/** In a browser, by the app that is in every org, and by JWT where the seed has an app for it. */
function logInOfCli({ url, find, findAny, privateKeyFile }: ServerFacts) {
  const cli = { consumerKey: PLATFORM_CLI };
  const jwt = findAny('JWT bearer');
  const { user } = jwt ?? find('web server', cli);
  const web = findAny('web server', cli);
  const jwtLine =
    jwt &&
    `sf org login jwt --instance-url ${url} --client-id ${jwt.app.consumerKey} --jwt-key-file ${privateKeyFile} --username ${user.username}`;
  return {
    user,
    lines: [...(web ? [`sf org login web --instance-url ${url}`] : []), ...(jwtLine ? [jwtLine] : [])],
    notes: [...(web?.notes ?? []), ...(jwt ? [...jwt.notes, REFUSED_JWT] : [JWT_NEEDS])],
  };
}

export const javascriptClients: readonly Client[] = [
  {
    names: ['sf', 'sfdx', 'salesforce-cli', '@salesforce/cli'],
    title: 'Salesforce CLI',
    caVariable: CA,
    setup: (server) => {
      const { url, proxy } = server;
      const { user, lines, notes } = logInOfCli(server);
      return {
        environment: {
          SF_DISABLE_DNS_CHECK: 'true',
          SF_DISABLE_TELEMETRY: 'true',
          SF_ORG_INSTANCE_URL: url,
        },
        lines: [...lines, `sf org open --url-only --target-org ${user.username}`],
        notes: [
          ...notes,
          `sf org login sfdx-url always calls https: eval "$(fauxforce certs)" makes it trust force://…@${new URL(url).host}.`,
          `As the proxy of sf the server needs no --instance-url: with HTTPS_PROXY=${proxy} it answers as login.salesforce.com.`,
        ],
      };
    },
  },
  {
    names: ['@salesforce/mcp', 'salesforce-mcp', 'mcp'],
    title: 'Salesforce DX MCP server',
    caVariable: CA,
    setup: (server) => {
      const { user, lines, notes } = logInOfCli(server);
      return {
        environment: { SF_DISABLE_DNS_CHECK: 'true' },
        lines: [
          lines.at(-1) ?? '',
          `npx -y @salesforce/mcp --orgs ${user.username} --toolsets orgs,data --no-telemetry`,
        ],
        notes: [
          'It has no log-in of its own: it uses those that the Salesforce CLI has saved, and refreshes them here.',
          ...notes,
        ],
      };
    },
  },
  {
    names: ['jsforce'],
    title: 'jsforce 3',
    caVariable: CA,
    setup: ({ url, find }) => {
      const { app, user } = find('username-password');
      return {
        lines: [
          "import jsforce from 'jsforce';",
          `const oauth2 = { loginUrl: '${url}', clientId: '${app.consumerKey}', clientSecret: '${app.consumerSecret}' };`,
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
    caVariable: CA,
    setup: ({ url, find }) => {
      const web = find('web server', { scopes: ['openid'], pkce: true });
      const insecure = url.startsWith('http:');
      return {
        lines: [
          "import * as client from 'openid-client';",
          ...(insecure ? ['const insecure = { execute: [client.allowInsecureRequests] };'] : []),
          `const config = await client.discovery(new URL('${url}'), '${web.app.consumerKey}', '${web.app.consumerSecret}'${insecure ? ', undefined, insecure' : ''});`,
          `const redirect_uri = '${web.callback}';`,
        ],
        notes: [
          ...(insecure ? ['Without allowInsecureRequests openid-client refuses plain http.'] : []),
          ...web.notes,
        ],
      };
    },
  },
  {
    names: ['auth.js', 'authjs', '@auth/core'],
    title: 'Auth.js Salesforce provider',
    caVariable: CA,
    setup: ({ url, find }) => {
      const callback = 'http://localhost:3000/api/auth/callback/salesforce';
      const web = find('web server', { callback, scopes: ['openid', 'profile', 'email'], pkce: true });
      return {
        environment: {
          AUTH_SALESFORCE_ISSUER: url,
          AUTH_SALESFORCE_ID: web.app.consumerKey,
          AUTH_SALESFORCE_SECRET: web.app.consumerSecret,
        },
        notes: web.notes,
      };
    },
  },
  {
    names: ['next-auth', 'nextauth'],
    title: 'NextAuth.js 4 Salesforce provider',
    caVariable: CA,
    setup: ({ url, find }) => {
      const callback = 'http://localhost:3000/api/auth/callback/salesforce';
      const web = find('web server', { callback, scopes: ['id', 'api', 'refresh_token'], pkce: true });
      return {
        lines: [
          'SalesforceProvider({',
          `  issuer: '${url}',`,
          `  clientId: '${web.app.consumerKey}',`,
          `  clientSecret: '${web.app.consumerSecret}',`,
          "  authorization: { params: { scope: 'id api refresh_token' } },",
          "  checks: ['pkce', 'state'],",
          '})',
        ],
        notes: [
          'Without a scope it asks for openid, and then refuses the ID token that comes of it.',
          'By itself it checks neither state nor PKCE: checks turns both on.',
          ...web.notes,
        ],
      };
    },
  },
  {
    names: ['grant', 'grant-express'],
    title: 'grant',
    caVariable: CA,
    setup: ({ url, find }) => {
      const callback = 'http://localhost:3000/connect/salesforce/callback';
      const web = find('web server', { callback, scopes: ['id', 'api', 'refresh_token'], pkce: true });
      return {
        lines: [
          'const config = {',
          "  defaults: { origin: 'http://localhost:3000', transport: 'session', state: true, pkce: true },",
          '  salesforce: {',
          `    key: '${web.app.consumerKey}',`,
          `    secret: '${web.app.consumerSecret}',`,
          `    authorize_url: '${url}/services/oauth2/authorize',`,
          `    access_url: '${url}/services/oauth2/token',`,
          `    profile_url: '${url}/services/oauth2/userinfo',`,
          "    scope: ['id', 'api', 'refresh_token'],",
          '  },',
          '};',
        ],
        notes: web.notes,
      };
    },
  },
  {
    names: ['passport-salesforce-oauth2', 'passport-forcedotcom', 'passport'],
    title: 'Passport strategies',
    caVariable: CA,
    setup: ({ url, find }) => {
      const web = find('web server', { pkce: false });
      return {
        lines: [
          'const options = {',
          `  authorizationURL: '${url}/services/oauth2/authorize',`,
          `  tokenURL: '${url}/services/oauth2/token',`,
          `  profileURL: '${url}/services/oauth2/userinfo',`,
          `  clientID: '${web.app.consumerKey}',`,
          `  clientSecret: '${web.app.consumerSecret}',`,
          `  callbackURL: '${web.callback}',`,
          "  scopeSeparator: ' ',",
          '};',
        ],
        notes: [
          'passport-salesforce-oauth2 joins scopes with commas unless scopeSeparator says otherwise.',
          ...web.notes,
        ],
      };
    },
  },
  {
    names: ['better-auth'],
    title: 'better-auth',
    needs: HTTPS,
    caVariable: CA,
    setup: ({ url, find }) => {
      const callback = 'http://localhost:3000/api/auth/callback/salesforce';
      const web = find('web server', { callback, scopes: ['openid', 'email', 'profile'], pkce: true });
      return {
        lines: [
          'socialProviders: {',
          '  salesforce: {',
          `    clientId: '${web.app.consumerKey}',`,
          `    clientSecret: '${web.app.consumerSecret}',`,
          `    loginUrl: '${new URL(url).host}',`,
          '  },',
          '},',
        ],
        notes: ['loginUrl is a host, without a scheme.', ...web.notes],
      };
    },
  },
];
