/** A request lets go of what it holds when its answer leaves, whatever that is: after the delays that a test armed. */
import type { FastifyInstance } from 'fastify';

export function releaseHolds(app: FastifyInstance): void {
  app.addHook('onSend', ({ trace }, _reply, payload, done) => {
    if (!trace.release) return done(null, payload);
    const leave = () => done(null, payload);
    // A hold that a full store cannot release ends by itself.
    trace.release().then(leave, leave);
  });
}
