/** Writes log-out messages to apps, signed, by the binding of each (setup-pages.md A.5). */
import type { LiveSession } from '../oauth/session/sessions.ts';
import type { Host } from '../org/hosts.ts';
import type { SamlBinding } from '../org/saml.ts';
import { logOutRequestXml, logOutResponseXml } from '../saml/log-out.ts';
import { NAME_ID_FORMATS } from '../saml/names.ts';
import { signedQuery } from '../saml/query-signature.ts';
import { signDocument } from '../saml/sign.ts';
import type { World } from '../world/world.ts';
import { drawId, sessionIndexOf } from './answer.ts';
import { signingPair } from './certificate.ts';
import type { Provider } from './providers.ts';
import { subjectIn } from './subject.ts';

/** A message for the browser to bring: a URL, or a form. */
export interface Delivery {
  readonly url: string;
  /** Undefined: it is all in the URL. */
  readonly form: Readonly<Record<string, string>> | undefined;
}

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
  return await delivered(world, provider, saml.sloUrl, 'SAMLRequest', xml, undefined);
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
  return await delivered(world, provider, saml.sloUrl, 'SAMLResponse', xml, relayState);
}

async function delivered(
  world: World,
  { org, saml }: Provider,
  url: string,
  name: 'SAMLRequest' | 'SAMLResponse',
  xml: string,
  relayState: string | undefined,
): Promise<Delivery> {
  const signing = { ...(await signingPair(world, org)), algorithm: saml.signingAlgoType };
  const binding: SamlBinding = saml.sloBinding;
  if (binding === 'RedirectBinding') {
    const query = signedQuery(name, xml, relayState, signing);
    return { url: `${url}${url.includes('?') ? '&' : '?'}${query}`, form: undefined };
  }
  const signed = await signDocument(xml, signing, ['ds', 'saml', 'samlp']);
  const message = Buffer.from(signed).toString('base64');
  return { url, form: { [name]: message, ...(relayState !== undefined && { RelayState: relayState }) } };
}
