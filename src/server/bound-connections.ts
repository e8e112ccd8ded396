/** Bounds what one connection may cost: answers that nobody reads, bodies that nobody wants, protocols that are not spoken. */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Bytes of answers that may wait behind one that is not read; then the connection ends. */
const MOST_UNREAD = 16 * 1024 * 1024;
/** Requests of one connection that are worked on behind one whose answer has not left: each may make an answer before any is counted. */
const MOST_AT_ONCE = 32;
/** How many further requests may wait; then no more is read of the connection. */
const MOST_WAITING = 100;
/** Milliseconds after which a connection ends that neither sends nor receives. */
const LONGEST_STALL = 30_000;

export function boundConnections(app: FastifyInstance): void {
  takeTurns(app);
  boundUnreadAnswers(app);
  continueOnlyWhatFits(app);
  closeAfterUpgrade(app);
}

/** Where answers are large: a request is not looked at before those ahead of it on its connection have been answered. */
export function answerOneByOne(plane: FastifyInstance): void {
  plane.addHook('onRequest', ({ raw: { socket } }, { raw: response }, done) => {
    if (isBehindAnother(socket, response)) response.once('socket', () => done());
    else done();
  });
}

/** A client that sends request upon request and reads nothing has only a few of them worked on. Those of a connection that is gone never are. */
function takeTurns(app: FastifyInstance): void {
  const lines = new WeakMap<Socket, Line>();
  app.addHook('onRequest', ({ raw: { socket } }, { raw: response }, done) => {
    if (!isBehindAnother(socket, response)) return done();
    const line = lines.get(socket) ?? new Line(socket);
    lines.set(socket, line);
    line.join(response, done);
  });
}

/** The requests of one connection behind the one that is being answered. Each answer has the connection in its turn, and tells so. */
class Line {
  readonly #socket: Socket;
  readonly #waiting: (() => void)[] = [];
  #begun = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    // Whoever reads a body, even an empty one, has the socket go on.
    socket.on('resume', () => {
      if (this.#waiting.length >= MOST_WAITING) socket.pause();
    });
  }

  join(response: ServerResponse, begin: () => void): void {
    if (this.#socket.destroyed) return;
    response.once('socket', () => this.#next());
    if (this.#begun < MOST_AT_ONCE) {
      this.#begun += 1;
      begin();
      return;
    }
    this.#waiting.push(begin);
    if (this.#waiting.length === MOST_WAITING) this.#socket.setTimeout(LONGEST_STALL).pause();
  }

  #next(): void {
    const begin = this.#waiting.shift();
    if (!begin) this.#begun -= 1;
    else if (this.#waiting.length === MOST_WAITING - 1) this.#socket.setTimeout(0).resume();
    begin?.();
  }
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

/** Node gives the connection to one answer after the other. Requests from within the process have none. */
function isBehindAnother(socket: Socket & { _httpMessage?: unknown }, response: ServerResponse): boolean {
  return Boolean(socket._httpMessage) && socket._httpMessage !== response;
}

/** `Expect: 100-continue`: the client waits to be told that its body is wanted. One that is too large is 413 before it is sent. */
function continueOnlyWhatFits(app: FastifyInstance): void {
  app.server.on('checkContinue', (request, response) => app.server.emit('request', request, response));
  // Nobody knows what Salesforce makes of others; they may be passed over (RFC 9110 10.1.1).
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
  app.addHook('preParsing', (request, reply, _payload, done) => {
    if (CONTINUE.test(request.headers.expect ?? '') && fits(request)) reply.raw.writeContinue();
    done();
  });
}

const CONTINUE = /(?:^|\W)100-continue(?:\W|$)/i;

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
