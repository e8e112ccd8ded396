/** What web single sign-on expects of an assertion, by grant_type=assertion and in the browser (token.md 9). */
import { type Host, myDomainHostOf } from '../../org/hosts.ts';
import type { Org, User } from '../../org/model.ts';
import type { SamlSso } from '../../org/saml.ts';

/** Every org's entity id until it sets up its My Domain as one. */
const SHARED_ENTITY_ID = 'https://saml.salesforce.com';

/** What assertions for the org may call their audience. */
export function ssoAudiences({ kind, origin }: Host, org: Org): string[] {
  return [SHARED_ENTITY_ID, `https://${myDomainHostOf(org)}`, ...(kind === 'local' ? [origin] : [])];
}

export function ssoUser(org: Org, { identityMapping }: SamlSso, nameId: string): User | undefined {
  if (nameId === '') return undefined;
  if (identityMapping === 'FederationId')
    return org.users.find(({ federationId }) => federationId === nameId);
  return org.users.find(({ username }) => username.toLowerCase() === nameId.toLowerCase());
}
