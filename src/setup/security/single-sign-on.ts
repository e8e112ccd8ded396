/** Single Sign-On Settings, and Certificate and Key Management as far as an org has certificates here (setup-pages.md A). */
import { certificateFile, isThere } from '../forms/certificate.ts';
import { gate, select, text } from '../forms/controls.ts';
import { button, link, mark } from '../frame/blocks.ts';
import type { SetupPage } from '../visit.ts';
import { certificateFacts, factsOf } from './certificate-facts.ts';
import { orgForm } from './org-form.ts';
import { EDIT_SINGLE_SIGN_ON, IDENTITY_PROVIDER, SINGLE_SIGN_ON } from './paths.ts';

/** The identity providers that log the org's users in: here, one. */
export const singleSignOn: SetupPage = {
  show({ org }) {
    const { samlSso } = org.settings;
    return {
      kind: 'page',
      heading: 'Single Sign-On Settings',
      blocks: [
        {
          kind: 'buttons',
          parts: [button(samlSso ? 'Edit' : 'New', EDIT_SINGLE_SIGN_ON)],
        },
        {
          kind: 'details',
          heading: 'Federated Single Sign-On Using SAML',
          rows: [
            ['SAML Enabled', mark(samlSso !== undefined)],
            ...(samlSso
              ? ([
                  ['Name', samlSso.name ?? samlSso.issuer],
                  ['Issuer', samlSso.issuer],
                  ['Identity Provider Certificate', factsOf(samlSso.certificate).subject],
                  ['SAML Identity Type', MAPPINGS[samlSso.identityMapping]],
                  ['Identity Provider Login URL', samlSso.loginUrl ?? ''],
                  ['Service Provider Initiated Request Binding', BINDINGS[samlSso.requestBinding]],
                  ['Identity Provider Single Logout URL', samlSso.sloUrl ?? ''],
                  ['Single Logout Request Binding', BINDINGS[samlSso.sloBinding]],
                ] as const)
              : []),
          ],
        },
      ],
    };
  },
};

const MAPPINGS = {
  Username: "Assertion contains the User's Salesforce username",
  FederationId: 'Assertion contains the Federation ID from the User object',
} as const;

const BINDINGS = { RedirectBinding: 'HTTP Redirect', PostBinding: 'HTTP POST' } as const;

const optionsOf = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

const PATH = 'settings.samlSso';

export const editSingleSignOn = orgForm({
  heading: 'SAML Single Sign-On Settings',
  to: EDIT_SINGLE_SIGN_ON,
  back: SINGLE_SIGN_ON,
  sections: () => [
    {
      heading: 'Federated Single Sign-On Using SAML',
      controls: [
        gate('samlSsoIsOn', 'SAML Enabled', {
          isOn: (fields) => isThere(fields, PATH),
          write: (write, isOn) => !isOn && write(PATH, null),
          covers: [PATH],
          inner: [
            text(`${PATH}.name`, 'Name'),
            text(`${PATH}.issuer`, 'Issuer', { isRequired: true, empty: '' }),
            certificateFile(`${PATH}.certificate`, 'Identity Provider Certificate'),
            select(`${PATH}.identityMapping`, 'SAML Identity Type', optionsOf(MAPPINGS)),
            text(`${PATH}.loginUrl`, 'Identity Provider Login URL', { type: 'url' }),
            select(
              `${PATH}.requestBinding`,
              'Service Provider Initiated Request Binding',
              optionsOf(BINDINGS),
            ),
            text(`${PATH}.sloUrl`, 'Identity Provider Single Logout URL', { type: 'url' }),
            select(`${PATH}.sloBinding`, 'Single Logout Request Binding', optionsOf(BINDINGS)),
          ],
        }),
      ],
    },
  ],
});

/** The certificate that an org signs with. Others are made outside: an app's is uploaded where the app is edited. */
export const certificates: SetupPage = {
  async show(visit) {
    const { subject, validTo, pem } = await certificateFacts(visit);
    return {
      kind: 'page',
      heading: 'Certificate and Key Management',
      blocks: [
        {
          kind: 'text',
          text: 'The org has the certificate that it signs assertions with as identity provider. Making and importing others is not here: see docs/limits.md.',
        },
        {
          kind: 'details',
          heading: 'Identity provider certificate',
          rows: [
            ['Subject', subject],
            ['Valid until', validTo],
            ['Where', link('Identity Provider', IDENTITY_PROVIDER)],
          ],
        },
        { kind: 'code', heading: 'Certificate', text: pem, id: 'certificate' },
      ],
    };
  },
};
