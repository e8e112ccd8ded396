/** Request lines in absolute form, as a client of a proxy writes them: `GET http://login.salesforce.com/ HTTP/1.1`. */
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { request as send } from '../../ground/node-http.ts';
import type { World } from '../../world/world.ts';
import { authorizationOf } from './caller-proxy.ts';
import { open, openProxy, Unreachable } from './dial.ts';
import type { Others } from './others.ts';
import { headersOf, notSalesforces, type Problem, tell, WANTS_TOKEN } from './refuse.ts';
import { authorityOf, isSalesforces, readTarget, type Target } from './targets.ts';
import { FULL } from './tunnels.ts';

interface Forwarding {
  readonly others: Others | undefined;
  readonly isAllowed: (password: string | undefined) => boolean;
  readonly baseUrl: string | undefined;
}

const ABSOLUTE = /^(https?):\/\/([^/?#]*)/i;
/** Milliseconds that the answer of another host may take between two of its bytes. */
const PATIENCE = 60_000;

/** Before anything is made of the request: Salesforce's hosts go on as usual, and the others are answered here. */
export function forwardRequests(app: FastifyInstance, world: World, forwarding: Forwarding): void {
  const { others, isAllowed, baseUrl } = forwarding;
  const ourOrigin = baseUrl === undefined ? undefined : new URL(baseUrl).host;
  app.addHook('onRequest', (request, reply, done) => {
    const [, scheme = '', authority = ''] = ABSOLUTE.exec(request.originalUrl) ?? [];
    if (scheme === '' || 'encrypted' in request.raw.socket) return done();
    const isHttps = scheme.toLowerCase() === 'https';
    const target = readTarget(authority, isHttps ? 443 : 80);
    // What is no host at all is refused where hosts are read.
    if (target === undefined || isOurs(target, request, others) || authority.toLowerCase() === ourOrigin)
      return done();
    const problem = problemOf(request, target, isHttps, isAllowed, others);
    if (problem === undefined && isSalesforces(target)) {
      request.trace.via = 'proxy';
      // What stands before a server that is told to trust it knows better.
      request.needsHttps = !isHttps && request.protocol !== 'https';
      return done();
    }
    reply.hijack();
    if (problem === undefined) return pass(request, reply, target, others as Others, world);
    refuse(request, reply, problem, world);
  });
}

/** A name with this port is another name of ours, as in front of a container; so is this machine's, unless it may be led elsewhere. */
function isOurs(
  { host, port }: Target,
  { raw: { socket } }: FastifyRequest,
  others: Others | undefined,
): boolean {
  if (port === socket.localPort) return true;
  return others === undefined && (host === 'localhost' || host === '::1' || host.startsWith('127.'));
}

function problemOf(
  { headers }: FastifyRequest,
  target: Target,
  isHttps: boolean,
  isAllowed: (password: string | undefined) => boolean,
  others: Others | undefined,
): Problem | undefined {
  if (!isAllowed(headers['proxy-authorization'])) return WANTS_TOKEN;
  if (isSalesforces(target)) {
    const usual = isHttps ? 443 : 80;
    return target.port === usual
      ? undefined
      : { status: 403, reason: `port ${target.port} of ${target.host}: only ${usual} ends here` };
  }
  if (others === undefined) return notSalesforces(target);
  return isHttps ? { status: 400, reason: `https of ${target.host} is asked for with CONNECT` } : undefined;
}

function refuse(
  { method, originalUrl, raw }: FastifyRequest,
  { raw: answer }: FastifyReply,
  problem: Problem,
  world: World,
): void {
  tell(world, method, originalUrl.replace(/[?#].*/s, ''), problem);
  // A body that nobody reads must not keep the connection.
  raw.resume();
  answer.writeHead(problem.status, headersOf(problem)).end(`${problem.reason}\n`);
}

/** Hands the request on, and its answer back. */
function pass(
  request: FastifyRequest,
  reply: FastifyReply,
  target: Target,
  others: Others,
  world: World,
): void {
  if (!others.take(reply.raw)) {
    refuse(request, reply, FULL, world);
    return;
  }
  const { raw } = request;
  const answer = reply.raw;
  const fail = (error: Error) => {
    if (!answer.headersSent && error instanceof Unreachable)
      return refuse(request, reply, { status: error.status, reason: error.message }, world);
    answer.destroy();
  };
  try {
    const sent = begin(request, target, others, fail);
    answer.once('close', () => sent.destroy());
    if (raw.headers.expect !== undefined) answer.writeContinue();
    sent.on('error', fail).on('response', (answered) => {
      answer.writeHead(
        answered.statusCode ?? 502,
        answered.statusMessage ?? '',
        endToEnd(answered, ['transfer-encoding']),
      );
      pipeline(answered, answer, () => undefined);
    });
    pipeline(raw, sent, () => undefined);
  } catch (error) {
    fail(
      error instanceof Unreachable
        ? error
        : new Unreachable(502, `the request cannot be handed on: ${(error as Error).message}`),
    );
  }
}

/** @throws Unreachable, and what Node says of a request that it does not send */
function begin(
  { raw, originalUrl }: FastifyRequest,
  target: Target,
  others: Others,
  fail: (error: Error) => void,
) {
  const proxy = others.proxyFor(target, 'http');
  const authorization = proxy && authorizationOf(proxy.url);
  const path = originalUrl.replace(ABSOLUTE, '');
  return send({
    method: raw.method,
    path: proxy ? originalUrl : path.startsWith('/') ? path : `/${path}`,
    headers: [
      'Host',
      authorityOf(target).replace(/:80$/, ''),
      'Via',
      '1.1 fauxforce',
      ...(authorization ? ['Proxy-Authorization', authorization] : []),
      ...endToEnd(raw, ['host', 'via', 'expect']),
    ],
    createConnection: () => {
      const socket = proxy
        ? openProxy(proxy.url, others.ownPorts, fail)
        : open(target, others.ownPorts, fail);
      return socket.once('connect', () => socket.setTimeout(PATIENCE));
    },
  });
}

/**
 * Of one connection only (RFC 9110 7.6.1). How long the body of a request is stays said: Node frames it so again, once.
 * It frames an answer without being told, in chunks only for who understands them.
 */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authorization',
  'proxy-authenticate',
  'te',
  'trailer',
  'upgrade',
];

/** Not dropped because Connection names them: a body whose length nobody says is the next request to who reads it. */
const KEPT = ['content-length', 'transfer-encoding', 'host'];

function endToEnd({ rawHeaders, headers }: IncomingMessage, others: readonly string[] = []): string[] {
  const words = (headers.connection ?? '').toLowerCase().split(/[\s,]+/);
  const named = words.filter((word) => !KEPT.includes(word));
  const dropped = new Set([...HOP_BY_HOP, ...named, ...others]);
  return rawHeaders.filter((_word, i) => !dropped.has((rawHeaders[i - (i % 2)] ?? '').toLowerCase()));
}
