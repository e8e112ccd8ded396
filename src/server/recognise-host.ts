/**
 * Which host a request was sent to: the Host header, or the authority of a request line in absolute form (RFC 9112 3.2.2), or what
 * a trusted proxy says of both in X-Forwarded-Host.
 */
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Host, readHost } from '../org/hosts.ts';
import { refuse } from '../refusals/check.ts';
import { memoize } from '../wire/memoize.ts';
import { withSitePath } from './recognise-site.ts';

const HOST = /^(?:[a-z0-9._-]{1,255}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;
const ABSOLUTE_FORM = /^https?:\/\/([^/?#]*)(.*)$/is;

export function recogniseHost(app: FastifyInstance, baseUrl: string | undefined): void {
  const base = baseUrl?.replace(/\/+$/, '');
  app.decorateRequest('calledHost');
  app.addHook('onRequest', (request: FastifyRequest, _reply, done) => {
    let refusal: unknown;
    try {
      request.calledHost = hostOf(request, base);
    } catch (thrown) {
      refusal = thrown;
    }
    done(refusal as Error | undefined);
  });
}

/** @throws Refusal */
function hostOf(request: FastifyRequest, base: string | undefined): Host {
  const said = request.host;
  const isForwarded = said !== (request.headers.host ?? '');
  const host = isForwarded ? said : said || ownAddress(request);
  const scheme = schemeOf(request);
  const called = hostNamed[scheme](host);
  if (!called) {
    const header = isForwarded ? 'X-Forwarded-Host' : 'Host';
    refuse(request, 'request.malformed', { reason: `its ${header} is not a host name` });
  }
  const hosts = countHosts(request.raw);
  if (hosts > 1) refuse(request, 'request.malformed', { reason: 'it has several Hosts' });
  if (hosts === 0 && request.raw.httpVersion !== '1.0')
    refuse(request, 'request.malformed', { reason: 'it has no Host' });
  const based = base && isBased(called, base) ? { ...called, kind: 'local' as const, origin: base } : called;
  return withSitePath(based, request.raw) ?? refuse(request, 'page.not-found', { path: request.trace.path });
}

/** A base URL may have a name of Salesforce's that is no org's. */
function isBased({ kind, origin }: Host, base: string): boolean {
  return kind === 'local' || (kind === 'unknown' && new URL(base).hostname === new URL(origin).hostname);
}

const reader = (scheme: 'http' | 'https') =>
  memoize(100, (host) =>
    HOST.test(host) && URL.canParse(`${scheme}://${host}`) ? readHost(host, scheme) : undefined,
  );

/** The host of a name; undefined for what is no name, or one that no URL can have as its host, such as one with a port beyond 65535. */
const hostNamed = { http: reader('http'), https: reader('https') };

/** The scheme of the connection, or the one that a trusted proxy says it was called by. */
function schemeOf(request: FastifyRequest): 'http' | 'https' {
  const said: string = request.protocol;
  const scheme = said.toLowerCase();
  if (scheme === 'http' || scheme === 'https') return scheme;
  return refuse(request, 'request.malformed', { reason: 'its X-Forwarded-Proto is neither http nor https' });
}

/** Node keeps the first and drops the others (RFC 9112 3.2: a request without one or with several is refused, but for HTTP/1.0). */
function countHosts({ rawHeaders }: IncomingMessage): number {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts++;
  }
  return hosts;
}

/** HTTP/1.0 clients need not name a host. */
function ownAddress({ socket }: FastifyRequest): string {
  const { localAddress = 'localhost', localPort } = socket;
  return `${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`;
}

/** The path of a request line in absolute form, whose authority then counts as the Host. */
export function withoutOrigin(request: IncomingMessage): string {
  const { url = '/' } = request;
  if (url.startsWith('/')) return url;
  const [, host, path] = ABSOLUTE_FORM.exec(url) ?? [];
  if (host === undefined || path === undefined) return url;
  request.headers.host = host;
  return path.startsWith('/') ? path : `/${path}`;
}
