/** Asks before an app is deleted: its tokens end with it. */
import type { App } from '../../org/model.ts';
import { isPlatformCli } from '../../org/platform-cli.ts';
import { tokenFor } from '../forms/proof.ts';
import { button, onward } from '../frame/blocks.ts';
import { goneAway } from '../frame/words.ts';
import type { SetupPage, Visit } from '../visit.ts';
import { APP_MANAGER, appAsked, DELETE, detailOf, developerPage } from './paths.ts';

export const deleteApp: SetupPage = {
  show(visit) {
    const app = deletable(visit);
    if (!app) return goneAway('Connected App');
    const token = tokenFor(visit, DELETE);
    return {
      kind: 'page',
      heading: app.label,
      above: 'Delete Connected App',
      blocks: [
        {
          kind: 'message',
          tone: 'info',
          text: 'Are you sure? All tokens of the app end, in this org and in others.',
        },
        {
          kind: 'buttons',
          parts: [
            { kind: 'action', label: 'Delete', to: developerPage(DELETE, app), token },
            button('Cancel', detailOf(app)),
          ],
        },
      ],
    };
  },
  async save(visit) {
    const app = deletable(visit);
    if (!app) return goneAway('Connected App');
    await visit.world.image.removeRecord(visit.org, app);
    return onward(APP_MANAGER);
  },
};

function deletable(visit: Visit): App | undefined {
  const app = appAsked(visit);
  return app && app.kind === 'connectedApp' && !isPlatformCli(app) ? app : undefined;
}
