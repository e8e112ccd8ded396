/** The map of the pages on which people see and set what is their own: they need no permission. */
import type { Entry } from '../entry.ts';
import { ADVANCED_DETAILS, CHANGE_PASSWORD, PERSONAL_INFORMATION, RESET_TOKEN } from './paths.ts';

const FOLDERS = ['Settings', 'My Personal Information'] as const;

export const PERSONAL_PAGES: readonly Entry[] = [
  {
    paths: [PERSONAL_INFORMATION],
    nodes: ['PersonalInformation', 'PersonalInfo'],
    tree: [...FOLDERS, 'Personal Information'],
    needs: [],
    load: async () => (await import('./details.ts')).personalInformation,
  },
  {
    paths: [ADVANCED_DETAILS],
    nodes: ['AdvancedUserDetails'],
    tree: [...FOLDERS, 'Advanced User Details'],
    words: 'oauth connected apps',
    needs: [],
    load: async () => (await import('./details.ts')).advancedDetails,
  },
  {
    paths: [CHANGE_PASSWORD],
    nodes: ['ChangePassword'],
    tree: [...FOLDERS, 'Change My Password'],
    needs: [],
    load: async () => (await import('./change-password.ts')).changeMyPassword,
  },
  {
    paths: [RESET_TOKEN],
    nodes: ['ResetApiToken'],
    tree: [...FOLDERS, 'Reset My Security Token'],
    needs: [],
    load: async () => (await import('./reset-security-token.ts')).resetMySecurityToken,
  },
];
