/** The log-in by JWT of the Salesforce CLI: when the session has ended, when it is refused, and where nobody told it of a host. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { runs } from './helpers/proof.ts';
import { ORG_ID } from './helpers/rest.ts';
import { SalesforceCli } from './helpers/salesforce-cli.ts';
import { ACME, logInByJwt, queryAcme } from './helpers/salesforce-cli-acme.ts';
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

describe('sf with --instance-url', () => {
  const logIn = (username: string) => {
    cli = new SalesforceCli();
    return logInByJwt(cli, username, sf.url);
  };

  it('signs a new assertion when the session has ended', async () => {
    const { accessToken } = (await logIn(ada.username)).result;
    sf.clock.advance('3h');
    expect(await queryAcme(cli)).toMatchObject(ACME);
    const renewed = (await cli.run('org', 'display', '--target-org', ada.username)).result.accessToken;
    expect(renewed).toMatch(/^00D5g000004Acme!/);
    expect(renewed).not.toBe(accessToken);
    expect(cli.outside).toEqual([]);
  });

  it('says what Salesforce says when the user is not pre-authorized, and asks the real hosts next', async () => {
    const { status, name, message } = await logIn('grace@acme.example');
    expect({ status, name }).toEqual({ status: 1, name: 'JwtGrantError' });
    expect(message).toMatch(
      /Error authenticating with JWT.\nErrors encountered:\nuser is not admin approved to access this app\n/,
    );
    expect(cli.outside).toEqual(['test.salesforce.com', 'login.salesforce.com']);
  });
});

describe('sf through the proxy, without --instance-url', () => {
  const logIn = async (username: string) => {
    cli = new SalesforceCli(await sf.proxyEnvironment());
    return logInByJwt(cli, username);
  };

  it(
    'logs in at login.salesforce.com, shows the org and queries its My Domain',
    runs('@salesforce/cli', 'JWT bearer'),
    async () => {
      expect(await logIn(ada.username)).toMatchObject({
        status: 0,
        result: {
          username: ada.username,
          orgId: ORG_ID,
          loginUrl: 'https://login.salesforce.com',
          instanceUrl: 'https://acme.develop.my.salesforce.com',
        },
      });
      expect(
        await cli.run(
          'data',
          'query',
          '--query',
          'SELECT Name FROM Organization',
          '--target-org',
          ada.username,
        ),
      ).toMatchObject({ status: 0, result: { records: [{ Name: 'Acme' }] } });
      expect(cli.outside).toEqual([]);
    },
  );

  it('says what Salesforce says, and what it asks next ends here too', async () => {
    const { name, message } = await logIn('grace@acme.example');
    expect(name).toBe('JwtGrantError');
    expect(message).toContain('user is not admin approved to access this app');
    expect(cli.outside).toEqual([]);
  });
});
