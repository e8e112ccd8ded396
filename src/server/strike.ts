/** Carries out armed failures on the wire: raw responses instead of ours, delays, and faults of the network. */

import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Fault, Known, RawResponse } from '../lab/failures/failures.ts';
import type { LabWorld } from '../lab/lab-world.ts';
import { issuerOf } from '../oauth/token/client-assertion.ts';
import { sentAccessToken } from '../tokens/access.ts';
import { textOfBasic } from '../wire/authorization.ts';
import type { World } from '../world/world.ts';
import { releaseHold } from './release-holds.ts';

/** How many pieces a slow body is sent in. */
const PIECES = 10;

export function strikeArmed(app: FastifyInstance, world: LabWorld): void {
  const { failures } = world;
  const closing = new AbortController();
  app.addHook('preClose', async () => closing.abort());

  // Callbacks, because these hooks run for every request: while nothing is armed each costs one comparison.
  app.addHook('onRequest', ({ trace }, _reply, done) => {
    trace.failures = failures.isEmpty ? undefined : failures;
    done();
  });

  app.addHook('preHandler', (request, reply, done) => {
    if (!request.trace.failures) return done();
    strikeBeforeHandling(world, request).then((response) => {
      if (response === undefined) return done();
      reply.code(response.status).headers(response.headers).send(response.body);
    }, done);
  });

  app.addHook('onSend', (request, reply, payload, done) => {
    if (!request.trace.failures) return done(null, payload);
    strikeAnswer(world, request, reply, payload, closing.signal).then((struck) => done(null, struck), done);
  });
}

/** @throws Refusal */
async function strikeBeforeHandling(
  world: LabWorld,
  request: FastifyRequest,
): Promise<RawResponse | undefined> {
  await request.trace.passed('server');
  return world.failures.response(request.trace, knownBeforeHandling(world, request));
}

/** @returns what is sent instead of the payload, if the request was struck */
async function strikeAnswer(
  world: LabWorld,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  closing: AbortSignal,
): Promise<unknown> {
  const { failures } = world;
  await failures.eventOf(request.trace)?.happen(world, request);
  const fault = await failures.fault(request.trace);
  const delay = request.trace.struck?.delay ?? 0;
  if (fault !== 'slow-body' && delay > 0) await wait(delay, request, closing);
  if (fault === undefined || fault === 'slow-headers') return payload;
  await releaseHold(request.trace);
  return faulty[fault](request, reply, bytesOf(payload), delay, closing);
}

/** What the request itself says about its app and user. */
function knownBeforeHandling({ orgs }: World, request: FastifyRequest): Known {
  const { trace, parameters } = request;
  const clientId = clientIdOf(request);
  const token = sentAccessToken(request, 'access_token', 'oauth_token');
  const ofToken = /^(00D\w{12,15})!/.exec(token ?? '')?.[1];
  const ofApp = clientId === undefined ? undefined : orgs.app(clientId)?.orgId;
  return {
    path: trace.path,
    grantType: parameters.get('grant_type'),
    clientId,
    username: undefined,
    org: ofToken ?? (ofApp || undefined),
  };
}

/** The client's id: from the parameter, a Basic header, or the issuer of a JWT. */
function clientIdOf({ parameters, headers }: FastifyRequest): string | undefined {
  const user = textOfBasic(headers.authorization)?.split(':')[0];
  const assertion = parameters.get('client_assertion') ?? parameters.get('assertion');
  return parameters.get('client_id') || user || (assertion && issuerOf(assertion)) || undefined;
}

type Strike = (
  request: FastifyRequest,
  reply: FastifyReply,
  body: Buffer,
  delay: number,
  closing: AbortSignal,
) => unknown;

const faulty: Readonly<Record<Exclude<Fault, 'slow-headers'>, Strike>> = {
  reset: ({ raw: { socket } }, reply, body) => {
    if (!(socket instanceof Socket)) return halfOf(body, reply);
    socket.resetAndDestroy();
    return body;
  },
  empty: ({ raw: { socket } }, reply, body) => {
    if (!(socket instanceof Socket)) return halfOf(body, reply);
    socket.destroy();
    return body;
  },
  truncate: (_request, reply, body) => halfOf(body, reply),
  'slow-body': (request, reply, body, delay, closing) => {
    reply.header('content-length', String(body.length));
    return Readable.from(drip(body, delay, request, closing));
  },
};

/**
 * Announces the length of the whole body, and sends half of it. It is also all that can be done to a request that this server sends to
 * itself, which has no connection.
 */
function halfOf(body: Buffer, reply: FastifyReply): Readable {
  reply.header('content-length', String(Math.max(body.length, 1)));
  return Readable.from(half(body));
}

async function* half(body: Buffer): AsyncGenerator<Buffer> {
  // Yields a piece even if it is empty: the headers leave with it.
  yield body.subarray(0, Math.floor(body.length / 2));
  await sleep(1);
  throw new Error('truncated on command');
}

async function* drip(
  body: Buffer,
  delay: number,
  request: FastifyRequest,
  closing: AbortSignal,
): AsyncGenerator<Buffer> {
  const size = Math.ceil(body.length / PIECES) || 1;
  const waits = Math.ceil(body.length / size) - 1;
  for (let start = 0; start < body.length; start += size) {
    if (start > 0) await wait(delay / waits, request, closing);
    yield body.subarray(start, start + size);
  }
}

function bytesOf(payload: unknown): Buffer {
  if (Buffer.isBuffer(payload)) return payload;
  return Buffer.from(typeof payload === 'string' ? payload : '');
}

/** Waits that long, or until the client is gone or the server closes. */
async function wait(
  milliseconds: number,
  { raw: { socket } }: FastifyRequest,
  closing: AbortSignal,
): Promise<void> {
  const gone = new AbortController();
  const leave = () => gone.abort();
  socket.once('close', leave);
  try {
    await sleep(milliseconds, undefined, { signal: AbortSignal.any([closing, gone.signal]) });
  } catch (error) {
    if ((error as Error).name !== 'AbortError') throw error;
  } finally {
    socket.off('close', leave);
  }
}
