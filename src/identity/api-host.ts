/** api.salesforce.com, the gateway of the Salesforce API Platform: says where to log in, and has nothing else here (identity-and-resources.md 4.1). */

import type { FastifyInstance } from 'fastify';
import { refuse } from '../refusals/check.ts';
import { sendJson } from '../wire/json.ts';

const SCOPES = ['api', 'sfap_api', 'refresh_token', 'einstein_gpt_api'];
/** With its port, as observed. */
const GATEWAY = 'https://api.salesforce.com:443';
const LOG_IN_HOST = 'https://login.salesforce.com';

/** The first was seen whole; of the second the members are known, their order is not. */
const DOCUMENTS: Readonly<Record<string, unknown>> = {
  '/.well-known/oauth-protected-resource': {
    resource: GATEWAY,
    authorization_servers: [GATEWAY],
    scopes_supported: SCOPES,
  },
  '/.well-known/oauth-authorization-server': {
    issuer: LOG_IN_HOST,
    authorization_endpoint: `${LOG_IN_HOST}/services/oauth2/authorize?prompt=select_account`,
    token_endpoint: `${LOG_IN_HOST}/services/oauth2/token`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: SCOPES,
  },
};

export function answerApiHost(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { calledHost, trace, method } = request;
    if (calledHost.kind !== 'api') return done();
    const isRead = method === 'GET' || method === 'HEAD';
    const document = Object.hasOwn(DOCUMENTS, trace.path) && isRead ? DOCUMENTS[trace.path] : undefined;
    if (document === undefined) refuse(request, 'page.not-found', { path: trace.path });
    sendJson(reply, document);
  });
}
