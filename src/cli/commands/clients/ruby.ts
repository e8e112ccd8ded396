/** clients.md 4. */
import { type Client, HTTPS } from './client.ts';

const CA = 'SSL_CERT_FILE';

export const rubyClients: readonly Client[] = [
  {
    names: ['omniauth-salesforce', 'omniauth'],
    title: 'omniauth-salesforce',
    caVariable: CA,
    setup: ({ url, find }) => {
      const callback = 'http://localhost:3000/auth/salesforce/callback';
      const web = find('web server', { callback, pkce: false });
      return {
        lines: [
          `provider :salesforce, '${web.app.consumerKey}', '${web.app.consumerSecret}',`,
          `         client_options: { site: '${url}' },`,
          `         token_params: { redirect_uri: '${callback}' }`,
        ],
        notes: [
          'Without token_params the token request repeats the query of the callback in redirect_uri, which is a redirect_uri_mismatch.',
          ...web.notes,
        ],
      };
    },
  },
  {
    names: ['restforce'],
    title: 'restforce',
    needs: HTTPS,
    caVariable: CA,
    setup: ({ url, find }) => {
      const { app, user } = find('username-password');
      return {
        environment: {
          SALESFORCE_HOST: new URL(url).host,
          SALESFORCE_USERNAME: user.username,
          SALESFORCE_PASSWORD: user.password,
          SALESFORCE_SECURITY_TOKEN: user.securityToken,
          SALESFORCE_CLIENT_ID: app.consumerKey,
          SALESFORCE_CLIENT_SECRET: app.consumerSecret,
        },
        lines: ['client = Restforce.new'],
      };
    },
  },
];
