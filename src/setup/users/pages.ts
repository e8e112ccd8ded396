/** The map of the pages of users. */
import type { Entry } from '../entry.ts';
import { MANAGE_USERS, VIEW } from '../needs.ts';
import { NEW_USER, USERS } from './paths.ts';

export const USER_PAGES: readonly Entry[] = [
  {
    paths: [USERS],
    nodes: ['ManageUsers'],
    tree: ['Administration', 'Users', 'Users'],
    needs: VIEW,
    load: async () => (await import('./list.ts')).userList,
  },
  { paths: [NEW_USER], needs: MANAGE_USERS, load: async () => (await import('./edit.ts')).newUser },
  { paths: ['/{005}'], needs: VIEW, load: async () => (await import('./detail.ts')).userDetail },
  { paths: ['/{005}/e'], needs: MANAGE_USERS, load: async () => (await import('./edit.ts')).editUser },
  {
    paths: ['/{005}/permissionSets'],
    needs: MANAGE_USERS,
    load: async () => (await import('./edit.ts')).editAssignments,
  },
];
