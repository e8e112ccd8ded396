/** Releases the holds of a request when its answer leaves, whatever the answer is; delays that a test armed come first. */
import type { FastifyInstance } from 'fastify';

export function releaseHolds(app: FastifyInstance): void {
  app.addHook('onSend', ({ trace }, _reply, payload, done) => {
    if (!trace.release) return done(null, payload);
    const leave = () => done(null, payload);
    // If a full store cannot release a hold, the hold ends when its time is over.
    trace.release().then(leave, leave);
  });
}
