/** Surface C: the page that tells the user what the app never hears. Source: authorize.md 1. */
import type { FastifyInstance } from 'fastify';
import type { Journal } from '../journal/journal.ts';
import { catalogue } from '../refusals/catalogue.ts';
import { ERROR_PAGE } from '../wire/paths.ts';
import type { World } from '../world/world.ts';
import { showPage } from './render.ts';

/**
 * The page shows the generic code and message, whatever its address says: the true ones are in the address bar only. It
 * never shows what the address brought, so nobody can put words on it.
 */
export function errorPage(app: FastifyInstance, { journal }: World): void {
  const generic = catalogue['approval.unreadable'];
  const expired = catalogue['approval.expired'];
  app.get(ERROR_PAGE, async (request, reply) => {
    const isExpired = request.parameters.get('error_description') === expired.description;
    const page = {
      code: generic.error,
      message: String(isExpired ? expired.description : generic.description),
    };
    return showPage(reply, 'oauth-error', page, refusalThatLedTo(journal, request.url, request.ip));
  });
}

/** The newest refusal that sent this caller to this very address. */
function refusalThatLedTo(journal: Journal, url: string, ip: string): { explainedBy?: string } {
  const entry = journal
    .entries({ outcome: 'refused' })
    .find(({ response, ip: from }) => from === ip && response.location?.endsWith(url));
  return entry ? { explainedBy: entry.id } : {};
}
