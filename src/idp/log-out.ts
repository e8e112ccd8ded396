/** An app asks to log its user out, by redirect or by POST (setup-pages.md A.5): who asks, and whom it means. */
import type { FastifyRequest } from 'fastify';
import { check } from '../refusals/check.ts';
import { textOf } from '../saml/assertion.ts';
import { ASSERTION, childrenOf, PROTOCOL } from '../saml/document.ts';
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
  /** Whose app it was verified for. */
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

const PURPOSE = 'SAML logout';

export function logOutPathOf(world: World, asked: LogOutAsked): string {
  return `${LOG_OUT_PATH}?${writeQuery({ source: seal(world, PURPOSE, asked) })}`;
}

/** @throws Refusal for what this server has not sealed, or too long ago */
export function openLogOut(world: World, request: FastifyRequest, source: string): LogOutAsked {
  const asked = unseal<LogOutAsked>(world, PURPOSE, source);
  check(request, 'idp.malformed', asked, { rule: 'its source was sealed by this server' });
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
  const { issuer, id, root } = message;
  const nameId = textOf(childrenOf(root, ASSERTION, 'NameID')[0]);
  const sessionIndexes = childrenOf(root, PROTOCOL, 'SessionIndex').map(textOf);
  check(request, 'idp.malformed', Math.max(nameId.length, sessionIndexes.join('').length) <= LONGEST_NAME, {
    rule: `its NameID has at most ${LONGEST_NAME} characters, and so have its SessionIndexes together`,
  });
  return {
    orgId: provider.org.id,
    issuer,
    id,
    nameId,
    sessionIndexes,
    relayState,
    signedBy,
    startedAt: now,
  };
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
