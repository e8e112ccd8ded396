/** Releases the holds of a request when its answer leaves, whatever the answer is; delays that a test armed come first. */
import type { FastifyInstance } from 'fastify';
import type { Trace } from '../refusals/trace.ts';

export function releaseHolds(app: FastifyInstance): void {
  app.addHook('onSend', ({ trace }, _reply, payload, done) => {
    if (!trace.release) return done(null, payload);
    releaseHold(trace).then(() => done(null, payload), done);
  });
}

/** To be called before anything of the answer leaves: a client that knows of it may come again at once. Never rejects. */
export async function releaseHold(trace: Trace): Promise<void> {
  const { release } = trace;
  trace.release = undefined;
  try {
    await release?.();
  } catch {
    // If a full store cannot release a hold, the hold ends when its time is over.
  }
}
