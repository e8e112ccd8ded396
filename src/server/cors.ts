/**
 * Decides which scripts of other origins may call (identity-and-resources.md 0.1, token.md 1.8). Discovery, keys and log-in
 * configuration answer every origin by themselves; single access, registration and all pages answer none.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isAllowedOrigin } from '../org/allowed-origin.ts';
import { isOriginOf } from '../org/hosts.ts';
import type { Org } from '../org/model.ts';
import { check } from '../refusals/check.ts';
import type { World } from '../world/world.ts';

/** Open to the allowlist of the org, once Enable CORS for OAuth endpoints is on. */
const OAUTH_ENDPOINT = /^\/services\/oauth2\/(?:token|revoke|introspect|authorize(?:\/.*)?)$/;
/** Open to the allowlist of the org. */
const RESOURCE = /^\/services\/(?:oauth2\/userinfo|data(?:\/.*)?)$/;

const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';

export function answerOtherOrigins(app: FastifyInstance, world: World): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers;
    if (origin === undefined || isOwnOrigin(request, origin)) return done();
    const orgs = orgsThatDecide(world, request);
    if (orgs.length === 0) return done();
    const allowed = orgs.flatMap(({ settings }) => settings.corsAllowedOrigins);
    check(request, 'cors.origin', isAllowedOrigin(allowed, origin), { origin, allowed });
    reply.header('Access-Control-Allow-Origin', origin).header('Vary', 'Accept-Encoding, Origin');
    if (!isPreflight(request)) return done();
    const wanted = request.headers['access-control-request-headers'];
    if (wanted) reply.header('Access-Control-Allow-Headers', wanted);
    reply.header('Access-Control-Allow-Methods', METHODS).code(200).send();
  });
}

/**
 * The orgs whose allowlists count: the one of the My Domain or site called. On localhost, where nothing in a preflight
 * says whom it is for, every org's. None where CORS is off or, as on the log-in hosts, unknown.
 */
function orgsThatDecide({ orgs }: World, { calledHost, trace }: FastifyRequest): readonly Org[] {
  const isResource = RESOURCE.test(trace.path);
  if (!isResource && !OAUTH_ENDPOINT.test(trace.path)) return [];
  if (['login', 'test', 'instance'].includes(calledHost.kind)) return [];
  const called =
    calledHost.myDomain === undefined ? orgs.orgs : [orgs.orgByMyDomain(calledHost.myDomain) ?? []].flat();
  return isResource ? called : called.filter(({ settings }) => settings.enableOauthCors);
}

function isOwnOrigin({ calledHost, host }: FastifyRequest, origin: string): boolean {
  return origin === new URL(calledHost.origin).origin || isOriginOf(origin, host);
}

function isPreflight({ method, headers }: FastifyRequest): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}
