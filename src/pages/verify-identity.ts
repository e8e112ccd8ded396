/**
 * Verify Your Identity: asks for the code of the user's authenticator, or for one that is mailed to who has none; after the password
 * where org or app want more than that, and within a session whose level an app wants raised (model.md 1.4, 4.2). The paths are
 * Salesforce's, as recalled.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { activate } from '../oauth/session/activated-browser.ts';
import { checkSameOrigin, ownPage } from '../oauth/session/own-origin.ts';
import { beginSession, raiseSession } from '../oauth/session/sessions.ts';
import { rememberVerified } from '../oauth/session/verified-browser.ts';
import { basePath } from '../org/hosts.ts';
import type { Org, User } from '../org/model.ts';
import { factsOf } from '../policies/facts.ts';
import { tryLogIn } from '../policies/lockout.ts';
import { countLogIn } from '../policies/log-in-rate.ts';
import { policies } from '../policies/policies.ts';
import { stepOfTotp } from '../policies/totp.ts';
import { check, identify } from '../refusals/check.ts';
import type { LogInTry } from '../store/port.ts';
import { writeQuery } from '../wire/form.ts';
import { redirectByLocation } from '../wire/redirect.ts';
import { subjectOf } from '../world/subject.ts';
import type { World } from '../world/world.ts';
import { appBehind } from './app-behind.ts';
import { logInPath } from './log-in-path.ts';
import { type Given, writeProof } from './log-in-proof.ts';
import { mailCode, maskedAddress, useMailedCode } from './mailed-code.ts';
import { showPage } from './render.ts';
import { type Verifying, whoVerifies } from './verifying.ts';

const METHODS = '/_ui/identity/verification/method';

function pathOf({ hasAuthenticator }: User): string {
  return `${METHODS}/${hasAuthenticator ? 'Totp' : 'Email'}VerificationFinishUi/e`;
}

export class VerifyIdentity {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** Path and query of the page, for a user who has a session. */
  pathFor(user: User, startURL: string): string {
    const proof = this.#proofOf(user, 'session');
    return `${pathOf(user)}?${writeQuery({ proof, startURL })}`;
  }

  /**
   * Shows the page to a user who has no code yet, and mails them one if they have no authenticator.
   *
   * @param isWantedAnew whether another code than the one before is to be mailed
   */
  async ask(
    request: FastifyRequest,
    reply: FastifyReply,
    { org, user, given = 'password' }: Verifying,
    isWantedAnew = false,
  ): Promise<FastifyReply> {
    if (!user.hasAuthenticator) await mailCode(this.#world, request, org, user, isWantedAnew);
    return this.#show(request, reply, { org, user, given });
  }

  /** @param error the message of a code that was wrong */
  #show(
    request: FastifyRequest,
    reply: FastifyReply,
    { user, given = 'password' }: Verifying,
    error?: string,
  ): Promise<FastifyReply> {
    return showPage(reply, 'verify-identity', {
      error,
      username: user.username,
      mailedTo: user.hasAuthenticator ? undefined : maskedAddress(user.email),
      proof: this.#proofOf(user, given),
      startURL: ownPage(request.parameters.get('startURL')) ?? '',
      action: basePath(request.calledHost) + pathOf(user),
    });
  }

  /** The page itself, and the code that it sends. */
  async open(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { parameters, method, calledHost } = request;
    const found = await whoVerifies(this.#world, request);
    const startURL = ownPage(parameters.get('startURL')) ?? '/';
    if (!found) {
      const again = startURL === '/' ? '/' : logInPath(startURL);
      return redirectByLocation(reply, calledHost.origin + again);
    }
    const { org, user } = found;
    identify(request, { org, user });
    const isWantedAnew = method === 'POST' && parameters.has('resend');
    if (method !== 'POST' || isWantedAnew) return this.ask(request, reply, found, isWantedAnew);
    request.ownSurfaces = {
      'login-page': ({ description }) => this.#show(request, reply, found, description),
    };
    await this.#check(request, org, user, startURL);
    if (!(await raiseSession(this.#world, request, user))) {
      await beginSession(this.#world, request, reply, org, user, { isHighAssurance: true });
      request.trace.logIn = { type: 'Application' };
    }
    activate(this.#world, request, reply, user);
    rememberVerified(this.#world, request, reply, user, this.#world.clock.of(org.id).now());
    return redirectByLocation(reply, calledHost.origin + startURL);
  }

  #proofOf({ id }: User, given: Given): string {
    return writeProof(this.#world.key, id, this.#world.clock.now(), given);
  }

  /** @throws Refusal of surface `login-page` */
  async #check(request: FastifyRequest, org: Org, user: User, startURL: string): Promise<void> {
    const world = this.#world;
    const behind = appBehind(world, startURL, org);
    const facts = factsOf(request, subjectOf(world, { org, user }), 'log-in', behind);
    const code = (request.parameters.get('tc') ?? '').trim();
    const isArmed = await request.trace.isArmed('login.verification-code');
    const proof = isArmed ? WRONG : await readCode(world, user, code, facts.now);
    const outcome = await tryLogIn(world, request, facts, proof);
    const isRight = outcome === 'right';
    const { username } = user;
    const sent = code !== '';
    check(request, 'login.verification-code', isRight, {
      username,
      ip: request.ip,
      sent,
      isUsed: outcome === 'used',
    });
    const verified = { verification: { sent: true, isRight }, isHighAssurance: isRight };
    policies.check(request, 'user', { ...facts, ...verified });
    await request.trace.passed('log-in');
    await countLogIn(world, request, facts);
  }
}

const WRONG = { found: 'wrong' } as const;

async function readCode(
  world: World,
  user: User,
  code: string,
  now: number,
): Promise<Pick<LogInTry, 'found' | 'codeStep'>> {
  if (!user.hasAuthenticator)
    return (await useMailedCode(world, user, code, now)) ? { found: 'right' } : WRONG;
  const codeStep = stepOfTotp(code, user.totpSecret, now);
  return codeStep === undefined ? WRONG : { found: 'right', codeStep };
}

export function verifyIdentityPage(app: FastifyInstance, page: VerifyIdentity): void {
  const path = `${METHODS}/:method(^(?:Totp|Email)VerificationFinishUi$)/e`;
  app.get(path, (request, reply) => page.open(request, reply));
  app.post(path, (request, reply) => {
    checkSameOrigin(request);
    return page.open(request, reply);
  });
}
