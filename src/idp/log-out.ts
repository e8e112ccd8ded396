/** An app asks to log its user out, by redirect or by POST (setup-pages.md A.5): who asks, and whom it means. */
import type { FastifyRequest } from 'fastify';
import { check, type Traced } from '../refusals/check.ts';
import { textOf } from '../saml/assertion.ts';
import { ASSERTION, childrenOf, PROTOCOL } from '../saml/document.ts';
import type { Message } from '../saml/message.ts';
import { writeQuery } from '../wire/form.ts';
import { seal, unseal } from '../world/sealed.ts';
import type { World } from '../world/world.ts';
import { checkAge, checkSigned } from './checks.ts';
import { type Binding, readIncoming } from './incoming.ts';
import { LOG_OUT_PATH } from './metadata.ts';
import { type Provider, providersNamed, refuseUnknown } from './providers.ts';

/** Characters of a name that travels in an address: no subject and no session of ours has as many. */
const LONGEST_NAME = 1_024;

/** A verified request, sealed on its way through the browser. */
export interface LogOutAsked {
  /** Whose app, or whose identity provider, it was verified for. */
  readonly orgId: string;
  readonly issuer: string;
  readonly id: string;
  readonly nameId: string;
  /** Empty: any session of the user. */
  readonly sessionIndexes: readonly string[];
  readonly relayState: string | undefined;
  readonly signedBy: string | undefined;
  /** By the clock of the org: milliseconds since the epoch. */
  readonly startedAt: number;
  /** Whether everybody has been told, and the answer is due: its status codes. */
  readonly status?: readonly string[];
}

/** Path and query that go on with it. @param path of the endpoint, where alone it counts */
export function logOutPathOf(world: World, path: string, asked: LogOutAsked): string {
  return `${path}?${writeQuery({ source: seal(world, path, asked) })}`;
}

/** @throws Refusal for what this server has not sealed for the path */
export function unsealLogOut(
  world: World,
  request: FastifyRequest,
  path: string,
  source: string,
): LogOutAsked {
  const asked = unseal<LogOutAsked>(world, path, source);
  check(request, 'idp.malformed', asked, { rule: 'its source was sealed by this server' });
  return asked;
}

/** @throws Refusal for what this server has not sealed, or too long ago */
export function openLogOut(world: World, request: FastifyRequest, source: string): LogOutAsked {
  const asked = unsealLogOut(world, request, LOG_OUT_PATH, source);
  request.trace.idp = { initiatedBy: 'SP', entityUrl: asked.issuer };
  checkAge(request, asked.startedAt, world.clock.of(asked.orgId).now());
  return asked;
}

/** @returns undefined for an app's answer to a request of ours: there is nothing left to do @throws Refusal */
export async function readLogOut(
  world: World,
  request: FastifyRequest,
  binding: Binding,
): Promise<LogOutAsked | undefined> {
  const { message, relayState, signedBy, provider, now } = await readIncoming(world, request, binding, [
    ['SAMLRequest', 'LogoutRequest'],
    ['SAMLResponse', 'LogoutResponse'],
  ]);
  if (message.kind === 'LogoutResponse') return undefined;
  return { orgId: provider.org.id, ...wordsOf(request, message), relayState, signedBy, startedAt: now };
}

/** What a LogoutRequest says itself. @throws Refusal for names that are too long to go on with */
export function wordsOf(
  request: Traced,
  { issuer, id, root }: Message,
): Pick<LogOutAsked, 'issuer' | 'id' | 'nameId' | 'sessionIndexes'> {
  const nameId = textOf(childrenOf(root, ASSERTION, 'NameID')[0]);
  const sessionIndexes = childrenOf(root, PROTOCOL, 'SessionIndex').map(textOf);
  check(request, 'idp.malformed', Math.max(nameId.length, sessionIndexes.join('').length) <= LONGEST_NAME, {
    rule: `its NameID has at most ${LONGEST_NAME} characters, and so have its SessionIndexes together`,
  });
  return { issuer, id, nameId, sessionIndexes };
}

/** The service provider of the session's org, or the one that the request was verified for. @throws Refusal */
export function providerAsking(
  world: World,
  request: FastifyRequest,
  { issuer, signedBy, orgId }: LogOutAsked,
  orgOfSession: string | undefined,
): Provider {
  const named = providersNamed(request.calledHost, world, issuer);
  const ofOrg = (id: string | undefined) => named.find(({ org }) => org.id === id);
  const provider = ofOrg(orgOfSession) ?? ofOrg(orgId);
  if (!provider) refuseUnknown(request, world, issuer);
  checkSigned(request, provider, signedBy);
  return provider;
}
