/** clients.md 3; django-allauth, requests-oauthlib and CumulusCI by what their packages do. */
import type { AppAndUser } from '../../../oauth/app-flows.ts';
import { type Client, type Found, HTTPS, LOGIN_HOST, SALESFORCE_HOST, type ServerFacts } from './client.ts';

const CA = 'REQUESTS_CA_BUNDLE';

/** token.md 1.6. */
const SCOPE_ON_REFRESH =
  'Salesforce refuses a refresh that sends scope (invalid_request: scope parameter not supported), and this client does where it knows one:';

export const pythonClients: readonly Client[] = [
  {
    names: ['authlib'],
    title: 'Authlib',
    caVariable: CA,
    setup: ({ url, find }) => {
      const web = find('web server', { scopes: ['openid', 'api', 'refresh_token'], pkce: true });
      return {
        lines: [
          'oauth.register(',
          "    'salesforce',",
          `    server_metadata_url='${url}/.well-known/openid-configuration',`,
          `    client_id='${web.app.consumerKey}',`,
          `    client_secret='${web.app.consumerSecret}',`,
          "    client_kwargs={'scope': 'openid api refresh_token', 'code_challenge_method': 'S256'},",
          ')',
          'session.refresh_token(url, refresh_token=refresh_token, scope=None)',
        ],
        notes: [
          `Redirect to ${web.callback}.`,
          `${SCOPE_ON_REFRESH} scope=None leaves it out.`,
          ...web.notes,
        ],
      };
    },
  },
  {
    names: ['requests-oauthlib', 'requests_oauthlib', 'oauthlib'],
    title: 'requests-oauthlib',
    caVariable: CA,
    setup: ({ url, find }) => {
      const web = find('web server', { scopes: ['api', 'refresh_token', 'id'], pkce: true });
      return {
        environment: url.startsWith('http:') ? { OAUTHLIB_INSECURE_TRANSPORT: '1' } : {},
        lines: [
          'import secrets',
          'from requests_oauthlib import OAuth2Session',
          `session = OAuth2Session('${web.app.consumerKey}', redirect_uri='${web.callback}',`,
          "                        scope='api refresh_token id', pkce='S256')",
          'session._client.create_code_verifier = lambda length: secrets.token_urlsafe(48)',
          `login, state = session.authorization_url('${url}/services/oauth2/authorize')`,
          `token = session.fetch_token('${url}/services/oauth2/token', client_secret='${web.app.consumerSecret}',`,
          '                            include_client_id=True, authorization_response=callback_url)',
          'session.scope = None',
          `session.refresh_token('${url}/services/oauth2/token', client_id='${web.app.consumerKey}',`,
          `                      client_secret='${web.app.consumerSecret}')`,
        ],
        notes: [
          'Salesforce refuses a code_verifier with ~ in it, which every second one of oauthlib has: the line with secrets makes others.',
          `${SCOPE_ON_REFRESH} session.scope = None leaves it out.`,
          ...web.notes,
        ],
      };
    },
  },
  {
    names: ['social-core', 'python-social-auth', 'social-auth', 'social-auth-core'],
    title: 'python-social-auth',
    caVariable: CA,
    setup: ({ url, find }) => {
      const callback = 'http://localhost:8000/complete/salesforce-oauth2/';
      const web = find('web server', { callback, pkce: false });
      return {
        environment: {
          SOCIAL_AUTH_SALESFORCE_OAUTH2_KEY: web.app.consumerKey,
          SOCIAL_AUTH_SALESFORCE_OAUTH2_SECRET: web.app.consumerSecret,
          SOCIAL_AUTH_SALESFORCE_OAUTH2_AUTHORIZATION_URL: `${url}/services/oauth2/authorize`,
          SOCIAL_AUTH_SALESFORCE_OAUTH2_ACCESS_TOKEN_URL: `${url}/services/oauth2/token`,
          SOCIAL_AUTH_SALESFORCE_OAUTH2_REVOKE_TOKEN_URL: `${url}/services/oauth2/revoke`,
        },
        notes: [
          'These are settings of your framework, not variables of the shell.',
          'Before social-core 4.8 the three URLs are class constants: subclass SalesforceOAuth2.',
          'Set REDIRECT_STATE = False on the backend: the redirect_state it adds is not in any callback URL.',
          ...web.notes,
        ],
      };
    },
  },
  {
    names: ['django-allauth', 'allauth'],
    title: 'django-allauth Salesforce provider',
    caVariable: CA,
    setup: ({ url, find }) => {
      const callback = 'http://localhost:8000/accounts/salesforce/login/callback/';
      const web = find('web server', { callback, scopes: ['id', 'openid'], pkce: true });
      return {
        lines: [
          "INSTALLED_APPS += ['allauth.socialaccount.providers.salesforce']",
          'SOCIALACCOUNT_PROVIDERS = {',
          "    'salesforce': {",
          "        'APP': {",
          `            'client_id': '${web.app.consumerKey}',`,
          `            'secret': '${web.app.consumerSecret}',`,
          `            'key': '${url}',`,
          '        },',
          "        'OAUTH_PKCE_ENABLED': True,",
          '    },',
          '}',
        ],
        notes: ['key is the address of Salesforce.', ...web.notes],
      };
    },
  },
  {
    names: ['cumulusci', 'cci'],
    title: 'CumulusCI',
    caVariable: CA,
    setup: ({ url, find }) => {
      const callback = 'http://localhost:8080/callback';
      const web = find('web server', { callback, scopes: ['web', 'full', 'refresh_token'], pkce: false });
      return {
        environment: { SF_PROD_LOGIN_URL: url, SF_SANDBOX_LOGIN_URL: url },
        lines: [
          `cci service connect connected_app fauxforce --login_url ${url} --callback_url ${callback} --client_id ${web.app.consumerKey} --client_secret ${web.app.consumerSecret}`,
          'cci org connect fauxforce --connected-app fauxforce',
        ],
        notes: [
          'The variables are for its JWT log-ins, which send the first as audience.',
          'Logging in works; what its tasks deploy is refused by name: there is no Metadata API here.',
          ...web.notes,
        ],
      };
    },
  },
  {
    names: ['simple-salesforce', 'simple_salesforce'],
    title: 'simple-salesforce',
    needs: SALESFORCE_HOST,
    caVariable: CA,
    setup: ({ url, find }) => ({ lines: simpleSalesforce(url, find('username-password')) }),
  },
  {
    names: ['dlt'],
    title: 'dlt, source salesforce',
    needs: SALESFORCE_HOST,
    caVariable: CA,
    setup: ({ url, find }) => {
      const { app } = find('client credentials');
      return {
        lines: [
          '[sources.salesforce.credentials]',
          `consumer_key = "${app.consumerKey}"`,
          `consumer_secret = "${app.consumerSecret}"`,
          `domain = "${domainOf(url)}"`,
        ],
        notes: [
          'These lines belong in .dlt/secrets.toml. It logs in with simple-salesforce, and by SOAP where there is a security_token: leave that out.',
        ],
      };
    },
  },
  {
    names: ['flask-dance'],
    title: 'Flask-Dance',
    needs: HTTPS,
    caVariable: CA,
    setup: ({ url, find }) => {
      const callback = 'http://localhost:5000/login/salesforce/authorized';
      const web = find('web server', { callback, scopes: ['id', 'api', 'refresh_token'], pkce: false });
      return {
        environment: { OAUTHLIB_INSECURE_TRANSPORT: '1' },
        lines: [
          'blueprint = make_salesforce_blueprint(',
          `    client_id='${web.app.consumerKey}', client_secret='${web.app.consumerSecret}',`,
          `    scope='id api refresh_token', hostname='${new URL(url).host}')`,
          "app.register_blueprint(blueprint, url_prefix='/login')",
        ],
        notes: [
          'OAUTHLIB_INSECURE_TRANSPORT is for its own callback, which is plain http.',
          'The browser that logs in must trust the certificate too: ca.pem beside the bundle.',
          ...web.notes,
        ],
      };
    },
  },
  {
    names: ['airbyte', 'airbyte-source-salesforce'],
    title: 'Airbyte source-salesforce',
    needs: LOGIN_HOST,
    caVariable: CA,
    setup: (server) => ({
      lines: configOf({ auth_type: 'Client', ...refreshing(server), start_date: START }),
      notes: [
        'This is its configuration, config.json: source-salesforce check --config config.json',
        refreshNote(server),
      ],
    }),
  },
  {
    names: ['tap-salesforce', 'singer', 'meltano'],
    title: 'Singer tap-salesforce',
    needs: LOGIN_HOST,
    caVariable: CA,
    setup: (server) => ({
      lines: configOf({
        ...refreshing(server),
        api_type: 'REST',
        start_date: START,
        select_fields_by_default: true,
      }),
      notes: [
        'This is its configuration, config.json: tap-salesforce --config config.json --discover',
        refreshNote(server),
      ],
    }),
  },
];

/** They read what has changed since. */
const START = '2020-01-01T00:00:00Z';

function simpleSalesforce(url: string, { app, user }: AppAndUser): string[] {
  return [
    'from simple_salesforce import Salesforce',
    `sf = Salesforce(username='${user.username}', password='${user.password}${user.securityToken}',`,
    `                consumer_key='${app.consumerKey}', consumer_secret='${app.consumerSecret}',`,
    `                domain='${domainOf(url)}')`,
  ];
}

/** `acme.my` of https://acme.my.salesforce.com. */
function domainOf(url: string): string {
  return new URL(url).hostname.replace(/\.salesforce\.com$/, '');
}

/** Clients that begin with a refresh token. */
function refreshing(server: ServerFacts) {
  const { app } = refreshable(server);
  return {
    client_id: app.consumerKey,
    client_secret: app.consumerSecret,
    refresh_token: '<refresh token>',
    is_sandbox: server.url === 'https://test.salesforce.com',
  };
}

function refreshNote(server: ServerFacts): string {
  const { app, user } = refreshable(server);
  return `The refresh token is the refresh_token that is printed by fauxforce token --app ${app.name} --user ${user.username} --json --url ${server.proxy}`;
}

function refreshable({ find }: ServerFacts): Found {
  return find('web server', { scopes: ['api', 'refresh_token'] });
}

function configOf(fields: object): string[] {
  return JSON.stringify(fields, undefined, 2).split('\n');
}
