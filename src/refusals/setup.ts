/** How Setup says no: to who may not see a page, and where Connected Apps are no longer made (setup-pages.md 3, 16). */
import { family } from './family.ts';
import { place } from './place.ts';
import { exchangeCode } from './recipe-words.ts';
import type { DemoChanges, Recipe, Step } from './refusal.ts';

const SHARED = { at: place('setup'), surface: 'html', status: 403 } as const;

/** Permissions, alternatives with `or` between them. */
export interface Privileges {
  readonly username: string;
  readonly needs: readonly string[];
  readonly has: readonly string[];
}

/** Opens a page with an access token as the browser's session, as the front door and scripts do. */
function opened(path: string, as: string, given?: DemoChanges): Recipe {
  const log: Step = {
    login: { client_id: '{{Web_Server.key}}', redirect_uri: '{{Web_Server.callback}}' },
    as,
  };
  const headers = { cookie: 'sid={{access_token}}' };
  return {
    ...(given && { given }),
    steps: [log, exchangeCode('Web_Server'), { method: 'GET', path, headers }],
  };
}

export const setupRefusals = family('setup', SHARED, {
  privileges: {
    error: 'Insufficient Privileges',
    description:
      'You do not have the level of access necessary to perform the operation you requested. Please contact the owner of the record or your administrator if access is necessary.',
    why: ({ username, needs, has }: Privileges) =>
      `the page needs ${needs.join(', ')}, of which ${username} has ${has.join(', ') || 'nothing'}`,
    fix: 'Setup > Profiles > (profile) > System Permissions, or a permission set: give the user what they lack. In a seed, profiles and permissionSets have it by the same name.',
    section: 'setup-pages.md 16',
    evidence: 'recalled',
    recipe: opened('/ui/setup/Setup', 'grace@acme.example'),
  },
  'connected-apps': {
    error: 'New Connected App',
    description:
      "You can't create a connected app. To enable connected app creation, contact Salesforce Customer Support.",
    why: ({ canCreateConnectedApps }: { canCreateConnectedApps: boolean }) =>
      `settings.canCreateConnectedApps must be true, and is ${canCreateConnectedApps}`,
    fix: 'Make an External Client App, or have Salesforce switch on Setup > External Client Apps > Settings > Allow creation of connected apps. In a seed, settings.canCreateConnectedApps.',
    section: 'setup-pages.md 3',
    evidence: 'recalled',
    recipe: opened('/app/mgmt/forceconnectedapps/forceAppEdit.apexp', 'ada@acme.example', {
      settings: { canCreateConnectedApps: false },
    }),
  },
});
