/** An AuthnRequest arrives, by redirect or by POST: everything that can be checked before anybody logs in. */
import type { FastifyRequest } from 'fastify';
import type { LiveSession } from '../oauth/session/sessions.ts';
import { attributeOf, isTrue } from '../saml/message.ts';
import type { World } from '../world/world.ts';
import type { Asked } from './asked.ts';
import { checkAcs } from './checks.ts';
import { type Binding, readIncoming } from './incoming.ts';

/** @throws Refusal */
export async function readArrival(
  world: World,
  request: FastifyRequest,
  binding: Binding,
  session: LiveSession | undefined,
): Promise<Asked> {
  const expected = [['SAMLRequest', 'AuthnRequest']] as const;
  const incoming = await readIncoming(world, request, binding, expected, session?.org.id);
  const { message, relayState, signedBy, provider, now } = incoming;
  const { root, issuer, id } = message;
  const asked: Asked = {
    orgId: provider.org.id,
    issuer,
    id,
    acsUrl: attributeOf(root, 'AssertionConsumerServiceURL'),
    binding: attributeOf(root, 'ProtocolBinding'),
    relayState,
    forceAuthn: isTrue(root, 'ForceAuthn'),
    isPassive: isTrue(root, 'IsPassive'),
    signedBy,
    startedAt: now,
    sessionAtStart: session?.row,
    isArriving: binding === 'post' && !session ? true : undefined,
  };
  checkAcs(request, provider, asked);
  return asked;
}
