/** Setup > Permitted Users: who may use an app that only admins approve. Source: model.md 4.1. */
import { permissionSetNames } from './permissions.ts';
import type { Subject } from './subject.ts';

/** An app, or a site for its members. */
interface Permits {
  readonly profiles: readonly string[];
  readonly permissionSets: readonly string[];
}

/**
 * True when the user's profile or any of their permission sets, a group's included, is on the list. Says nothing about
 * whether an app asks for it: that is `app.isAdminApproved`.
 */
export function isPreAuthorized({ profiles, permissionSets }: Permits, subject: Subject): boolean {
  return (
    profiles.includes(subject.user.profile) ||
    permissionSetNames(subject).some((name) => permissionSets.includes(name))
  );
}
