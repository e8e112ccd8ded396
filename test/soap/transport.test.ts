/** How requests reach the SOAP API, and their headers, whatever the operation (soap-data.md 1, 4, 7, 8). */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { app, user } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';
import { expectRow } from '../rows/expect-row.ts';
import type { SOAP_DATA } from '../rows/soap-data.ts';
import {
  answerOf,
  type Client,
  client,
  ENTERPRISE,
  envelope,
  fault,
  idsIn,
  post,
  session,
} from './helpers.ts';

let sf: Fauxforce;
let sessionId: string;
let soap: Client;
beforeAll(async () => {
  sf = await startFauxforce();
  sf.clock.freeze();
  sf.clock.set('2026-11-29T06:35:00Z');
  sessionId = await session(sf);
  soap = client(sf, sessionId);
});
afterAll(() => sf[Symbol.asyncDispose]());

const ASK = '<getServerTimestamp/>';
const ANSWER = answerOf(
  '<getServerTimestampResponse><result><timestamp>2026-11-29T06:35:00.000Z</timestamp></result></getServerTimestampResponse>',
  [],
);
const header = (more = '') => `<SessionHeader><sessionId>${sessionId}</sessionId></SessionHeader>${more}`;

async function ask(
  changes: Parameters<typeof post>[2] = {},
  body: string | Buffer = envelope(ASK, header(), changes.namespace),
) {
  const answered = await post(sf, body, changes);
  return { ...answered, body: answered.body.replace(/<current>\d+</, '<current>N<') };
}

describe('a request', () => {
  it.each([
    '/services/Soap/u/64.0/',
    '/services/Soap/u/64.0/00D5g000004Acme',
    '/services/Soap/u/64.0/00D5g000004AcmeEAC',
    '/services/Soap/u/64.0/00D5g000004Acme/0DF000000000001',
    '/services/Soap/u/64.0?cache=0.73',
    '/services/Soap/u/31.0',
    '/services/Soap/u/67.0',
  ])('may be posted to %s', async (path) => {
    expectRow(['soap-data 1/paths', 'soap-data 8/data-versions'], await ask({ path }), 200, ANSWER);
  });

  it('may be of the enterprise API', async () => {
    const more = { path: '/services/Soap/c/64.0/00D5g000004Acme', namespace: ENTERPRISE };
    expectRow('soap-data 1/paths', await ask(more), 200, ANSWER.replace('urn:partner', 'urn:enterprise'));
  });

  it.each(['""', '', 'getServerTimestamp', 'anything'])('may have the SOAPAction %s', async (soapaction) => {
    expectRow('soap-data 1/soap-action', await ask({ headers: { soapaction } }), 200, ANSWER);
  });

  it('may be packed, and have headers that mean nothing', async () => {
    const packed = gzipSync(envelope(ASK, header()));
    const headers = { 'content-encoding': 'gzip', 'accept-encoding': 'gzip' };
    expectRow(['soap-data 1/gzip', 'soap-data 1/content-type'], await ask({ headers }, packed), 200, ANSWER, {
      'content-type': 'text/xml; charset=utf-8',
    });
    const others = {
      'sforce-call-options': 'client=DataLoaderPartnerUI/67.0.0',
      client_id: '3MVG9',
      calloptions: 'client:SforceInspector',
    };
    expectRow('soap-data 1/other-headers', await ask({ headers: others }), 200, ANSWER);
  });

  it('that is too large is a fault, and no page', async () => {
    const answered = await ask({}, 'x'.repeat(8 * 1024 * 1024 + 1));
    expectRow(
      ['soap-data 1/size', 'soap-data 1/no-html', 'soap-data 1/status'],
      answered,
      500,
      fault(
        'sf:EXCEEDED_MAX_SIZE_REQUEST',
        'UnexpectedErrorFault',
        'EXCEEDED_MAX_SIZE_REQUEST',
        'Maximum size of request reached',
      ),
      { 'content-type': 'text/xml; charset=utf-8' },
    );
  });
});

type Row = keyof typeof SOAP_DATA;

describe('headers of a call', () => {
  it.each<[Row, string]>([
    ['4/session', ''],
    [
      '4/call-options',
      '<CallOptions xmlns:x="http://www.w3.org/2001/XMLSchema-instance"><client>DataLoaderPartnerUI/67.0.0</client><defaultNamespace x:nil="true" /></CallOptions>',
    ],
    [
      '4/assignment-rule',
      '<AssignmentRuleHeader><assignmentRuleId>01Q000000000001</assignmentRuleId><useDefaultRule>false</useDefaultRule></AssignmentRuleHeader>',
    ],
    [
      '4/duplicate-rule',
      '<DuplicateRuleHeader><allowSave>true</allowSave><includeRecordDetails>false</includeRecordDetails><runAsCurrentUser>false</runAsCurrentUser></DuplicateRuleHeader>',
    ],
    [
      '4/ignored',
      '<EmailHeader><triggerAutoResponseEmail>true</triggerAutoResponseEmail></EmailHeader><MruHeader><updateMru>true</updateMru></MruHeader><LocaleOptions><language>en</language></LocaleOptions><OwnerChangeOptions/><DisableFeedTrackingHeader><disableFeedTracking>true</disableFeedTracking></DisableFeedTrackingHeader><PackageVersionHeader/>',
    ],
    [
      '4/must-understand',
      '<s:Unknown xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:x" s:mustUnderstand="1"><a/></s:Unknown><QueryOptions><batchSize>2000</batchSize></QueryOptions>',
    ],
  ])('soap-data %s', async (row, more) => {
    expectRow(`soap-data ${row}`, await soap.partner(ASK, more), 200, ANSWER);
    const made = await soap.partner(
      '<create><sObjects><type>Contact</type><LastName>Byron</LastName></sObjects></create>',
      more,
    );
    expect(idsIn(made)).toHaveLength(1);
  });

  it('tell the journal what the client calls itself', async () => {
    await soap.partner(ASK, '<CallOptions><client>DataLoader/67</client></CallOptions>');
    expect(sf.journal.last()?.request).toMatchObject({ client: 'DataLoader/67' });
  });
});

describe('an answer', () => {
  const raw = async () => await post(sf, envelope(ASK, header()));

  it('says how many calls were made today; this one counts, queryMore too', async () => {
    const before = Number(/<current>(\d+)</.exec((await raw()).body)?.[1]);
    await soap.partner('<queryMore><queryLocator>x</queryLocator></queryMore>');
    expectRow(
      ['soap-data 4/limit-info', 'soap-data 8/counts', 'soap-data 9/simple-salesforce'],
      await raw(),
      200,
      ANSWER.replace('<current>N<', `<current>${before + 2}<`),
    );
  });

  it('is the same for an access token, and for one that is of no use a fault from the first call on', async () => {
    const facts = { app: app(sf, 'Web_Server'), user: user(sf, 'ada') };
    const token = await accessTokenFor(sf, { ...facts, scopes: 'api' });
    expectRow('soap-data 8/session', await client(sf, token).partner(ASK), 200, ANSWER);
    const useless = await accessTokenFor(sf, { ...facts, scopes: 'id' });
    expectRow(
      ['soap-data 8/first-call', 'soap-data 7/not-for-api'],
      await client(sf, useless).partner('<getUserInfo/>'),
      500,
      fault(
        'sf:INVALID_SESSION_ID',
        'UnexpectedErrorFault',
        'INVALID_SESSION_ID',
        'This session is not valid for use with the API',
      ),
    );
  });
});

describe('what is not served', () => {
  const unsupported = (operation: string) =>
    fault(
      'sf:FUNCTIONALITY_NOT_ENABLED',
      'UnexpectedErrorFault',
      'FUNCTIONALITY_NOT_ENABLED',
      `fauxforce does not implement ${operation}(); see docs/limits.md`,
    );

  it.each(['describeLayout', 'describeTabs', 'process', 'sendEmail', 'findDuplicates', 'describeTheme'])(
    '%s says so',
    async (name) => {
      expectRow('soap-data 5/by-name', await soap.partner(`<${name}/>`), 500, unsupported(name));
    },
  );

  it('merge says so to the force CLI, which writes prefixes of its own', async () => {
    const body = `<env:Envelope xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:env="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><env:Header xmlns:cmd="urn:partner.soap.sforce.com"><cmd:SessionHeader><cmd:sessionId>${sessionId}</cmd:sessionId></cmd:SessionHeader></env:Header><env:Body xmlns:cmd="urn:partner.soap.sforce.com"><merge xmlns="urn:partner.soap.sforce.com"><request><masterRecord xsi:type="Account"><Id>001</Id></masterRecord><recordToMergeIds>001</recordToMergeIds></request></merge></env:Body></env:Envelope>`;
    expectRow(
      'soap-data 2/force-cli',
      await ask({ headers: { soapaction: 'merge' } }, body),
      500,
      unsupported('merge'),
    );
  });
});

describe('orgs and users that may not call', () => {
  it('an org that has used up its day', async () => {
    await using other = await startFauxforce({ demo: { settings: { dailyApiRequests: 2 } } });
    const own = client(other, await session(other));
    for (let calls = 0; calls < 2; calls++) expect((await own.partner(ASK)).status).toBe(200);
    expectRow(
      'soap-data 7/daily-limit',
      await own.partner(ASK),
      500,
      fault(
        'sf:REQUEST_LIMIT_EXCEEDED',
        'UnexpectedErrorFault',
        'REQUEST_LIMIT_EXCEEDED',
        'TotalRequests Limit exceeded.',
      ),
    );
    expect((await own.partner('<logout/>')).status).toBe(200);
  });

  it('a user without API Enabled', async () => {
    const profiles = { 'System Administrator': { apiEnabled: false } };
    await using other = await startFauxforce({ demo: { profiles } });
    const facts = { app: app(other, 'Web_Server'), user: user(other, 'ada'), scopes: 'api' };
    const own = client(other, await accessTokenFor(other, facts));
    expectRow(
      'soap-data 7/api-disabled',
      await own.partner(ASK),
      500,
      fault(
        'sf:API_CURRENTLY_DISABLED',
        'UnexpectedErrorFault',
        'API_CURRENTLY_DISABLED',
        'API is disabled for this User',
      ),
    );
  });
});
