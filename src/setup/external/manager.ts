/** External Client App Manager (setup-pages.md 10.1). Which columns Salesforce's has is not known. */

import { appId, EXTERNAL, EXTERNAL_MANAGER, externalPage } from '../apps/paths.ts';
import { button, link } from '../frame/blocks.ts';
import { paged } from '../frame/paging.ts';
import type { SetupPage } from '../visit.ts';

export const externalManager: SetupPage = {
  show({ org, query }) {
    const apps = org.apps
      .filter(({ kind }) => kind === 'externalClientApp')
      .toSorted((one, other) => one.label.localeCompare(other.label, 'en'));
    const { rows, pager } = paged(apps, EXTERNAL_MANAGER, query);
    return {
      kind: 'page',
      heading: 'External Client App Manager',
      blocks: [
        {
          kind: 'table',
          caption: 'External Client Apps',
          buttons: [button('New External Client App', `${EXTERNAL}/new`)],
          columns: ['External Client App Name', 'API Name', 'Distribution State', 'Status', 'ID', 'Action'],
          rows: rows.map((app) => [
            link(app.label, externalPage(app)),
            app.name,
            app.distributionState,
            app.isEnabled ? 'Enabled' : 'Disabled',
            appId('0xI', app),
            [
              link('Edit Settings', externalPage(app, '/edit'), { about: app.label }),
              link('Edit Policies', externalPage(app, '/policies/edit'), { about: app.label }),
            ],
          ]),
          empty: 'No external client apps.',
          ...(pager && { pager }),
        },
      ],
    };
  },
};
