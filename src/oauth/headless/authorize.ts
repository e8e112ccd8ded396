/**
 * Authorization Code and Credentials flow: `response_type=code_credentials`, by POST to a site's authorize endpoint. A log-in
 * without pages, answered like the web server flow (authorize.md 8).
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isOffered } from '../../org/flows.ts';
import { permissionSetNames } from '../../org/permissions.ts';
import { isPreAuthorized } from '../../org/permitted-users.ts';
import { checkPolicies } from '../../policies/check-policies.ts';
import { policies } from '../../policies/policies.ts';
import { checkSiteMember } from '../../policies/user-hosts.ts';
import { check, identify } from '../../refusals/check.ts';
import { subjectOf } from '../../world/subject.ts';
import type { World } from '../../world/world.ts';
import { type Progress, sendToCallback } from '../authorize/answer.ts';
import type { ClientRequest, UserRequest } from '../authorize/check.ts';
import { responseTypeOf } from '../authorize/response-types.ts';
import { isAssigned, requestedScopes } from '../requested-scopes.ts';
import { admitGuest } from './guest.ts';
import { LOG_INS } from './log-in.ts';
import { checkSite } from './site.ts';

const GUEST = 'guest';

/** Redirects to the callback, also one that is the site's own `/services/oauth2/echo`. @throws Refusal */
export async function answerCodeCredentials(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  client: ClientRequest,
  progress: Progress,
): Promise<FastifyReply> {
  const user = await logIn(world, request, client);
  await request.trace.passed('headless');
  await request.trace.passed('headless-user');
  await request.trace.passed('headless-log-in');
  const approved = { request: user, approval: undefined };
  const url = await responseTypeOf(client).respond(world, approved);
  request.trace.logIn = { type: 'Remote Access 2.0' };
  return sendToCallback(reply, url, progress);
}

async function logIn(world: World, request: FastifyRequest, client: ClientRequest): Promise<UserRequest> {
  const { app, asked } = client;
  const called = checkSite(world, request);
  const { org } = called;
  const enabled = isOffered('headless', app);
  check(request, 'headless.app-not-enabled', app.orgId === org.id && enabled, {
    app: app.label,
    enabled,
    org: org.name,
  });
  policies.check(request, 'app', { flow: 'headless', app, now: client.now });
  const type = String(request.headers['auth-request-type'] ?? '');
  const findUser = LOG_INS.get(type);
  check(request, 'headless.request-type', type === GUEST || findUser, {
    type,
    known: [...LOG_INS.keys(), GUEST],
  });
  if (!findUser) return admitGuest(world, request, client, called);
  const scopes = requestedScopes(asked);
  const areAssigned = scopes.every((scope) => isAssigned(app, scope));
  check(request, 'headless.scope', areAssigned, { requested: scopes, assigned: app.scopes });

  const user = await findUser(world, request, client, called);
  identify(request, { org, user });
  checkPolicies(request, world, { flow: 'headless', org, user, app });
  checkSiteMember(request, world, org, user);
  const subject = subjectOf(world, { org, user });
  check(request, 'headless.not-pre-authorized', app.isAdminApproved && isPreAuthorized(app, subject), {
    app: app.label,
    isAdminApproved: app.isAdminApproved,
    profile: user.profile,
    permissionSets: permissionSetNames(subject),
    allowed: [...app.profiles, ...app.permissionSets],
  });
  return { ...client, org, user, approvals: [] };
}
