/** Java, Go, Terraform, PHP and .NET: clients.md 5, 6 and 7. */
import { type Client, callbackNote } from './client.ts';

const SOAP_ONLY = { because: 'it logs in by SOAP, which this version does not answer' };

export const compiledClients: readonly Client[] = [
  {
    names: ['spring', 'spring-security', 'spring-boot'],
    title: 'Spring Security OAuth2 client',
    setup: ({ url, app }) => {
      const web = app('web server');
      const callback = 'http://localhost:8080/login/oauth2/code/salesforce';
      return {
        lines: [
          'spring.security.oauth2.client:',
          '  provider.salesforce:',
          `    issuer-uri: ${url}`,
          '  registration.salesforce:',
          `    client-id: ${web.consumerKey}`,
          `    client-secret: ${web.consumerSecret}`,
          '    scope: openid, api, refresh_token',
          '    authorization-grant-type: authorization_code',
          "    redirect-uri: '{baseUrl}/login/oauth2/code/salesforce'",
        ],
        notes: [
          'Salesforce sends no expires_in, so Spring takes each token for expired and refreshes it.',
          ...callbackNote(callback, web),
        ],
      };
    },
  },
  {
    names: ['camel', 'camel-salesforce'],
    title: 'Apache Camel salesforce component',
    setup: ({ url, app }) => {
      const { consumerKey, consumerSecret } = app('client credentials');
      return {
        lines: [
          'camel.component.salesforce.authentication-type=CLIENT_CREDENTIALS',
          `camel.component.salesforce.login-url=${url}`,
          `camel.component.salesforce.client-id=${consumerKey}`,
          `camel.component.salesforce.client-secret=${consumerSecret}`,
        ],
      };
    },
  },
  {
    names: ['go-salesforce'],
    title: 'k-capehart/go-salesforce 3',
    setup: ({ url, app }) => {
      const { consumerKey, consumerSecret } = app('client credentials');
      return {
        lines: [
          'sf, err := salesforce.Init(salesforce.Creds{',
          `    Domain:         "${url}",`,
          `    ConsumerKey:    "${consumerKey}",`,
          `    ConsumerSecret: "${consumerSecret}",`,
          '})',
        ],
      };
    },
  },
  {
    names: ['go-oidc', 'x/oauth2', 'golang'],
    title: 'go-oidc and golang.org/x/oauth2',
    setup: ({ url, app }) => {
      const web = app('web server');
      return {
        lines: [
          `provider, err := oidc.NewProvider(ctx, "${url}")`,
          'config := oauth2.Config{',
          `    ClientID:     "${web.consumerKey}",`,
          `    ClientSecret: "${web.consumerSecret}",`,
          `    RedirectURL:  "${web.callbackUrls[0]}",`,
          '    Endpoint:     provider.Endpoint(),',
          '    Scopes:       []string{oidc.ScopeOpenID, "api", "refresh_token"},',
          '}',
        ],
      };
    },
  },
  {
    names: ['terraform'],
    title: 'terraform-provider-salesforce',
    setup: ({ url, app, user, privateKeyFile }) => ({
      environment: {
        SALESFORCE_LOGIN_URL: url,
        SALESFORCE_CLIENT_ID: app('JWT bearer').consumerKey,
        SALESFORCE_PRIVATE_KEY: privateKeyFile,
        SALESFORCE_USERNAME: user.username,
        SALESFORCE_API_VERSION: '60.0',
      },
      notes: ['Its log-in is answered; the metadata it then manages is not in this version.'],
    }),
  },
  {
    names: ['forrest', 'omniphx/forrest'],
    title: 'Forrest for Laravel',
    setup: ({ url, app }) => {
      const web = app('web server');
      return {
        lines: [
          "'authentication' => 'WebServer',",
          "'credentials' => [",
          `    'loginURL'       => '${url}',`,
          `    'consumerKey'    => '${web.consumerKey}',`,
          `    'consumerSecret' => '${web.consumerSecret}',`,
          `    'callbackURI'    => '${web.callbackUrls[0]}',`,
          '],',
        ],
        notes: ['These lines belong in config/forrest.php.'],
      };
    },
  },
  {
    names: ['netcoreforce'],
    title: 'NetCoreForce',
    setup: ({ url, app, user }) => {
      const { consumerKey, consumerSecret } = app('username-password');
      return {
        lines: [
          'var auth = new AuthenticationClient();',
          `await auth.UsernamePasswordAsync("${consumerKey}", "${consumerSecret}",`,
          `    "${user.username}", "${user.password}${user.securityToken}", "${url}/services/oauth2/token");`,
        ],
      };
    },
  },
  { names: ['simpleforce'], title: 'simpleforce', setup: SOAP_ONLY },
  { names: ['force-wsc', 'wsc', 'dataloader'], title: 'Force.com Web Service Connector', setup: SOAP_ONLY },
];
