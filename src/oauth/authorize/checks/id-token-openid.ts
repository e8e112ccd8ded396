import { grantedScopes } from '../../requested-scopes.ts';
import type { Check, ClientRequest } from '../check.ts';
import { asksForIdToken } from '../request.ts';

export const openidIsGranted: Check<ClientRequest, 'user-agent.openid-missing'> = {
  refusal: 'user-agent.openid-missing',
  holds: ({ app, asked }) => !asksForIdToken(asked) || grantedScopes(app, asked).includes('openid'),
  values: ({ app, asked }) => ({
    responseType: asked.response_type ?? '',
    scopes: grantedScopes(app, asked),
  }),
};
