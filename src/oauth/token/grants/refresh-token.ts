/** `grant_type=refresh_token`, with rotation, policies and one request at a time (token.md 4). */

import type { App } from '../../../org/model.ts';
import { appOfOrg } from '../../../org/platform-cli.ts';
import { checkPolicies } from '../../../policies/check-policies.ts';
import { limitOf } from '../../../policies/refresh-policy.ts';
import { knowsUser } from '../../../policies/user-hosts.ts';
import type { Trace } from '../../../refusals/trace.ts';
import type { StoredRefreshToken } from '../../../store/port.ts';
import { readScopes } from '../../../tokens/access.ts';
import { findRefreshToken } from '../../../tokens/find-token.ts';
import { livesElsewhere, nearMissOfToken } from '../../../tokens/near-misses.ts';
import type { World } from '../../../world/world.ts';
import type { ClientGrant, TokenRequest } from '../grant.ts';
import { holdWhileProcessing, isBeingRefreshed } from '../one-at-a-time.ts';
import { authorizationCode } from './authorization-code.ts';

export const refreshToken: ClientGrant = {
  type: 'refresh_token',
  flow: 'refresh',
  client: 'authenticated',
  needsSecret: (app) => app.isSecretRequiredForRefreshToken,
  refusesScope: true,
  answer: authorizationCode.answer,

  async decide(request, world, client) {
    const trace: Trace = request.trace;
    const { parameters } = request;
    const text = parameters.get('refresh_token') ?? '';
    trace.check('refresh.missing', text !== '', {});
    const token = await findRefreshToken(world, text);
    trace.check('refresh.unknown', token, {
      nearMiss: token
        ? undefined
        : await nearMissOfToken(text, ['refresh'], (other) => findRefreshToken(world, other)),
    });
    const { approval } = token;
    const org = world.orgs.org(approval.orgId);
    const user = world.orgs.user(approval.userId);
    if (org && user) trace.identify(org, user);
    trace.check('refresh.other-client', approval.consumerKey === client.consumerKey, {
      issuedTo: approval.consumerKey,
    });
    trace.check('refresh.revoked', token.revokedAt === undefined, {});
    if (isBeingRefreshed(token)) trace.refuse('refresh.busy', {});
    const isReused = token.rotatedOutAt !== undefined || trace.isArmed('refresh.rotated-out');
    if (isReused) await refuseReuse(request, token, world);
    trace.check('refresh.unknown', org && user && knowsUser(request.calledHost, org, user), {
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
        : { hold: () => holdWhileProcessing(world, trace, approval, refreshProcessingTime) }),
      async redeem(accessToken, successor) {
        const outcome = await world.store.tokens.refresh(token.row, accessToken, successor);
        // The token was current when this request read it; another request has used it since.
        trace.check('refresh.busy', outcome !== 'busy' && outcome !== 'rotated-out', {});
        trace.check('refresh.revoked', outcome !== 'revoked', {});
        return outcome;
      },
    };
  },
};

/** Reuse of a rotated-out token ends the current refresh token and its access tokens: there is no grace period. */
async function refuseReuse(request: TokenRequest, token: StoredRefreshToken, world: World): Promise<never> {
  const trace: Trace = request.trace;
  const { store, clock } = world;
  await store.approvals.revoke(token.approval.row, clock.of(token.approval.orgId).now());
  trace.refuse('refresh.rotated-out', {});
}

/** The app's refresh token policy, evaluated only when the token is used (model.md 4.3). */
function checkPolicy(request: TokenRequest, app: App, token: StoredRefreshToken, { clock }: World): void {
  const trace: Trace = request.trace;
  const policy = app.refreshTokenPolicy;
  const limit = limitOf(policy, token);
  if (!limit) return;
  const age = clock.of(token.approval.orgId).now() - limit.since;
  const { period } = limit;
  trace.check('refresh.expired', age <= period, { policy: policy.kind, age, period });
}
