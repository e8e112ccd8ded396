/** The page after a save: what was saved takes its time to spread. A button of ours moves the org's clock past it. */

import { tokenFor } from '../forms/proof.ts';
import { button, onward, type Page } from '../frame/blocks.ts';
import { goneAway } from '../frame/words.ts';
import type { SetupPage, Visit } from '../visit.ts';
import { appAsked, pageOf, SAVED } from './paths.ts';

const MINUTE = 60_000;

/** Since about 2022 (setup-pages.md 4.4). */
const TAKES_TIME =
  'Changes can take up to 10 minutes to take effect. Deleting a parent org also deletes all connected apps with OAuth settings enabled.';

export const savedApp: SetupPage = {
  show(visit): Page {
    const app = appAsked(visit);
    if (!app) return goneAway('Connected App');
    const { newAppPropagationDelay: delay } = visit.org.settings;
    const skip = {
      kind: 'action',
      label: `Move this org's clock ${delay} minutes on`,
      to: `${SAVED}?${query(visit)}`,
      token: tokenFor(visit, SAVED),
    } as const;
    const mock =
      delay === 0
        ? 'In this org they take effect at once: settings.newAppPropagationDelay is 0.'
        : `In this org they take ${delay} minutes by its clock, as settings.newAppPropagationDelay says.`;
    return {
      kind: 'page',
      heading: app.label,
      above: 'Connected App',
      blocks: [
        { kind: 'message', tone: 'done', text: TAKES_TIME },
        { kind: 'buttons', parts: [button('Continue', pageOf(app))] },
        { kind: 'text', text: `fauxforce: ${mock}` },
        ...(delay === 0 ? [] : [{ kind: 'buttons', parts: [skip] } as const]),
      ],
    };
  },
  async save(visit) {
    const app = appAsked(visit);
    if (!app) return goneAway('Connected App');
    const { world, org } = visit;
    await world.advance(org.id, org.settings.newAppPropagationDelay * MINUTE);
    return onward(pageOf(app));
  },
};

function query(visit: Visit): string {
  return new URLSearchParams({ applicationId: visit.query.get('applicationId') ?? '' }).toString();
}
