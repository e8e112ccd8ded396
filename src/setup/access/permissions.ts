/** The permissions that a seed knows, by their labels in Setup. */
import type { UserPermissions } from '../../org/model.ts';
import type { Control } from '../forms/control.ts';
import { check } from '../forms/controls.ts';
import { type Details, mark } from '../frame/blocks.ts';

const LABELS: Readonly<Record<keyof UserPermissions, string>> = {
  rotateConsumerDetails: 'Allow consumer key and secret rotation',
  apiEnabled: 'API Enabled',
  apiUserOnly: 'API Only User',
  approveUninstalledConnectedApps: 'Approve Uninstalled Connected Apps',
  assignPermissionSets: 'Assign Permission Sets',
  customizeApplication: 'Customize Application',
  manageConnectedApps: 'Manage Connected Apps',
  manageProfilesPermissionsets: 'Manage Profiles and Permission Sets',
  manageUsers: 'Manage Users',
  modifyAllData: 'Modify All Data',
  twoFactorApi: 'Multi-Factor Authentication for API Logins',
  useAnyApiClient: 'Use Any API Client',
  viewAllData: 'View All Data',
  viewSetup: 'View Setup and Configuration',
};

const NAMES = Object.keys(LABELS) as (keyof UserPermissions)[];

export const SYSTEM_PERMISSIONS: readonly Control[] = NAMES.map((name) => check(name, LABELS[name]));

export function permissionsOf(holder: UserPermissions): Details {
  return {
    kind: 'details',
    heading: 'System Permissions',
    rows: NAMES.map((name) => [LABELS[name], mark(holder[name])]),
  };
}
