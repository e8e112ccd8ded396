/** How the lab refuses: a 4xx with one sentence that names the field and what to do, or 503 while the store cannot be used. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../refusals/catalogue.ts';
import { SeedError } from '../../seed/problems.ts';
import { StoreError, StoreUnavailable } from '../../store/port.ts';

/** A request that the lab cannot carry out. The message is one sentence. */
export class LabProblem extends Error {
  readonly status: number;

  constructor(status: 400 | 401 | 403 | 404 | 405 | 503, message: string) {
    super(message);
    this.status = status;
  }
}

/** The error handler of the lab plane. Mistakes of our own are passed on. */
export function answerProblem(
  error: FastifyError | LabProblem | Refusal | SeedError | StoreError | StoreUnavailable,
  _request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (error instanceof SeedError) {
    const problems = error.problems.map(({ path, message }) => ({ path, message }));
    return reply.code(400).send({ error: error.message, problems });
  }
  if (error instanceof StoreError) return reply.code(400).send({ error: error.message });
  if (error instanceof StoreUnavailable) return reply.code(503).send({ error: error.message });
  if (error instanceof LabProblem) return reply.code(error.status).send({ error: error.message });
  if (error instanceof Refusal) return reply.code(error.facts.status).send({ error: error.why });
  const { statusCode, message } = error;
  if (statusCode === undefined || statusCode < 400 || statusCode >= 500) throw error;
  return reply.code(statusCode).send({ error: message });
}
