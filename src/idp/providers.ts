/** Which service provider is meant: by entity id or by id, among the apps of the orgs that the called host is for. */
import type { Host } from '../org/hosts.ts';
import { id18 } from '../org/ids.ts';
import type { App, Org } from '../org/model.ts';
import type { AppSaml } from '../org/saml.ts';
import { serviceProviderId } from '../org/service-provider.ts';
import { livesOn } from '../policies/user-hosts.ts';
import { refuse, type Traced } from '../refusals/check.ts';
import type { World } from '../world/world.ts';

export interface Provider {
  readonly org: Org;
  readonly app: App;
  readonly saml: AppSaml;
}

/** An org is identity provider on its My Domain and its sites; localhost is all of them. */
export function orgsCalled(host: Host, { orgs }: Pick<World, 'orgs'>): Org[] {
  const isOwn = host.kind === 'local' || host.kind === 'my-domain' || host.kind === 'site';
  return isOwn ? orgs.orgs.filter((org) => livesOn(host, org)) : [];
}

export function providersOf(org: Org): Provider[] {
  return org.apps.flatMap((app) => (app.saml ? [{ org, app, saml: app.saml }] : []));
}

/** Those of one entity id: on localhost one of each org that has such an app. */
export function providersNamed(host: Host, world: World, entityUrl: string): Provider[] {
  return orgsCalled(host, world)
    .flatMap(providersOf)
    .filter(({ saml }) => saml.entityUrl === entityUrl);
}

/** @param id 15 or 18 characters */
export function providerOfId(host: Host, world: World, id: string): Provider | undefined {
  return orgsCalled(host, world)
    .flatMap(providersOf)
    .find(({ app }) => serviceProviderId(app) === id18(id));
}

/** @param asked the entity id or id that nobody has @throws Refusal */
export function refuseUnknown(request: Traced & { calledHost: Host }, world: World, asked: string): never {
  const known = orgsCalled(request.calledHost, world).flatMap(providersOf);
  return refuse(request, 'idp.unresolved', {
    asked,
    known: known.slice(0, 20).map(({ saml }) => saml.entityUrl),
    host: request.calledHost.origin,
  });
}
