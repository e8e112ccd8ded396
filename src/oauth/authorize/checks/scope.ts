import { isAssigned, requestedScopes } from '../../requested-scopes.ts';
import type { Check, ClientRequest } from '../check.ts';

/** Unknown words and scopes the app lacks are refused alike (authorize.md 4.4, model.md 3.3). */
export const scopesAreAssigned: Check<ClientRequest, 'authorize.scope'> = {
  refusal: 'authorize.scope',
  holds: ({ app, asked }) => requestedScopes(asked).every((word) => isAssigned(app, word)),
  values: ({ app, asked }) => ({ requested: requestedScopes(asked), assigned: app.scopes }),
};
