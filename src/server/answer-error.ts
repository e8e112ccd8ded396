/** What an error thrown while answering becomes: a refusal of the catalogue, or one sentence for a mistake of ours. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal, type RefusalName, type ValuesOf } from '../refusals/catalogue.ts';
import type { Trace } from '../refusals/trace.ts';
import { StoreUnavailable } from '../store/port.ts';
import { answerRefusal } from './answer-refusal.ts';

/** Answers errors on the Salesforce plane, each refusal on its surface. */
export function answerErrors(app: FastifyInstance): void {
  app.decorateRequest('ownSurfaces');
  app.setErrorHandler(answerError);
}

/** Turns errors of the client and the store into refusals; any other error is passed on. */
function answerError(
  error: FastifyError | Refusal | StoreUnavailable,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply | Promise<FastifyReply> {
  if (error instanceof Refusal) return answerRefusal(request, reply, error);
  if (error instanceof StoreUnavailable)
    return refuse(request, reply, 'server.unavailable', { reason: error.message });
  const { statusCode, message } = error;
  if (statusCode === undefined || statusCode < 400 || statusCode >= 500) throw error;
  return statusCode === 413
    ? refuse(request, reply, 'request.too-large', { limit: request.routeOptions.bodyLimit })
    : refuse(request, reply, 'request.malformed', { reason: message });
}

/** The refusal of a request that no check refused. */
function refuse<Name extends RefusalName>(
  request: FastifyRequest,
  reply: FastifyReply,
  name: Name,
  values: ValuesOf<Name>,
): FastifyReply | Promise<FastifyReply> {
  return answerRefusal(request, reply, request.trace.failed(name, values));
}

/** The error handler of last resort: the stack goes to our own log, the client gets one sentence. */
export function answerBug(report: (error: unknown, trace: Trace) => void) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    report(error, request.trace);
    return reply
      .code(500)
      .type('text/plain;charset=UTF-8')
      .send(`fauxforce made a mistake while answering this request: its log has the details.\n`);
  };
}
