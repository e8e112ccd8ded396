/**
 * Identity Provider (setup-pages.md A.3): whether the org is one, and what service providers need of it. The names and ids of its controls
 * end as those that scripts look for.
 */
import type { Org } from '../../org/model.ts';
import { APP_MANAGER, policiesOf } from '../apps/paths.ts';
import { tokenFor } from '../forms/proof.ts';
import { changeRecord } from '../forms/records.ts';
import { type Block, button, link, onward, type Part } from '../frame/blocks.ts';
import { EDIT_ORG } from '../needs.ts';
import type { SetupPage, Visit } from '../visit.ts';
import { certificateFacts } from './certificate-facts.ts';
import { CERTIFICATES, IDENTITY_PROVIDER } from './paths.ts';

const METADATA = '/.well-known/samlidp.xml';

const EDIT = 'thePage:theForm:edit';
const SAVE = 'thePage:theForm:save';
const DISABLE = 'thePage:theForm:disable';
const CHOSEN = 'thePage:theForm:chooseCert';
const CERTIFICATE = 'thePage:theForm:developer__name';

export const identityProvider: SetupPage = {
  saves: EDIT_ORG,
  async show(visit) {
    const { enabled } = visit.org.settings.identityProvider;
    const blocks = visit.query.has(EDIT) ? [await formOf(visit)] : await detailsOf(visit, enabled);
    return { kind: 'page', heading: 'Identity Provider', blocks };
  },
  async save(visit) {
    const enabled = !visit.sent.has(DISABLE);
    await changeRecord(visit, { section: 'org', name: '' }, { settings: { identityProvider: { enabled } } });
    return onward(IDENTITY_PROVIDER);
  },
};

async function detailsOf(visit: Visit, isEnabled: boolean): Promise<Block[]> {
  return [
    { kind: 'buttons', parts: buttonsOf(visit, isEnabled) },
    ...(isEnabled ? [await factsOf(visit)] : []),
    serviceProviders(visit.org),
    {
      kind: 'buttons',
      parts: ['Service Providers are now created via Connected Apps. ', link('Click here.', APP_MANAGER)],
    },
  ];
}

function buttonsOf(visit: Visit, isEnabled: boolean): Part[] {
  const edit = button(isEnabled ? 'Edit' : 'Enable Identity Provider', IDENTITY_PROVIDER, { name: EDIT });
  if (!isEnabled) return [edit];
  return [
    edit,
    {
      kind: 'action',
      label: 'Disable',
      name: DISABLE,
      to: IDENTITY_PROVIDER,
      token: tokenFor(visit, IDENTITY_PROVIDER),
    },
    button('Download Certificate', CERTIFICATES),
    button('Download Metadata', METADATA),
  ];
}

async function factsOf(visit: Visit): Promise<Block> {
  const { origin } = visit.host;
  const { name, subject, validFrom, validTo } = await certificateFacts(visit);
  return {
    kind: 'details',
    heading: 'Identity Provider Setup',
    rows: [
      ['Issuer', origin],
      ['Certificate', { kind: 'copied', text: name, id: CERTIFICATE, label: 'Certificate' }],
      ['Subject', subject],
      ['Created Date', validFrom],
      ['Expiration Date', validTo],
      ['SAML Metadata Discovery Endpoints', link(`${origin}${METADATA}`, METADATA)],
    ],
  };
}

/** The org has one certificate to sign with: that of its seed, or the one that was made for it. */
async function formOf(visit: Visit): Promise<Block> {
  const { name } = await certificateFacts(visit);
  return {
    kind: 'form',
    to: IDENTITY_PROVIDER,
    token: tokenFor(visit, IDENTITY_PROVIDER),
    version: '',
    problems: [],
    isRefused: false,
    sections: [
      {
        heading: 'Identity Provider Setup',
        note: 'Service providers that have the certificate must be given another one when it changes.',
        fields: [
          {
            kind: 'select',
            name: CHOSEN,
            id: CHOSEN,
            label: 'Choose a Certificate',
            options: [{ value: name, label: name }],
            value: name,
          },
        ],
      },
    ],
    save: { name: SAVE, label: 'Save' },
    cancel: IDENTITY_PROVIDER,
  };
}

function serviceProviders({ apps }: Org): Block {
  return {
    kind: 'table',
    caption: 'Service Providers',
    columns: ['Name', 'Entity Id'],
    rows: apps.flatMap((app) => (app.saml ? [[link(app.label, policiesOf(app)), app.saml.entityUrl]] : [])),
    empty: 'No service providers.',
  };
}
