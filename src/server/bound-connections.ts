/** What one connection may cost: answers that nobody reads, bodies announced that nobody will take, protocols that are not spoken. */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Bytes of answers that may wait behind one that is not read; then the connection ends. */
const MOST_UNREAD = 16 * 1024 * 1024;

export function boundConnections(app: FastifyInstance): void {
  boundUnreadAnswers(app);
  continueOnlyWhatFits(app);
  closeAfterUpgrade(app);
}

/** A client that sends request upon request and reads nothing: their answers are kept until it does. */
function boundUnreadAnswers(app: FastifyInstance): void {
  const unread = new WeakMap<Socket, number>();
  app.addHook('onSend', ({ raw: { socket } }, { raw: response }, payload, done) => {
    if (!isBehindAnother(socket, response)) return done();
    const size = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload.length : 0;
    const waiting = (unread.get(socket) ?? 0) + size;
    unread.set(socket, waiting);
    response.once('close', () => unread.set(socket, (unread.get(socket) ?? 0) - size));
    if (waiting > MOST_UNREAD) socket.destroy();
    done();
  });
}

/** Node gives the connection to one answer after the other. */
function isBehindAnother(socket: Socket & { _httpMessage?: unknown }, response: ServerResponse): boolean {
  return socket._httpMessage !== response;
}

/** `Expect: 100-continue`: the client waits to be told that its body is wanted. One that is too large is 413 before it is sent. */
function continueOnlyWhatFits(app: FastifyInstance): void {
  app.server.on('checkContinue', (request, response) => app.server.emit('request', request, response));
  app.addHook('preParsing', (request, reply, _payload, done) => {
    if (request.headers.expect !== undefined && fits(request)) reply.raw.writeContinue();
    done();
  });
}

function fits({ headers, routeOptions }: FastifyRequest): boolean {
  return !(Number(headers['content-length']) > routeOptions.bodyLimit);
}

/**
 * No other protocol is spoken here, and the request is answered as if none was asked for. What follows it in the same piece is lost to
 * the parser, which would leave the connection open for a minute. Java asks for h2c on every connection and goes on in HTTP/1.1.
 */
function closeAfterUpgrade(app: FastifyInstance): void {
  app.addHook('onRequest', ({ headers }, reply, done) => {
    if (headers.upgrade !== undefined && headers.upgrade.toLowerCase() !== 'h2c')
      reply.header('Connection', 'close');
    done();
  });
  app.addHook('onResponse', ({ headers, raw: { socket } }, _reply, done) => {
    if (headers.upgrade !== undefined) socket.setTimeout(LINGER_AFTER_UPGRADE);
    done();
  });
}

/** Milliseconds that an idle connection stays open on which h2c was asked for. */
const LINGER_AFTER_UPGRADE = 5_000;
