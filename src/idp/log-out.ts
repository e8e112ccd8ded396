/** An app asks to log its user out, by redirect or by POST (setup-pages.md A.5): who asks, and whom it means. */
import type { FastifyRequest } from 'fastify';
import { check, identify, refuse } from '../refusals/check.ts';
import { textOf } from '../saml/assertion.ts';
import { ASSERTION, childrenOf, PROTOCOL } from '../saml/document.ts';
import { type Message, readMessage } from '../saml/message.ts';
import { writeQuery } from '../wire/form.ts';
import { seal, unseal } from '../world/sealed.ts';
import type { World } from '../world/world.ts';
import { type Binding, checkDestination, checkRelayState, identifyOrgCalled, proofOf } from './arrival.ts';
import { checkSettings } from './certificate.ts';
import { checkAge, checkSigned } from './checks.ts';
import { LOG_OUT_PATH } from './metadata.ts';
import { type Provider, providersNamed, refuseUnknown } from './providers.ts';

const KINDS = ['LogoutRequest', 'LogoutResponse'] as const;

/** A verified request, sealed on its way through the browser. */
export interface LogOutAsked {
  readonly issuer: string;
  readonly id: string;
  readonly nameId: string;
  /** Undefined: any session of the user. */
  readonly sessionIndex: string | undefined;
  readonly relayState: string | undefined;
  readonly signedBy: string | undefined;
  /** Whether everybody has been told, and the answer is due: its status codes. */
  readonly status?: readonly string[];
}

const PURPOSE = 'SAML logout';

export function logOutPathOf(world: World, asked: LogOutAsked): string {
  return `${LOG_OUT_PATH}?${writeQuery({ source: seal(world, PURPOSE, asked) })}`;
}

/** Undefined for what this server has not sealed. */
export function openLogOut(world: World, source: string): LogOutAsked | undefined {
  return unseal<LogOutAsked>(world, PURPOSE, source);
}

/** @returns undefined for an app's answer to a request of ours: there is nothing left to do @throws Refusal */
export async function readLogOut(
  world: World,
  request: FastifyRequest,
  binding: Binding,
): Promise<LogOutAsked | undefined> {
  const { parameters, calledHost } = request;
  request.trace.idp = { initiatedBy: 'SP', entityUrl: '' };
  identifyOrgCalled(world, request);
  const relayState = parameters.get('RelayState');
  checkRelayState(request, relayState);
  const text = parameters.get('SAMLRequest') ?? parameters.get('SAMLResponse') ?? '';
  const message = await readMessage(text, binding, KINDS);
  if ('flaw' in message) refuse(request, 'idp.malformed', { rule: message.rule });
  const { issuer } = message;
  check(request, 'idp.issuer', issuer !== '', { issuer });
  request.trace.idp = { initiatedBy: 'SP', entityUrl: issuer };
  const candidates = providersNamed(calledHost, world, issuer);
  const [provider] = candidates;
  if (!provider) refuseUnknown(request, world, issuer);
  identify(request, { org: provider.org, app: provider.app });
  await checkSettings(request, world, provider.org);
  const proof = await proofOf(request, message, binding, candidates);
  checkDestination(request, proof.message, provider);
  checkAge(request, proof.message.issuedAt, world.clock.of(provider.org.id).now());
  checkSigned(request, provider, proof.signedBy, proof.rule);
  return message.kind === 'LogoutResponse' ? undefined : askedBy(proof.message, relayState, proof.signedBy);
}

function askedBy(
  { issuer, id, root }: Message,
  relayState: string | undefined,
  signedBy: string | undefined,
): LogOutAsked {
  return {
    issuer,
    id,
    nameId: textOf(childrenOf(root, ASSERTION, 'NameID')[0]),
    sessionIndex: textOf(childrenOf(root, PROTOCOL, 'SessionIndex')[0]) || undefined,
    relayState,
    signedBy,
  };
}

/** The service provider of a session's org, or any of the name. @throws Refusal */
export function providerAsking(
  world: World,
  request: FastifyRequest,
  { issuer, signedBy }: LogOutAsked,
  orgId: string | undefined,
): Provider {
  const candidates = providersNamed(request.calledHost, world, issuer);
  const provider = candidates.find(({ org }) => org.id === orgId) ?? candidates[0];
  if (!provider) refuseUnknown(request, world, issuer);
  checkSigned(request, provider, signedBy, undefined);
  return provider;
}
