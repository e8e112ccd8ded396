/** Bodies of the lab plane are JSON, whatever their Content-Type says: `curl -d` names another one. */
import type { FastifyInstance } from 'fastify';
import { LabProblem } from './answer-problem.ts';

export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, JSON.parse(body as string));
    } catch (error) {
      done(new LabProblem(400, `the body is not JSON: ${(error as Error).message}`));
    }
  });
  app.addHook('onRequest', async ({ raw }) => {
    delete raw.headers['content-type'];
  });
}
