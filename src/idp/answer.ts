/** Writes the response, and has the browser post it to the app. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LiveSession } from '../oauth/session/sessions.ts';
import type { Host } from '../org/hosts.ts';
import { NAME_ID_FORMATS, type SigningPair } from '../saml/names.ts';
import { type Encryption, type Envelope, writeFailure, writeResponse } from '../saml/response.ts';
import { sealOf } from '../wire/secrets.ts';
import type { World } from '../world/world.ts';
import type { Asked } from './asked.ts';
import { signingPair } from './certificate.ts';
import { useOnce } from './checks.ts';
import { bring, formOf } from './deliver.ts';
import type { Provider } from './providers.ts';
import { attributesOf } from './subject.ts';

/** What is about to be answered. */
export interface Answering {
  readonly provider: Provider;
  readonly session: LiveSession;
  /** Undefined: started here. */
  readonly asked: Asked | undefined;
  readonly relayState: string | undefined;
  readonly pair: SigningPair;
  /** The subject. */
  readonly nameId: string;
}

/** @throws Refusal idp.replayed */
export async function answerLogIn(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  { provider, session, asked, relayState, pair, nameId }: Answering,
): Promise<FastifyReply> {
  const { app, saml } = provider;
  if (asked) await useOnce(request, world, provider, asked);
  const hasLogoutUrl = saml.sloUrl !== undefined;
  if (hasLogoutUrl && session.row > 0) await world.store.sessions.appendApp(session.row, app.consumerKey);
  const subject = {
    assertionId: drawId(world, provider),
    nameId,
    nameIdFormat: NAME_ID_FORMATS[saml.nameIdFormat],
    audience: saml.entityUrl,
    sessionIndex: hasLogoutUrl ? sessionIndexOf(world, session) : undefined,
    attributes: attributesOf(request.calledHost, provider, session.user),
  };
  const signing = { ...pair, algorithm: saml.signingAlgoType };
  const envelope = envelopeOf(world, request.calledHost, provider, asked);
  const xml = await writeResponse(envelope, subject, signing, encryptionOf(provider));
  request.trace.idp = {
    initiatedBy: asked ? 'SP' : 'IdP',
    entityUrl: saml.entityUrl,
    event: 'Success',
    identityUsed: nameId,
    ...(hasLogoutUrl && { hasLogoutUrl: true as const }),
  };
  return bring(reply, { url: saml.acsUrl, form: formOf('SAMLResponse', xml, relayState) });
}

/** Tells the app that the user would have to be asked, which it did not want. */
export async function answerPassive(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  provider: Provider,
  asked: Asked,
): Promise<FastifyReply> {
  const { signingAlgoType: algorithm, acsUrl } = provider.saml;
  const signing = { ...(await signingPair(world, provider.org)), algorithm };
  const envelope = envelopeOf(world, request.calledHost, provider, asked);
  const xml = await writeFailure(envelope, ['Responder', 'NoPassive'], signing);
  return bring(reply, { url: acsUrl, form: formOf('SAMLResponse', xml, asked.relayState) });
}

function envelopeOf(world: World, host: Host, provider: Provider, asked: Asked | undefined): Envelope {
  const { org, saml } = provider;
  return {
    id: drawId(world, provider),
    issuedAt: world.clock.of(org.id).now(),
    issuer: saml.issuer ?? host.origin,
    destination: saml.acsUrl,
    inResponseTo: asked?.id,
  };
}

function encryptionOf({ saml }: Provider): Encryption | undefined {
  const { encryptionCertificate: certificate, encryptionType: type } = saml;
  return certificate === undefined ? undefined : { certificate, type };
}

/** `_`, 32 hexadecimal digits, and the milliseconds. */
export function drawId({ entropy, clock }: World, { org }: Pick<Provider, 'org'>): string {
  return `_${entropy.bytes(16).toString('hex')}${Math.floor(clock.of(org.id).now())}`;
}

/** The name of a session, for single logout. */
export function sessionIndexOf({ key }: World, { row }: Pick<LiveSession, 'row'>): string {
  return sealOf(String(row), key('SAML session index'));
}
