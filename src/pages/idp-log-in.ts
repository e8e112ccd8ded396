/** `/idp/login`: between a SAML request, or a link of the app launcher, and the response to the app stand the log-in page and the policies (setup-pages.md A). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerLogIn, answerPassive } from '../idp/answer.ts';
import { type Asked, logInPathOf, openAsked } from '../idp/asked.ts';
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
import { urlEncode, writeQuery } from '../wire/form.ts';
import { IDP_LOG_IN } from '../wire/paths.ts';
import { redirectByLocation } from '../wire/redirect.ts';
import { seal, unseal } from '../world/sealed.ts';
import { subjectOf } from '../world/subject.ts';
import type { World } from '../world/world.ts';
import { logInPath, siteLogInPath } from './log-in-path.ts';
import { showPage } from './render.ts';
import type { VerifyIdentity } from './verify-identity.ts';

const RELAY_STATE = 'SAML RelayState';
/** Characters of a RelayState in an address. A longer one is sealed: the log-in page has that address in its own, where escapes are escaped again. */
const LONGEST_ESCAPED = 1_024;

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
  const arrived = readStart(world, request);
  const { provider } = arrived;
  const found = await liveSession(world, request, { flow: 'saml', app: provider.app });
  const asked = arrived.asked && withSession(arrived.asked, found);
  const start = { ...arrived, asked };
  request.ownSurfaces = asked && {
    'idp-response': () => answerPassive(world, request, reply, provider, asked),
  };
  const session = found && counts(found, asked) ? found : undefined;
  checkPassive(request, asked, session !== undefined);
  if (!session) return await sendToLogIn(world, request, reply, found, start);
  identify(request, session);
  return await decide(world, request, reply, verify, { ...start, session });
}

/** The request, once it is seen which session the browser had when it arrived. */
function withSession({ isArriving, ...asked }: Asked, found: LiveSession | undefined): Asked {
  return isArriving ? { ...asked, sessionAtStart: found?.row } : asked;
}

/** @param hasSession whether nobody has to be asked for anything @throws Refusal idp.passive */
function checkPassive(request: FastifyRequest, asked: Asked | undefined, hasSession: boolean): void {
  if (!asked?.isPassive) return;
  check(request, 'idp.passive', hasSession, { isPassive: asked.isPassive, hasSession });
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
    const relayState = readRelayState(world, request);
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

/** @throws Refusal */
function readRelayState(world: World, request: FastifyRequest): string | undefined {
  const { parameters } = request;
  const sealed = parameters.get('sealed');
  if (sealed === undefined) {
    const relayState = parameters.get('RelayState');
    checkRelayState(request, relayState);
    return relayState;
  }
  const opened = unseal<{ readonly relayState: string }>(world, RELAY_STATE, sealed);
  check(request, 'idp.malformed', opened, { rule: 'its RelayState was sealed by this server' });
  return opened.relayState;
}

/** Whoever must log in again has a session that is younger than the request, as far as one clock is theirs and the request's. */
function counts(session: LiveSession, asked: Asked | undefined): boolean {
  if (!asked?.forceAuthn) return true;
  if (session.org.id !== asked.orgId) return session.row !== asked.sessionAtStart;
  return beganSince(session, asked);
}

/** A session that the app does not want to count is ended first (ForceAuthNLogout of setup-pages.md A.4). */
async function sendToLogIn(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  found: LiveSession | undefined,
  start: Start,
): Promise<FastifyReply> {
  const { asked } = start;
  if (found && asked) {
    identify(request, found);
    await endSession(world, request, reply);
    request.trace.idp = { initiatedBy: 'SP', entityUrl: asked.issuer, event: 'ForceAuthNLogout' };
  }
  const { calledHost } = request;
  const startURL = here(world, request, start);
  const path = calledHost.kind === 'site' ? siteLogInPath(startURL, undefined) : logInPath(startURL);
  return redirectByLocation(reply, calledHost.origin + path);
}

/** Path and query that lead here again. */
function here(world: World, { parameters }: FastifyRequest, { asked, relayState }: Start): string {
  if (asked) return logInPathOf(world, asked);
  const isLong = relayState !== undefined && urlEncode(relayState).length > LONGEST_ESCAPED;
  const state = isLong ? { sealed: seal(world, RELAY_STATE, { relayState }) } : { RelayState: relayState };
  return `${IDP_LOG_IN}?${writeQuery({ app: parameters.get('app'), ...state })}`;
}

async function decide(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  verify: VerifyIdentity,
  { session, ...start }: Start & { readonly session: LiveSession },
): Promise<FastifyReply> {
  const { asked, relayState } = start;
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
  if (mayBeRaised(facts)) {
    checkPassive(request, asked, false);
    const path = verify.pathFor(user, here(world, request, start));
    return redirectByLocation(reply, request.calledHost.origin + path);
  }
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
