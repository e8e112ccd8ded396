/** Who may call the REST API: the checks of every call, in order (identity-and-resources.md 10.4). */
import type { FastifyRequest } from 'fastify';
import { instanceUrl } from '../org/hosts.ts';
import { covers } from '../org/scopes.ts';
import { checkPolicies } from '../policies/check-policies.ts';
import type { Trace } from '../refusals/trace.ts';
import { type Access, orgShownBy, resolveAccessToken, sentAccessToken } from '../tokens/access.ts';
import { isRetiredVersion, OLDEST_VERSION } from '../wire/api-versions.ts';
import type { World } from '../world/world.ts';

/** @throws Refusal */
export async function admit(world: World, request: FastifyRequest): Promise<Access> {
  const trace: Trace = request.trace;
  const { calledHost } = request;
  refuseRetiredVersion(trace);
  const access = await accessOf(world, request);
  const { org, user, app, scopes } = access;
  trace.identify(org, user);
  trace.identifyApp(app);
  trace.check('rest.login-host', calledHost.kind !== 'login' && calledHost.kind !== 'test', {
    host: calledHost.origin,
    instanceUrl: instanceUrl(calledHost, org),
  });
  trace.check('rest.scope', covers(scopes, 'api'), { scopes: scopes.join(' ') });
  const { isHighAssurance = false, byPassword = false } = access.token;
  checkPolicies(request, world, { flow: 'rest', org, user, app, scopes, isHighAssurance, byPassword });
  return access;
}

function refuseRetiredVersion(trace: Trace): void {
  const version = /^\/services\/data\/v([^/]+)/.exec(trace.path)?.[1] ?? '';
  if (isRetiredVersion(version)) trace.refuse('rest.retired-version', { version, oldest: OLDEST_VERSION });
}

async function accessOf(world: World, request: FastifyRequest): Promise<Access> {
  const trace: Trace = request.trace;
  const { calledHost, headers } = request;
  trace.check('rest.no-token', headers.authorization !== undefined, {});
  const sent = sentAccessToken(request);
  const scheme = /^\s*([\w-]{0,20})/.exec(headers.authorization)?.[1] ?? '';
  trace.check('rest.auth-header', sent !== undefined, { scheme });
  trace.org = orgShownBy(sent, world);
  const access = await resolveAccessToken(world, sent);
  if (typeof access === 'string') trace.refuse('rest.dead-token', { state: access });
  const elsewhere =
    calledHost.myDomain !== undefined && calledHost.myDomain !== access.org.myDomain.toLowerCase();
  trace.check('rest.dead-token', !elsewhere, { state: elsewhere ? "of another org's" : 'alive' });
  return access;
}
