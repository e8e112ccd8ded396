/** Lightning hosts serve no API: a call of one is sent on to My Domain, by a redirect that loses its body (token.md 1.1, observed). */
import type { FastifyInstance } from 'fastify';
import { myDomainOfLightning } from '../org/hosts.ts';
import { refuse } from '../refusals/check.ts';
import { redirectByLocation } from '../wire/redirect.ts';

export function leadToMyDomain(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    const { calledHost, trace, url } = request;
    if (calledHost.kind !== 'lightning') return;
    if (!trace.path.startsWith('/services/')) refuse(request, 'page.not-found', { path: trace.path });
    return redirectByLocation(reply, myDomainOfLightning(calledHost) + url);
  });
}
