/** How the hybrid grants say no beyond the plain grants that they are made of (token.md 11). */
import { refusal } from './refusal.ts';

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
    fix: 'Clear "Issue JSON Web Token (JWT)-based access tokens" or "Enable Refresh Token Rotation": Setup > App Manager > Edit.',
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
