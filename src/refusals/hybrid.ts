/** How the hybrid grants say no beyond the plain grants that they are made of (token.md 11). */
import { refusal } from './refusal.ts';
import { inSetup, TOKEN_FORMAT } from './setup-paths.ts';

const yesOrNo = (holds: boolean) => (holds ? 'yes' : 'no');

export const hybridRefusals = {
  'hybrid.jwt-with-rotation': refusal<{
    app: string;
    isNamedUserJwtEnabled: boolean;
    isRefreshTokenRotationEnabled: boolean;
  }>({
    surface: 'token',
    status: 400,
    error: 'invalid_grant',
    description: 'refresh token rotation is not supported with JWT-based access tokens',
    why: ({ app, isNamedUserJwtEnabled, isRefreshTokenRotationEnabled }) =>
      `${app} issues JWT-based access tokens: ${yesOrNo(isNamedUserJwtEnabled)}, rotates refresh tokens: ${yesOrNo(isRefreshTokenRotationEnabled)}; a hybrid flow takes one of the two at most`,
    fix: inSetup(
      TOKEN_FORMAT,
      (place) => `Clear one of two boxes: ${place}, or beside it Enable Refresh Token Rotation.`,
    ),
    evidence: { section: 'token.md 11, authorize.md 6', certainty: 'documented' },
    recipe: {
      given: { apps: { Rotating: { isNamedUserJwtEnabled: true } } },
      steps: [
        {
          login: { client_id: '{{Rotating.key}}', redirect_uri: '{{Rotating.callback}}', scope: 'api' },
        },
        {
          token: {
            grant_type: 'hybrid_auth_code',
            client_id: '{{Rotating.key}}',
            client_secret: '{{Rotating.secret}}',
            redirect_uri: '{{Rotating.callback}}',
            code: '{{code}}',
          },
        },
      ],
    },
  }),
};
