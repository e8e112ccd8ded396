/** Refusals of the revoke endpoint: form-encoded, where RFC 7009 would answer 200 or JSON (identity-and-resources.md 1, 13.2). */
import { family } from './family.ts';
import { place } from './place.ts';
import { quote } from './quote.ts';
import type { Recipe } from './refusal.ts';

const UVID = '2c7a8b53-9a53-4a0e-8f0e-3b1c6f5d7e21';
const SITE = '/customers/services/oauth2';
const APP = { client_id: '{{Headless.key}}', redirect_uri: '{{Headless.callback}}' };

/** A guest gets a token, and revokes it with these headers. */
function asGuest(headers: Readonly<Record<string, string>>): Recipe {
  const guest = (hint: string) => ({ 'Auth-Request-Type': 'guest', 'Uvid-Hint': hint });
  return {
    given: { apps: { Headless: { isGuestCodeCredFlowEnabled: true, isNamedUserJwtEnabled: true } } },
    steps: [
      {
        method: 'POST',
        path: `${SITE}/authorize`,
        headers: guest(`UVID ${UVID}`),
        form: { response_type: 'code_credentials', ...APP },
      },
      {
        method: 'POST',
        path: `${SITE}/token`,
        headers: guest(UVID),
        form: { grant_type: 'authorization_code', code: '{{code}}', ...APP },
      },
      { method: 'POST', path: '/services/oauth2/revoke', headers, form: { token: '{{access_token}}' } },
    ],
  };
}

const SHARED = {
  at: place('revoke'),
  surface: 'form-body',
  status: 400,
  section: 'identity-and-resources.md 1',
} as const;

export const revokeRefusals = family('revoke', SHARED, {
  'no-token': {
    error: 'unsupported_token_type',
    description: 'this token type is not supported',
    why: ({ received }: { received: readonly string[] }) =>
      `the parameter token is needed; received: ${received.length === 0 ? 'nothing' : received.join(', ')}`,
    fix: 'Send the access token or refresh token as the parameter token, in a form body or in the query.',
    evidence: { observed: 'omniphx/forrest#213' },
    recipe: {
      steps: [{ method: 'POST', path: '/services/oauth2/revoke', form: { 'token[access_token]': 'x' } }],
    },
  },
  // The description is recalled as `invalid token: <token>`. The token is left out: what somebody pastes here by mistake
  // may be alive elsewhere, and descriptions are logged.
  'invalid-token': {
    error: 'invalid_token',
    description: 'invalid token',
    why: ({ state }: { state: string }) =>
      `the token is ${state}; only a live access token or refresh token can be revoked`,
    fix: 'Nothing to do if the token was revoked before; otherwise check that the whole token of this org was sent.',
    evidence: 'unconfirmed',
    recipe: { steps: [{ method: 'POST', path: '/services/oauth2/revoke', form: { token: 'nonsense' } }] },
  },
  // That both headers are needed is documented; what is said without them is not.
  'guest-request-type': {
    error: 'invalid_request',
    description: 'invalid headers',
    why: ({ type }: { type: string }) =>
      `the token is a guest's; Auth-Request-Type must then be "guest", and was ${type === '' ? 'not sent' : quote(type)}`,
    typical: { type: '' },
    fix: 'Revoke with the headers of the token request: `Auth-Request-Type: guest` and `Uvid-Hint: <uuid>`.',
    evidence: 'unconfirmed',
    recipe: asGuest({}),
  },
  'guest-uvid': {
    error: 'invalid_request',
    description: 'uvid invalid',
    why: ({ sent }: { sent: boolean }) =>
      `the token is a guest's; the header Uvid-Hint, which was ${sent ? '' : 'not '}sent, must be the UUID the token was issued to`,
    typical: { sent: false },
    fix: 'Revoke with the headers of the token request: `Auth-Request-Type: guest` and `Uvid-Hint: <uuid>`, without a prefix.',
    evidence: 'unconfirmed',
    recipe: asGuest({ 'Auth-Request-Type': 'guest' }),
  },
});
