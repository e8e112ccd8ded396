/** Asks before an app is deleted: its tokens end with it. */
import type { App } from '../../org/model.ts';
import { isPlatformCli } from '../../org/platform-cli.ts';
import { tokenFor } from '../forms/proof.ts';
import { button, onward } from '../frame/blocks.ts';
import { goneAway } from '../frame/words.ts';
import type { SetupPage, Visit } from '../visit.ts';
import { APP_MANAGER, appAsked, DELETE, developerPage, EXTERNAL_MANAGER, pageOf } from './paths.ts';

export const deleteApp: SetupPage = {
  show(visit) {
    const app = deletable(visit);
    if (!app) return goneAway('app');
    const token = tokenFor(visit, DELETE);
    return {
      kind: 'page',
      heading: app.label,
      above: app.kind === 'connectedApp' ? 'Delete Connected App' : 'Delete External Client App',
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
            button('Cancel', pageOf(app)),
          ],
        },
      ],
    };
  },
  async save(visit) {
    const app = deletable(visit);
    if (!app) return goneAway('app');
    await visit.world.image.removeRecord(visit.org, app);
    return onward(app.kind === 'connectedApp' ? APP_MANAGER : EXTERNAL_MANAGER);
  },
};

function deletable(visit: Visit): App | undefined {
  const app = appAsked(visit);
  return app && !isPlatformCli(app) ? app : undefined;
}
