import { profileOf } from '../../../org/session.ts';
import { type Check, isInstalled, type UserRequest } from '../check.ts';

/** Since September 2025: a permission, or an approval given before, stands in for the installation (model.md 4.5). */
export const appIsInstalled: Check<UserRequest, 'authorize.app-not-installed'> = {
  refusal: 'authorize.app-not-installed',
  holds: (request) => isInstalled(request) || hasPermission(request) || request.approvals.length > 0,
  values: (request) => ({
    app: request.app.label,
    installed: isInstalled(request),
    permission: hasPermission(request),
    approvals: request.approvals.length,
  }),
};

function hasPermission({ org, user }: UserRequest): boolean {
  return profileOf(org, user)?.approveUninstalledConnectedApps ?? false;
}
