/** The Salesforce CLI where it calls https. What it does through the proxy is in salesforce-cli-jwt.long.test.ts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { runs } from './helpers/proof.ts';
import { ORG_ID, revoke } from './helpers/rest.ts';
import { SalesforceCli } from './helpers/salesforce-cli.ts';
import { ada } from './helpers/visit.ts';

const ca = mkdtempSync(join(tmpdir(), 'fauxforce-ca-'));
afterAll(() => rmSync(ca, { recursive: true, force: true }));

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce({ ca });
});
afterAll(() => sf[Symbol.asyncDispose]());
beforeEach(() => sf.reset());

let cli: SalesforceCli;
afterEach(() => cli[Symbol.dispose]());

describe('sf org login sfdx-url', () => {
  const logIn = async (refreshToken: string) => {
    cli = new SalesforceCli((await sf.certificates()).env);
    cli.write('org.txt', `force://PlatformCLI::${refreshToken}@${new URL(sf.secureUrl).host}`);
    return cli.run('org', 'login', 'sfdx-url', '--sfdx-url-file', 'org.txt');
  };

  it('logs in by https and shows the org', runs('@salesforce/cli', 'refresh'), async () => {
    const { refresh_token = '' } = await sf.token({ app: 'PlatformCLI', user: ada.username });
    expect(await logIn(refresh_token)).toMatchObject({
      status: 0,
      result: { username: ada.username, orgId: ORG_ID, instanceUrl: sf.secureUrl },
    });
    expect(await cli.run('org', 'display', '--target-org', ada.username)).toMatchObject({
      result: { connectedStatus: 'Connected' },
    });
    expect(cli.outside).toEqual([]);
  });

  it('says what Salesforce says of a log-in that was revoked', async () => {
    const { refresh_token = '' } = await sf.token({ app: 'PlatformCLI', user: ada.username });
    await revoke(sf, refresh_token);
    const { status, message } = await logIn(refresh_token);
    expect({ status, message }).toEqual({
      status: 1,
      message: 'Error authenticating with the refresh token due to: expired access/refresh token',
    });
  });
});
