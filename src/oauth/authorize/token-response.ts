/** The user-agent flow: tokens in the fragment of the redirect_uri, in the observed order. Source: authorize.md 5. */
import { mayCarryRefreshToken, withFragment } from '../../org/callback.ts';
import { grantsRefreshToken } from '../../org/scopes.ts';
import type { Granted } from '../../tokens/granted.ts';
import { issue } from '../../tokens/issue.ts';
import { writeQuery } from '../../wire/form.ts';
import { grantedScopes } from '../requested-scopes.ts';
import { answerMembers } from '../token/answer.ts';
import type { Grant } from '../token/grant.ts';
import type { Approved, ResponseType } from './approved.ts';

const ANSWER: Grant['answer'] = {
  members: [
    'access_token',
    'refresh_token',
    'instance_url',
    'id',
    'issued_at',
    'signature',
    'sfdc_community_url',
    'sfdc_community_id',
    'id_token',
    'scope',
    'token_type',
  ],
  order: 'as-listed',
};

export interface TokenResponse {
  /** Whether the response type asks for an ID token. */
  readonly idToken?: true;
  /** Whether it asks for session ids for web views: their place in the fragment is not known. */
  readonly webSessions?: true;
}

export function answerWithTokens(response: TokenResponse): ResponseType['respond'] {
  return async (world, approved) => {
    const { host, asked } = approved.request;
    const granted = grant(approved, response);
    const tokens = await issue(granted, host, world);
    const { scope, token_type, ...before } = answerMembers({ answer: ANSWER }, granted, tokens, host);
    // The help page shows `state` last; every log has it before `scope`.
    const fragment = writeQuery({ ...before, state: asked.state, scope, token_type });
    return withFragment(asked.redirect_uri ?? '', fragment);
  };
}

function grant({ request, approval, session }: Approved, { idToken, webSessions }: TokenResponse): Granted {
  const { org, user, app, asked, host, ip } = request;
  const scopes = grantedScopes(app, asked);
  const refreshes = grantsRefreshToken(scopes) && mayCarryRefreshToken(asked.redirect_uri ?? '');
  return {
    org,
    user,
    app,
    scopes,
    session,
    authorizedAt: { issuer: host.origin, nonce: asked.nonce },
    ...(webSessions ? { webSessions: { clientSource: ip } } : {}),
    ...(idToken ? {} : { withoutIdToken: true }),
    ...(refreshes ? { refreshToken: { approval } } : {}),
  };
}
