/** Permissions of a seed as fields of Profile and PermissionSet. Apart from these objects, so that reading the fields loads no others. */

/** What a user permission of the seed is called in both objects. */
export const PERMISSION_FIELDS = {
  apiEnabled: 'PermissionsApiEnabled',
  apiUserOnly: 'PermissionsApiUserOnly',
  approveUninstalledConnectedApps: 'PermissionsApproveUninstalledConnectedApps',
  assignPermissionSets: 'PermissionsAssignPermissionSets',
  customizeApplication: 'PermissionsCustomizeApplication',
  manageConnectedApps: 'PermissionsManageRemoteAccess',
  manageProfilesPermissionsets: 'PermissionsManageProfilesPermissionsets',
  manageUsers: 'PermissionsManageUsers',
  modifyAllData: 'PermissionsModifyAllData',
  rotateConsumerDetails: 'PermissionsClientSecretRotation',
  twoFactorApi: 'PermissionsTwoFactorApi',
  useAnyApiClient: 'PermissionsUseAnyApiClient',
  viewAllData: 'PermissionsViewAllData',
  viewSetup: 'PermissionsViewSetup',
} as const;
