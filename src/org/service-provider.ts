/** Apps as SAML service providers (setup-pages.md A.1, A.2). */
import { derivedId } from './ids.ts';
import type { App } from './model.ts';

/** `0sp…`, 18 characters: what `app` of the IdP-initiated log-in URL says. */
export function serviceProviderId({ orgId, name }: Pick<App, 'orgId' | 'name'>): string {
  return derivedId('0sp', orgId, name);
}
