/** The app launcher: which apps a user may start, and where a tile leads (setup-pages.md A.6). */
import { type Host, instanceUrl } from './hosts.ts';
import { id15 } from './ids.ts';
import type { App, Org } from './model.ts';
import { isPreAuthorized } from './permitted-users.ts';
import { serviceProviderId } from './service-provider.ts';
import type { Subject } from './subject.ts';

/** Whether a user may use an app: by SAML whoever is assigned, by OAuth whoever may authorize it. */
export function mayLaunch(app: App, subject: Subject): boolean {
  if (app.state === 'blocked' || !app.isEnabled) return false;
  const isAskedFor = app.saml !== undefined || app.isAdminApproved;
  return !isAskedFor || isPreAuthorized(app, subject);
}

/** The app's start URL, or the log-in by SAML that the org starts (recalled); undefined for an app that has neither. */
export function launchUrl(app: App, host: Host, org: Org): string | undefined {
  if (app.startUrl !== undefined) return app.startUrl;
  return app.saml && `${instanceUrl(host, org)}/idp/login?app=${id15(serviceProviderId(app))}`;
}
