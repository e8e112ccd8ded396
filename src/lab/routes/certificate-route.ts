/** The certificate of the authority behind https (design 5.5): who trusts it, trusts this server. */
import type { FastifyInstance } from 'fastify';
import { text } from '../document/json-schema.ts';
import type { Operation } from '../document/operation.ts';
import { LabProblem } from '../plane/answer-problem.ts';
import { readQuery } from '../plane/input.ts';

const PEM = 'application/x-pem-file';

/** @param certificate in PEM; throws a sentence that says what keeps it from being made */
export function certificateRoute(app: FastifyInstance, certificate: () => Promise<string>): void {
  app.get('/ca.pem', { config: { operation: SHOW_CERTIFICATE } }, async ({ query }, reply) => {
    readQuery(query, []);
    reply.type(PEM);
    return certificate().catch((error: Error) => {
      throw new LabProblem(503, error.message);
    });
  });
}

const SHOW_CERTIFICATE: Operation = {
  id: 'showCertificate',
  summary: 'The certificate of the authority that https here rests on, in PEM',
  description: 'Makes the authority if nobody has used https yet.',
  answer: { status: 200, schema: () => text('A certificate in PEM.'), contentType: PEM },
};
