/** The Salesforce CLI logs in by JWT and in a browser. More of its log-in by JWT is in salesforce-cli-jwt.long.test.ts: a command takes three seconds. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { runs } from './helpers/proof.ts';
import { ORG_ID, revoke } from './helpers/rest.ts';
import { SalesforceCli } from './helpers/salesforce-cli.ts';
import { ACME, logInByJwt, queryAcme } from './helpers/salesforce-cli-acme.ts';
import { ada } from './helpers/visit.ts';

const THREE_HOURS = 3 * 3600 * 1000;

let sf: Fauxforce;
let cli: SalesforceCli;

beforeEach(async () => {
  sf = await startFauxforce();
  cli = new SalesforceCli();
});

afterEach(async () => {
  cli[Symbol.dispose]();
  await sf[Symbol.asyncDispose]();
});

const display = () => cli.run('org', 'display', '--target-org', ada.username);
const query = () => queryAcme(cli);

describe('sf org login jwt', () => {
  it('logs in, shows the org and queries it', runs('@salesforce/cli', 'JWT bearer'), async () => {
    expect(await logInByJwt(cli, ada.username, sf.url)).toMatchObject({
      status: 0,
      result: {
        username: ada.username,
        orgId: ORG_ID,
        instanceUrl: sf.url,
        name: 'Acme',
        orgEdition: 'Developer Edition',
        isDevHub: false,
        isSandbox: false,
        isScratch: false,
      },
    });
    expect(await display()).toMatchObject({
      status: 0,
      result: { id: ORG_ID, username: ada.username, instanceUrl: sf.url, connectedStatus: 'Connected' },
    });
    expect(await query()).toMatchObject(ACME);
    expect(cli.outside).toEqual([]);
  });
});

describe('sf org login web', () => {
  const logInWeb = (press: 'Allow' | 'Deny') =>
    cli.logInWeb(sf.url.replace('127.0.0.1', 'localhost'), { ...ada, press });

  it(
    'logs in as PlatformCLI, shows the org, queries it and refreshes when the session has ended',
    runs('@salesforce/cli', 'web server'),
    async () => {
      const { status, result } = await logInWeb('Allow');
      expect({ status, result }).toMatchObject({
        status: 0,
        result: { username: ada.username, orgId: ORG_ID, clientId: 'PlatformCLI', name: 'Acme' },
      });
      expect((await display()).result).toMatchObject({
        username: ada.username,
        connectedStatus: 'Connected',
        accessToken: result.accessToken,
      });
      sf.clock.advance(THREE_HOURS);
      expect(await query()).toMatchObject(ACME);
      const renewed = (await display()).result.accessToken;
      expect(renewed).toMatch(/^00D5g000004Acme!/);
      expect(renewed).not.toBe(result.accessToken);
      expect(cli.outside).toEqual([]);
    },
  );

  it('cannot go on when the log-in was revoked', async () => {
    const { refreshToken } = (await logInWeb('Allow')).result;
    expect((await revoke(sf, String(refreshToken))).status).toBe(200);
    expect(await query()).toMatchObject({
      status: 1,
      message:
        'Unable to refresh session due to: Error authenticating with the refresh token due to: expired access/refresh token',
    });
    expect(cli.outside).toEqual([]);
  });

  it('says what Salesforce says when the user denies', async () => {
    expect(await logInWeb('Deny')).toMatchObject({
      status: 1,
      name: 'access_denied',
      message: 'end-user denied authorization',
    });
    expect(cli.outside).toEqual([]);
  });
});
