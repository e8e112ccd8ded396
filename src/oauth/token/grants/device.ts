/** `grant_type=device`: a device asks whether its user has allowed it by now (authorize.md 7, token.md 10). */

import { findCallback } from '../../../org/callback.ts';
import { appOfOrg } from '../../../org/platform-cli.ts';
import { grantsRefreshToken } from '../../../org/scopes.ts';
import { checkPolicies } from '../../../policies/check-policies.ts';
import { knowsUser } from '../../../policies/user-hosts.ts';
import { check, identify, refuse } from '../../../refusals/check.ts';
import type { StoredDeviceCode } from '../../../store/port.ts';
import { readScopes } from '../../../tokens/access.ts';
import { nearMissOfToken } from '../../../tokens/near-misses.ts';
import { timeOfApp } from '../../../world/time-of-app.ts';
import type { World } from '../../../world/world.ts';
import { DEVICE_CODE_LIFETIME, findDeviceCode } from '../../device/device-code.ts';
import { clientGrant, type TokenRequest } from '../grant.ts';
import { authorizationCode } from './authorization-code.ts';

/** Milliseconds between two polls. */
export const POLL_INTERVAL = 5_000;

export const device = clientGrant({
  type: 'device',
  flow: 'device',
  parameters: ['code', 'redirect_uri'],
  needsSecret: () => false,
  refusesScope: false,
  answer: authorizationCode.answer,

  async decide(request, world, client) {
    const { parameters } = request;
    const redirectUri = parameters.get('redirect_uri');
    const isRegistered = redirectUri === undefined || findCallback(client, redirectUri) !== undefined;
    check(request, 'device.redirect-uri', isRegistered, {
      sent: redirectUri ?? '',
      registered: client.callbackUrls,
    });

    const text = parameters.get('code') ?? '';
    const code = await findDeviceCode(text, world);
    check(request, 'device.unknown', code, {
      sent: text !== '',
      nearMiss: code ? undefined : await nearMissOfToken(text, [], (other) => findDeviceCode(other, world)),
    });
    const { consumerKey, row, approvedBy } = code;
    const org = approvedBy && world.orgs.org(approvedBy.orgId);
    const user = approvedBy && world.orgs.user(approvedBy.userId);
    if (org && user) identify(request, { org, user });
    check(request, 'device.other-client', consumerKey === client.consumerKey, { startedBy: consumerKey });
    check(request, 'device.spent', code.spentAt === undefined, {});
    const age = timeOfApp(world, consumerKey) - code.createdAt;
    check(request, 'device.expired', age <= DEVICE_CODE_LIFETIME, { age, lifetime: DEVICE_CODE_LIFETIME });
    check(request, 'device.denied', code.decidedAt === undefined || approvedBy, {});
    if (!approvedBy || (await request.trace.isArmed('device.pending')))
      return refuseForNow(request, world, code);

    check(request, 'device.unknown', org && user, { sent: true, nearMiss: undefined });
    check(request, 'user.other-domain', knowsUser(request.calledHost, org, user), {
      host: request.calledHost.origin,
      org: org.name,
      userType: user.userType,
    });
    const app = appOfOrg(client, org);
    checkPolicies(request, world, { flow: 'device', org, user, app });
    const scopes = readScopes(code.scopes);
    return {
      org,
      user,
      app,
      scopes,
      authorizedAt: { issuer: approvedBy.issuer, nonce: undefined },
      ...(grantsRefreshToken(scopes) ? { refreshToken: { approval: approvedBy.approval } } : {}),
      async redeem(accessToken, refreshToken) {
        const spentAt = world.clock.of(org.id).now();
        const issued = await world.store.tokens.exchangeDeviceCode(row, spentAt, accessToken, refreshToken);
        check(request, 'device.spent', issued, {});
        return issued;
      },
    };
  },
});

/** The user has not decided: not yet, or not so fast. */
async function refuseForNow(
  request: TokenRequest,
  world: World,
  { row, consumerKey, lastPolledAt }: StoredDeviceCode,
): Promise<never> {
  const now = timeOfApp(world, consumerKey);
  const isInTime = await world.store.deviceCodes.poll(row, now, POLL_INTERVAL);
  const since = lastPolledAt === undefined ? undefined : now - lastPolledAt;
  check(request, 'device.too-fast', isInTime, { since, interval: POLL_INTERVAL });
  refuse(request, 'device.pending', {});
}
