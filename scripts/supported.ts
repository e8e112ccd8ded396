/**
 * Every endpoint, response type, grant and parameter that the wire facts name, each with its proof: the test file that
 * exercises it, or the part of docs/limits.md that says why not. test/house/supported.test.ts holds each row to it.
 */

import { grantsByType, services } from '../src/oauth/token/grants/index.ts';
import { limitsLink, rowSections } from './supported-rows.ts';

export interface Supported {
  readonly name: string;
  /** Section of the wire facts. */
  readonly facts: string;
  /** A file under test/ in which the name stands, or a heading of docs/limits.md under which it does. */
  readonly proof: { readonly test: string } | { readonly limits: string };
}

type Row = readonly [name: string, facts: string, proof: string];

const LIMITS = 'limits: ';

const ENDPOINTS: readonly Row[] = [
  ['/services/oauth2/authorize', 'authorize 1-4', 'authorize/hops.test.ts'],
  ['/services/oauth2/authorize/expid_', 'authorize 9', 'hostile/every-endpoint.test.ts'],
  ['/setup/secur/RemoteAccessAuthorizationPage.apexp', 'authorize 2', 'authorize/hops.test.ts'],
  ['/setup/secur/RemoteAccessErrorPage.apexp', 'authorize 1', 'authorize/refusals.test.ts'],
  ['/services/oauth2/success', 'authorize 3', 'user-agent/user-agent.test.ts'],
  ['/services/oauth2/echo', 'authorize 8', 'headless/log-in.test.ts'],
  ['/setup/connect', 'authorize 7', 'device/page.test.ts'],
  ['init/registration', 'authorize 8', 'headless/registration.test.ts'],
  ['init/passwordless/login', 'authorize 8', 'headless/registration.test.ts'],
  ['forgot_password', 'authorize 8', 'headless/registration.test.ts'],
  ['/services/oauth2/v1/authorization_challenge', 'authorize 8', `${LIMITS}Headless identity`],
  ['/services/oauth2/token', 'token 1', 'token/client.test.ts'],
  ['/services/oauth2/revoke', 'identity-and-resources 1', 'revoke/revoke.test.ts'],
  ['/services/oauth2/introspect', 'identity-and-resources 2', 'introspect/introspect.test.ts'],
  ['/services/oauth2/userinfo', 'identity-and-resources 3.1', 'identity/userinfo.test.ts'],
  ['/id/', 'identity-and-resources 3.2', 'identity/identity-url.test.ts'],
  ['/.well-known/openid-configuration', 'identity-and-resources 4.1', 'identity/discovery.test.ts'],
  ['/.well-known/auth-configuration', 'identity-and-resources 4.2', 'identity/discovery.test.ts'],
  ['/.well-known/oauth-protected-resource', 'identity-and-resources 4.1', 'identity/discovery.test.ts'],
  ['/.well-known/oauth-authorization-server', 'identity-and-resources 4.1', 'identity/discovery.test.ts'],
  ['/id/keys', 'identity-and-resources 4.3', 'identity/discovery.test.ts'],
  ['/services/oauth2/register', 'identity-and-resources 5', 'register/register.test.ts'],
  ['/services/auth/idp/oidc/logout', 'identity-and-resources 6', 'logout/logout.test.ts'],
  ['/services/auth/rp/oidc/logout', 'identity-and-resources 6', 'logout/logout.test.ts'],
  ['/secur/logout.jsp', 'identity-and-resources 6', 'logout/logout.test.ts'],
  ['/services/auth/idp/saml2/logout', 'identity-and-resources 6', 'idp/log-out.test.ts'],
  ['/services/auth/sp/saml2/logout', 'identity-and-resources 6', 'idp/trusted-log-out.test.ts'],
  ['/services/oauth2/singleaccess', 'identity-and-resources 7', 'single-access/single-access.test.ts'],
  ['/services/oauth2/lightningoutsingleaccess', 'token 14', 'single-access/single-access.test.ts'],
  ['/secur/frontdoor.jsp', 'identity-and-resources 7', 'single-access/single-access.test.ts'],
  ['/services/oauth2/pkce/generator', 'identity-and-resources 0.1', `${LIMITS}Endpoints that are not there`],
  ['/.well-known/samlidp.xml', 'identity-and-resources 8', 'idp/response.test.ts'],
  ['/.well-known/samlidp/', 'identity-and-resources 8', 'idp/response.test.ts'],
  ['/idp/endpoint/HttpRedirect', 'identity-and-resources 8', 'idp/node-saml.test.ts'],
  ['/idp/endpoint/HttpPost', 'identity-and-resources 8', 'idp/node-saml.test.ts'],
  ['/idp/login', 'identity-and-resources 8', 'idp/response.test.ts'],
  ['/saml/authn-request.jsp', 'setup-pages A.7', 'idp/service-provider.test.ts'],
  ['/_nc_external/identity/saml/SamlError', 'setup-pages A.7', 'idp/service-provider.test.ts'],
  ['/services/Soap', 'identity-and-resources 9', 'soap/log-in.test.ts'],
  ['/services/data', 'identity-and-resources 10.1', 'rest/rest.test.ts'],
  ['/services/data/v58.0', 'identity-and-resources 10.2', 'rest/rest.test.ts'],
  ['/limits', 'identity-and-resources 10.3', 'rest/rest.test.ts'],
  ['/query', 'identity-and-resources 10.3', 'rest/query.test.ts'],
  ['nextRecordsUrl', 'rest-data 4.2', 'rest/query-pages.test.ts'],
  ['queryAll', 'rest-data 4.1', 'rest/query-pages.test.ts'],
  ['/search', 'rest-data 8', 'rest/search.test.ts'],
  ['/parameterizedSearch', 'rest-data 8', 'rest/search.test.ts'],
  ['/tooling/query', 'rest-data 8', `${LIMITS}REST`],
  ['/sobjects/User/', 'identity-and-resources 12', 'rest/rest.test.ts'],
  ['/sobjects/Organization/', 'identity-and-resources 10.3', 'rest/rest.test.ts'],
  ['/sobjects/LoginHistory/', 'identity-and-resources 11', 'admin/rest.test.ts'],
  ['from OauthToken', 'identity-and-resources 11', 'admin/rest.test.ts'],
  ['from ConnectedApplication', 'identity-and-resources 11', 'admin/rest.test.ts'],
  ['from AuthSession', 'identity-and-resources 11', `${LIMITS}What admins see`],
  ['/sobjects/Contact/Email/', 'rest-data 2.5', 'rest/records.test.ts'],
  ['/describe', 'rest-data 3', 'rest/records.test.ts'],
  ['/jobs/ingest', 'rest-data 6.1', 'bulk/jobs.ts'],
  ['/jobs/query', 'rest-data 6.2', 'bulk/jobs.ts'],
  ['/composite/sobjects', 'rest-data 5.4', 'rest/composite.test.ts'],
  ['/composite/tree', 'rest-data 5.3', 'rest/composite.test.ts'],
  ['/composite/batch', 'rest-data 5.2', 'rest/composite.test.ts'],
  ['/limits/recordCount', 'rest-data 8', 'rest/resources.test.ts'],
  ['/apps/oauth/usage', 'identity-and-resources 11', 'admin/rest.test.ts'],
  ['/apps/oauth/credentials', 'identity-and-resources 11', `${LIMITS}What admins see`],
  ['/services/async', 'rest-data 7', 'bulk/async.test.ts'],
];

const RESPONSE_TYPES: readonly Row[] = [
  ['code', 'authorize 4', 'authorize/consent.test.ts'],
  ['token', 'authorize 5', 'user-agent/user-agent.test.ts'],
  ['token id_token', 'authorize 5', 'user-agent/user-agent.test.ts'],
  ['id_token token', 'authorize 5', 'user-agent/user-agent.test.ts'],
  ['hybrid_token', 'authorize 6', 'hybrid/hybrid.test.ts'],
  ['code_credentials', 'authorize 8', 'headless/log-in.test.ts'],
  ['device_code', 'token 10', 'device/polling.test.ts'],
];

const GRANTS: readonly Row[] = [
  ['authorization_code', 'token 3', 'grants/authorization-code.test.ts'],
  ['refresh_token', 'token 4', 'grants/refresh-token.test.ts'],
  ['password', 'token 5', 'grants/password.test.ts'],
  ['client_credentials', 'token 6', 'grants/client-credentials.test.ts'],
  ['urn:ietf:params:oauth:grant-type:jwt-bearer', 'token 7', 'grants/jwt-bearer.test.ts'],
  ['urn:ietf:params:oauth:grant-type:saml2-bearer', 'token 8', 'saml/bearer.test.ts'],
  ['assertion', 'token 9', 'saml/sso.test.ts'],
  ['device', 'token 10', 'device/polling.test.ts'],
  ['hybrid_auth_code', 'token 11', 'hybrid/hybrid.test.ts'],
  ['hybrid_refresh', 'token 11', 'hybrid/hybrid.test.ts'],
  [
    'urn:ietf:params:oauth:grant-type:hybrid-token-exchange',
    'token 11',
    'token-exchange/token-exchange.test.ts',
  ],
  ['urn:ietf:params:oauth:grant-type:token-exchange', 'token 12', 'token-exchange/token-exchange.test.ts'],
];

const PARAMETERS: readonly Row[] = [
  ['response_type', 'authorize 4.1', 'authorize/refusals.test.ts'],
  ['client_id', 'authorize 4.1', 'authorize/refusals.test.ts'],
  ['redirect_uri', 'authorize 4.1, 11', 'authorize/refusals.test.ts'],
  ['scope', 'authorize 4.1', 'authorize/consent.test.ts'],
  ['state', 'authorize 4.1', 'authorize/refusals.test.ts'],
  ['display', 'authorize 4.1', 'authorize/hops.test.ts'],
  ['prompt', 'authorize 4.1', 'authorize/consent.test.ts'],
  ['login_hint', 'authorize 4.1', 'authorize/hops.test.ts'],
  ['immediate', 'authorize 4.1', 'authorize/refusals.test.ts'],
  ['nonce', 'authorize 4.1', 'user-agent/user-agent.test.ts'],
  ['code_challenge', 'authorize 4.1', 'authorize/refusals.test.ts'],
  ['code_challenge_method', 'authorize 4.1', 'authorize/refusals.test.ts'],
  ['sso_provider', 'authorize 4.1', 'idp/service-provider.test.ts'],
  ['startURL', 'authorize 2', 'authorize/hops.test.ts'],
  ['grant_type', 'token 1', 'token/client.test.ts'],
  ['client_secret', 'token 1.3', 'token/client.test.ts'],
  ['client_assertion', 'token 1.3', 'token/client.test.ts'],
  ['client_assertion_type', 'token 1.3', 'token/client.test.ts'],
  ['format', 'token 1.9', 'token/client.test.ts'],
  ['code', 'token 3', 'grants/authorization-code.test.ts'],
  ['code_verifier', 'token 3', 'grants/authorization-code.test.ts'],
  ['refresh_token', 'token 4', 'grants/refresh-token.test.ts'],
  ['device_id', 'token 1.2', 'grants/refresh-token.test.ts'],
  ['username', 'token 5', 'grants/password.test.ts'],
  ['password', 'token 5', 'grants/password.test.ts'],
  ['assertion', 'token 7, 8, 9', 'grants/jwt-bearer.test.ts'],
  ['assertion_type', 'token 9', 'saml/sso.test.ts'],
  ['so', 'token 9', 'saml/sso.test.ts'],
  ['subject_token', 'token 12', 'token-exchange/token-exchange.test.ts'],
  ['subject_token_type', 'token 12', 'token-exchange/token-exchange.test.ts'],
  ['actor_token', 'token 12a', 'token-exchange/asset-token.test.ts'],
  ['actor_token_type', 'token 12a', 'token-exchange/asset-token.test.ts'],
  ['token_handler', 'token 12b', 'token-exchange/token-exchange.test.ts'],
  ['Auth-Request-Type', 'authorize 8', 'headless/log-in.test.ts'],
  ['Auth-Verification-Type', 'authorize 8', 'headless/registration.test.ts'],
  ['Uvid-Hint', 'authorize 8', 'headless/guest.test.ts'],
  ['token', 'identity-and-resources 1', 'revoke/revoke.test.ts'],
  ['callback', 'identity-and-resources 1, 3.2', 'revoke/revoke.test.ts'],
  ['revoke_reason', 'identity-and-resources 1', 'revoke/revoke.test.ts'],
  ['token_type_hint', 'identity-and-resources 1, 2', 'introspect/introspect.test.ts'],
  ['access_token', 'identity-and-resources 3.1', 'identity/userinfo.test.ts'],
  ['oauth_token', 'identity-and-resources 3.2', 'identity/identity-url.test.ts'],
  ['version', 'identity-and-resources 3.2', 'identity/identity-url.test.ts'],
  ['X-PrettyPrint', 'identity-and-resources 0.1', 'rest/rest.test.ts'],
  ['otp', 'identity-and-resources 7', 'single-access/single-access.test.ts'],
  ['sid', 'identity-and-resources 7', 'single-access/single-access.test.ts'],
  ['retURL', 'identity-and-resources 7', 'single-access/single-access.test.ts'],
  ['lightning_out_app_id', 'token 14', 'single-access/single-access.test.ts'],
  ['q', 'identity-and-resources 10.3', 'rest/query.test.ts'],
  ['explain', 'rest-data 4.1', 'rest/query-pages.test.ts'],
  ['columns', 'clients 1', 'rest/query.test.ts'],
  ['Sforce-Query-Options', 'rest-data 4.2', 'rest/query-pages.test.ts'],
  ['DPoP', 'identity-and-resources 0.1', `${LIMITS}Revoke, identity, discovery`],
];

function read(rows: readonly Row[]): Supported[] {
  return rows.map(([name, facts, proof]) => ({
    name,
    facts: facts.replace(/^(\S+)/, '$1.md'),
    proof: proof.startsWith(LIMITS) ? { limits: proof.slice(LIMITS.length) } : { test: proof },
  }));
}

export const SUPPORTED: Readonly<Record<string, readonly Supported[]>> = {
  Endpoints: read(ENDPOINTS),
  'Response types': read(RESPONSE_TYPES),
  Grants: read(GRANTS),
  'Parameters and headers': read(PARAMETERS),
};

/** What each grant and service of the token endpoint reads beside the parameters of every request, as it declares. */
export const READ: ReadonlyMap<string, readonly string[]> = new Map([
  ...[...grantsByType.values()].map(({ type, parameters }) => [type, parameters] as const),
  ...services.map(({ name, parameters }) => [name, parameters] as const),
]);

/** docs/supported.md. */
export function supportedDocument(): string {
  const sections = Object.entries(SUPPORTED).map(([title, rows]) => {
    const lines = rows.map(({ name, facts, proof }) => `| \`${name}\` | ${facts} | ${link(proof)} |`);
    return [`## ${title}`, '', '| what | wire facts | proved by |', '|---|---|---|', ...lines].join('\n');
  });
  const rows = rowSections();
  const read = [...READ].map(([type, names]) => `| \`${type}\` | ${inCode(names)} |`);
  const readTable = [READ_TITLE, '', '| grant or service | parameters |', '|---|---|', ...read].join('\n');
  return `${['# What is supported', INTRODUCTION, ...sections, readTable, ...rows].join('\n\n')}\n`;
}

const READ_TITLE = `## What the token endpoint reads

Beside \`grant_type\`, \`client_id\`, \`client_secret\`, \`client_assertion\`, \`client_assertion_type\`, \`scope\` and \`format\`. A grant can read what it
declares and nothing else; what it does not read is ignored, as Salesforce ignores it.`;

function inCode(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.map((name) => `\`${name}\``).join(', ');
}

const INTRODUCTION =
  'Every endpoint, response type, grant and parameter that the wire facts name, with the test that proves it or the part of\n[limits.md](limits.md) that says why not; and every row of the facts about records. `npm run docs` writes this file; a test holds each row to its proof.';

function link(proof: Supported['proof']): string {
  return 'test' in proof ? `\`test/${proof.test}\`` : limitsLink(proof.limits);
}
