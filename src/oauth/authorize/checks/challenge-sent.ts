import type { Org } from '../../../org/model.ts';
import type { Check, ClientRequest } from '../check.ts';

export const challengeIsSent: Check<ClientRequest, 'pkce.missing'> = {
  refusal: 'pkce.missing',
  holds: (request) =>
    request.asked.code_challenge !== undefined ||
    !(request.app.isPkceRequired || orgOf(request)?.settings.isPkceRequired),
  values: (request) => ({
    sent: request.asked.code_challenge !== undefined,
    requiredByApp: request.app.isPkceRequired,
    requiredByOrg: orgOf(request)?.settings.isPkceRequired ?? false,
  }),
};

/** Nobody has logged in yet: the org of the called My Domain, or the one that defines the app. */
function orgOf({ host, orgs, app }: ClientRequest): Org | undefined {
  return host.myDomain === undefined ? orgs.org(app.orgId) : orgs.orgByMyDomain(host.myDomain);
}
