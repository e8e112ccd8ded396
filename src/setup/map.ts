/**
 * The pages of Setup: where each is, who may see it, where in the tree it stands. Labels, nodes and Classic paths are Salesforce's
 * (setup-pages.md 1); pages that Salesforce has in Lightning alone have a path of ours below `/setup/lightning`.
 */
import { ACCESS_PAGES } from './access/pages.ts';
import * as paths from './apps/paths.ts';
import type { Entry } from './entry.ts';
import { HOME } from './home-path.ts';
import { EDIT_ACCESS, EDIT_APPS, SEE_USAGE, VIEW } from './needs.ts';
import { PERSONAL_PAGES } from './personal/pages.ts';
import { SECURITY_PAGES } from './security/pages.ts';
import { USER_PAGES } from './users/pages.ts';

export type { Entry };

const APPS = ['Platform Tools', 'Apps'] as const;
const EXTERNAL_APPS = 'External Client Apps';

export const MAP: readonly Entry[] = [
  {
    paths: [HOME],
    nodes: ['SetupOneHome'],
    tree: ['Home'],
    needs: VIEW,
    load: async () => (await import('./home.ts')).home,
  },
  ...USER_PAGES,
  ...ACCESS_PAGES,
  {
    paths: [paths.APP_MANAGER],
    nodes: ['NavigationMenus'],
    tree: [...APPS, 'App Manager'],
    words: 'new connected app oauth',
    needs: VIEW,
    load: async () => (await import('./apps/app-manager.ts')).appManager,
  },
  {
    paths: [paths.EDIT],
    needs: EDIT_APPS,
    load: async () => (await import('./apps/edit.ts')).editApp,
  },
  { paths: [paths.SAVED], needs: EDIT_APPS, load: async () => (await import('./apps/saved.ts')).savedApp },
  { paths: [paths.DELETE], needs: EDIT_APPS, load: async () => (await import('./apps/delete.ts')).deleteApp },
  { paths: [paths.DETAIL], needs: VIEW, load: async () => (await import('./apps/detail.ts')).appDetail },
  {
    paths: [paths.ATTRIBUTES],
    needs: EDIT_APPS,
    load: async () => (await import('./apps/lists.ts')).appAttributes,
  },
  {
    paths: [paths.IP_RANGES],
    needs: EDIT_APPS,
    load: async () => (await import('./apps/lists.ts')).appIpRanges,
  },
  {
    paths: [paths.CONSUMER_DETAILS],
    needs: EDIT_APPS,
    load: async () => (await import('./apps/consumer-details.ts')).consumerDetails,
  },
  {
    paths: [paths.AS_TEXT],
    needs: EDIT_APPS,
    load: async () => (await import('./apps/as-text.ts')).appAsText,
  },
  {
    paths: [paths.INSTALLED],
    nodes: ['ConnectedApplication'],
    tree: [...APPS, 'Connected Apps', 'Manage Connected Apps'],
    words: 'oauth policies',
    needs: VIEW,
    load: async () => (await import('./apps/installed.ts')).installedApps,
  },
  { paths: ['/{0H4}'], needs: VIEW, load: async () => (await import('./apps/policies.ts')).appPolicies },
  {
    paths: ['/{0H4}/e'],
    needs: EDIT_APPS,
    load: async () => (await import('./apps/edit-policies.ts')).editPolicies,
  },
  {
    paths: ['/{0H4}/profiles'],
    needs: EDIT_ACCESS,
    load: async () => (await import('./apps/edit-policies.ts')).manageProfiles,
  },
  {
    paths: ['/{0H4}/permissionSets'],
    needs: EDIT_ACCESS,
    load: async () => (await import('./apps/edit-policies.ts')).managePermissionSets,
  },
  {
    paths: [paths.USAGE],
    nodes: ['ConnectedAppsUsage'],
    tree: [...APPS, 'Connected Apps', 'Connected Apps OAuth Usage'],
    words: 'block install revoke users',
    needs: SEE_USAGE,
    load: async () => (await import('./apps/usage.ts')).appUsage,
  },
  {
    paths: [paths.INSTALL],
    needs: EDIT_APPS,
    load: async () => (await import('./apps/install.ts')).installApp,
  },
  {
    paths: [paths.EXTERNAL_MANAGER],
    nodes: ['ManageExternalClientApplication', 'ExternalClientAppManager', 'ExternalClientAppsManager'],
    tree: [...APPS, EXTERNAL_APPS, 'External Client App Manager'],
    words: 'new oauth',
    needs: VIEW,
    load: async () => (await import('./external/manager.ts')).externalManager,
  },
  {
    paths: [paths.EXTERNAL_USAGE],
    nodes: ['ExternalClientAppsUsage'],
    tree: [...APPS, EXTERNAL_APPS, 'OAuth Usage'],
    words: 'external client apps revoke users',
    needs: SEE_USAGE,
    load: async () => (await import('./apps/usage.ts')).externalUsage,
  },
  {
    paths: [paths.EXTERNAL_SETTINGS],
    nodes: ['ExternalClientApplicationSettings'],
    tree: [...APPS, EXTERNAL_APPS, 'Settings'],
    words: 'external client app settings allow creation of connected apps',
    needs: VIEW,
    load: async () => (await import('./external/org-settings.ts')).externalSettings,
  },
  {
    paths: [`${paths.EXTERNAL}/new`],
    needs: EDIT_APPS,
    load: async () => (await import('./external/create.ts')).createExternal,
  },
  {
    paths: [`${paths.EXTERNAL}/{0xI}`],
    needs: VIEW,
    load: async () => (await import('./external/detail.ts')).externalDetail,
  },
  {
    paths: [`${paths.EXTERNAL}/{0xI}/policies`],
    needs: VIEW,
    load: async () => (await import('./external/detail.ts')).externalPolicies,
  },
  {
    paths: [`${paths.EXTERNAL}/{0xI}/edit`],
    needs: EDIT_APPS,
    load: async () => (await import('./external/create.ts')).editExternal,
  },
  {
    paths: [`${paths.EXTERNAL}/{0xI}/policies/edit`],
    needs: EDIT_ACCESS,
    load: async () => (await import('./external/edit-policies.ts')).editExternalPolicies,
  },
  ...SECURITY_PAGES,
  ...PERSONAL_PAGES,
];
