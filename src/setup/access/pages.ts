/** The map of the pages of profiles and permission sets. */
import type { Entry } from '../entry.ts';
import { ASSIGN, EDIT_PERMISSIONS, VIEW } from '../needs.ts';
import { NEW_PERMISSION_SET, PERMISSION_SETS, PROFILES } from './paths.ts';

const FOLDERS = ['Administration', 'Users'] as const;

const profiles = () => import('./profiles.ts');
const sets = () => import('./permission-sets.ts');
const assignments = () => import('./assignments.ts');

export const ACCESS_PAGES: readonly Entry[] = [
  {
    paths: [PROFILES],
    nodes: ['EnhancedProfiles', 'Profiles'],
    tree: [...FOLDERS, 'Profiles'],
    words: 'login ip ranges hours session settings api enabled',
    needs: VIEW,
    load: async () => (await profiles()).profileList,
  },
  { paths: ['/{00e}'], needs: VIEW, load: async () => (await profiles()).profileDetail },
  { paths: ['/{00e}/e'], needs: EDIT_PERMISSIONS, load: async () => (await profiles()).editProfile },
  { paths: ['/{00e}/session'], needs: EDIT_PERMISSIONS, load: async () => (await profiles()).editSession },
  { paths: ['/{00e}/hours'], needs: EDIT_PERMISSIONS, load: async () => (await profiles()).editHours },
  { paths: ['/{00e}/ipRanges'], needs: EDIT_PERMISSIONS, load: async () => (await profiles()).editRanges },
  { paths: ['/{00e}/apps'], needs: EDIT_PERMISSIONS, load: async () => (await profiles()).editProfileApps },
  {
    paths: [PERMISSION_SETS],
    nodes: ['PermSets'],
    tree: [...FOLDERS, 'Permission Sets'],
    words: 'assigned connected apps manage assignments',
    needs: VIEW,
    load: async () => (await sets()).permissionSetList,
  },
  { paths: [NEW_PERMISSION_SET], needs: EDIT_PERMISSIONS, load: async () => (await sets()).newPermissionSet },
  { paths: ['/{0PS}'], needs: VIEW, load: async () => (await sets()).permissionSetDetail },
  { paths: ['/{0PS}/e'], needs: EDIT_PERMISSIONS, load: async () => (await sets()).editPermissionSet },
  { paths: ['/{0PS}/apps'], needs: EDIT_PERMISSIONS, load: async () => (await sets()).editPermissionSetApps },
  { paths: ['/{0PS}/assignments'], needs: ASSIGN, load: async () => (await assignments()).manageAssignments },
  { paths: ['/{0PS}/assign'], needs: ASSIGN, load: async () => (await assignments()).addAssignment },
];
