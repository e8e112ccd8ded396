/**
 * Experience Cloud sites below the root of a host: `/partners/services/oauth2/token` is the site's token endpoint. The
 * path is taken off before routing, so that every endpoint answers on a site without knowing of it.
 */
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { LAB_PREFIX } from '../lab/api.ts';
import { type Host, isHostOf, readHost, siteBelow } from '../org/hosts.ts';
import { calledSite, siteUrl } from '../org/sites.ts';
import { refuse } from '../refusals/check.ts';
import type { World } from '../world/world.ts';
import { pathOf } from './keep-journal.ts';
import { refuseUnknownHost } from './refuse-unknown-hosts.ts';

interface SitePath {
  /** The path as it was called: the prefix, or the second path that some sites have. */
  readonly segment: string;
  readonly urlPathPrefix: string;
}

const sitePaths = new WeakMap<IncomingMessage, SitePath>();

const FIRST_SEGMENT = /^\/+([^/?#]+)(.*)$/s;

/** The URL without the path of the site it begins with, if it does. */
export function withoutSitePath({ orgs }: World, request: IncomingMessage, url: string): string {
  const [, segment = '', rest = ''] = FIRST_SEGMENT.exec(url) ?? [];
  const urlPathPrefix = orgs.sitePath(segment);
  if (urlPathPrefix === undefined || pathOf(rest).startsWith(LAB_PREFIX)) return url;
  const host = readHost(request.headers.host ?? '', 'http');
  if (!hasSites(host) && host.kind !== 'unknown') return url;
  sitePaths.set(request, { segment, urlPathPrefix });
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/**
 * The host with the path of the site that was taken off the URL, if it is none that is refused. Undefined for a host that has no sites below it: the one that a
 * proxy names may be another than the one that was looked at when the path was taken off.
 */
export function withSitePath(host: Host, request: IncomingMessage): Host | undefined {
  const path = sitePaths.get(request);
  if (!path || host.kind === 'unknown') return host;
  return hasSites(host) ? siteBelow(host, path.segment, path.urlPathPrefix) : undefined;
}

function hasSites({ kind }: Host): boolean {
  return kind === 'local' || kind === 'site';
}

/** A site host without a site: its root leads to a site that has a path, for discovery only (identity-and-resources.md 4.1). */
export function refuseUnknownSites(app: FastifyInstance, world: World): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { calledHost, trace, url } = request;
    if (calledHost.kind !== 'site') return done();
    const isNamed = calledHost.myDomain !== undefined;
    const orgs = world.orgs.orgs.filter((org) => !isNamed || isHostOf(calledHost, org));
    if (orgs.some((org) => calledSite(calledHost, org))) return done();
    const [org] = orgs;
    const site = org?.sites[0];
    if (org && site && trace.path.startsWith('/.well-known/')) {
      return void reply
        .code(301)
        .header('location', siteUrl(calledHost, org, site) + url)
        .send();
    }
    if (/^\/(?:id\/(?!keys$)|services\/oauth2\/userinfo)/.test(trace.path)) {
      refuse(request, 'identity.no-site-endpoint', { host: calledHost.origin });
    }
    if (!org) refuseUnknownHost(request, world);
    refuse(request, 'page.not-found', { path: trace.path });
  });
}
