/** What the platform publishes to everybody: OpenID configuration, keys, log-in configuration (identity-and-resources.md 4). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Host, instanceUrl } from '../org/hosts.ts';
import type { Org } from '../org/model.ts';
import { SCOPE_NAMES } from '../org/scopes.ts';
import { calledSite } from '../org/sites.ts';
import { refuse } from '../refusals/check.ts';
import { publishedOrgKeys } from '../tokens/org-keys.ts';
import { platformKeys } from '../tokens/platform-keys.ts';
import { hashOrder } from '../wire/hash-order.ts';
import { LONG_AGO, PUBLIC_CORS } from '../wire/headers.ts';
import { sendJson } from '../wire/json.ts';
import type { World } from '../world/world.ts';

export function discoveryEndpoints(app: FastifyInstance, world: World): void {
  app.get('/.well-known/openid-configuration', (request, reply) =>
    publish(reply, openidConfiguration(request.calledHost, orgsAt(world, request))),
  );
  app.get('/.well-known/auth-configuration', (request, reply) => {
    const { calledHost: host } = request;
    const org = orgOf(world, host);
    if (!org) return refuse(request, 'page.not-found', { path: request.trace.path });
    reply.header('Access-Control-Allow-Methods', 'GET, POST, OPTIONS');
    return publish(reply, authConfiguration(host, org));
  });
  // The second path is documented, the first is what discovery names.
  for (const url of ['/id/keys', '/services/oauth2/id/keys']) {
    app.get(url, async (request, reply) => {
      const orgKeys = await publishedOrgKeys(world, orgsAt(world, request));
      reply.header('Expires', LONG_AGO);
      return publish(reply, { keys: [...platformKeys().published, ...orgKeys] });
    });
  }
}

function publish(reply: FastifyReply, document: unknown): FastifyReply {
  return sendJson(reply.headers(PUBLIC_CORS), document);
}

/** Everything but the log-in hosts and old instances is a My Domain, localhost too. */
function isMyDomain({ kind }: Host): boolean {
  return kind !== 'login' && kind !== 'test' && kind !== 'instance';
}

/**
 * Salesforce lists neither grant types nor PKCE methods. `dpop_signing_alg_values_supported`, seen since August 2026, is
 * left out: fauxforce binds no token to a key.
 *
 * @param orgs whose public custom scopes are listed
 */
function openidConfiguration(host: Host, orgs: readonly Org[]): Record<string, unknown> {
  const { origin } = host;
  return {
    ...(isMyDomain(host) && {
      end_session_endpoint: `${origin}/services/auth/idp/oidc/logout`,
      frontchannel_logout_supported: true,
      frontchannel_logout_session_supported: false,
    }),
    issuer: origin,
    authorization_endpoint: `${origin}/services/oauth2/authorize`,
    token_endpoint: `${origin}/services/oauth2/token`,
    revocation_endpoint: `${origin}/services/oauth2/revoke`,
    userinfo_endpoint: `${origin}/services/oauth2/userinfo`,
    jwks_uri: `${origin}/id/keys`,
    registration_endpoint: `${origin}/services/oauth2/register`,
    introspection_endpoint: `${origin}/services/oauth2/introspect`,
    scopes_supported: scopesSupported(orgs),
    response_types_supported: ['code', 'token', 'token id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    display_values_supported: ['page', 'popup', 'touch'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic', 'private_key_jwt'],
    claims_supported: CLAIMS,
  };
}

const SCOPES_SUPPORTED = hashOrder(SCOPE_NAMES);

function scopesSupported(orgs: readonly Org[]): readonly string[] {
  const custom = orgs.flatMap(({ customScopes }) => customScopes.filter(({ isPublic }) => isPublic));
  if (custom.length === 0) return SCOPES_SUPPORTED;
  return hashOrder([...new Set([...SCOPE_NAMES, ...custom.map(({ name }) => name)])]);
}

const CLAIMS =
  'active address email email_verified family_name given_name is_app_installed language locale name nickname organization_id phone_number phone_number_verified photos picture preferred_username profile sub updated_at urls user_id user_type zoneinfo'.split(
    ' ',
  );

/** On localhost every org lives at one origin, and the first answers. The log-in hosts have no org. */
function orgOf(world: World, host: Host): Org | undefined {
  if (!isMyDomain(host)) return undefined;
  if (host.myDomain !== undefined) return world.orgs.orgByMyDomain(host.myDomain);
  const { orgs } = world.orgs;
  return host.kind === 'site' ? orgs.find((org) => calledSite(host, org)) : orgs[0];
}

/**
 * The orgs whose keys and scopes a host publishes: on localhost all of them, on a log-in host none.
 *
 * @throws Refusal on a My Domain that no org has
 */
function orgsAt(world: World, request: FastifyRequest): readonly Org[] {
  const { calledHost: host } = request;
  if (!isMyDomain(host)) return [];
  if (host.myDomain === undefined) return world.orgs.orgs;
  return [orgOf(world, host) ?? refuse(request, 'page.not-found', { path: request.trace.path })];
}

/** What the Mobile SDK asks of a log-in host before it opens a browser. */
function authConfiguration(host: Host, org: Org): Record<string, unknown> {
  return {
    OrgId: org.id.slice(0, 15),
    Url: host.kind === 'site' ? host.origin : instanceUrl(host, org),
    MobileSDK: {
      UseiOSNativeBrowserForAuthentication: false,
      UseAndroidNativeBrowserForAuthentication: false,
      shareBrowserSessionIOS: false,
      shareBrowserSessionAndroid: false,
    },
    LoginPage: null,
    SamlProviders: [],
    AuthProviders: [],
    CertificateLogin: null,
    LoginPageType: 'standard',
    LoginPageTypeConfigs: {},
  };
}
