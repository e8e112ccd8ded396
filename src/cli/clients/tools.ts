/** What people try first: clients.md 9. */
import type { Client } from './client.ts';

export const tools: readonly Client[] = [
  {
    names: ['curl', 'http'],
    title: 'curl',
    setup: ({ url, app }) => {
      const { consumerKey, consumerSecret } = app('client credentials');
      return {
        lines: [
          `curl ${url}/services/oauth2/token -d grant_type=client_credentials -d client_id=${consumerKey} -d client_secret=${consumerSecret}`,
        ],
      };
    },
  },
  {
    names: ['postman'],
    title: 'Postman, collection Salesforce Platform APIs',
    setup: ({ url, app, user }) => {
      const { consumerKey, consumerSecret } = app('username-password');
      return {
        lines: [
          `url           ${url}`,
          `_endpoint     ${url}`,
          `clientId      ${consumerKey}`,
          `clientSecret  ${consumerSecret}`,
          `username      ${user.username}`,
          `password      ${user.password}`,
          `secretToken   ${user.securityToken}`,
        ],
        notes: ['These are variables of the collection.'],
      };
    },
  },
];
