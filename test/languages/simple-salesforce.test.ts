/** simple-salesforce, through the proxy: each of its ways to log in. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_KEY } from '../../src/seed/demo.ts';
import { runs } from '../clients/helpers/proof.ts';
import { ORG_ID } from '../clients/helpers/rest.ts';
import { Served } from '../clients/helpers/served.ts';
import { ada } from '../clients/helpers/visit.ts';
import { isThere } from './language.ts';
import { runScript } from './run-python.ts';

const QUERY = [
  'from lab import advance, tell',
  'def query():',
  "    record = sf.query('SELECT Id, Name FROM Organization')['records'][0]",
  "    tell(id=record['Id'], name=record['Name'], instance=sf.sf_instance)",
];
const ACME = { id: ORG_ID, name: 'Acme', instance: 'acme.develop.my.salesforce.com' };

let served: Served;
beforeAll(async () => {
  served = await Served.start();
});
beforeEach(() => served.sf.reset());
afterAll(() => served[Symbol.asyncDispose]());

const run = (script: readonly string[]) => runScript(served, 'simple-salesforce', script);

describe.skipIf(!isThere('Python'))('simple-salesforce', () => {
  it(
    'logs in with a password, queries, and logs in anew when the session has ended',
    runs('simple-salesforce', 'username-password'),
    async () => {
      const { lines } = await served.settingsFor('simple-salesforce');
      const script = [
        ...lines,
        ...QUERY,
        'query()',
        'before = sf.session_id',
        "advance('3h')",
        'query()',
        'tell(renewed=sf.session_id != before)',
      ];
      expect(await run(script)).toEqual({
        told: [ACME, ACME, { renewed: true }],
        error: undefined,
      });
    },
  );

  it('tells of a wrong password', async () => {
    const { lines } = await served.settingsFor('simple-salesforce');
    const script = lines.map((line) => line.replace(ada.password, 'wrong'));
    expect(await run(script)).toEqual({
      told: [],
      error:
        'simple_salesforce.exceptions.SalesforceAuthenticationFailed: Authentication failed (code: invalid_grant): authentication failure',
    });
  });

  const jwt = (domain: string, username = ada.username) => [
    'from simple_salesforce import Salesforce',
    `sf = Salesforce(username='${username}', consumer_key='3MVG9Demo.JWT_Bearer', privatekey_file='${DEMO_KEY}', domain='${domain}')`,
    ...QUERY,
    'query()',
  ];

  it.each(['login', 'acme.develop.my'])(
    'logs in by JWT bearer at %s',
    runs('simple-salesforce', 'JWT bearer'),
    async (domain) => {
      expect(await run(jwt(domain))).toEqual({ told: [ACME], error: undefined });
    },
  );

  it('tells of a user who is not pre-authorized', async () => {
    expect(await run(jwt('login', 'grace@acme.example'))).toEqual({
      told: [],
      error:
        'simple_salesforce.exceptions.SalesforceAuthenticationFailed: Authentication failed (code: invalid_app_access): user is not admin approved to access this app',
    });
  });

  const machine = [
    'from simple_salesforce import Salesforce',
    "sf = Salesforce(consumer_key='3MVG9Demo.Client_Credentials', consumer_secret='DEMO0CLIENT0CREDENTIALS000000000',",
    "                domain='acme.develop.my')",
    ...QUERY,
    'query()',
  ];

  it('gets a token by client credentials', runs('simple-salesforce', 'client credentials'), async () => {
    expect(await run(machine)).toEqual({ told: [ACME], error: undefined });
  });

  const soap = (given: string) => [
    'from simple_salesforce import Salesforce',
    `sf = Salesforce(username='${ada.username}', domain='login', ${given})`,
    ...QUERY,
    'query()',
  ];

  it(
    'logs in by SOAP with a security token, and anew when the session has ended',
    runs('simple-salesforce', 'SOAP'),
    async () => {
      const script = soap(`password='${ada.password}', security_token='Tok3n'`);
      expect(await run([...script, "advance('3h')", 'query()'])).toEqual({
        told: [ACME, ACME],
        error: undefined,
      });
    },
  );

  const byLogin = [
    'from simple_salesforce import Salesforce, SalesforceLogin',
    `session, instance = SalesforceLogin('${ada.username}', '${ada.password}', domain='login')`,
    'sf = Salesforce(session_id=session, instance=instance)',
    ...QUERY,
    'query()',
  ];

  it.each([
    ['the id of its org', soap(`password='${ada.password}', organizationId='${ORG_ID}'`)],
    ['nothing more', byLogin],
  ])(
    'logs in by SOAP from a trusted address with %s, and from no other',
    runs('simple-salesforce', 'SOAP'),
    async (_more, script) => {
      expect((await run(script)).error).toMatch(/LOGIN_MUST_USE_SECURITY_TOKEN/);
      await trustThisMachine();
      expect(await run(script)).toEqual({ told: [ACME], error: undefined });
    },
  );

  it('tells of a wrong password by SOAP', async () => {
    expect(await run(soap("password='wrong', security_token='Tok3n'"))).toEqual({
      told: [],
      error:
        'simple_salesforce.exceptions.SalesforceAuthenticationFailed: Authentication failed (code: INVALID_LOGIN): Invalid username, password, security token; or user locked out.',
    });
  });

  async function trustThisMachine(): Promise<void> {
    const trustedIpRanges = [{ start: '127.0.0.1', end: '127.0.0.1' }];
    const body = JSON.stringify({ settings: { trustedIpRanges } });
    const answer = await fetch(`${served.sf.url}/_fauxforce/orgs/${ORG_ID}`, { method: 'PATCH', body });
    expect(answer.status).toBe(200);
  }

  it(
    'uses a session that it is given, and asks who is logged in',
    runs('simple-salesforce', 'given session'),
    async () => {
      const { access_token } = await served.sf.token({ app: 'Web_Server', user: ada.username });
      const script = [
        'from simple_salesforce import Salesforce',
        `sf = Salesforce(instance='acme.develop.my.salesforce.com', session_id='${access_token}')`,
        ...QUERY,
        'query()',
        "tell(user=sf.oauth2('userinfo')['preferred_username'])",
      ];
      expect(await run(script)).toEqual({ told: [ACME, { user: ada.username }], error: undefined });
    },
  );
});
