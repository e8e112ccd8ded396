/** New Connected App, and Edit: what a developer says of an app (setup-pages.md 4). */
import { check } from '../../refusals/check.ts';
import type { Fields } from '../../seed/records.ts';
import { apiName } from '../forms/api-name.ts';
import { area, text } from '../forms/controls.ts';
import { type FormSpec, formPage } from '../forms/form-page.ts';
import { fieldsOf, problemsOfAddition, problemsOfChange } from '../forms/records.ts';
import { goneAway } from '../frame/words.ts';
import type { Visit } from '../visit.ts';
import { oauthSettings, successUrl, withoutOurs } from './oauth-controls.ts';
import { APP_MANAGER, appAsked, detailOf, developerPage, EDIT, SAVED } from './paths.ts';
import { samlSettings } from './saml-controls.ts';
import { addApp, appName, changeApp, withoutNulls } from './save-app.ts';

const HEADING = 'New Connected App';

/** What the form begins with where that differs from the default of a seed: PKCE is ticked on new forms since about 2023. */
const NEW: Fields = { isPkceRequired: true, isSecretRequiredForRefreshToken: true };

const SECTIONS = [
  {
    heading: 'Basic Information',
    controls: [
      text('label', 'Connected App Name', { isRequired: true }),
      apiName,
      text('contactEmail', 'Contact Email', { isRequired: true, type: 'email' }),
      text('contactPhone', 'Contact Phone', { type: 'tel' }),
      text('logoUrl', 'Logo Image URL', {
        type: 'url',
        help: 'https, at most 125 pixels high and 200 wide.',
      }),
      text('iconUrl', 'Icon URL', { type: 'url', help: 'https.' }),
      text('infoUrl', 'Info URL', { type: 'url' }),
      area('description', 'Description'),
    ],
  },
  { heading: 'API (Enable OAuth Settings)', controls: [oauthSettings] },
  {
    heading: 'Web App Settings',
    controls: [text('startUrl', 'Start URL', { type: 'url' }), samlSettings],
  },
];

const spec: FormSpec = {
  sections: () => SECTIONS,
  find(visit) {
    const app = appAsked(visit);
    if (app?.kind === 'connectedApp') {
      const fields = fieldsOf(visit.org, { section: 'apps', name: app.name });
      const to = developerPage(EDIT, app);
      return fields && { heading: app.label, above: 'Edit Connected App', fields, to, cancel: detailOf(app) };
    }
    if (isAsked(visit)) return undefined;
    const { canCreateConnectedApps } = visit.org.settings;
    check(visit.request, 'setup.connected-apps', canCreateConnectedApps, { canCreateConnectedApps });
    return { heading: HEADING, fields: NEW, to: EDIT, cancel: APP_MANAGER };
  },
  refuse: () => goneAway('Connected App'),
  complete(patch, visit) {
    const name = patch.name ?? appName(String(patch.label ?? ''));
    const callbacks = Array.isArray(patch.callbackUrls) ? patch.callbackUrls : [];
    const offered = patch.isDeviceFlowEnabled === true && callbacks.length === 0;
    return { ...patch, name: name || null, ...(offered && { callbackUrls: [successUrl(visit)] }) };
  },
  async problems(patch, visit) {
    const app = appAsked(visit);
    const fields = withoutOurs(patch);
    return app
      ? problemsOfChange(visit, { section: 'apps', name: app.name }, fields)
      : problemsOfAddition(visit, 'apps', withoutNulls({ kind: 'connectedApp', ...fields }));
  },
  async save(patch, version, visit) {
    const app = appAsked(visit);
    const fields = withoutOurs(patch);
    const saved = app
      ? await changeApp(visit, app, fields, version)
      : await addApp(visit, withoutNulls({ kind: 'connectedApp', ...NEW, ...fields }));
    return developerPage(SAVED, saved);
  },
};

export const editApp = formPage(spec);

function isAsked({ query }: Visit): boolean {
  return query.has('applicationId') || query.has('connectedAppId') || query.has('id');
}
