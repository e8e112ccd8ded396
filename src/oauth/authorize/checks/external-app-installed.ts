import { type Check, isInstalled, type UserRequest } from '../check.ts';

export const externalAppIsInstalled: Check<UserRequest, 'authorize.external-app-not-installed'> = {
  refusal: 'authorize.external-app-not-installed',
  holds: (request) => request.app.kind === 'connectedApp' || isInstalled(request),
  values: ({ app, org }) => ({ app: app.label, state: app.state, appOrg: app.orgId, userOrg: org.id }),
};
