/** `grant_type=refresh_token`, with rotation, policies and one request at a time (token.md 4). */

import type { App } from '../../../org/model.ts';
import { appOfOrg } from '../../../org/platform-cli.ts';
import { checkPolicies } from '../../../policies/check-policies.ts';
import { limitOf } from '../../../policies/refresh-policy.ts';
import { knowsUser } from '../../../policies/user-hosts.ts';
import { check, identify, refuse } from '../../../refusals/check.ts';
import type { StoredRefreshToken } from '../../../store/port.ts';
import { readScopes } from '../../../tokens/access.ts';
import { findRefreshToken } from '../../../tokens/find-token.ts';
import { livesElsewhere, nearMissOfToken } from '../../../tokens/near-misses.ts';
import type { World } from '../../../world/world.ts';
import { clientGrant, type TokenRequest } from '../grant.ts';
import { holdWhileProcessing, isBeingRefreshed } from '../one-at-a-time.ts';
import { authorizationCode } from './authorization-code.ts';

export const refreshToken = clientGrant({
  type: 'refresh_token',
  flow: 'refresh',
  parameters: ['refresh_token'],
  needsSecret: (app) => app.isSecretRequiredForRefreshToken,
  refusesScope: true,
  answer: authorizationCode.answer,

  async decide(request, world, client) {
    const { parameters } = request;
    const text = parameters.get('refresh_token') ?? '';
    check(request, 'refresh.missing', text !== '', {});
    const token = await findRefreshToken(world, text);
    check(request, 'refresh.unknown', token, {
      nearMiss: token
        ? undefined
        : await nearMissOfToken(text, ['refresh'], (other) => findRefreshToken(world, other)),
    });
    const { approval } = token;
    const org = world.orgs.org(approval.orgId);
    const user = world.orgs.user(approval.userId);
    if (org && user) identify(request, { org, user });
    check(request, 'refresh.other-client', approval.consumerKey === client.consumerKey, {
      issuedTo: approval.consumerKey,
    });
    check(request, 'refresh.revoked', token.revokedAt === undefined, {});
    if (isBeingRefreshed(token, request)) refuse(request, 'refresh.busy', {});
    const isReused = token.rotatedOutAt !== undefined || (await request.trace.isArmed('refresh.rotated-out'));
    if (isReused) await refuseReuse(request, token, world);
    check(request, 'refresh.unknown', org && user && knowsUser(request.calledHost, org, user), {
      nearMiss: org && livesElsewhere(org),
    });
    const app = appOfOrg(client, org);
    checkPolicy(request, app, token, world);
    const isHighAssurance = approval.isHighAssurance === true;
    checkPolicies(request, world, { flow: 'refresh', org, user, app, isHighAssurance });

    const { refreshProcessingTime } = org.settings;
    return {
      org,
      user,
      app,
      scopes: readScopes(approval.scopes),
      authorizedAt: { issuer: token.issuer, nonce: undefined },
      ...(app.isRefreshTokenRotationEnabled ? { successor: true } : {}),
      ...(refreshProcessingTime === 0
        ? {}
        : { hold: () => holdWhileProcessing(world, request, approval, refreshProcessingTime) }),
      async redeem(accessToken, successor) {
        const outcome = await world.store.tokens.refresh(token.row, accessToken, successor);
        // The token was current when this request read it; another request has used it since.
        check(request, 'refresh.busy', outcome !== 'busy' && outcome !== 'rotated-out', {});
        check(request, 'refresh.revoked', outcome !== 'revoked', {});
        return outcome;
      },
    };
  },
});

/** Reuse of a rotated-out token ends the current refresh token and its access tokens: there is no grace period. */
async function refuseReuse(request: TokenRequest, token: StoredRefreshToken, world: World): Promise<never> {
  const { store, clock } = world;
  await store.approvals.revoke(token.approval.row, clock.of(token.approval.orgId).now());
  refuse(request, 'refresh.rotated-out', {});
}

/** The app's refresh token policy, evaluated only when the token is used (model.md 4.3). */
function checkPolicy(request: TokenRequest, app: App, token: StoredRefreshToken, { clock }: World): void {
  const policy = app.refreshTokenPolicy;
  const limit = limitOf(policy, token);
  if (!limit) return;
  const age = clock.of(token.approval.orgId).now() - limit.since;
  const { period } = limit;
  check(request, 'refresh.expired', age <= period, { policy: policy.kind, age, period });
}
