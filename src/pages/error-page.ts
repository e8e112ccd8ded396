/** Surface C: the page that tells the user what the app never hears. Source: authorize.md 1. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { catalogue, type Refusal } from '../refusals/catalogue.ts';
import { writeQuery } from '../wire/form.ts';
import { redirectByLocation } from './redirect.ts';
import { showPage } from './render.ts';

const ERROR_PAGE = '/setup/secur/RemoteAccessErrorPage.apexp';

/** 302 to the error page of the called host. `state` is not echoed. */
export function sendToErrorPage(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
): FastifyReply {
  const query = writeQuery({ error: refusal.facts.error, error_description: refusal.description });
  return redirectByLocation(reply, `${request.calledHost.origin}${ERROR_PAGE}?${query}`);
}

/**
 * The page shows the generic code and message, whatever its address says: the true ones are in the address bar only. It
 * never shows what the address brought, so nobody can put words on it.
 */
export function errorPage(app: FastifyInstance): void {
  const generic = catalogue['approval.unreadable'];
  const expired = catalogue['approval.expired'];
  app.get(ERROR_PAGE, async (request, reply) => {
    const isExpired = request.parameters.get('error_description') === expired.description;
    return showPage(reply, 'oauth-error', {
      code: generic.error,
      message: String(isExpired ? expired.description : generic.description),
    });
  });
}
