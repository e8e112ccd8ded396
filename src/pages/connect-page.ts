/**
 * `/setup/connect`: the user types the device's code, logs in, and allows or denies (authorize.md 7). Nobody is spared
 * the click on Allow, whatever they allowed before (token.md 10): a link with somebody else's code must not be enough.
 */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendToErrorPage } from '../oauth/authorize/answer.ts';
import type { PolicyRequest, UserRequest } from '../oauth/authorize/check.ts';
import { PIPELINE, run } from '../oauth/authorize/pipeline.ts';
import { prompts, readAsked } from '../oauth/authorize/request.ts';
import { DEVICE_CODE_LIFETIME, findByUserCode } from '../oauth/device/device-code.ts';
import { checkSameOrigin } from '../oauth/session/own-origin.ts';
import { type LiveSession, liveSession } from '../oauth/session/sessions.ts';
import { basePath } from '../org/hosts.ts';
import { isOwnApp } from '../org/installed.ts';
import { appOfOrg } from '../org/platform-cli.ts';
import { factsOf } from '../policies/facts.ts';
import { mayBeRaised } from '../policies/rules/session-level.ts';
import { check, identify } from '../refusals/check.ts';
import type { StoredDeviceCode } from '../store/port.ts';
import { readScopes } from '../tokens/access.ts';
import { writeQuery } from '../wire/form.ts';
import { CONNECT_PAGE } from '../wire/paths.ts';
import { redirectByLocation } from '../wire/redirect.ts';
import { subjectOf } from '../world/subject.ts';
import { timeOfApp } from '../world/time-of-app.ts';
import type { World } from '../world/world.ts';
import { buttonPressed, showAllowAccess } from './allow-form.ts';
import { logInPath } from './log-in-path.ts';
import { showPage } from './render.ts';
import { VerifyIdentity } from './verify-identity.ts';

const ALLOW_PAGE = '/setup/connect/allow';

export function connectPage(app: FastifyInstance, world: World): void {
  const page = new ConnectPage(world);
  app.get(CONNECT_PAGE, (request, reply) => {
    const userCode = request.parameters.get('user_code') ?? '';
    if (!prompts(readAsked(request.parameters), 'login')) {
      return showConnect(request, reply, userCode);
    }
    // The way back is without `prompt`, so that one log-in is enough.
    const back = userCode === '' ? CONNECT_PAGE : `${CONNECT_PAGE}?${writeQuery({ user_code: userCode })}`;
    return redirectByLocation(reply, request.calledHost.origin + logInPath(back));
  });
  app.post(CONNECT_PAGE, (request, reply) => {
    checkSameOrigin(request);
    return page.enterCode(request, reply);
  });
  app.get(ALLOW_PAGE, (request, reply) => page.ask(request, reply));
  app.post(ALLOW_PAGE, (request, reply) => {
    checkSameOrigin(request);
    return page.ask(request, reply);
  });
}

class ConnectPage {
  readonly #world: World;
  readonly #verify: VerifyIdentity;

  constructor(world: World) {
    this.#world = world;
    this.#verify = new VerifyIdentity(world);
  }

  /** The code was typed: on to Allow Access, by way of the log-in page if need be. */
  async enterCode(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    tellTheUser(request, reply);
    const code = await this.#findWaiting(request);
    return redirectByLocation(reply, request.calledHost.origin + this.#allowPath(code));
  }

  /** Asks; or, when the form that this session was shown comes back, does what was pressed. */
  async ask(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    tellTheUser(request, reply);
    const code = await this.#findWaiting(request);
    const app = this.#world.orgs.app(code.consumerKey);
    const session = await liveSession(this.#world, request, { flow: 'device-page', app });
    const path = this.#allowPath(code);
    if (!session) return redirectByLocation(reply, request.calledHost.origin + logInPath(path));
    const user = await this.#identify(request, code, session);
    run(request, PIPELINE.afterLogin, user);
    if (mayBeRaised(user.facts)) {
      const verify = this.#verify.pathFor(user.user, path);
      return redirectByLocation(reply, request.calledHost.origin + verify);
    }
    run(request, PIPELINE.sessionLevel, user);
    const source = this.#world.userCodes.write(code.row);
    const pressed = buttonPressed(this.#world.key, request, session, source);
    if (pressed) return this.#decide(request, reply, code, user, pressed);
    const scopes = readScopes(code.scopes);
    return showAllowAccess(this.#world, reply, {
      app: user.app,
      session,
      scopes,
      action: ALLOW_PAGE,
      source,
      startURL: path,
    });
  }

  /** @throws Refusal unless the code is known, young, and nobody has decided on it */
  async #findWaiting(request: FastifyRequest): Promise<StoredDeviceCode> {
    const { parameters } = request;
    const typed = parameters.get('user_code') ?? parameters.get('source') ?? '';
    const code = await findByUserCode(typed, this.#world);
    check(request, 'device.user-code-unknown', code, { length: typed.length });
    const app = this.#world.orgs.app(code.consumerKey);
    identify(request, { org: app?.orgId, app });
    const age = timeOfApp(this.#world, code.consumerKey) - code.createdAt;
    check(request, 'device.user-code-expired', age <= DEVICE_CODE_LIFETIME, {
      age,
      lifetime: DEVICE_CODE_LIFETIME,
    });
    check(request, 'device.user-code-used', code.decidedAt === undefined, {});
    await request.trace.passed('connect');
    return code;
  }

  /** What the policies of the app in the user's org look at, as at the authorize endpoint. @throws Refusal */
  async #identify(
    request: FastifyRequest,
    code: StoredDeviceCode,
    session: LiveSession,
  ): Promise<PolicyRequest> {
    const { org, user, isHighAssurance } = session;
    identify(request, { org, user });
    const known = this.#world.orgs.app(code.consumerKey);
    check(request, 'device.user-code-unknown', known, { length: 8 });
    const app = appOfOrg(known, org);
    const facts = factsOf(request, subjectOf(this.#world, session), 'device-page', { app, isHighAssurance });
    return {
      method: 'GET',
      needsHttps: false,
      host: request.calledHost,
      ip: request.ip,
      now: facts.now,
      orgs: this.#world.orgs,
      asked: { client_id: code.consumerKey, scope: code.scopes },
      app,
      org,
      user,
      approvals: [],
      facts,
    };
  }

  async #decide(
    request: FastifyRequest,
    reply: FastifyReply,
    code: StoredDeviceCode,
    user: UserRequest,
    pressed: 'Allow' | 'Deny',
  ): Promise<FastifyReply> {
    const { store, clock } = this.#world;
    const isFirst =
      pressed === 'Deny'
        ? await store.deviceCodes.deny(code.row, clock.of(user.org.id).now())
        : await store.deviceCodes.approve(code.row, clock.of(user.org.id).now(), {
            orgId: user.org.id,
            userId: user.user.id,
            issuer: request.calledHost.origin,
            scopes: isOwnApp(user.app, user.org) && user.app.isAdminApproved ? undefined : code.scopes,
          });
    check(request, 'device.user-code-used', isFirst, {});
    return showPage(reply, 'connected', { app: user.app.label, isAllowed: pressed === 'Allow' });
  }

  #allowPath({ row }: StoredDeviceCode): string {
    return `${ALLOW_PAGE}?${writeQuery({ user_code: this.#world.userCodes.write(row) })}`;
  }
}

/** A wrong code is said on the page that asks for it; what keeps the user from the app, on the error page: the device is told nothing. */
function tellTheUser(request: FastifyRequest, reply: FastifyReply): void {
  request.ownSurfaces = {
    callback: (refusal) => sendToErrorPage(request, reply, refusal),
    'connect-page': ({ description }) => showConnect(request, reply, '', description),
  };
}

function showConnect(
  { calledHost }: FastifyRequest,
  reply: FastifyReply,
  userCode: string,
  error?: string,
): Promise<FastifyReply> {
  return showPage(reply, 'connect', { userCode, error, action: basePath(calledHost) + CONNECT_PAGE });
}
