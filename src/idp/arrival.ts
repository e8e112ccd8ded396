/** An AuthnRequest arrives, by redirect or by POST: everything that can be checked before anybody logs in. */
import type { FastifyRequest } from 'fastify';
import type { LiveSession } from '../oauth/session/sessions.ts';
import { myDomainHostOf } from '../org/hosts.ts';
import { check, identify, refuse } from '../refusals/check.ts';
import {
  attributeOf,
  isTrue,
  type Message,
  type MessageKind,
  readMessage,
  readSigned,
} from '../saml/message.ts';
import { brokenQueryRule, signatureOf } from '../saml/query-signature.ts';
import { verifySignatures } from '../saml/signature.ts';
import type { World } from '../world/world.ts';
import { type Asked, LONGEST_RELAY_STATE } from './asked.ts';
import { checkSettings } from './certificate.ts';
import { checkAge, checkProvider, fingerprintOf } from './checks.ts';
import { orgsCalled, type Provider, providersNamed, refuseUnknown } from './providers.ts';

export type Binding = 'redirect' | 'post';

const KINDS = ['AuthnRequest'] as const;
const ANY_KIND: readonly MessageKind[] = ['AuthnRequest', 'LogoutRequest', 'LogoutResponse'];

/** @throws Refusal */
export async function readArrival(
  world: World,
  request: FastifyRequest,
  binding: Binding,
  session: LiveSession | undefined,
): Promise<Asked> {
  const { parameters, calledHost } = request;
  request.trace.idp = { initiatedBy: 'SP', entityUrl: '' };
  identifyOrgCalled(world, request);
  const relayState = parameters.get('RelayState');
  checkRelayState(request, relayState);
  const message = await readMessage(parameters.get('SAMLRequest') ?? '', binding, KINDS);
  if ('flaw' in message) refuse(request, 'idp.malformed', { rule: message.rule });
  const { issuer } = message;
  check(request, 'idp.issuer', issuer !== '', { issuer });
  request.trace.idp = { initiatedBy: 'SP', entityUrl: issuer };
  const candidates = providersNamed(calledHost, world, issuer);
  const provider = candidates.find(({ org }) => org.id === session?.org.id) ?? candidates[0];
  if (!provider) refuseUnknown(request, world, issuer);
  identify(request, { org: provider.org, app: provider.app });
  await checkSettings(request, world, provider.org);
  const proof = await proofOf(request, message, binding, [provider, ...candidates]);
  const asked = askedBy(proof.message, {
    relayState,
    signedBy: proof.signedBy,
    startedAt: world.clock.of(provider.org.id).now(),
    sessionAtStart: session?.row,
  });
  checkDestination(request, proof.message, provider);
  checkAge(request, proof.message.issuedAt, asked.startedAt);
  checkProvider(request, provider, asked, proof.rule);
  return asked;
}

/** Where the host is for one org alone, its event log has whatever is refused. */
export function identifyOrgCalled(world: World, request: FastifyRequest): void {
  const [only, ...more] = orgsCalled(request.calledHost, world);
  if (only && more.length === 0) identify(request, { org: only });
}

/** @throws Refusal idp.relay-state */
export function checkRelayState(request: FastifyRequest, relayState: string | undefined): void {
  const bytes = Buffer.byteLength(relayState ?? '');
  check(request, 'idp.relay-state', bytes <= LONGEST_RELAY_STATE, { bytes, most: LONGEST_RELAY_STATE });
}

function askedBy(
  { root, issuer, id }: Message,
  more: Pick<Asked, 'relayState' | 'signedBy' | 'startedAt' | 'sessionAtStart'>,
): Asked {
  return {
    issuer,
    id,
    acsUrl: attributeOf(root, 'AssertionConsumerServiceURL'),
    binding: attributeOf(root, 'ProtocolBinding'),
    forceAuthn: isTrue(root, 'ForceAuthn'),
    isPassive: isTrue(root, 'IsPassive'),
    ...more,
  };
}

/** What a signature has shown; its message is read from the bytes that were signed. */
interface Proof {
  readonly message: Message;
  readonly signedBy?: string;
  /** What the signature lacks, for the first of the apps. */
  readonly rule?: string;
}

/** Which of the apps' certificates verifies it: on localhost several orgs may have an app of this entity id. */
export async function proofOf(
  request: FastifyRequest,
  message: Message,
  binding: Binding,
  candidates: readonly Provider[],
): Promise<Proof> {
  let rule: string | undefined;
  for (const { saml } of candidates) {
    if (saml.certificate === undefined) continue;
    const found = await verify(request, message, binding, saml.certificate);
    if (typeof found !== 'string') return { message: found, signedBy: fingerprintOf(saml.certificate) };
    rule ??= found;
  }
  return { message, ...(rule !== undefined && { rule }) };
}

/** @returns the message, as it was signed; or the rule that the signature breaks */
async function verify(
  { raw, parameters }: FastifyRequest,
  message: Message,
  binding: Binding,
  certificate: string,
): Promise<Message | string> {
  if (binding === 'redirect') {
    const query = (raw.url ?? '').split('?')[1] ?? '';
    return (
      brokenQueryRule(
        signatureOf(query, parameters.has('SAMLRequest') ? 'SAMLRequest' : 'SAMLResponse'),
        certificate,
      ) ?? message
    );
  }
  const verdict = await verifySignatures(message.document, certificate);
  if ('rule' in verdict) return verdict.rule;
  const signed = await readSigned(verdict.signed, ANY_KIND);
  return 'flaw' in signed ? signed.rule : signed;
}

/** The endpoint as it was called, or by its name on the real platform; SAML lets it be left out where nothing is signed. @throws Refusal */
export function checkDestination(request: FastifyRequest, { destination }: Message, { org }: Provider): void {
  const { calledHost, trace } = request;
  const origins = [calledHost.origin, `https://${myDomainHostOf(org)}`];
  const accepted = origins.map((origin) => origin + trace.path);
  const isHere = destination === undefined || accepted.includes(destination);
  check(request, 'idp.destination', isHere, { destination: destination ?? '', accepted });
}
