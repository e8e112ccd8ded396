/** Protection of forms against cross-site requests, and of redirects against leading elsewhere. */
import type { FastifyRequest } from 'fastify';
import { isOriginOf } from '../../org/hosts.ts';
import { check } from '../../refusals/check.ts';
import { IDP_LOG_IN, isSetupPath } from '../../wire/paths.ts';

/**
 * Refuses a form that a page of another origin sent. Browsers say where a POST comes from, in `Sec-Fetch-Site` and
 * `Origin`, and no page can make them lie; a client that says nothing is no browser and holds nobody's cookies.
 * Another port of the same host is another origin, though cookies do not tell them apart.
 *
 * @throws Refusal page.cross-site
 */
export function checkSameOrigin(request: FastifyRequest): void {
  const { calledHost, headers } = request;
  check(request, 'page.cross-site', isSameOrigin(request), {
    origin: headers.origin,
    own: calledHost.origin,
  });
}

function isSameOrigin({ headers, host, calledHost }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = headers;
  if (origin === undefined || origin === new URL(calledHost.origin).origin) return true;
  return isOriginOf(origin, host);
}

const BASE = 'http://own.invalid';

/** The path, query and fragment of a URL that is relative; undefined for one that leads elsewhere. */
export function relativePath(url: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(url) || !URL.canParse(url, BASE)) return undefined;
  const { origin, pathname, search, hash } = new URL(url, BASE);
  return origin === BASE && !pathname.startsWith('//') ? pathname + search + hash : undefined;
}

/** The path and query of a `startURL` if it leads to one of our own pages, of a log-in or of Setup; undefined for any other URL. */
export function ownPage(startURL: string | undefined): string | undefined {
  if (!startURL?.startsWith('/') || !URL.canParse(startURL, BASE)) return undefined;
  const { origin, pathname, search } = new URL(startURL, BASE);
  const isOwn = isSetupPath(pathname) || pathname === IDP_LOG_IN;
  return origin === BASE && isOwn ? pathname + search : undefined;
}
