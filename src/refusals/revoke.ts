/** Refusals of the revoke endpoint: form-encoded, where RFC 7009 would answer 200 or JSON (identity-and-resources.md 1, 13.2). */
import { refusal } from './refusal.ts';

export const revokeRefusals = {
  'revoke.no-token': refusal<{ received: readonly string[] }>({
    surface: 'form-body',
    status: 400,
    error: 'unsupported_token_type',
    description: 'this token type is not supported',
    why: ({ received }) =>
      `the parameter token is needed; received: ${received.length === 0 ? 'nothing' : received.join(', ')}`,
    fix: 'Send the access token or refresh token as the parameter token, in a form body or in the query.',
    evidence: { section: 'identity-and-resources.md 1', certainty: 'observed' },
    recipe: {
      steps: [{ method: 'POST', path: '/services/oauth2/revoke', form: { 'token[access_token]': 'x' } }],
    },
  }),
  // The description is recalled as `invalid token: <token>`. The token is left out: what somebody pastes here by mistake
  // may be alive elsewhere, and descriptions are logged.
  'revoke.invalid-token': refusal<{ state: string }>({
    surface: 'form-body',
    status: 400,
    error: 'invalid_token',
    description: 'invalid token',
    why: ({ state }) => `the token is ${state}; only a live access token or refresh token can be revoked`,
    fix: 'Nothing to do if the token was revoked before; otherwise check that the whole token of this org was sent.',
    evidence: { section: 'identity-and-resources.md 1', certainty: 'unconfirmed' },
    recipe: { steps: [{ method: 'POST', path: '/services/oauth2/revoke', form: { token: 'nonsense' } }] },
  }),
};
