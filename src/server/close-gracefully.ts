/** Lets requests under way finish when the server closes, then lets their connections go. */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { clearTimeout, setImmediate, setTimeout } from 'node:timers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** Milliseconds after which requests still under way are cut off. */
const GRACE = 5_000;

export function closeGracefully(app: FastifyInstance): void {
  let closing = false;
  let cutOff: NodeJS.Timeout | undefined;
  const connections = new Set<Socket>();
  app.server.on('connection', (connection) => {
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
  });
  app.addHook('preClose', async () => {
    closing = true;
    // What has arrived on kept connections is read, and not lost with them. The first turn may be no more than the rest of this one.
    for (let turn = 0; turn < 2; turn++) await nextTurn();
    // Clients open such connections in advance. Node does not count them as idle: their first request is still to come.
    for (const connection of connections) if (connection.bytesRead === 0) connection.destroy();
    cutOff = setTimeout(() => app.server.closeAllConnections(), GRACE).unref();
  });
  const newest = new WeakMap<Socket, IncomingMessage>();
  app.addHook('onRequest', ({ raw }, _reply, done) => {
    newest.set(raw.socket, raw);
    done();
  });
  // A client that is told sends nothing more, which nobody would read. Those that it has sent already are answered first.
  app.addHook('onSend', ({ raw }, reply, _payload, done) => {
    if (closing && newest.get(raw.socket) === raw) reply.header('Connection', 'close');
    done();
  });
  app.addHook('onResponse', (_request, _reply, done) => {
    if (closing) setImmediate(() => app.server.closeIdleConnections());
    done();
  });
  // Node has waited for the connections that the server accepted itself; others came through a further door.
  app.addHook('onClose', async () => {
    for (const connection of connections) if (!connection.destroyed) await once(connection, 'close');
    clearTimeout(cutOff);
  });
}
