/** Identity Provider, Single Sign-On Settings, and Certificate and Key Management as far as an org has certificates here (setup-pages.md A). */
import { X509Certificate } from 'node:crypto';
import { signingPair } from '../../idp/certificate.ts';
import type { Org } from '../../org/model.ts';
import { policiesOf } from '../apps/paths.ts';
import { certificateFile, isThere } from '../forms/certificate.ts';
import { gate, select, text } from '../forms/controls.ts';
import { tokenFor } from '../forms/proof.ts';
import { changeRecord } from '../forms/records.ts';
import { type Block, button, link, mark, onward } from '../frame/blocks.ts';
import { EDIT_ORG } from '../needs.ts';
import type { SetupPage, Visit } from '../visit.ts';
import { orgForm } from './org-form.ts';
import { EDIT_SINGLE_SIGN_ON, IDENTITY_PROVIDER, SINGLE_SIGN_ON } from './paths.ts';

export const identityProvider: SetupPage = {
  saves: EDIT_ORG,
  async show(visit) {
    const { org, host } = visit;
    const { enabled } = org.settings.identityProvider;
    return {
      kind: 'page',
      heading: 'Identity Provider',
      blocks: [
        { kind: 'buttons', parts: [switchOf(visit, enabled)] },
        ...(enabled
          ? [
              {
                kind: 'details',
                heading: 'Details',
                rows: [
                  ['Issuer', host.origin],
                  ['Certificate', (await certificateFacts(visit)).subject],
                  [
                    'SAML Metadata Discovery Endpoint',
                    link(`${host.origin}/.well-known/samlidp.xml`, '/.well-known/samlidp.xml'),
                  ],
                ],
              } as const,
            ]
          : []),
        serviceProviders(org),
      ],
    };
  },
  async save(visit) {
    const enabled = visit.sent.text('do') === 'enable';
    await changeRecord(visit, { section: 'org', name: '' }, { settings: { identityProvider: { enabled } } });
    return onward(IDENTITY_PROVIDER);
  },
};

function switchOf(visit: Visit, isOn: boolean) {
  return {
    kind: 'action',
    label: isOn ? 'Disable' : 'Enable Identity Provider',
    to: IDENTITY_PROVIDER,
    token: tokenFor(visit, IDENTITY_PROVIDER),
    fields: { do: isOn ? 'disable' : 'enable' },
  } as const;
}

function serviceProviders({ apps }: Org): Block {
  return {
    kind: 'table',
    caption: 'Service Providers',
    columns: ['Name', 'Entity Id'],
    rows: apps.flatMap((app) => (app.saml ? [[link(app.label, policiesOf(app)), app.saml.entityUrl]] : [])),
    empty: 'Service Providers are now created via Connected Apps.',
  };
}

async function certificateFacts({ world, org }: Visit) {
  const { certificate } = await signingPair(world, org);
  return { ...factsOf(certificate), pem: certificate };
}

function factsOf(pem: string): { readonly subject: string; readonly validTo: string } {
  const { subject, validTo } = new X509Certificate(pem);
  return { subject: subject.replaceAll('\n', ', '), validTo };
}

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
