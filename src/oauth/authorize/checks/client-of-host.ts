import { isOwnApp } from '../../../org/installed.ts';
import { isPlatformCli } from '../../../org/platform-cli.ts';
import type { Check, ClientRequest } from '../check.ts';

/** A My Domain knows the apps of its own org; login. and test. know every org's (authorize.md 4.4). */
export const clientBelongsToHost: Check<ClientRequest, 'authorize.client-of-other-org'> = {
  refusal: 'authorize.client-of-other-org',
  holds: ({ host, orgs, app }) => {
    if (host.myDomain === undefined || isPlatformCli(app)) return true;
    const called = orgs.orgCalled(host);
    return called !== undefined && isOwnApp(app, called);
  },
  values: ({ host, app }) => ({ clientId: app.consumerKey, myDomain: host.myDomain }),
};
