/** The org as SAML service provider: the link on the log-in page, and the request to the identity provider behind it (setup-pages.md A.7; the path is recalled). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { signingPair } from '../idp/certificate.ts';
import { bring, signedDelivery } from '../idp/deliver.ts';
import { orgsCalled } from '../idp/providers.ts';
import { basePath, type Host } from '../org/hosts.ts';
import { derivedId, id15 } from '../org/ids.ts';
import type { Org } from '../org/model.ts';
import type { SamlSso } from '../org/saml.ts';
import { identify, refuse } from '../refusals/check.ts';
import { authnRequestXml } from '../saml/authn-request.ts';
import { writeQuery } from '../wire/form.ts';
import type { World } from '../world/world.ts';

const PATH = '/saml/authn-request.jsp';

/** Links on one page: on localhost every org may have one. */
const MOST_LINKS = 20;

interface Trusting {
  readonly org: Org;
  readonly sso: SamlSso & { readonly loginUrl: string };
}

function trustingOrgs(host: Host, world: World): Trusting[] {
  return orgsCalled(host, world).flatMap((org) => {
    const sso = org.settings.samlSso;
    return sso?.loginUrl === undefined ? [] : [{ org, sso: { ...sso, loginUrl: sso.loginUrl } }];
  });
}

/** `0LE…` of the configuration. */
function configId({ org, sso }: Trusting): string {
  return derivedId('0LE', org.id, sso.issuer);
}

/** The identity providers that the log-in page leads to. */
export function ssoLinks(
  world: World,
  host: Host,
  startURL: string,
): readonly { readonly name: string; readonly href: string }[] {
  return trustingOrgs(host, world)
    .slice(0, MOST_LINKS)
    .map((trusting) => ({
      name: trusting.sso.name ?? trusting.sso.issuer,
      href: basePath(host) + pathTo(trusting, startURL),
    }));
}

function pathTo(trusting: Trusting, startURL: string): string {
  return `${PATH}?${writeQuery({ samlSsoConfig: configId(trusting), ...(startURL && { RelayState: startURL }) })}`;
}

/** Where `sso_provider` of an authorize request leads; undefined where the org has no provider of this name. */
export function ssoPath(
  world: World,
  host: Host,
  { id }: Pick<Org, 'id'>,
  name: string,
  startURL: string,
): string | undefined {
  const trusting = trustingOrgs(host, world).find(({ org, sso }) => org.id === id && sso.name === name);
  return trusting && pathTo(trusting, startURL);
}

export function samlRequestPage(app: FastifyInstance, world: World): void {
  app.get(PATH, (request, reply) => start(world, request, reply));
}

async function start(world: World, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { calledHost, parameters } = request;
  const id = parameters.get('samlSsoConfig');
  const trusting = trustingOrgs(calledHost, world).find((one) => configId(one) === id);
  if (!trusting) refuse(request, 'page.not-found', { path: request.trace.path });
  const { org, sso } = trusting;
  identify(request, { org });
  const xml = authnRequestXml({
    id: `_${world.entropy.bytes(20).toString('hex')}`,
    issuedAt: world.clock.of(org.id).now(),
    issuer: calledHost.origin,
    destination: sso.loginUrl,
    acsUrl: `${calledHost.origin}?so=${id15(org.id)}`,
  });
  const message = {
    name: 'SAMLRequest',
    xml,
    url: sso.loginUrl,
    binding: sso.requestBinding,
    relayState: parameters.get('RelayState'),
  } as const;
  const signing = { ...(await signingPair(world, org)), algorithm: 'SHA256' as const };
  return bring(reply, await signedDelivery(message, signing));
}
