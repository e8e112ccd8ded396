/** `hybrid_auth_code`, `hybrid_refresh` and hybrid token exchange: the plain grants, with session ids for the app's web views (token.md 11). */
import { check } from '../../../refusals/check.ts';
import type { ClientGrant } from '../grant.ts';
import { authorizationCode } from './authorization-code.ts';
import { refreshToken } from './refresh-token.ts';
import { tokenExchange } from './token-exchange.ts';

export const hybridAuthCode = hybrid('hybrid_auth_code', authorizationCode);
export const hybridRefresh = hybrid('hybrid_refresh', refreshToken);
export const hybridTokenExchange = hybrid(
  'urn:ietf:params:oauth:grant-type:hybrid-token-exchange',
  tokenExchange,
);

/** Every check is the plain grant's own. */
function hybrid<Read extends string>(type: string, plain: ClientGrant<Read>): ClientGrant<Read> {
  return {
    ...plain,
    type,
    async decide(request, world, client) {
      const { name: app, isNamedUserJwtEnabled, isRefreshTokenRotationEnabled } = client;
      check(request, 'hybrid.jwt-with-rotation', !(isNamedUserJwtEnabled && isRefreshTokenRotationEnabled), {
        app,
        isNamedUserJwtEnabled,
        isRefreshTokenRotationEnabled,
      });
      const granted = await plain.decide(request, world, client);
      return { ...granted, webSessions: { clientSource: request.ip } };
    },
  };
}
