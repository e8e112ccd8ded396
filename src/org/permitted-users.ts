/** Setup > Permitted Users: who may use an app that only admins approve. Source: model.md 4.1. */
import type { User } from './model.ts';

/** An app, or a site for its members. */
interface Permits {
  readonly profiles: readonly string[];
  readonly permissionSets: readonly string[];
}

/**
 * True when the user's profile or any of their permission sets is on the list. Says nothing about
 * whether an app asks for it: that is `app.isAdminApproved`.
 */
export function isPreAuthorized({ profiles, permissionSets }: Permits, user: User): boolean {
  return profiles.includes(user.profile) || user.permissionSets.some((name) => permissionSets.includes(name));
}
