/** The tab Policies of an External Client App, edited: in force at once (setup-pages.md 10.4). */
import { singleLogout } from '../apps/oauth-controls.ts';
import { appAsked, externalPage } from '../apps/paths.ts';
import {
  highAssurance,
  ipRelaxation,
  permittedUsers,
  refreshTokenPolicy,
  runAs,
} from '../apps/policy-controls.ts';
import { changePolicies } from '../apps/save-app.ts';
import { check, text } from '../forms/controls.ts';
import { type FormSection, formPage } from '../forms/form-page.ts';
import { picker } from '../forms/lists.ts';
import { fieldsOf, problemsOfChange } from '../forms/records.ts';
import { goneAway } from '../frame/words.ts';
import type { Visit } from '../visit.ts';
import { ALL_USERS, REFRESH_POLICIES } from './policy-words.ts';

const SECTIONS: readonly FormSection[] = [
  {
    heading: 'App Policies',
    controls: [
      check('isEnabled', 'App Status: Enabled'),
      check('isOauthPluginEnabled', 'OAuth plugin: Enabled'),
      text('startUrl', 'Start URL', { type: 'url' }),
      picker('profiles', 'Selected Profiles', {
        availableLabel: 'Select Profiles',
        options: ({ org }) => org.profiles.map(({ name }) => ({ value: name, label: name })),
      }),
      picker('permissionSets', 'Selected Permission Sets', {
        availableLabel: 'Select Permission Sets',
        options: ({ org }) => org.permissionSets.map(({ name, label }) => ({ value: name, label })),
      }),
    ],
  },
  { heading: 'Plugin Policies', controls: [permittedUsers(ALL_USERS)] },
  {
    heading: 'OAuth Flows and External Client App Enhancements',
    note: 'The settings of the app and its policies must both enable the client credentials flow: here one switch is both.',
    controls: [
      check('isClientCredentialEnabled', 'Enable Client Credentials Flow', {}, [runAs('Run As (Username)')]),
      check('isTokenExchangeEnabled', 'Enable Token Exchange Flow'),
      check('isGuestCodeCredFlowEnabled', 'Enable guest code flow'),
    ],
  },
  {
    heading: 'App Authorization',
    controls: [
      refreshTokenPolicy(REFRESH_POLICIES),
      ipRelaxation,
      text('sessionPolicy.sessionTimeout', 'Session Timeout in Minutes', { type: 'number' }),
      highAssurance,
      singleLogout,
    ],
  },
];

export const editExternalPolicies = formPage({
  sections: () => SECTIONS,
  find(visit) {
    const app = externalAsked(visit);
    const fields = app && fieldsOf(visit.org, { section: 'apps', name: app.name });
    if (!app || !fields) return undefined;
    const [to, cancel] = [externalPage(app, '/policies/edit'), externalPage(app, '/policies')];
    return { heading: app.label, above: 'Edit Policies', fields, to, cancel };
  },
  refuse: () => goneAway('External Client App'),
  async problems(patch, visit) {
    const app = externalAsked(visit);
    return app && problemsOfChange(visit, { section: 'apps', name: app.name }, patch);
  },
  async save(patch, version, visit) {
    const app = externalAsked(visit);
    if (!app) throw new TypeError('the app was there a moment ago');
    return externalPage(await changePolicies(visit, app, patch, version), '/policies');
  },
});

function externalAsked(visit: Visit) {
  const app = appAsked(visit);
  return app?.kind === 'externalClientApp' ? app : undefined;
}
