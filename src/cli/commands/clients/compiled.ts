/** Java, Go, Terraform, PHP and .NET: clients.md 5, 6 and 7; goth by what its source says. */
import type { Client } from './client.ts';

export const compiledClients: readonly Client[] = [
  {
    names: ['spring', 'spring-security', 'spring-boot', 'spring-security-oauth2-client'],
    title: 'Spring Security OAuth2 client',
    caVariable: 'JAVA_TOOL_OPTIONS (-Djavax.net.ssl.trustStore=…)',
    setup: ({ url, find }) => {
      const callback = 'http://localhost:8080/login/oauth2/code/salesforce';
      const web = find('web server', { callback, scopes: ['openid', 'api', 'refresh_token'], pkce: false });
      return {
        lines: [
          'spring.security.oauth2.client:',
          '  provider.salesforce:',
          `    issuer-uri: ${url}`,
          '  registration.salesforce:',
          `    client-id: ${web.app.consumerKey}`,
          `    client-secret: ${web.app.consumerSecret}`,
          '    scope: openid, api, refresh_token',
          '    authorization-grant-type: authorization_code',
          "    redirect-uri: '{baseUrl}/login/oauth2/code/salesforce'",
        ],
        notes: [
          'Salesforce sends no expires_in, so Spring takes each token for expired and refreshes it.',
          ...web.notes,
        ],
      };
    },
  },
  {
    names: ['camel', 'camel-salesforce'],
    title: 'Apache Camel salesforce component',
    setup: ({ url, find }) => {
      const { consumerKey, consumerSecret } = find('client credentials').app;
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
    setup: ({ url, find }) => {
      const { consumerKey, consumerSecret } = find('client credentials').app;
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
    caVariable: 'SSL_CERT_FILE',
    setup: ({ url, find }) => {
      const web = find('web server', { scopes: ['openid', 'api', 'refresh_token'], pkce: true });
      return {
        lines: [
          `provider, err := oidc.NewProvider(ctx, "${url}")`,
          'config := oauth2.Config{',
          `    ClientID:     "${web.app.consumerKey}",`,
          `    ClientSecret: "${web.app.consumerSecret}",`,
          `    RedirectURL:  "${web.callback}",`,
          '    Endpoint:     provider.Endpoint(),',
          '    Scopes:       []string{oidc.ScopeOpenID, "api", "refresh_token"},',
          '}',
        ],
        notes: web.notes,
      };
    },
  },
  {
    names: ['goth', 'markbates/goth'],
    title: 'goth Salesforce provider',
    caVariable: 'SSL_CERT_FILE',
    setup: ({ url, find }) => {
      const callback = 'http://localhost:3000/auth/salesforce/callback';
      const web = find('web server', { callback, scopes: ['id', 'api', 'refresh_token'], pkce: false });
      return {
        lines: [
          `salesforce.AuthURL = "${url}/services/oauth2/authorize"`,
          `salesforce.TokenURL = "${url}/services/oauth2/token"`,
          `goth.UseProviders(salesforce.New("${web.app.consumerKey}",`,
          `    "${web.app.consumerSecret}",`,
          `    "${callback}", "id", "api", "refresh_token"))`,
        ],
        notes: ['Both addresses must be set before salesforce.New is called.', ...web.notes],
      };
    },
  },
  {
    names: ['terraform', 'terraform-provider-salesforce'],
    title: 'terraform-provider-salesforce',
    caVariable: 'SSL_CERT_FILE',
    setup: ({ url, find, privateKeyFile }) => {
      const { app, user, notes } = find('JWT bearer');
      return {
        environment: {
          SALESFORCE_LOGIN_URL: url,
          SALESFORCE_CLIENT_ID: app.consumerKey,
          SALESFORCE_PRIVATE_KEY: privateKeyFile,
          SALESFORCE_USERNAME: user.username,
          SALESFORCE_API_VERSION: '60.0',
        },
        notes: [
          'Its log-in is answered; the metadata that it then manages is refused by name: there is no Metadata API here.',
          ...notes,
        ],
      };
    },
  },
  {
    names: ['forrest', 'omniphx/forrest'],
    title: 'Forrest for Laravel',
    setup: ({ url, find }) => {
      const web = find('web server', { pkce: false });
      return {
        lines: [
          "'authentication' => 'WebServer',",
          "'credentials' => [",
          `    'loginURL'       => '${url}',`,
          `    'consumerKey'    => '${web.app.consumerKey}',`,
          `    'consumerSecret' => '${web.app.consumerSecret}',`,
          `    'callbackURI'    => '${web.callback}',`,
          '],',
        ],
        notes: ['These lines belong in config/forrest.php.', ...web.notes],
      };
    },
  },
  {
    names: ['netcoreforce'],
    title: 'NetCoreForce',
    setup: ({ url, find }) => {
      const { app, user } = find('username-password');
      return {
        lines: [
          'var auth = new AuthenticationClient();',
          `await auth.UsernamePasswordAsync("${app.consumerKey}", "${app.consumerSecret}",`,
          `    "${user.username}", "${user.password}${user.securityToken}", "${url}/services/oauth2/token");`,
        ],
      };
    },
  },
  {
    names: ['simpleforce'],
    title: 'simpleforce',
    setup: ({ url, find }) => {
      const { user } = find('username-password');
      return {
        lines: [
          `client := simpleforce.NewClient("${url}", simpleforce.DefaultClientID, simpleforce.DefaultAPIVersion)`,
          `err := client.LoginPassword("${user.username}", "${user.password}", "${user.securityToken}")`,
        ],
      };
    },
  },
  {
    names: ['force-wsc', 'wsc', 'force-partner-api'],
    title: 'Force.com Web Service Connector',
    setup: ({ url, find }) => {
      const { user } = find('username-password');
      return {
        lines: [
          'ConnectorConfig config = new ConnectorConfig();',
          `config.setUsername("${user.username}");`,
          `config.setPassword("${user.password}${user.securityToken}");`,
          `config.setAuthEndpoint("${url}/services/Soap/u/61.0");`,
          'PartnerConnection connection = Connector.newConnection(config);',
        ],
      };
    },
  },
  {
    names: ['dataloader', 'data-loader'],
    title: 'Data Loader',
    setup: ({ url, find }) => {
      const { user } = find('username-password');
      return {
        lines: [`sfdc.endpoint=${url}`, `sfdc.username=${user.username}`],
        notes: [
          `These lines belong in config.properties. Its password is ${user.password}${user.securityToken}, and encrypted in that file.`,
          'It logs in and loads records over SOAP; docs/limits.md has what is not here.',
        ],
      };
    },
  },
  {
    names: ['emp-connector', 'emp'],
    title: 'EMP Connector',
    setup: ({ url, find }) => {
      const { user } = find('username-password');
      return {
        lines: [
          `LoginHelper.login(new URL("${url}"), "${user.username}", "${user.password}${user.securityToken}");`,
        ],
        notes: ['Its log-in is answered; it then subscribes to events, and none are sent here.'],
      };
    },
  },
  {
    names: ['mulesoft', 'mule'],
    title: 'MuleSoft Salesforce Connector',
    setup: ({ url, find }) => {
      const { user } = find('username-password');
      return {
        lines: [
          `<salesforce:basic-connection username="${user.username}" password="${user.password}"`,
          `    securityToken="${user.securityToken}" url="${url}/services/Soap/u/61.0"/>`,
        ],
        notes: ['It logs in, reads and writes records over SOAP; docs/limits.md has what is not here.'],
      };
    },
  },
];
