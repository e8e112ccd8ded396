/** New External Client App, and its settings: one long form (setup-pages.md 10.2, 10.3). */
import type { Fields } from '../../seed/records.ts';
import {
  CREDENTIALS_WARNING,
  callbacks,
  idToken,
  oauthGate,
  scopes,
  signatures,
  successUrl,
  withoutOurs,
} from '../apps/oauth-controls.ts';
import { appAsked, EXTERNAL, EXTERNAL_MANAGER, externalPage } from '../apps/paths.ts';
import { addApp, appName, changeApp, withoutNulls } from '../apps/save-app.ts';
import { apiName } from '../forms/api-name.ts';
import { area, check, select, text } from '../forms/controls.ts';
import { type FormSection, type FormSpec, formPage } from '../forms/form-page.ts';
import { rows } from '../forms/lists.ts';
import { fieldsOf, problemsOfAddition, problemsOfChange } from '../forms/records.ts';
import { goneAway } from '../frame/words.ts';
import type { Visit } from '../visit.ts';

const BASICS: FormSection = {
  heading: 'Basic Information',
  controls: [
    text('label', 'External Client App Name', { isRequired: true }),
    apiName,
    text('contactEmail', 'Contact Email', { isRequired: true, type: 'email' }),
    select(
      'distributionState',
      'Distribution State',
      ['Local', 'Packaged'].map((value) => ({ value, label: value })),
      { isRequired: true },
    ),
    text('contactPhone', 'Contact Phone', { type: 'tel' }),
    text('infoUrl', 'Info URL', { type: 'url' }),
    text('logoUrl', 'Logo Image URL', { type: 'url' }),
    text('iconUrl', 'Icon URL', { type: 'url' }),
    area('description', 'Description'),
  ],
};

/** Flow Enablement: the plain web server flow has no box, it is on with OAuth. */
const FLOWS = [
  check('isClientCredentialEnabled', 'Enable Client Credentials Flow', { warning: CREDENTIALS_WARNING }),
  check('isCodeCredentialEnabled', 'Enable Authorization Code and Credentials Flow', {}, [
    check(
      'isCodeCredentialPostOnly',
      'Require user credentials in the POST body for Authorization Code and Credentials Flow',
    ),
  ]),
  check('isDeviceFlowEnabled', 'Enable Device Flow', { fills: successUrl }),
  signatures('Enable JWT Bearer Flow', 'Upload Files'),
  check('isTokenExchangeEnabled', 'Enable Token Exchange Flow'),
];

const SECURITY = [
  check('isConsumerSecretOptional', 'Require secret for Web Server Flow', { isNegated: true }),
  check('isSecretRequiredForRefreshToken', 'Require secret for Refresh Token Flow'),
  check(
    'isPkceRequired',
    'Require Proof Key for Code Exchange (PKCE) extension for Supported Authorization Flows',
  ),
  check('isRefreshTokenRotationEnabled', 'Enable Refresh Token Rotation'),
  check('isNamedUserJwtEnabled', 'Issue JSON Web Token (JWT)-based access tokens for named users'),
  rows('ipRanges', 'Trusted IP Ranges for OAuth Web Server Flow', {
    columns: [
      { key: 'start', label: 'Start IP Address' },
      { key: 'end', label: 'End IP Address' },
    ],
    addLabel: 'New Row',
  }),
];

const SECTIONS: readonly FormSection[] = [
  BASICS,
  {
    heading: 'API (Enable OAuth Settings)',
    note: 'App Settings, Flow Enablement and Security are below the box.',
    controls: [
      oauthGate('oauth', 'Enable OAuth', [
        callbacks,
        scopes,
        check('isIntrospectAllTokens', 'Introspect all Tokens'),
        idToken,
        ...FLOWS,
        ...SECURITY,
      ]),
    ],
  },
];

/** As Salesforce makes one in 2026. */
const NEW: Fields = {
  distributionState: 'Local',
  isPkceRequired: true,
  isSecretRequiredForRefreshToken: true,
  isRefreshTokenRotationEnabled: true,
};

async function problems(patch: Fields, visit: Visit) {
  const app = externalAsked(visit);
  const fields = withoutOurs(patch);
  return app
    ? problemsOfChange(visit, { section: 'apps', name: app.name }, fields)
    : problemsOfAddition(visit, 'apps', withoutNulls({ kind: 'externalClientApp', ...fields }));
}

function externalAsked(visit: Visit) {
  const app = appAsked(visit);
  return app?.kind === 'externalClientApp' ? app : undefined;
}

const shared: Pick<FormSpec, 'sections' | 'problems' | 'refuse' | 'complete'> = {
  sections: () => SECTIONS,
  problems,
  refuse: () => goneAway('External Client App'),
  complete: (patch) => ({ ...patch, name: (patch.name ?? appName(String(patch.label ?? ''))) || null }),
};

export const createExternal = formPage({
  ...shared,
  saveLabel: 'Create',
  find: () => ({
    heading: 'New External Client App',
    fields: NEW,
    to: `${EXTERNAL}/new`,
    cancel: EXTERNAL_MANAGER,
  }),
  async save(patch, _version, visit) {
    const fields = withoutNulls({ kind: 'externalClientApp', ...NEW, ...withoutOurs(patch) });
    return externalPage(await addApp(visit, fields));
  },
});

export const editExternal = formPage({
  ...shared,
  find(visit) {
    const app = externalAsked(visit);
    const fields = app && fieldsOf(visit.org, { section: 'apps', name: app.name });
    if (!app || !fields) return undefined;
    const [to, cancel] = [externalPage(app, '/edit'), externalPage(app)];
    return { heading: app.label, above: 'Edit Settings', fields, to, cancel };
  },
  async save(patch, version, visit) {
    const app = externalAsked(visit);
    if (!app) throw new TypeError('the app was there a moment ago');
    return externalPage(await changeApp(visit, app, withoutOurs(patch), version));
  },
});
