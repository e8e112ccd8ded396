import { PLATFORM_CLI } from '../../../org/platform-cli.ts';
import type { Check, ClientRequest } from '../check.ts';

/** A My Domain knows the apps of its own org; login. and test. know every org's (authorize.md 4.4). */
export const clientBelongsToHost: Check<ClientRequest, 'authorize.client-of-other-org'> = {
  refusal: 'authorize.client-of-other-org',
  holds: ({ host, orgs, app }) =>
    host.myDomain === undefined ||
    app.consumerKey === PLATFORM_CLI ||
    orgs.orgByMyDomain(host.myDomain)?.id === app.orgId,
  values: ({ host, app }) => ({ clientId: app.consumerKey, myDomain: host.myDomain ?? host.origin }),
};
