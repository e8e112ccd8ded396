import { isPreAuthorized } from '../../../org/permitted-users.ts';
import { type Check, isOwnApp, type UserRequest } from '../check.ts';

/** Permitted Users is a policy of the org that has the app; an uninstalled app of another org has none (model.md 4.1). */
export const userIsPermitted: Check<UserRequest, 'authorize.not-admin-approved'> = {
  refusal: 'authorize.not-admin-approved',
  holds: (request) =>
    !isOwnApp(request) || !request.app.isAdminApproved || isPreAuthorized(request.app, request.user),
  values: (request) => ({
    app: request.app.label,
    isAdminApproved: isOwnApp(request) && request.app.isAdminApproved,
    profile: request.user.profile,
    permissionSets: request.user.permissionSets,
    approvedProfiles: request.app.profiles,
    approvedPermissionSets: request.app.permissionSets,
  }),
};
