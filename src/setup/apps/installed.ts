/** Manage Connected Apps: the apps whose policies this org sets (setup-pages.md 7.1). */
import { link } from '../frame/blocks.ts';
import { paged } from '../frame/paging.ts';
import type { SetupPage } from '../visit.ts';
import { editPoliciesOf, INSTALLED, policiesOf } from './paths.ts';
import { PERMITTED } from './policy-words.ts';

export const installedApps: SetupPage = {
  show({ org, query }) {
    const apps = org.apps
      .filter(({ kind, state }) => kind === 'connectedApp' && state !== 'uninstalled')
      .toSorted((one, other) => one.label.localeCompare(other.label, 'en'));
    const { rows, pager } = paged(apps, INSTALLED, query);
    return {
      kind: 'page',
      heading: 'Connected Apps',
      above: 'Manage Connected Apps',
      blocks: [
        {
          kind: 'table',
          caption: 'Connected Apps',
          columns: ['Action', 'Master Label', 'Application Version', 'Permitted Users'],
          rows: rows.map((app) => [
            link('Edit', editPoliciesOf(app), { about: app.label }),
            link(app.label, policiesOf(app)),
            '1.0',
            PERMITTED[app.isAdminApproved ? 'admin' : 'all'],
          ]),
          empty: 'No connected apps.',
          ...(pager && { pager }),
        },
      ],
    };
  },
};
