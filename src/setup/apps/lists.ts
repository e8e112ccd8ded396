/** What an app has lists of: custom attributes, and addresses that its web server flow trusts (setup-pages.md 5). */

import type { Fields } from '../../seed/records.ts';
import { isRecord } from '../../wire/json.ts';
import type { Control } from '../forms/control.ts';
import { type FormSpec, formPage } from '../forms/form-page.ts';
import { pairs, rows } from '../forms/lists.ts';
import { fieldsOf, problemsOfChange } from '../forms/records.ts';
import { goneAway } from '../frame/words.ts';
import { ATTRIBUTES, appAsked, detailOf, developerPage, IP_RANGES } from './paths.ts';
import { changeApp, replaced } from './save-app.ts';

const FORMULA = 'Text in quotes, $User.<field>, $Organization.<field>, joined with &.';

const attributeRows = pairs('attributes', 'Custom Attributes', {
  columns: [
    { key: 'key', label: 'Key' },
    { key: 'formula', label: 'Value' },
  ],
  addLabel: 'New Row',
  help: FORMULA,
});

const rangeRows = rows('ipRanges', 'Trusted IP Ranges', {
  columns: [
    { key: 'start', label: 'Start IP Address' },
    { key: 'end', label: 'End IP Address' },
  ],
  addLabel: 'New Row',
});

/** @param withNew adds an empty row: there is one when the form opens */
function listForm(
  path: string,
  heading: string,
  control: Control,
  withNew: (fields: Fields) => Fields,
): FormSpec {
  return {
    sections: () => [{ heading, controls: [control] }],
    find(visit) {
      const app = appAsked(visit);
      const fields = app && fieldsOf(visit.org, { section: 'apps', name: app.name });
      if (!app || !fields) return undefined;
      return {
        heading: app.label,
        above: heading,
        fields,
        shown: withNew(fields),
        to: developerPage(path, app),
        cancel: detailOf(app),
      };
    },
    refuse: () => goneAway('Connected App'),
    async problems(patch, visit) {
      const app = appAsked(visit);
      return app && problemsOfChange(visit, { section: 'apps', name: app.name }, patch);
    },
    async save(patch, version, visit) {
      const app = appAsked(visit);
      if (!app) throw new TypeError('the app was there a moment ago');
      const { attributes, ...others } = patch;
      const mapping = isRecord(attributes) ? { attributes: replaced(app.attributes, attributes) } : {};
      return detailOf(await changeApp(visit, app, { ...others, ...mapping }, version));
    },
  };
}

export const appAttributes = formPage(
  listForm(ATTRIBUTES, 'Custom Attributes', attributeRows, (fields) => ({
    ...fields,
    attributes: { ...(isRecord(fields.attributes) ? fields.attributes : {}), '': '' },
  })),
);

export const appIpRanges = formPage(
  listForm(IP_RANGES, 'Trusted IP Range for OAuth Web Server Flow', rangeRows, (fields) => ({
    ...fields,
    ipRanges: [...(Array.isArray(fields.ipRanges) ? fields.ipRanges : []), { start: '', end: '' }],
  })),
);
