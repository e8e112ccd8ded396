/** RemoteAccessAuthorizationPage: logs the user in, asks them, and sends the browser back to the app. Source: authorize.md 2, 3. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { rememberedApproval } from '../oauth/approvals.ts';
import { type Progress, refuseOnCallback, sendToCallback } from '../oauth/authorize/answer.ts';
import type { Approved } from '../oauth/authorize/approved.ts';
import type { ClientRequest, PolicyRequest, UserRequest } from '../oauth/authorize/check.ts';
import { checkClient, checkRequest, PIPELINE, run } from '../oauth/authorize/pipeline.ts';
import { prompts } from '../oauth/authorize/request.ts';
import { responseTypeOf } from '../oauth/authorize/response-types.ts';
import { type ApprovalProcess, openSource } from '../oauth/authorize/source.ts';
import { grantedScopes } from '../oauth/requested-scopes.ts';
import { checkSameOrigin } from '../oauth/session/own-origin.ts';
import { beganSince, type LiveSession, liveSession } from '../oauth/session/sessions.ts';
import { isOwnApp } from '../org/installed.ts';
import { appOfOrg } from '../org/platform-cli.ts';
import { isInSeveralOrgs } from '../policies/check-policies.ts';
import { factsOf } from '../policies/facts.ts';
import { mayBeRaised } from '../policies/rules/session-level.ts';
import { check, identify } from '../refusals/check.ts';
import type { Row } from '../store/port.ts';
import { writeQuery } from '../wire/form.ts';
import { APPROVAL_PAGE } from '../wire/paths.ts';
import { redirectByLocation, redirectByScript } from '../wire/redirect.ts';
import { subjectOf } from '../world/subject.ts';
import { timeOfApp } from '../world/time-of-app.ts';
import type { World } from '../world/world.ts';
import { buttonPressed, showAllowAccess } from './allow-form.ts';
import { logInPath, siteLogInPath } from './log-in-path.ts';
import { ssoPath } from './saml-request.ts';
import { VerifyIdentity } from './verify-identity.ts';

/** Real links worked after 26 minutes and die some time later (authorize.md 2); when is not known. */
const LIFETIME_MINUTES = 60;

export function approvalPage(app: FastifyInstance, world: World, followRealCallbacks: boolean): void {
  const page = new ApprovalPage(world, followRealCallbacks);
  app.get(APPROVAL_PAGE, (request, reply) => page.open(request, reply));
  app.post(APPROVAL_PAGE, (request, reply) => {
    checkSameOrigin(request);
    return page.open(request, reply);
  });
}

class ApprovalPage {
  readonly #world: World;
  readonly #verify: VerifyIdentity;
  readonly #followRealCallbacks: boolean;

  /** @param followRealCallbacks see {@link Progress} */
  constructor(world: World, followRealCallbacks: boolean) {
    this.#world = world;
    this.#followRealCallbacks = followRealCallbacks;
    this.#verify = new VerifyIdentity(world);
  }

  /** GET shows the page or, when nothing is left to ask, answers the app; POST is a button pressed. */
  async open(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const followRealCallbacks = this.#followRealCallbacks;
    const progress: Progress = { asked: {}, byScript: false, followRealCallbacks };
    request.ownSurfaces = {
      callback: (refusal) => refuseOnCallback(this.#world, reply, refusal, progress),
    };
    const source = request.parameters.get('source') ?? '';
    const process = this.#read(request, source);
    progress.asked = process.asked;
    const { calledHost, ip } = request;
    const client = checkRequest(request, {
      // As the authorize endpoint has seen it.
      method: 'GET',
      needsHttps: false,
      host: calledHost,
      ip,
      now: timeOfApp(this.#world, process.asked.client_id),
      orgs: this.#world.orgs,
      asked: process.asked,
    });
    const session = await liveSession(this.#world, request, { flow: flowOf(client), app: client.app });
    const isNewSession = session !== undefined && beganSince(session, process);
    progress.byScript = isNewSession;
    if (!session || (prompts(process.asked, 'login') && !isNewSession)) {
      run(request, PIPELINE.beforePage, { ...client, pending: 'log in' });
      return sendToLogIn(this.#world, request, reply, client, source);
    }
    identify(request, session);
    const user = await this.#identify(client, session);
    if (isInSeveralOrgs(this.#world, user.app)) checkClient(request, user);
    run(request, PIPELINE.afterLogin, user);
    if (mayBeRaised(user.facts)) {
      run(request, PIPELINE.beforePage, { ...client, pending: 'log in' });
      return this.#raise(request, reply, user, source);
    }
    run(request, PIPELINE.sessionLevel, user);
    await request.trace.passed('approval');
    return this.#decide(request, reply, user, session, source, progress);
  }

  async #decide(
    request: FastifyRequest,
    reply: FastifyReply,
    user: UserRequest,
    session: LiveSession,
    source: string,
    progress: Progress,
  ): Promise<FastifyReply> {
    const pressed = buttonPressed(this.#world.key, request, session, source);
    if (pressed) {
      progress.byScript = true;
      run(request, PIPELINE.afterPage, { ...user, pressed });
      return this.#answer(reply, user, await this.#approve(user), session, progress);
    }
    const approved = approvedBefore(user);
    if (approved) return this.#answer(reply, user, approved.approval, session, progress);
    run(request, PIPELINE.beforePage, { ...user, pending: 'allow access' });
    return this.#ask(reply, user, session, source);
  }

  #read(request: FastifyRequest, source: string): ApprovalProcess {
    const process = openSource(this.#world, source);
    check(request, 'approval.unreadable', process, { reason: sourceInWords(source, process) });
    const minutes = Math.floor(
      (timeOfApp(this.#world, process.asked.client_id) - process.startedAt) / 60_000,
    );
    check(request, 'approval.expired', minutes < LIFETIME_MINUTES, { minutes, limit: LIFETIME_MINUTES });
    return process;
  }

  async #identify(client: ClientRequest, session: LiveSession): Promise<PolicyRequest> {
    const { org, user, isHighAssurance } = session;
    const app = appOfOrg(client.app, org);
    const approvals = await this.#world.store.approvals.live(user.id, app.consumerKey);
    const more = { app, approvals: approvals.length, isHighAssurance };
    const facts = factsOf(client, subjectOf(this.#world, session), flowOf(client), more);
    return { ...client, app, org, user, approvals, facts };
  }

  /** Asks for a second factor, and comes back. */
  #raise(
    { calledHost }: FastifyRequest,
    reply: FastifyReply,
    { user }: UserRequest,
    source: string,
  ): FastifyReply {
    const path = this.#verify.pathFor(user, `${APPROVAL_PAGE}?${writeQuery({ source })}`);
    return redirectByScript(reply, calledHost.origin + path);
  }

  async #approve({ org, user, app, asked }: UserRequest): Promise<number> {
    return this.#world.store.approvals.append({
      orgId: org.id,
      userId: user.id,
      consumerKey: app.consumerKey,
      scopes: grantedScopes(app, asked).join(' '),
      createdAt: this.#world.clock.of(org.id).now(),
    });
  }

  async #answer(
    reply: FastifyReply,
    request: UserRequest,
    approval: Row | undefined,
    { row }: LiveSession,
    progress: Progress,
  ): Promise<FastifyReply> {
    const session = row > 0 ? row : undefined;
    const { consumerKey, singleLogoutUrl } = request.app;
    if (session !== undefined && singleLogoutUrl !== undefined) {
      await this.#world.store.sessions.appendApp(session, consumerKey);
    }
    const type = responseTypeOf(request);
    const url = await type.respond(this.#world, { request, approval, session });
    reply.request.trace.logIn = type.logIn;
    reply.request.trace.idp = { initiatedBy: 'OauthAuthorize', entityUrl: '', event: 'Success' };
    return sendToCallback(reply, url, progress);
  }

  #ask(reply: FastifyReply, user: UserRequest, session: LiveSession, source: string): Promise<FastifyReply> {
    const startURL = `${APPROVAL_PAGE}?${writeQuery({ source })}`;
    const scopes = grantedScopes(user.app, user.asked);
    return showAllowAccess(this.#world, reply, {
      app: user.app,
      session,
      scopes,
      action: APPROVAL_PAGE,
      source,
      startURL,
    });
  }
}

/** The approval that makes the page unnecessary: an admin's, or the user's own unless the app asks for the page. */
function approvedBefore(request: UserRequest): Pick<Approved, 'approval'> | undefined {
  const { app, asked, approvals } = request;
  if (isOwnApp(app, request.org) && app.isAdminApproved) return { approval: undefined };
  if (prompts(asked, 'consent') || prompts(asked, 'select_account')) return undefined;
  const remembered = rememberedApproval(approvals, grantedScopes(app, asked));
  return remembered && { approval: remembered.row };
}

function flowOf(client: ClientRequest): 'web-server' | 'user-agent' {
  return responseTypeOf(client).flow === 'userAgentFlow' ? 'user-agent' : 'web-server';
}

function sendToLogIn(
  world: World,
  { calledHost }: FastifyRequest,
  reply: FastifyReply,
  { asked, app }: ClientRequest,
  source: string,
): FastifyReply {
  const startURL = `${APPROVAL_PAGE}?${writeQuery({ source })}`;
  const { sso_provider: provider } = asked;
  const past = provider && ssoPath(world, calledHost, { id: app.orgId }, provider, startURL);
  if (past) return redirectByLocation(reply, calledHost.origin + past);
  if (calledHost.kind === 'site') {
    return redirectByLocation(reply, calledHost.origin + siteLogInPath(startURL, asked.display));
  }
  const path = logInPath(startURL, {
    ...(asked.display && { display: asked.display }),
    ...(asked.login_hint && { un: asked.login_hint }),
  });
  return redirectByScript(reply, calledHost.origin + path);
}

function sourceInWords(source: string, process: ApprovalProcess | undefined): string {
  if (process) return 'sealed by this server';
  return source === '' ? 'not sent' : 'not sealed by this server, or changed since';
}
