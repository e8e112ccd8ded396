/** Surface C: the page that tells the user what the app never hears. Source: authorize.md 1. */
import type { FastifyInstance } from 'fastify';
import { catalogue } from '../refusals/catalogue.ts';
import { ERROR_PAGE } from '../wire/paths.ts';
import { showPage } from './render.ts';

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
