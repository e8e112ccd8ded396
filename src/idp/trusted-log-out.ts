/** The identity provider that an org trusts asks to log its user out, by redirect or by POST (identity-and-resources.md 6). */
import type { FastifyRequest } from 'fastify';
import type { Host } from '../org/hosts.ts';
import type { Org } from '../org/model.ts';
import type { SamlSso } from '../org/saml.ts';
import { check, identify, refuse } from '../refusals/check.ts';
import { logOutResponseXml } from '../saml/log-out.ts';
import { readMessage } from '../saml/message.ts';
import type { World } from '../world/world.ts';
import { drawId } from './answer.ts';
import { signingPair } from './certificate.ts';
import { checkAge, fingerprintOf } from './checks.ts';
import { type Delivery, signedDelivery } from './deliver.ts';
import { type Binding, checkDestination, checkRelayState, verify } from './incoming.ts';
import { type LogOutAsked, unsealLogOut, wordsOf } from './log-out.ts';
import { orgsCalled } from './providers.ts';
import type { LogOutOutcome } from './tell-log-out.ts';

export const TRUSTED_LOG_OUT_PATH = '/services/auth/sp/saml2/logout';

/** An org, and the identity provider that it trusts. */
export interface Trusting {
  readonly org: Org;
  readonly sso: SamlSso;
}

/** @returns undefined for its answer to a log-out: there is nothing left to do @throws Refusal */
export async function readTrustedLogOut(
  world: World,
  request: FastifyRequest,
  binding: Binding,
): Promise<LogOutAsked | undefined> {
  const { parameters } = request;
  const relayState = parameters.get('RelayState');
  checkRelayState(request, relayState);
  const isAnswer = parameters.has('SAMLResponse') && !parameters.has('SAMLRequest');
  const name = isAnswer ? 'SAMLResponse' : 'SAMLRequest';
  const kind = isAnswer ? 'LogoutResponse' : 'LogoutRequest';
  const read = await readMessage(parameters.get(name) ?? '', binding, kind);
  if ('flaw' in read) refuse(request, 'idp.malformed', { rule: read.rule });
  const trusting = trustingOrgs(request.calledHost, world);
  const [first, ...more] = trusting.filter(({ sso }) => sso.issuer === read.issuer);
  check(request, 'idp.untrusted', first, { issuer: read.issuer, known: issuersOf(trusting) });
  let rule = '';
  for (const { org, sso } of [first, ...more]) {
    const message = await verify(request, name, read, binding, sso.certificate);
    if (typeof message === 'string') {
      rule ||= message;
      continue;
    }
    identify(request, { org });
    const now = world.clock.of(org.id).now();
    checkDestination(request, message, org);
    checkAge(request, message.issuedAt, now);
    if (isAnswer) return undefined;
    const signedBy = fingerprintOf(sso.certificate);
    return { orgId: org.id, ...wordsOf(request, message), relayState, signedBy, startedAt: now };
  }
  identify(request, { org: first.org });
  return refuse(request, 'idp.signature', { entityUrl: read.issuer, rule });
}

/** A verified request that comes back, and the org that still trusts whoever signed it. @throws Refusal */
export function openTrustedLogOut(
  world: World,
  request: FastifyRequest,
  source: string,
): Trusting & { readonly asked: LogOutAsked } {
  const asked = unsealLogOut(world, request, TRUSTED_LOG_OUT_PATH, source);
  checkAge(request, asked.startedAt, world.clock.of(asked.orgId).now());
  const trusting = trustingOrgs(request.calledHost, world);
  const one = trusting.find(
    ({ org, sso }) =>
      org.id === asked.orgId &&
      sso.issuer === asked.issuer &&
      fingerprintOf(sso.certificate) === asked.signedBy,
  );
  check(request, 'idp.untrusted', one, { issuer: asked.issuer, known: issuersOf(trusting) });
  identify(request, { org: one.org });
  return { ...one, asked };
}

/** The answer to the provider; undefined where nothing says where it hears it. */
export async function trustedLogOutResponse(
  world: World,
  host: Host,
  { org, sso }: Trusting,
  { inResponseTo, relayState, status }: LogOutOutcome,
): Promise<Delivery | undefined> {
  if (sso.sloUrl === undefined) return undefined;
  const xml = logOutResponseXml({
    id: drawId(world, { org }),
    issuedAt: world.clock.of(org.id).now(),
    issuer: host.origin,
    destination: sso.sloUrl,
    inResponseTo,
    status,
  });
  const signing = { ...(await signingPair(world, org)), algorithm: 'SHA256' as const };
  const message = {
    name: 'SAMLResponse',
    xml,
    url: sso.sloUrl,
    binding: sso.sloBinding,
    relayState,
  } as const;
  return await signedDelivery(message, signing);
}

function trustingOrgs(host: Host, world: World): Trusting[] {
  return orgsCalled(host, world).flatMap((org) => {
    const { samlSso } = org.settings;
    return samlSso ? [{ org, sso: samlSso }] : [];
  });
}

function issuersOf(trusting: readonly Trusting[]): string[] {
  return trusting.slice(0, 20).map(({ sso }) => sso.issuer);
}
