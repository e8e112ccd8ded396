/** An app as text to commit: as a seed, and as the Metadata of a Salesforce DX project. */
import { button } from '../frame/blocks.ts';
import { goneAway } from '../frame/words.ts';
import type { SetupPage } from '../visit.ts';
import { metadataOf } from './metadata.ts';
import { appAsked, pageOf } from './paths.ts';

export const appAsText: SetupPage = {
  async show(visit) {
    const app = appAsked(visit);
    if (!app) return goneAway('app');
    const { appSeedText } = await import('../../seed/app-text.ts');
    const { org } = visit;
    const labels = {
      permissionSet: (name: string) => org.permissionSets.find((set) => set.name === name)?.label ?? name,
    };
    return {
      kind: 'page',
      heading: app.label,
      above: 'Show as Seed and Metadata',
      blocks: [
        {
          kind: 'buttons',
          parts: [button('Back', pageOf(app))],
        },
        { kind: 'code', heading: 'Seed (YAML)', id: 'seed', text: appSeedText(org, app) },
        ...metadataOf(app, labels).map(
          ({ path, text }, at) => ({ kind: 'code', heading: path, id: `metadata-${at}`, text }) as const,
        ),
      ],
    };
  },
};
