/** Who may do what in Setup (setup-pages.md 16, design 5.8). */
import type { Needs } from './visit.ts';

export const VIEW: Needs = ['viewSetup'];
/** What a developer and an admin say of apps. */
export const EDIT_APPS: Needs = [...VIEW, 'customizeApplication', ['modifyAllData', 'manageConnectedApps']];
/** The profiles and permission sets of apps. */
export const EDIT_ACCESS: Needs = [...EDIT_APPS, 'manageProfilesPermissionsets'];
/** Users, and who uses which app. */
export const MANAGE_USERS: Needs = [...VIEW, 'manageUsers'];
export const SEE_USAGE: Needs = [...MANAGE_USERS];
/** A staged consumer key and secret. */
export const ROTATE: Needs = ['rotateConsumerDetails'];
/** What profiles and permission sets say. */
export const EDIT_PERMISSIONS: Needs = [...VIEW, 'manageProfilesPermissionsets'];
/** Who has a permission set. */
export const ASSIGN: Needs = [...VIEW, ['manageUsers', 'assignPermissionSets']];
/** What the org demands of everybody. */
export const EDIT_ORG: Needs = [...VIEW, 'customizeApplication'];
