import './helpers/loopback-only.ts';
import { DeviceOauthService } from '@salesforce/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Browser } from '../../src/testing/browser.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { app, refreshWith } from '../helpers/token.ts';
import { runs } from './helpers/proof.ts';
import { ada } from './helpers/visit.ts';

let sf: Fauxforce;

beforeEach(async () => {
  sf = await startFauxforce();
});

afterEach(() => sf[Symbol.asyncDispose]());

/** The device flow of @salesforce/core, as `sf org login device` used it. */
function deviceService(clientId: string): Promise<DeviceOauthService> {
  return DeviceOauthService.create({ loginUrl: sf.url, clientId });
}

it(
  'starts, waits while it is pending, and logs in once the user has allowed it',
  runs('@salesforce/core', 'device'),
  async () => {
    const service = await deviceService(app(sf, 'Device').consumerKey);
    const login = await service.requestDeviceLogin();
    expect(login).toMatchObject({ interval: 5, verification_uri: `${sf.url}/setup/connect` });

    // Pending is waited for, here for no time at all; what comes back at once is told to slow down, and the client gives up.
    const impatient = service.awaitDeviceApproval({ ...login, interval: 0 });
    await expect(impatient).rejects.toMatchObject({
      error: 'slow_down',
      error_description: 'polling too quickly for the token endpoint',
      status: 400,
    });

    await new Browser().connect(sf.url, login.user_code, ada);
    const approval = await service.awaitDeviceApproval(login);
    expect(approval).toMatchObject({
      scope: 'refresh_token web api',
      instance_url: sf.url,
      token_type: 'Bearer',
    });
    expect((await refreshWith(sf, 'Device', approval?.refresh_token ?? '')).status).toBe(200);
  },
);

it('gives up when the user denies', async () => {
  const service = await deviceService(app(sf, 'Device').consumerKey);
  const login = await service.requestDeviceLogin();
  await new Browser().connect(sf.url, login.user_code, { ...ada, press: 'Deny' });
  await expect(service.awaitDeviceApproval(login)).rejects.toMatchObject({
    error: 'access_denied',
    error_description: 'end-user denied authorization',
  });
});

it('is told that an app has no device flow', async () => {
  const service = await deviceService(app(sf, 'Web_Server').consumerKey);
  await expect(service.requestDeviceLogin()).rejects.toThrow(
    'Request Failed: invalid_grant device flow is not enabled for the app',
  );
});
