/** How a device begins: `response_type=device_code` on the token endpoint, without grant_type (authorize.md 7, token.md 10). */

import { policies } from '../../../policies/policies.ts';
import { check, identify } from '../../../refusals/check.ts';
import { hashOrdered } from '../../../wire/hash-order.ts';
import { CONNECT_PAGE } from '../../../wire/paths.ts';
import { writeDeviceCode } from '../../../world/device-code-text.ts';
import { timeOfApp } from '../../../world/time-of-app.ts';
import { DEVICE_CODE_LIFETIME } from '../../device/device-code.ts';
import { grantedScopes, isAssigned, requestedScopes } from '../../requested-scopes.ts';
import { authenticateClient } from '../client.ts';
import { tokenService } from '../grant.ts';
import { device, POLL_INTERVAL } from './device.ts';

/** Logins of one app that may wait for their users at once; Salesforce's number is not known. */
const MOST_WAITING = 100;

export const deviceStart = tokenService({
  name: 'start of the device flow',
  parameters: ['response_type'],
  isAskedBy: ({ parameters }) =>
    !parameters.has('grant_type') && parameters.get('response_type') === 'device_code',

  async answer(request, world) {
    const { parameters, calledHost, ip } = request;
    const app = await authenticateClient(request, world, device);
    identify(request, { org: app.orgId });
    const now = timeOfApp(world, app.consumerKey);
    policies.check(request, 'flow', { flow: 'device', app, now, org: world.orgs.org(app.orgId) });

    const asked = { scope: parameters.get('scope') ?? '' };
    const requested = requestedScopes(asked);
    const isAllowed = requested.every((word) => isAssigned(app, word));
    check(request, 'device.scope', isAllowed, { requested, assigned: app.scopes });
    const scopes = grantedScopes(app, asked);

    await request.trace.passed('token');

    const createdAt = Math.floor(now);
    const code = { consumerKey: app.consumerKey, scopes: scopes.join(' '), ip, createdAt };
    const row = await world.store.deviceCodes.append(code, MOST_WAITING, createdAt - DEVICE_CODE_LIFETIME);
    check(request, 'device.too-many', row !== undefined, { app: app.name, most: MOST_WAITING });
    const userCode = world.userCodes.write(row);
    return hashOrdered({
      device_code: writeDeviceCode(code, userCode),
      user_code: userCode,
      verification_uri: `${calledHost.origin}${CONNECT_PAGE}`,
      interval: POLL_INTERVAL / 1000,
    });
  },
});
