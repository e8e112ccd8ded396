/** Setup > Permitted Users: who may use an app that only admins approve. Source: model.md 4.1. */
import type { Org, User } from './model.ts';
import { permissionSetNames } from './permissions.ts';

/** An app, or a site for its members. */
interface Permits {
  readonly profiles: readonly string[];
  readonly permissionSets: readonly string[];
}

/**
 * True when the user's profile or any of their permission sets, a group's included, is on the list. Says nothing about
 * whether an app asks for it: that is `app.isAdminApproved`.
 *
 * @param org of the user
 * @param now milliseconds since the epoch
 */
export function isPreAuthorized(
  { profiles, permissionSets }: Permits,
  org: Org,
  user: User,
  now: number,
): boolean {
  return (
    profiles.includes(user.profile) ||
    permissionSetNames(org, user, now).some((name) => permissionSets.includes(name))
  );
}
