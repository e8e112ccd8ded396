/** A message of a service provider arrives, by redirect or by POST: what can be checked of each, whatever it asks for. */
import type { FastifyRequest } from 'fastify';
import { myDomainHostOf } from '../org/hosts.ts';
import type { Org } from '../org/model.ts';
import { check, identify, refuse } from '../refusals/check.ts';
import { type Message, type MessageKind, readMessage, readSigned } from '../saml/message.ts';
import { brokenQueryRule, signatureOf } from '../saml/query-signature.ts';
import { verifySignatures } from '../saml/signature.ts';
import { queryOf } from '../wire/form.ts';
import type { World } from '../world/world.ts';
import { LONGEST_RELAY_STATE } from './asked.ts';
import { checkSettings } from './certificate.ts';
import { checkAge, checkSigned, fingerprintOf } from './checks.ts';
import { orgsCalled, type Provider, providersNamed, refuseUnknown } from './providers.ts';

export type Binding = 'redirect' | 'post';

/** The parameter that a message is in, and which message it is. */
type Expected = readonly [name: 'SAMLRequest' | 'SAMLResponse', kind: MessageKind];

/** A message that passed its checks. */
export interface Incoming {
  /** As it was signed, where it had to be. */
  readonly message: Message;
  readonly relayState: string | undefined;
  /** SHA-256 of the certificate that verified it. */
  readonly signedBy: string | undefined;
  readonly provider: Provider;
  /** By the clock of the provider's org: milliseconds since the epoch. */
  readonly now: number;
}

/** @param orgId whose app it is, if several orgs of this host have one of its entity id @throws Refusal */
export async function readIncoming(
  world: World,
  request: FastifyRequest,
  binding: Binding,
  expected: readonly [Expected, ...Expected[]],
  orgId?: string,
): Promise<Incoming> {
  const { parameters, calledHost } = request;
  request.trace.idp = { initiatedBy: 'SP', entityUrl: '' };
  identifyOrgCalled(world, request);
  const relayState = parameters.get('RelayState');
  checkRelayState(request, relayState);
  const [name, kind] = expected.find(([one]) => parameters.has(one)) ?? expected[0];
  const read = await readMessage(parameters.get(name) ?? '', binding, kind);
  if ('flaw' in read) refuse(request, 'idp.malformed', { rule: read.rule });
  const { issuer } = read;
  check(request, 'idp.issuer', issuer !== '', { issuer });
  request.trace.idp = { initiatedBy: 'SP', entityUrl: issuer };
  const candidates = providersNamed(calledHost, world, issuer);
  const provider = candidates.find(({ org }) => org.id === orgId) ?? candidates[0];
  if (!provider) refuseUnknown(request, world, issuer);
  identify(request, { org: provider.org, app: provider.app });
  await checkSettings(request, world, provider.org);
  const proof = await proofOf(request, name, read, binding, [provider, ...candidates]);
  const { message, signedBy } = proof;
  const now = world.clock.of(provider.org.id).now();
  checkDestination(request, message, provider.org);
  checkAge(request, message.issuedAt, now);
  checkSigned(request, provider, signedBy, proof.rule);
  return { message, relayState, signedBy, provider, now };
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

/** What a signature has shown; its message is read from the bytes that were signed. */
interface Proof {
  readonly message: Message;
  readonly signedBy?: string;
  /** What the signature lacks, for the first of the apps. */
  readonly rule?: string;
}

/** Which of the apps' certificates verifies it: on localhost several orgs may have an app of this entity id. */
async function proofOf(
  request: FastifyRequest,
  name: Expected[0],
  message: Message,
  binding: Binding,
  candidates: readonly Provider[],
): Promise<Proof> {
  let rule: string | undefined;
  for (const certificate of new Set(candidates.flatMap(({ saml }) => saml.certificate ?? []))) {
    const found = await verify(request, name, message, binding, certificate);
    if (typeof found !== 'string') return { message: found, signedBy: fingerprintOf(certificate) };
    rule ??= found;
  }
  return { message, ...(rule !== undefined && { rule }) };
}

/** @returns the message, as it was signed; or the rule that the signature breaks */
export async function verify(
  { url }: FastifyRequest,
  name: Expected[0],
  message: Message,
  binding: Binding,
  certificate: string,
): Promise<Message | string> {
  if (binding === 'redirect') return brokenQueryRule(signatureOf(queryOf(url), name), certificate) ?? message;
  const verdict = await verifySignatures(message.document, certificate);
  if ('rule' in verdict) return verdict.rule;
  const signed = await readSigned(verdict.signed, message.kind);
  return 'flaw' in signed ? signed.rule : signed;
}

/** The endpoint as it was called, or by its name on the real platform; whoever leaves it out means whatever was called. @throws Refusal */
export function checkDestination(request: FastifyRequest, { destination }: Message, org: Org): void {
  const { calledHost, trace } = request;
  const origins = [calledHost.origin, `https://${myDomainHostOf(org)}`];
  const accepted = origins.map((origin) => origin + trace.path);
  const isHere = destination === undefined || accepted.includes(destination);
  check(request, 'idp.destination', isHere, { destination: destination ?? '', accepted });
}
