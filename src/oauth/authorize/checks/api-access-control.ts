import { type Check, isInstalled, type UserRequest } from '../check.ts';

/** Under API Access Control a Connected App must be installed and admin-approved (model.md 2.6, 4.5). */
export const appIsAllowListed: Check<UserRequest, 'authorize.api-access-control'> = {
  refusal: 'authorize.api-access-control',
  holds: (request) =>
    !request.org.settings.apiAccessControl ||
    request.app.kind !== 'connectedApp' ||
    (isInstalled(request) && request.app.isAdminApproved),
  values: (request) => ({
    app: request.app.label,
    kind: request.app.kind,
    accessControl: request.org.settings.apiAccessControl,
    isAdminApproved: request.app.isAdminApproved,
    installed: isInstalled(request),
  }),
};
