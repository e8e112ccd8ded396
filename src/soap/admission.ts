/** Who may call: the checks of every call that needs a session, in order (soap-data.md 7, 8). */
import { createHash } from 'node:crypto';
import { instanceUrl } from '../org/hosts.ts';
import { covers } from '../org/scopes.ts';
import { checkPolicies } from '../policies/check-policies.ts';
import { check, identify, refuse } from '../refusals/check.ts';
import { sameId } from '../rest/record-id.ts';
import { type Access, orgShownBy, resolveAccessToken } from '../tokens/access.ts';
import type { SessionOperation, SoapCall } from './operation.ts';

/** A SOAP session or an opaque token, or a JWT, whose signature nobody has looked at yet. */
const LIKE_A_SESSION = /^(?:00D\w{12,15}!|ey[\w-]{1,4000}\.)/;

/** @throws Refusal */
export async function admitToSoap(
  call: SoapCall,
  operation: Pick<SessionOperation, 'mendsPasswordOf'> = {},
): Promise<Access> {
  const { world, calledHost } = call;
  const access = await accessOf(call);
  const { org, user, app, scopes, isJwt } = access;
  identify(call, { org, user, app });
  check(call, 'soap.login-host', calledHost.kind !== 'login' && calledHost.kind !== 'test', {
    host: calledHost.origin,
    instanceUrl: instanceUrl(calledHost, org),
  });
  check(call, 'soap.scope', covers(scopes, 'api') && !isJwt, { scopes: scopes.join(' '), isJwt });
  const { apiAccessControl } = org.settings;
  check(call, 'soap.external-client-app', !(app.kind === 'externalClientApp' && apiAccessControl), {
    app: app.label,
    kind: app.kind,
    apiAccessControl,
  });
  const { isHighAssurance = false } = access.token;
  const isMended = sameId(operation.mendsPasswordOf?.(call) ?? '', user.id);
  const byPassword = access.token.byPassword === true && !isMended;
  checkPolicies(call, world, { flow: 'soap', org, user, app, scopes, isHighAssurance, byPassword });
  return access;
}

/** @throws Refusal */
async function accessOf({ world, headers: { sessionId }, calledHost, trace }: SoapCall): Promise<Access> {
  const request = { trace };
  check(request, 'soap.no-session', LIKE_A_SESSION.test(sessionId), { sent: sessionId !== '' });
  identify(request, { org: orgShownBy(sessionId, world) });
  const access = await resolveAccessToken(world, sessionId);
  if (typeof access === 'string') refuse(request, 'soap.dead-session', stateOf(sessionId, access));
  const elsewhere =
    calledHost.myDomain !== undefined && calledHost.myDomain !== access.org.myDomain.toLowerCase();
  const state = elsewhere ? "of another org's" : 'alive';
  check(request, 'soap.dead-session', !elsewhere, stateOf(sessionId, state));
  return access;
}

/** What is said of a session: the hash is what Salesforce tells of one that it does not find. */
export function stateOf(sessionId: string, state: string): { state: string; hash: string } {
  return { state, hash: createHash('sha256').update(sessionId).digest('base64') };
}
