/** Lets requests under way finish when the server closes, then lets their connections go. */
import type { FastifyInstance } from 'fastify';

/** Milliseconds after which requests still under way are cut off. */
const GRACE = 5_000;

export function closeGracefully(app: FastifyInstance): void {
  let closing = false;
  let cutOff: NodeJS.Timeout | undefined;
  app.addHook('preClose', async () => {
    closing = true;
    cutOff = setTimeout(() => app.server.closeAllConnections(), GRACE).unref();
  });
  app.addHook('onResponse', async () => {
    if (closing) setImmediate(() => app.server.closeIdleConnections());
  });
  app.addHook('onClose', async () => clearTimeout(cutOff));
}
