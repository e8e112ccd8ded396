/** Writes log-out messages to apps, signed, by the binding of each (setup-pages.md A.5). */
import type { LiveSession } from '../oauth/session/sessions.ts';
import type { Host } from '../org/hosts.ts';
import { logOutRequestXml, logOutResponseXml } from '../saml/log-out.ts';
import { NAME_ID_FORMATS } from '../saml/names.ts';
import type { World } from '../world/world.ts';
import { drawId, sessionIndexOf } from './answer.ts';
import { signingPair } from './certificate.ts';
import { type Delivery, type Outgoing, signedDelivery } from './deliver.ts';
import type { Provider } from './providers.ts';
import { subjectIn } from './subject.ts';

/** Undefined for an app that is told nothing. */
export async function logOutRequestFor(
  world: World,
  host: Host,
  provider: Provider,
  session: LiveSession,
): Promise<Delivery | undefined> {
  const { saml, org } = provider;
  const nameId = subjectIn(world, host, provider, session.user);
  if (saml.sloUrl === undefined || !nameId) return undefined;
  const xml = logOutRequestXml({
    id: drawId(world, provider),
    issuedAt: world.clock.of(org.id).now(),
    issuer: saml.issuer ?? host.origin,
    destination: saml.sloUrl,
    nameId,
    nameIdFormat: NAME_ID_FORMATS[saml.nameIdFormat],
    sessionIndex: sessionIndexOf(world, session),
  });
  return await delivered(world, provider, {
    name: 'SAMLRequest',
    xml,
    url: saml.sloUrl,
    relayState: undefined,
  });
}

/** What a request of an app to log out has come to. */
export interface LogOutOutcome {
  readonly inResponseTo: string;
  readonly relayState: string | undefined;
  /** Status codes, the outer one first. */
  readonly status: readonly string[];
}

export async function logOutResponseFor(
  world: World,
  host: Host,
  provider: Provider,
  { inResponseTo, relayState, status }: LogOutOutcome,
): Promise<Delivery | undefined> {
  const { saml, org } = provider;
  if (saml.sloUrl === undefined) return undefined;
  const xml = logOutResponseXml({
    id: drawId(world, provider),
    issuedAt: world.clock.of(org.id).now(),
    issuer: saml.issuer ?? host.origin,
    destination: saml.sloUrl,
    inResponseTo,
    status,
  });
  return await delivered(world, provider, { name: 'SAMLResponse', xml, url: saml.sloUrl, relayState });
}

async function delivered(
  world: World,
  { org, saml }: Provider,
  message: Pick<Outgoing, 'name' | 'xml' | 'url' | 'relayState'>,
): Promise<Delivery> {
  const signing = { ...(await signingPair(world, org)), algorithm: saml.signingAlgoType };
  return await signedDelivery({ ...message, binding: saml.sloBinding }, signing);
}
