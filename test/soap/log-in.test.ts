/** `login()` at `/services/Soap`: the answer and every row of identity-and-resources.md 9.3, byte for byte. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoChanges } from '../../src/refusals/refusal.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { send } from '../helpers/token.ts';
import { expectRow } from '../rows/expect-row.ts';
import { call, clientFault, ENTERPRISE, envelope, fault, logIn, post, session } from './helpers.ts';

const INVALID_LOGIN = fault(
  'INVALID_LOGIN',
  'LoginFault',
  'INVALID_LOGIN',
  'Invalid username, password, security token; or user locked out.',
);

async function withOrg<Result>(demo: DemoChanges, test: (sf: Fauxforce) => Promise<Result>): Promise<Result> {
  await using sf = await startFauxforce({ demo, allowClientIpHeader: true });
  return await test(sf);
}

/** The answer of 9.2, with the values of the demo. */
function answer(url: string, word: 'u' | 'c', sessionId: string, ids: { user: string; profile: string }) {
  const api = word === 'u' ? 'partner' : 'enterprise';
  return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:${api}.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><loginResponse><result><metadataServerUrl>${url}/services/Soap/m/64.0/00D5g000004Acme</metadataServerUrl><passwordExpired>false</passwordExpired><sandbox>false</sandbox><serverUrl>${url}/services/Soap/${word}/64.0/00D5g000004Acme</serverUrl><sessionId>${sessionId}</sessionId><userId>${ids.user}</userId><userInfo><accessibilityMode>false</accessibilityMode><chatterExternal>false</chatterExternal><currencySymbol>$</currencySymbol><orgAttachmentFileSizeLimit>26214400</orgAttachmentFileSizeLimit><orgDefaultCurrencyIsoCode>USD</orgDefaultCurrencyIsoCode><orgDefaultCurrencyLocale>en_US</orgDefaultCurrencyLocale><orgDisallowHtmlAttachments>false</orgDisallowHtmlAttachments><orgHasPersonAccounts>false</orgHasPersonAccounts><organizationId>00D5g000004AcmeEAC</organizationId><organizationMultiCurrency>false</organizationMultiCurrency><organizationName>Acme</organizationName><profileId>${ids.profile}</profileId><roleId xsi:nil="true"/><sessionSecondsValid>7200</sessionSecondsValid><userDefaultCurrencyIsoCode xsi:nil="true"/><userEmail>ada@acme.example</userEmail><userFullName>Ada Byron</userFullName><userId>${ids.user}</userId><userLanguage>en_US</userLanguage><userLocale>en_US</userLocale><userName>ada@acme.example</userName><userTimeZone>America/Los_Angeles</userTimeZone><userType>Standard</userType><userUiSkin>Theme3</userUiSkin></userInfo></result></loginResponse></soapenv:Body></soapenv:Envelope>`;
}

describe('a log-in', () => {
  let sf: Fauxforce;
  let ids: { user: string; profile: string };
  beforeAll(async () => {
    sf = await startFauxforce();
    const { id = '' } = sf.users.ada ?? {};
    const profile = sf.orgs[0]?.profiles.find(({ name }) => name === 'System Administrator')?.id ?? '';
    ids = { user: id, profile };
  });
  afterAll(() => sf[Symbol.asyncDispose]());

  it.each(['u', 'c'] as const)('of /services/Soap/%s is answered byte for byte', async (word) => {
    const namespace = word === 'c' ? ENTERPRISE : undefined;
    const { status, headers, body } = await logIn(
      sf,
      {},
      { path: `/services/Soap/${word}/64.0`, ...(namespace && { namespace }) },
    );
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/xml; charset=utf-8');
    const id = /<sessionId>(00D5g000004Acme!A[\w.]{95})</.exec(body)?.[1] ?? 'none';
    expect(body).toBe(answer(sf.url, word, id, ids));
  });

  it.each([
    '/services/Soap/u/31.0',
    '/services/Soap/u/64.0/',
    '/services/Soap/u/64.0/00D5g000004Acme',
    '/services/Soap/u/64.0/00D5g000004AcmeEAC',
    '/services/Soap/u/64.0/00D5g000004Acme/0DF000000000001',
    '/services/Soap/u/64.0?cache=0.73',
  ])('is there at %s', async (path) => {
    expect((await logIn(sf, {}, { path })).status).toBe(200);
  });

  it.each<[string, Record<string, string>]>([
    ['the operation as its SOAPAction', { soapaction: 'login' }],
    ['no charset', { 'content-type': 'text/xml' }],
    ['the type of SOAP 1.2', { 'content-type': 'application/soap+xml; charset=utf-8' }],
    ['the type of a form, as curl has it', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['Expect', { expect: '100-continue' }],
  ])('passes with %s', async (_what, headers) => {
    expect((await logIn(sf, {}, { headers })).status).toBe(200);
  });

  it('is read gzipped, as force-wsc sends it', async () => {
    const body = envelope(
      '<login><username>ada@acme.example</username><password>correct-horseTok3n</password></login>',
    );
    const answered = await post(sf, gzipSync(body), { headers: { 'content-encoding': 'gzip' } });
    expect(answered.status).toBe(200);
  });

  it.each([
    ['prefixes of its own', (xml: string) => xml.replaceAll('se:', 'env:').replace('xmlns:se', 'xmlns:env')],
    ['a declaration and line feeds', (xml: string) => `<?xml version="1.0" encoding="utf-8" ?>\n${xml}\n`],
    [
      'a comment and CDATA',
      (xml: string) => xml.replace('correct-horse', '<!-- x --><![CDATA[correct]]>-horse'),
    ],
    ['characters by number', (xml: string) => xml.replace('ada@', '&#97;&#x64;a@')],
    ['parameters in no namespace', (xml: string) => xml.replaceAll('<username>', '<username xmlns="">')],
    [
      'parameters without their names',
      (xml: string) =>
        xml.replace(/<(\/?)username>/g, '<$1c-gensym3>').replace(/<(\/?)password>/g, '<$1c-gensym4>'),
    ],
    [
      'headers that nobody knows',
      (xml: string) => xml.replace('</se:Header>', '<x se:mustUnderstand="1"/></se:Header>'),
    ],
    ['no Header', (xml: string) => xml.replace(/<se:Header.*<\/se:Header>/, '')],
  ])('passes with %s', async (_what, change) => {
    const body = envelope(
      '<login><username>ada@acme.example</username><password>correct-horseTok3n</password></login>',
    );
    expect((await post(sf, change(body))).status).toBe(200);
  });

  it('in ISO-8859-1 is read as it says', async () => {
    const xml = `<?xml version="1.0" encoding="ISO-8859-1"?>${envelope('<login><username>j\xfcrgen</username></login>')}`;
    await post(sf, Buffer.from(xml, 'latin1'), { headers: { 'content-type': 'text/xml' } });
    expect(sf.journal.last()).toMatchObject({
      username: 'jürgen',
      refusal: { name: 'soap-login.unknown-user' },
    });
  });

  it('has older answers for older versions: no member that their WSDL lacks', async () => {
    const { body } = await logIn(sf, {}, { path: '/services/Soap/u/38.0' });
    expect(body).toContain('</accessibilityMode><currencySymbol>');
    expect(body).toContain('</orgDefaultCurrencyIsoCode><orgDisallowHtmlAttachments>');
  });

  it('tells the journal who, with what, but no secret', async () => {
    const header = '<CallOptions><client>RestForce</client></CallOptions>';
    await logIn(sf, { header });
    const entry = sf.journal.last();
    expect(entry).toMatchObject({
      endpoint: 'soap',
      username: 'ada@acme.example',
      clientId: null,
      logIn: { type: 'Partner Product' },
      request: {
        operation: 'login',
        username: 'ada@acme.example',
        password: expect.stringMatching(/^sha256:/),
        client: 'RestForce',
      },
    });
    expect(JSON.stringify(entry)).not.toContain('correct-horse');
    expect(JSON.stringify(entry)).not.toContain('00D5g000004Acme!');
  });

  it('is in the login history', async () => {
    await send(sf, '/_fauxforce/journal', { method: 'DELETE' });
    await logIn(sf);
    await logIn(sf, { password: 'wrong', header: '<CallOptions><client>RestForce</client></CallOptions>' });
    const { logins } = JSON.parse((await send(sf, '/_fauxforce/logins')).body);
    expect(logins).toMatchObject([
      {
        loginType: 'Partner Product',
        application: 'RestForce',
        status: 'Invalid Password',
        apiType: 'SOAP Partner',
        apiVersion: '64.0',
        clientId: null,
      },
      { loginType: 'Other Apex API', application: 'N/A', status: 'Success', clientId: null },
    ]);
  });
});

describe('a session', () => {
  it('is good for REST and SOAP, and lives as long as the org says', async () => {
    await using sf = await startFauxforce({ demo: { settings: { sessionTimeout: 30 } } });
    const id = await session(sf);
    const rest = () => send(sf, '/services/data/v60.0', { headers: { authorization: `Bearer ${id}` } });
    expect((await rest()).status).toBe(200);
    sf.clock.advance('29m');
    expect((await call(sf, '<getUserInfo/>', id)).status).toBe(200);
    sf.clock.advance('29m');
    expect((await rest()).status).toBe(200);
    sf.clock.advance('31m');
    expect((await rest()).status).toBe(401);
    expect((await call(sf, '<getUserInfo/>', id)).status).toBe(500);
    expect(sf.journal.last()?.refusal).toMatchObject({
      name: 'soap.dead-session',
      why: 'the session or access token is expired',
    });
  });

  it('of an expired password is given and says so; the APIs refuse it', async () => {
    await withOrg({ users: { ada: { isPasswordExpired: true } } }, async (sf) => {
      const { status, body } = await logIn(sf);
      expect(status).toBe(200);
      expect(body).toContain('<passwordExpired>true</passwordExpired>');
      const id = /<sessionId>([^<]+)/.exec(body)?.[1] ?? '';
      expect(
        await send(sf, '/services/data/v60.0', { headers: { authorization: `Bearer ${id}` } }),
      ).toMatchObject({
        status: 401,
        body: '[{"message":"Your password has expired. Please reset your password.","errorCode":"INVALID_OPERATION_WITH_EXPIRED_PASSWORD"}]',
      });
      expect((await call(sf, '<getUserInfo/>', id)).body).toBe(
        fault(
          'sf:INVALID_OPERATION_WITH_EXPIRED_PASSWORD',
          'UnexpectedErrorFault',
          'INVALID_OPERATION_WITH_EXPIRED_PASSWORD',
          'The users password has expired, you must call SetPassword before attempting any other API operations',
        ),
      );
    });
  });

  it('is refused under API Access Control, after the log-in', async () => {
    await withOrg({ settings: { apiAccessControl: true } }, async (sf) => {
      const id = await session(sf);
      expect((await call(sf, '<getUserInfo/>', id)).body).toBe(
        fault(
          'sf:INVALID_SESSION_ID',
          'UnexpectedErrorFault',
          'INVALID_SESSION_ID',
          'This session is not valid for use with the API',
        ),
      );
    });
  });
});

describe('hosts', () => {
  it.each<[string, string | undefined, string]>([
    ['login.salesforce.com', 'https://acme.develop.my.salesforce.com', 'developer'],
    ['acme.develop.my.salesforce.com', 'https://acme.develop.my.salesforce.com', 'developer'],
    ['na1.salesforce.com', 'https://acme.develop.my.salesforce.com', 'developer'],
    ['test.salesforce.com', undefined, 'developer'],
    ['test.salesforce.com', 'https://acme.sandbox.my.salesforce.com', 'sandbox'],
    ['login.salesforce.com', undefined, 'sandbox'],
  ])('%s answers %s for a user of type %s', async (host, url, type) => {
    await withOrg({ org: { type } }, async (sf) => {
      const { status, body } = await logIn(sf, {}, { headers: { host } });
      expect(status).toBe(url === undefined ? 500 : 200);
      if (url === undefined) expect(body).toBe(INVALID_LOGIN);
      else {
        expect(body).toContain(`<serverUrl>${url}/services/Soap/u/64.0/00D5g000004Acme</serverUrl>`);
        expect(body).toContain(
          `<metadataServerUrl>${url}/services/Soap/m/64.0/00D5g000004Acme</metadataServerUrl>`,
        );
        expect(body).toContain(`<sandbox>${type === 'sandbox'}</sandbox>`);
      }
    });
  });

  it('under My-Domain-only for SOAP the log-in hosts refuse, and My Domain does not', async () => {
    await withOrg({ settings: { doesApiLoginRequireOrgDomain: true } }, async (sf) => {
      for (const host of ['login.salesforce.com', 'na1.salesforce.com'])
        expect((await logIn(sf, {}, { headers: { host } })).body).toBe(
          fault(
            'LOGIN_DURING_RESTRICTED_DOMAIN',
            'LoginFault',
            'LOGIN_DURING_RESTRICTED_DOMAIN',
            'cannot log in from current domain',
          ),
        );
      for (const headers of [{}, { host: 'acme.develop.my.salesforce.com' }])
        expect((await logIn(sf, {}, { headers })).status).toBe(200);
    });
  });

  it('the log-in host gives a session that it does not take itself', async () => {
    await withOrg({}, async (sf) => {
      const host = 'login.salesforce.com';
      const id = await session(sf);
      expectRow(
        'soap-data 7/wrong-host',
        await call(sf, '<getUserInfo/>', id, { headers: { host } }),
        500,
        fault(
          'sf:UNKNOWN_EXCEPTION',
          'UnexpectedErrorFault',
          'UNKNOWN_EXCEPTION',
          'Destination URL not reset. The URL returned from login must be set in the SforceService',
        ),
      );
    });
  });
});

describe('faults of 9.3', () => {
  it.each<[string, DemoChanges, Parameters<typeof logIn>[1]]>([
    ['an unknown user', {}, { username: 'nobody@acme.example' }],
    ['no user at all', {}, { username: '' }],
    ['a wrong password', {}, { password: 'wrong' }],
    ['no password', {}, { password: '' }],
    ['a wrong token', {}, { password: 'correct-horseTok3m' }],
    ['a locked user', { users: { ada: { isLocked: true } } }, {}],
    ['a frozen user', { users: { ada: { isFrozen: true } } }, {}],
    ['an inactive user', { users: { ada: { isActive: false } } }, {}],
    ['MFA for API log-ins', { profiles: { 'System Administrator': { twoFactorApi: true } } }, {}],
    ['a customer without a scope', {}, { username: 'vera@acme.example', password: 'correct-horse' }],
  ])('INVALID_LOGIN for %s', async (_what, demo, request) => {
    await withOrg(demo, async (sf) => {
      expect(await logIn(sf, request)).toMatchObject({ status: 500, body: INVALID_LOGIN });
    });
  });

  it('has the enterprise namespace where that was called', async () => {
    await withOrg({}, async (sf) => {
      const more = { path: '/services/Soap/c/64.0', namespace: ENTERPRISE };
      expect((await logIn(sf, { password: 'wrong' }, more)).body).toBe(
        INVALID_LOGIN.replace('partner', 'enterprise'),
      );
    });
  });

  it('LOGIN_MUST_USE_SECURITY_TOKEN without a token from elsewhere; a trusted address needs none', async () => {
    const text =
      'Invalid username, password, security token; or user locked out. Are you at a new location? When accessing Salesforce--either via a desktop client or the API--from outside of your company’s trusted networks, you must add a security token to your password to log in. To get your new security token, log in to Salesforce. From your personal settings, enter Reset My Security Token in the Quick Find box, then select Reset My Security Token.';
    await withOrg(
      { settings: { trustedIpRanges: [{ start: '10.0.0.0', end: '10.0.0.255' }] } },
      async (sf) => {
        const from = (ip: string) => ({ headers: { 'x-fauxforce-client-ip': ip } });
        expect((await logIn(sf, { password: 'correct-horse' }, from('10.0.1.1'))).body).toBe(
          fault('LOGIN_MUST_USE_SECURITY_TOKEN', 'LoginFault', 'LOGIN_MUST_USE_SECURITY_TOKEN', text),
        );
        expect((await logIn(sf, { password: 'correct-horse' }, from('10.0.0.7'))).status).toBe(200);
      },
    );
  });

  it.each<[string, DemoChanges]>([
    ['allowSoapLogin', { settings: { allowSoapLogin: false } }],
    ['the mandate no-soap', { org: { mandates: ['no-soap'] } }],
  ])('INVALID_OPERATION by %s', async (_what, demo) => {
    await withOrg(demo, async (sf) => {
      expect((await logIn(sf)).body).toBe(
        fault(
          'sf:INVALID_OPERATION',
          'UnexpectedErrorFault',
          'INVALID_OPERATION',
          'SOAP API login() is disabled by default in this org. Contact the org administrator to enable SOAP API login().',
        ),
      );
    });
  });

  it.each([
    '/services/Soap/u/30.0',
    '/services/Soap/u/7.0',
    '/services/Soap/u/68.0',
    '/services/Soap/u/65.0',
    '/services/Soap/u/x',
    '/services/Soap/c/30.0/00D5g000004Acme',
  ])('UNSUPPORTED_API_VERSION at %s', async (path) => {
    await withOrg({}, async (sf) => {
      expectRow(
        path.endsWith('65.0')
          ? ['soap-data 8/login-versions', 'soap-data 8/wsdl-login']
          : ['soap-data 7/version', 'soap-data 8/retired'],
        await logIn(sf, {}, { path }),
        500,
        fault(
          'sf:UNSUPPORTED_API_VERSION',
          'UnexpectedErrorFault',
          'UNSUPPORTED_API_VERSION',
          'Invalid Api version specified on URL',
          path.includes('/c/') ? 'enterprise' : 'partner',
        ),
      );
    });
  });

  it('retirement never follows the clock', async () => {
    await withOrg({}, async (sf) => {
      sf.clock.set('2040-01-01T00:00:00Z');
      expect((await logIn(sf)).status).toBe(200);
    });
  });

  it('GET is 405, in HTML', async () => {
    await withOrg({}, async (sf) => {
      const answered = await send(sf, '/services/Soap/u/64.0');
      expectRow(
        'soap-data 1/status',
        answered,
        405,
        '<!DOCTYPE html>\n<html><head><title>Error 405</title></head><body><h1>Error 405</h1><p>Only POST allowed</p></body></html>',
        { allow: 'POST' },
      );
    });
  });

  it('no SOAPAction, no body', async () => {
    await withOrg({}, async (sf) => {
      const { body } = await send(sf, '/services/Soap/u/64.0', { method: 'POST', body: 'x' });
      expect(body).toBe(clientFault('SOAPAction HTTP header missing'));
      expectRow('soap-data 7/empty-body', await post(sf, ''), 500, clientFault('Premature end of file.'));
    });
  });

  it('a dead session, and none', async () => {
    await withOrg({}, async (sf) => {
      const id = await session(sf);
      await call(sf, '<logout/>', id);
      const dead = await call(sf, '<getUserInfo/>', id);
      const hash = /hash: ([\w+/]{43}=)\n/.exec(dead.body)?.[1] ?? 'none';
      const illegal = 'Invalid Session ID found in SessionHeader: Illegal Session';
      const gone = `${illegal}. Session not found, missing session hash: ${hash}\nThis error usually occurs after a session expires or a user logs out. Decoder: DataInDbSessionKeyDecoder`;
      const sessionFault = (text: string) =>
        fault('sf:INVALID_SESSION_ID', 'UnexpectedErrorFault', 'INVALID_SESSION_ID', text);
      expectRow(
        ['soap-data 7/session', 'soap-data 8/refresh', 'soap-data 8/logout'],
        dead,
        500,
        sessionFault(gone),
      );
      const none = await call(sf, '<getUserInfo/>', undefined);
      expectRow('soap-data 7/no-session', none, 500, sessionFault(illegal));
      expect((await call(sf, '<getUserInfo/>', 'nonsense')).body).toBe(sessionFault(illegal));
    });
  });
});

describe('customers and partners', () => {
  const vera = { username: 'vera@acme.example', password: 'correct-horseTok3n' };
  const scope = (organizationId: string, portalId = '') =>
    `<LoginScopeHeader><organizationId>${organizationId}</organizationId>${portalId && `<portalId>${portalId}</portalId>`}</LoginScopeHeader>`;

  it('log in with their org in LoginScopeHeader, to a path of their site', async () => {
    await withOrg({ profiles: { 'Customer Community User': { apiEnabled: true } } }, async (sf) => {
      const password = `correct-horse${sf.users.vera?.securityToken}`;
      const site = sf.orgs[0]?.sites[0]?.id ?? '';
      for (const header of [scope('00D5g000004Acme'), scope('00D5g000004AcmeEAC', site)]) {
        const { body } = await logIn(sf, { ...vera, password, header });
        expect(body).toMatch(
          /<serverUrl>http:\/\/127\.0\.0\.1:\d+\/services\/Soap\/u\/64\.0\/00D5g000004Acme\/0DF\w{12}</,
        );
      }
      for (const header of ['', scope('00D5g0000099999'), scope('00D5g000004Acme', '0DB000000000001AAA')])
        expect((await logIn(sf, { ...vera, password, header })).body).toBe(INVALID_LOGIN);
    });
  });

  it('whoever names another org is refused', async () => {
    await withOrg({}, async (sf) => {
      expect((await logIn(sf, { header: scope('00D5g0000099999') })).body).toBe(INVALID_LOGIN);
      expect((await logIn(sf, { header: scope('00D5g000004Acme') })).status).toBe(200);
    });
  });
});

describe('lockout', () => {
  it('counts wrong passwords of SOAP with those of the grant, and ends with its time', async () => {
    await withOrg(
      { settings: { maxLoginAttempts: 'ThreeAttempts', lockoutInterval: 'FifteenMinutes' } },
      async (sf) => {
        for (const password of ['wrong', 'correct-horsewrong', 'wrong']) await logIn(sf, { password });
        expect((await logIn(sf)).body).toBe(INVALID_LOGIN);
        expect(sf.journal.last()?.refusal?.name).toBe('soap-login.locked');
        sf.clock.advance('16m');
        expect((await logIn(sf)).status).toBe(200);
      },
    );
  });
});
