/** How the hybrid grants say no beyond the plain grants that they are made of (token.md 11). */

import { family } from './family.ts';
import { token } from './place.ts';
import { yesOrNo } from './policy-words.ts';
import { exchangeCode, logInTo } from './recipe-words.ts';
import { inSetup, TOKEN_FORMAT } from './setup-paths.ts';

const SHARED = {
  at: token('hybrid_auth_code', 'hybrid_refresh', 'urn:ietf:params:oauth:grant-type:hybrid-token-exchange'),
  surface: 'token',
  status: 400,
  section: 'token.md 11, authorize.md 6',
} as const;

export const hybridRefusals = family('hybrid', SHARED, {
  'jwt-with-rotation': {
    error: 'invalid_grant',
    description: 'refresh token rotation is not supported with JWT-based access tokens',
    why: ({
      app,
      isNamedUserJwtEnabled,
      isRefreshTokenRotationEnabled,
    }: {
      app: string;
      isNamedUserJwtEnabled: boolean;
      isRefreshTokenRotationEnabled: boolean;
    }) =>
      `${app} issues JWT-based access tokens: ${yesOrNo(isNamedUserJwtEnabled)}, rotates refresh tokens: ${yesOrNo(isRefreshTokenRotationEnabled)}; a hybrid flow takes one of the two at most`,
    fix: inSetup(
      TOKEN_FORMAT,
      (place) => `Clear one of two boxes: ${place}, or beside it Enable Refresh Token Rotation.`,
    ),
    evidence: 'documented',
    recipe: {
      given: { apps: { Rotating: { isNamedUserJwtEnabled: true } } },
      steps: [
        logInTo('Rotating', { scope: 'api' }),
        exchangeCode('Rotating', { grant_type: 'hybrid_auth_code' }),
      ],
    },
  },
});
