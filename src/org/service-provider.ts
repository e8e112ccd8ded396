/** Apps as SAML service providers (setup-pages.md A.1, A.2). */
import { derivedId } from './ids.ts';
import type { App, AppSaml } from './model.ts';
import { isPreAuthorized } from './permitted-users.ts';
import type { Subject } from './subject.ts';

export interface ServiceProvider extends App {
  readonly saml: AppSaml;
}

export function isServiceProvider(app: App): app is ServiceProvider {
  return app.saml !== undefined;
}

/** `0sp…`, 18 characters: what `app` of the IdP-initiated log-in URL says. */
export function serviceProviderId({ orgId, name }: Pick<App, 'orgId' | 'name'>): string {
  return derivedId('0sp', orgId, name);
}

/** Whether a user may log in by SAML: it takes one of the app's profiles or permission sets, of administrators too. */
export function isAssigned(app: Pick<App, 'profiles' | 'permissionSets'>, subject: Subject): boolean {
  return isPreAuthorized(app, subject);
}
