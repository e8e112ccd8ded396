/** Salesforce's own sentences about apps. */
import type { Page } from '../frame/blocks.ts';

/** Of a deploy where the switch is off (setup-pages.md 3); what the page says is not known. */
export const CREATION_OFF: Page = {
  kind: 'page',
  status: 403,
  heading: 'New Connected App',
  blocks: [
    {
      kind: 'message',
      tone: 'error',
      text: "You can't create a connected app. To enable connected app creation, contact Salesforce Customer Support.",
    },
    {
      kind: 'text',
      text: 'In this org settings.canCreateConnectedApps is false, as in orgs since February 2026: make an External Client App, or let the seed say true.',
    },
  ],
};

/** After a save, since about 2022 (setup-pages.md 4.4). */
export const TAKES_TIME =
  'Changes can take up to 10 minutes to take effect. Deleting a parent org also deletes all connected apps with OAuth settings enabled.';
