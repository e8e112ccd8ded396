/** Edit Policies, Manage Profiles, Manage Permission Sets: what an org demands of an app, in force at once (setup-pages.md 7.2, 7.3). */
import { checks, text } from '../forms/controls.ts';
import { type FormSection, type FormSpec, formPage } from '../forms/form-page.ts';
import { fieldsOf, problemsOfChange } from '../forms/records.ts';
import { goneAway } from '../frame/words.ts';
import type { Visit } from '../visit.ts';
import { singleLogout } from './oauth-controls.ts';
import { appAsked, policiesOf } from './paths.ts';
import {
  highAssurance,
  ipRelaxation,
  permittedUsers,
  refreshTokenPolicy,
  runAs,
  sessionTimeout,
} from './policy-controls.ts';
import { REFRESH_POLICIES } from './policy-words.ts';
import { changePolicies } from './save-app.ts';

const SECTIONS: readonly FormSection[] = [
  {
    heading: 'Basic Information',
    controls: [
      text('startUrl', 'Start URL', { type: 'url' }),
      text('mobileStartUrl', 'Mobile Start URL', { type: 'url' }),
    ],
  },
  {
    heading: 'OAuth Policies',
    controls: [permittedUsers(), ipRelaxation, refreshTokenPolicy(REFRESH_POLICIES), singleLogout],
  },
  {
    heading: 'Session Policies',
    controls: [
      sessionTimeout('Timeout Value', (visit) => appAsked(visit)?.sessionPolicy.sessionTimeout),
      highAssurance,
    ],
  },
];

const RUN_AS: FormSection = { heading: 'Client Credentials Flow', controls: [runAs('Run As')] };

/** A form for some of an app's policies. @param to its address */
function policyForm(
  above: string,
  to: (visit: Visit) => string,
  sections: (visit: Visit) => readonly FormSection[],
): FormSpec {
  return {
    sections,
    find(visit) {
      const app = appAsked(visit);
      const fields = app && fieldsOf(visit.org, { section: 'apps', name: app.name });
      if (app?.kind !== 'connectedApp' || !fields) return undefined;
      return { heading: app.label, above, fields, to: to(visit), cancel: policiesOf(app) };
    },
    refuse: () => goneAway('Connected App'),
    async problems(patch, visit) {
      const app = appAsked(visit);
      return app && problemsOfChange(visit, { section: 'apps', name: app.name }, patch);
    },
    async save(patch, version, visit) {
      const app = appAsked(visit);
      if (!app) throw new TypeError('the app was there a moment ago');
      return policiesOf(await changePolicies(visit, app, patch, version));
    },
  };
}

export const editPolicies = formPage(
  policyForm(
    'Connected App Edit',
    (visit) => visit.path,
    (visit) => (appAsked(visit)?.isClientCredentialEnabled ? [...SECTIONS, RUN_AS] : SECTIONS),
  ),
);

const profiles = checks('profiles', 'Profiles', ({ org }) =>
  org.profiles.map(({ name }) => ({ value: name, label: name })),
);

const permissionSets = checks('permissionSets', 'Permission Sets', ({ org }) =>
  org.permissionSets.map(({ name, label }) => ({ value: name, label })),
);

export const manageProfiles = formPage(
  policyForm(
    'Application Profile Assignment',
    ({ path }) => path,
    () => [{ heading: 'Profiles', controls: [profiles] }],
  ),
);

export const managePermissionSets = formPage(
  policyForm(
    'Application Permission Set Assignment',
    ({ path }) => path,
    () => [{ heading: 'Permission Sets', controls: [permissionSets] }],
  ),
);
