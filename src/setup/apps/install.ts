/** Asks whether an app is to be installed: the page of an install link, and of Install in Connected Apps OAuth Usage (setup-pages.md 1, 8). */

import { tokenFor } from '../forms/proof.ts';
import { button, onward } from '../frame/blocks.ts';
import { goneAway } from '../frame/words.ts';
import type { SetupPage } from '../visit.ts';
import { appAsked, appId, INSTALL, policiesOf, USAGE } from './paths.ts';
import { changePolicies } from './save-app.ts';

export const installApp: SetupPage = {
  show(visit) {
    const app = appAsked(visit);
    if (app?.kind !== 'connectedApp') return goneAway('Connected App');
    const to = `${INSTALL}?app_id=${appId('0Ci', app)}`;
    const maker = visit.world.orgs.org(app.orgId)?.name ?? '';
    return {
      kind: 'page',
      heading: app.label,
      above: 'Install Connected App',
      blocks: [
        {
          kind: 'details',
          heading: 'Connected App',
          rows: [
            ['Name', app.label],
            ['Developer', maker],
          ],
        },
        {
          kind: 'buttons',
          parts: [
            { kind: 'action', label: 'Install', to, token: tokenFor(visit, INSTALL) },
            button('Cancel', USAGE),
          ],
        },
      ],
    };
  },
  async save(visit) {
    const app = appAsked(visit);
    if (app?.kind !== 'connectedApp') return goneAway('Connected App');
    return onward(policiesOf(await changePolicies(visit, app, { state: 'installed' })));
  },
};
