/** Requests that this server sends to itself, as a client would: a replay, a hop of a walk. */
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { JOURNAL_HEADER } from '../../wire/headers.ts';
import type { World } from '../../world/world.ts';
import { LabProblem } from './answer-problem.ts';

export interface OwnAnswer {
  readonly answer: LightMyRequestResponse;
  /** Id of its entry in the journal; undefined where neither the answer nor the journal's newest requests tell it. */
  readonly entry: string | undefined;
}

/** @throws LabProblem when an armed fault of the network strikes the request, so that no whole answer comes */
export async function sendToSelf(
  app: FastifyInstance,
  { journal }: Pick<World, 'journal'>,
  request: InjectOptions,
): Promise<OwnAnswer> {
  try {
    const answer = await app.inject(request);
    const { rawHeaders } = answer.raw.req;
    // With --no-journal-header the answer names no entry. Others may send the same at the same time: the list of headers is its own.
    const named = answer.headers[JOURNAL_HEADER]?.toString();
    return { answer, entry: named ?? journal.sent.newest(({ headers }) => headers === rawHeaders)?.id };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'LIGHT_ECONNRESET') throw error;
    throw new LabProblem(
      400,
      'the answer got lost on its way: an armed fault of the network struck the request',
    );
  }
}
