/** Which requests came by http where Salesforce would want https: see {@link FastifyRequest.needsHttps}. */
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** @param always whether that is wanted of those too that came to this server itself: `start --require-https` */
export function wantHttps(app: FastifyInstance, always: boolean): void {
  app.decorateRequest('needsHttps', false);
  if (!always) return;
  app.addHook('onRequest', (request: FastifyRequest, _reply, done) => {
    request.needsHttps = request.protocol !== 'https';
    done();
  });
}
