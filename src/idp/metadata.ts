/** Metadata of the identity provider: the org's, and an app's (identity-and-resources.md 8). */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../refusals/check.ts';
import { writeMetadata } from '../saml/metadata.ts';
import type { World } from '../world/world.ts';
import { signingPair, validUntil } from './certificate.ts';
import { orgsCalled, type Provider, providersOf } from './providers.ts';

export const LOG_OUT_PATH = '/services/auth/idp/saml2/logout';

const XML_TYPE = 'text/xml; charset=UTF-8';

/** Of the org that is called; of the first, where the host is for several. */
export async function showOrgMetadata(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const [org] = orgsCalled(request.calledHost, world);
  if (!org?.settings.identityProvider.enabled)
    refuse(request, 'page.not-found', { path: request.trace.path });
  const { origin } = request.calledHost;
  const { certificate } = await signingPair(world, org);
  return reply.type(XML_TYPE).send(
    writeMetadata({
      ...endpointsBelow(origin),
      entityId: origin,
      certificate,
      validUntil: validUntil(certificate),
      nameIdFormat: 'Unspecified',
      logOut: undefined,
    }),
  );
}

/** @param name the app's API name */
export async function showAppMetadata(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
): Promise<FastifyReply> {
  const provider = orgsCalled(request.calledHost, world)
    .flatMap(providersOf)
    .find(({ app }) => app.name.toLowerCase() === name.toLowerCase());
  if (!provider?.org.settings.identityProvider.enabled)
    refuse(request, 'page.not-found', { path: request.trace.path });
  return reply.type(XML_TYPE).send(await appMetadata(world, request.calledHost.origin, provider));
}

async function appMetadata(world: World, origin: string, { org, saml }: Provider): Promise<string> {
  const { certificate } = await signingPair(world, org);
  return writeMetadata({
    ...endpointsBelow(origin),
    entityId: saml.issuer ?? origin,
    certificate,
    validUntil: validUntil(certificate),
    nameIdFormat: saml.nameIdFormat,
    logOut: saml.sloUrl === undefined ? undefined : origin + LOG_OUT_PATH,
  });
}

function endpointsBelow(origin: string): { readonly post: string; readonly redirect: string } {
  return { post: `${origin}/idp/endpoint/HttpPost`, redirect: `${origin}/idp/endpoint/HttpRedirect` };
}
