/** An app as text to commit: as a seed, and as the Metadata of a Salesforce DX project. */
import { isVerified } from '../../oauth/session/verified-browser.ts';
import { button } from '../frame/blocks.ts';
import { goneAway } from '../frame/words.ts';
import type { SetupPage } from '../visit.ts';
import { metadataOf } from './metadata.ts';
import { appAsked, CONSUMER_DETAILS, developerPage, pageOf } from './paths.ts';

const WITHOUT_SECRETS =
  'Its secret is left out, as you have not verified who you are lately: open Manage Consumer Details, then this page again.';

export const appAsText: SetupPage = {
  async show(visit) {
    const app = appAsked(visit);
    if (!app) return goneAway('app');
    const { appSeedText } = await import('../../seed/app-text.ts');
    const { org } = visit;
    const withSecrets = isVerified(visit.world, visit.cookies, visit.user, visit.subject.now);
    return {
      kind: 'page',
      heading: app.label,
      above: 'Show as Seed and Metadata',
      blocks: [
        {
          kind: 'buttons',
          parts: [
            button('Back', pageOf(app)),
            ...(withSecrets ? [] : [button('Manage Consumer Details', developerPage(CONSUMER_DETAILS, app))]),
          ],
        },
        ...(withSecrets ? [] : [{ kind: 'text', text: WITHOUT_SECRETS } as const]),
        { kind: 'code', heading: 'Seed (YAML)', id: 'seed', text: appSeedText(org, app, withSecrets) },
        ...metadataOf(org, app).map(
          ({ path, text }, at) => ({ kind: 'code', heading: path, id: `metadata-${at}`, text }) as const,
        ),
      ],
    };
  },
};
