import { type Check, isOwnApp, type UserRequest } from '../check.ts';

/** A Local External Client App serves the users of its own org only (authorize.md 4.4, model.md 2.6). */
export const appMayServeOrg: Check<UserRequest, 'authorize.cross-org'> = {
  refusal: 'authorize.cross-org',
  holds: (request) =>
    request.app.kind === 'connectedApp' || isOwnApp(request) || request.app.distributionState === 'Packaged',
  values: ({ app, org }) => ({
    app: app.label,
    distribution: app.distributionState,
    appOrg: app.orgId,
    userOrg: org.id,
  }),
};
