/** Who may call the REST API: the checks of every call, in order (identity-and-resources.md 10.4). */
import type { FastifyRequest } from 'fastify';
import { instanceUrl } from '../org/hosts.ts';
import { covers } from '../org/scopes.ts';
import { checkPolicies } from '../policies/check-policies.ts';
import { check, identify, refuse, type Traced } from '../refusals/check.ts';
import { type Access, orgShownBy, resolveAccessToken, sentAccessToken } from '../tokens/access.ts';
import { isRetiredVersion, OLDEST_VERSION } from '../wire/api-versions.ts';
import type { World } from '../world/world.ts';

/** @throws Refusal */
export async function admitToRest(world: World, request: FastifyRequest): Promise<Access> {
  const { calledHost } = request;
  refuseRetiredVersion(request);
  const access = await accessOf(world, request);
  const { org, user, app, scopes } = access;
  identify(request, { org, user, app });
  check(request, 'rest.login-host', calledHost.kind !== 'login' && calledHost.kind !== 'test', {
    host: calledHost.origin,
    instanceUrl: instanceUrl(calledHost, org),
  });
  check(request, 'rest.scope', covers(scopes, 'api'), { scopes: scopes.join(' ') });
  const { isHighAssurance = false, byPassword = false } = access.token;
  checkPolicies(request, world, { flow: 'rest', org, user, app, scopes, isHighAssurance, byPassword });
  return access;
}

function refuseRetiredVersion(request: Traced): void {
  const version = /^\/services\/data\/v([^/]+)/.exec(request.trace.path)?.[1] ?? '';
  if (isRetiredVersion(version)) refuse(request, 'rest.retired-version', { version, oldest: OLDEST_VERSION });
}

async function accessOf(world: World, request: FastifyRequest): Promise<Access> {
  const { calledHost, headers } = request;
  check(request, 'rest.no-token', headers.authorization !== undefined, {});
  const sent = sentAccessToken(request);
  const scheme = /^\s*([\w-]{0,20})/.exec(headers.authorization)?.[1] ?? '';
  check(request, 'rest.auth-header', sent !== undefined, { scheme });
  identify(request, { org: orgShownBy(sent, world) });
  const access = await resolveAccessToken(world, sent);
  if (typeof access === 'string') refuse(request, 'rest.dead-token', { state: access });
  const elsewhere =
    calledHost.myDomain !== undefined && calledHost.myDomain !== access.org.myDomain.toLowerCase();
  check(request, 'rest.dead-token', !elsewhere, { state: elsewhere ? "of another org's" : 'alive' });
  return access;
}
