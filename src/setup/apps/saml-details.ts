/** What the policy page of a service provider tells: its settings, and where log-ins begin (setup-pages.md A.2). */
import { type Host, instanceUrl } from '../../org/hosts.ts';
import { id15 } from '../../org/ids.ts';
import type { App, Org } from '../../org/model.ts';
import { serviceProviderId } from '../../org/service-provider.ts';
import { button, type Details } from '../frame/blocks.ts';

/** Nothing for an app that is none. */
export function samlDetails(host: Host, org: Org, app: App): Details[] {
  const { saml } = app;
  if (!saml) return [];
  const origin = instanceUrl(host, org);
  const metadata = `/.well-known/samlidp/${app.name}.xml`;
  return [
    {
      kind: 'details',
      heading: 'SAML Service Provider Settings',
      rows: [
        ['Entity Id', saml.entityUrl],
        ['ACS URL', saml.acsUrl],
        ['Subject Type', saml.subjectType],
        ['Name ID Format', saml.nameIdFormat],
        ['Issuer', saml.issuer ?? origin],
        ['Single Logout URL', saml.sloUrl ?? ''],
      ],
    },
    {
      kind: 'details',
      heading: 'SAML Login Information',
      rows: [
        ['Metadata', button('Download Metadata', metadata)],
        ['SP-Initiated POST Endpoint', `${origin}/idp/endpoint/HttpPost`],
        ['SP-Initiated Redirect Endpoint', `${origin}/idp/endpoint/HttpRedirect`],
        ['IdP-Initiated Login URL', `${origin}/idp/login?app=${id15(serviceProviderId(app))}`],
        ['Metadata Discovery Endpoint', `${origin}${metadata}`],
        ['Single Logout Endpoint', `${origin}/services/auth/idp/saml2/logout`],
      ],
    },
  ];
}
