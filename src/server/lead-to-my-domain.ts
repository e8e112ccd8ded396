/**
 * Hosts of Lightning and of Setup serve no API: a call of one is sent on to My Domain, by a redirect that loses its body (token.md 1.1,
 * observed). Setup's pages are sent on as well: Salesforce frames there what My Domain serves, and here My Domain serves it alone.
 */
import type { FastifyInstance } from 'fastify';
import { myDomainBeside } from '../org/hosts.ts';
import { refuse } from '../refusals/check.ts';
import { redirectByLocation } from '../wire/redirect.ts';

export function leadToMyDomain(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { calledHost, trace, url } = request;
    const { path } = trace;
    const isOfLightning = calledHost.kind === 'lightning';
    if (!isOfLightning && calledHost.kind !== 'setup') return done();
    if (path.startsWith('/lightning/') || (isOfLightning && path.startsWith('/services/')))
      return void redirectByLocation(reply, myDomainBeside(calledHost) + url);
    if (isOfLightning) refuse(request, 'page.not-found', { path });
    done();
  });
}
