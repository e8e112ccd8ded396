/** Lets requests under way finish when the server closes, then lets their connections go. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { clearTimeout, setImmediate, setTimeout } from 'node:timers';
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
    // Clients open such connections in advance. Node does not count them as idle: their first request is still to come.
    for (const connection of connections) if (connection.bytesRead === 0) connection.destroy();
    cutOff = setTimeout(() => app.server.closeAllConnections(), GRACE).unref();
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
