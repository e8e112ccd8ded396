/** What users of a site have in common before anybody changes them. */
import type { User } from './model.ts';

export const PORTAL_USER = {
  isPasswordExpired: false,
  hasAuthenticator: false,
  permissionSets: [],
  isActive: true,
  isFrozen: false,
  isLocked: false,
  timezone: 'America/Los_Angeles',
  locale: 'en_US',
  language: 'en_US',
  phone: undefined,
  address: {},
  federationId: undefined,
  userType: 'CSP_LITE_PORTAL',
} as const satisfies Partial<User>;

/** Users of customers and partners: they log in on Experience Cloud sites, and nowhere else (token.md 1.1). */
export function isPortalUser({ userType }: Pick<User, 'userType'>): boolean {
  return userType !== 'STANDARD';
}
