import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_KEY } from '../../src/seed/demo.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { runs } from './helpers/proof.ts';
import { ORG_ID, revoke } from './helpers/rest.ts';
import { type CliAnswer, SalesforceCli } from './helpers/salesforce-cli.ts';
import { ada } from './helpers/visit.ts';

const QUERY = 'SELECT Id, Name, OrganizationType FROM Organization';
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

function logInJwt(username: string): Promise<CliAnswer> {
  return cli.run(
    ...['org', 'login', 'jwt', '--client-id', '3MVG9Demo.JWT_Bearer', '--jwt-key-file', DEMO_KEY],
    ...['--username', username, '--instance-url', sf.url],
  );
}

const display = () => cli.run('org', 'display', '--target-org', ada.username);
const query = () => cli.run('data', 'query', '--query', QUERY, '--target-org', ada.username);

const ACME = {
  status: 0,
  result: {
    totalSize: 1,
    done: true,
    records: [
      {
        attributes: {
          type: 'Organization',
          url: `/services/data/v67.0/sobjects/Organization/${ORG_ID}`,
        },
        Id: ORG_ID,
        Name: 'Acme',
        OrganizationType: 'Developer Edition',
      },
    ],
  },
};

describe('sf org login jwt', () => {
  it('logs in, shows the org and queries it', runs('@salesforce/cli', 'JWT bearer'), async () => {
    expect(await logInJwt(ada.username)).toMatchObject({
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

  it('signs a new assertion when the session has ended', async () => {
    const { accessToken } = (await logInJwt(ada.username)).result;
    sf.clock.advance(THREE_HOURS);
    expect(await query()).toMatchObject(ACME);
    const renewed = (await display()).result.accessToken;
    expect(renewed).toMatch(/^00D5g000004Acme!/);
    expect(renewed).not.toBe(accessToken);
    expect(cli.outside).toEqual([]);
  });

  it('says what Salesforce says when the user is not pre-authorized, and asks the real hosts next', async () => {
    const { status, name, message } = await logInJwt('grace@acme.example');
    expect({ status, name }).toEqual({ status: 1, name: 'JwtGrantError' });
    expect(message).toMatch(
      /Error authenticating with JWT.\nErrors encountered:\nuser is not admin approved to access this app\n/,
    );
    expect(cli.outside).toEqual(['test.salesforce.com', 'login.salesforce.com']);
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
