/** External Client Apps > Settings: the switch that lets the org make Connected Apps (setup-pages.md 10.6). */
import { EDIT, EXTERNAL_SETTINGS } from '../apps/paths.ts';
import { tokenFor } from '../forms/proof.ts';
import { changeRecord } from '../forms/records.ts';
import { button, mark, onward } from '../frame/blocks.ts';
import { EDIT_APPS } from '../needs.ts';
import type { SetupPage } from '../visit.ts';

export const externalSettings: SetupPage = {
  saves: EDIT_APPS,
  show(visit) {
    const { canCreateConnectedApps: isOn } = visit.org.settings;
    return {
      kind: 'page',
      heading: 'External Client App Settings',
      blocks: [
        {
          kind: 'details',
          heading: 'Connected Apps',
          rows: [
            [
              'Allow creation of connected apps',
              [
                mark(isOn),
                {
                  kind: 'action',
                  label: isOn ? 'Disable' : 'Enable',
                  to: EXTERNAL_SETTINGS,
                  token: tokenFor(visit, EXTERNAL_SETTINGS),
                  fields: { do: isOn ? 'off' : 'on' },
                },
              ],
            ],
          ],
        },
        ...(isOn ? [{ kind: 'buttons', parts: [button('New Connected App', EDIT)] } as const] : []),
        {
          kind: 'text',
          text: 'In real orgs only Salesforce Customer Support can enable it, since February 2026.',
        },
      ],
    };
  },
  async save(visit) {
    const canCreateConnectedApps = visit.sent.text('do') === 'on';
    await changeRecord(visit, { section: 'org', name: '' }, { settings: { canCreateConnectedApps } });
    return onward(EXTERNAL_SETTINGS);
  },
};
