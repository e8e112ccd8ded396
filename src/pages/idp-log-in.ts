/** `/idp/login`: between a SAML request, or a link of the app launcher, and the response to the app stand the log-in page and the policies (setup-pages.md A). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerLogIn, answerPassive } from '../idp/answer.ts';
import { type Asked, openAsked } from '../idp/asked.ts';
import { checkSettings } from '../idp/certificate.ts';
import { checkAcs, checkAge, checkSigned } from '../idp/checks.ts';
import { checkRelayState, identifyOrgCalled } from '../idp/incoming.ts';
import { type Provider, providerOfId, providersNamed, refuseUnknown } from '../idp/providers.ts';
import { nameIdOf } from '../idp/subject.ts';
import { beganSince, endSession, type LiveSession, liveSession } from '../oauth/session/sessions.ts';
import { factsOf } from '../policies/facts.ts';
import { policies } from '../policies/policies.ts';
import { mayBeRaised } from '../policies/rules/session-level.ts';
import type { Refusal } from '../refusals/catalogue.ts';
import { check, identify } from '../refusals/check.ts';
import { writeQuery } from '../wire/form.ts';
import { IDP_LOG_IN } from '../wire/paths.ts';
import { redirectByLocation } from '../wire/redirect.ts';
import { subjectOf } from '../world/subject.ts';
import type { World } from '../world/world.ts';
import { logInPath, siteLogInPath } from './log-in-path.ts';
import { showPage } from './render.ts';
import type { VerifyIdentity } from './verify-identity.ts';

export function idpLogInPage(app: FastifyInstance, world: World, verify: VerifyIdentity): void {
  app.get(IDP_LOG_IN, { exposeHeadRoute: false }, (request, reply) => open(world, request, reply, verify));
}

/** The page of surface `idp-page`. */
export function showIdpError(reply: FastifyReply, { description }: Refusal): Promise<FastifyReply> {
  return showPage(reply, 'idp-error', { event: description });
}

/** How it began. */
interface Start {
  readonly provider: Provider;
  /** Undefined: with a link, and not with a request. */
  readonly asked: Asked | undefined;
  readonly relayState: string | undefined;
}

async function open(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  verify: VerifyIdentity,
): Promise<FastifyReply> {
  const { asked, provider, relayState } = readStart(world, request);
  request.ownSurfaces = asked && {
    'idp-response': () => answerPassive(world, request, reply, provider, asked),
  };
  const found = await liveSession(world, request, { flow: 'saml', app: provider.app });
  const session = found && counts(found, asked) ? found : undefined;
  if (asked?.isPassive) {
    const hasSession = session !== undefined;
    check(request, 'idp.passive', hasSession, { isPassive: asked.isPassive, hasSession });
  }
  if (!session) return await sendToLogIn(world, request, reply, found, asked);
  identify(request, session);
  return await decide(world, request, reply, verify, { asked, relayState, session });
}

/** @throws Refusal */
function readStart(world: World, request: FastifyRequest): Start {
  const { parameters, calledHost } = request;
  identifyOrgCalled(world, request);
  const source = parameters.get('source');
  if (source === undefined) {
    const id = parameters.get('app') ?? '';
    const provider = providerOfId(calledHost, world, id);
    request.trace.idp = { initiatedBy: 'IdP', entityUrl: provider?.saml.entityUrl ?? '' };
    const relayState = parameters.get('RelayState');
    checkRelayState(request, relayState);
    if (!provider) refuseUnknown(request, world, id);
    identify(request, provider);
    return { provider, asked: undefined, relayState };
  }
  const asked = openAsked(world, source);
  check(request, 'idp.malformed', asked, { rule: 'its source was sealed by this server' });
  request.trace.idp = { initiatedBy: 'SP', entityUrl: asked.issuer };
  const named = providersNamed(calledHost, world, asked.issuer);
  const provider = named.find(({ org }) => org.id === asked.orgId);
  if (!provider) refuseUnknown(request, world, asked.issuer);
  identify(request, provider);
  checkAge(request, asked.startedAt, world.clock.of(provider.org.id).now());
  return { provider, asked, relayState: asked.relayState };
}

/** Whoever must log in again has a session that is younger than the request. */
function counts(session: LiveSession, asked: Asked | undefined): boolean {
  if (!asked?.forceAuthn) return true;
  return beganSince(session, asked);
}

/** A session that the app does not want to count is ended first (ForceAuthNLogout of setup-pages.md A.4). */
async function sendToLogIn(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  found: LiveSession | undefined,
  asked: Asked | undefined,
): Promise<FastifyReply> {
  if (found && asked) {
    identify(request, found);
    await endSession(world, request, reply);
    request.trace.idp = { initiatedBy: 'SP', entityUrl: asked.issuer, event: 'ForceAuthNLogout' };
  }
  const { calledHost } = request;
  const startURL = here(request);
  const path = calledHost.kind === 'site' ? siteLogInPath(startURL, undefined) : logInPath(startURL);
  return redirectByLocation(reply, calledHost.origin + path);
}

/** Path and query that lead here again. */
function here({ parameters }: FastifyRequest): string {
  const names = ['source', 'app', 'RelayState'].filter((name) => parameters.has(name));
  return `${IDP_LOG_IN}?${writeQuery(Object.fromEntries(names.map((name) => [name, parameters.get(name)])))}`;
}

async function decide(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  verify: VerifyIdentity,
  { asked, relayState, session }: Omit<Start, 'provider'> & { readonly session: LiveSession },
): Promise<FastifyReply> {
  const { org, user, isHighAssurance } = session;
  const provider = providerFor(world, request, session, asked);
  const { app } = provider;
  identify(request, { org, app });
  const pair = await checkSettings(request, world, org);
  if (asked) {
    checkSigned(request, provider, asked.signedBy);
    checkAcs(request, provider, asked);
  }
  const facts = factsOf(request, subjectOf(world, { org, user }), 'saml', { app, isHighAssurance });
  policies.check(request, 'app', facts);
  policies.check(request, 'access', facts);
  if (mayBeRaised(facts))
    return redirectByLocation(reply, request.calledHost.origin + verify.pathFor(user, here(request)));
  policies.check(request, 'level', facts);
  const nameId = nameIdOf(request, world, provider, user);
  await request.trace.passed('idp');
  return await answerLogIn(world, request, reply, { provider, session, asked, relayState, pair, nameId });
}

/** The service provider of the user's own org: another org on this host may have one of the same entity id. @throws Refusal */
function providerFor(
  world: World,
  request: FastifyRequest,
  { org }: LiveSession,
  asked: Asked | undefined,
): Provider {
  const { calledHost, parameters } = request;
  const id = parameters.get('app') ?? '';
  const found = asked
    ? providersNamed(calledHost, world, asked.issuer)
    : [providerOfId(calledHost, world, id)].filter((one) => one !== undefined);
  return found.find((one) => one.org.id === org.id) ?? refuseUnknown(request, world, asked?.issuer ?? id);
}
