/** Requests that this server sends to itself, as a client would: a replay, a hop of a walk. */
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { LabProblem } from './answer-problem.ts';

/** @throws LabProblem when an armed fault of the network strikes the request, so that no whole answer comes */
export async function sendToSelf(
  app: FastifyInstance,
  request: InjectOptions,
): Promise<LightMyRequestResponse> {
  try {
    return await app.inject(request);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'LIGHT_ECONNRESET') throw error;
    throw new LabProblem(
      400,
      'the answer got lost on its way: an armed fault of the network struck the request',
    );
  }
}
