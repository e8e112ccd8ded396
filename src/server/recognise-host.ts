/** Which host a request was sent to: the Host header, or the authority of a request line in absolute form (RFC 9112 3.2.2). */
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Host, readHost } from '../org/hosts.ts';
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
  const host = request.headers.host || ownAddress(request);
  if (!HOST.test(host)) request.trace.refuse('request.malformed', { reason: 'its Host is not a host name' });
  const called = readKnownHost(host, request.protocol);
  const based = base && called.kind === 'local' ? { ...called, origin: base } : called;
  return withSitePath(based, request.raw);
}

const known = new Map<string, Host>();
const MOST_KNOWN = 100;

/** Nearly every request names the host of the one before. */
function readKnownHost(host: string, scheme: 'http' | 'https'): Host {
  const key = `${scheme}://${host}`;
  let called = known.get(key);
  if (!called) {
    if (known.size >= MOST_KNOWN) known.clear();
    called = readHost(host, scheme);
    known.set(key, called);
  }
  return called;
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
