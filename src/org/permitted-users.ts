/** Setup > Permitted Users: who may use an app that only admins approve. Source: model.md 4.1. */
import type { App, User } from './model.ts';

/**
 * True when the user's profile or any of their permission sets is on the app's list. Says nothing about
 * whether the app asks for it: that is `app.isAdminApproved`.
 */
export function isPreAuthorized(app: App, user: User): boolean {
  return (
    app.profiles.includes(user.profile) ||
    user.permissionSets.some((name) => app.permissionSets.includes(name))
  );
}
