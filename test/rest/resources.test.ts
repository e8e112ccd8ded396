/** Resources beside records and queries (rest-data.md 8), what changed of an object (3.3), and what is refused by name. */
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { ADA, GRACE, startAcme } from '../identity/acme.ts';
import { expectRow } from '../rows/expect-row.ts';
import { attributes, Caller, NOT_FOUND, refused, S, V } from './caller.ts';

const fresh = freshServers();

let sf: Fauxforce;
let ada: Caller;
let grace: Caller;
beforeAll(async () => {
  sf = await startAcme();
  sf.clock.freeze();
  sf.clock.set('2027-03-01T08:00:30Z');
  ada = await Caller.of(sf);
  grace = await Caller.of(sf, 'grace');
});
afterAll(() => sf[Symbol.asyncDispose]());

const item = (object: string, id: string, name = '') =>
  `{${attributes(object, id)},"Id":"${id}"${name && `,"Name":"${name}"`}}`;

describe('/recent', () => {
  test('has what the user made last, and what they asked to be noted', async () => {
    expectRow('rest-data 8/recent', await grace.get(`${V}/recent`), 200, '[]');
    const first = await grace.create('Account', { Name: 'First' });
    const second = await grace.create('Account', { Name: 'Second' });
    const [a, b] = [item('Account', first, 'First'), item('Account', second, 'Second')];
    expectRow('rest-data 8/recent', await grace.get(`${V}/recent`), 200, `[${b},${a}]`);
    await grace.get(`${S}/Account/${first}`);
    expectRow('rest-data 8/recent', await grace.get(`${V}/recent?limit=1`), 200, `[${b}]`);
    await grace.get(`${S}/Account/${first}`, { 'sforce-mru': 'updateMru=true' });
    expectRow('rest-data 8/recent', await grace.get(`${V}/recent?limit=1`), 200, `[${a}]`);
    await grace.call(
      'PATCH',
      `${S}/Account/${second.slice(0, 15)}`,
      { Site: 'x' },
      { 'sforce-mru': 'updateMru=true' },
    );
    expectRow('rest-data 8/recent', await grace.get(`${V}/recent/`), 200, `[${b},${a}]`);
  });

  test('has nothing that was deleted, and nothing of others; a record without a name has its id', async () => {
    const before = await ada.get(`${V}/recent`);
    const gone = await ada.create('Account', { Name: 'Gone' });
    await ada.call('DELETE', `${S}/Account/${gone}`);
    expect((await ada.get(`${V}/recent`)).body).toBe(before.body);
    const id = await ada.create('Case', { Subject: 'Broken' });
    const { body } = await ada.get(`${V}/recent?limit=1`);
    expect(body).toMatch(
      /^\[\{"attributes":\{"type":"Case","url":"[/A-Za-z0-9.]+"\},"Id":"500\w{15}","CaseNumber":"\d{8}"\}\]$/,
    );
    expect(body).toContain(id);
  });

  test.each(['0', '-1', 'x', '1e9', ''])('takes a limit of %s for none', async (limit) => {
    expect((await ada.get(`${V}/recent?limit=${limit}`)).status).toBe(200);
  });
});

test('/limits has 52 members with the ceilings of a Developer Edition', async () => {
  const ceilings = (
    'ActiveScratchOrgs 3 AnalyticsExternalDataSizeMB 40960 ConcurrentAsyncGetReportInstances 200 ConcurrentEinsteinDataInsightsStoryCreation 5 ' +
    'ConcurrentEinsteinDiscoveryStoryCreation 2 ConcurrentSyncReportRuns 20 DailyAnalyticsDataflowJobExecutions 60 DailyAnalyticsUploadedFilesSizeMB 51200 ' +
    'DailyApiRequests 15000 DailyAsyncApexExecutions 250000 DailyAsyncApexTests 540 DailyBulkApiBatches 15000 DailyBulkV2QueryFileStorageMB 976562 ' +
    'DailyBulkV2QueryJobs 10000 DailyDeliveredPlatformEvents 10000 DailyDurableGenericStreamingApiEvents 10000 DailyDurableStreamingApiEvents 10000 ' +
    'DailyEinsteinDataInsightsStoryCreation 1000 DailyEinsteinDiscoveryOptimizationJobRuns 25 DailyEinsteinDiscoveryPredictAPICalls 50000 ' +
    'DailyEinsteinDiscoveryPredictionsByCDC 500000 DailyEinsteinDiscoveryStoryCreation 100 DailyFunctionsApiCallLimit 50000 DailyGenericStreamingApiEvents 10000 ' +
    'DailyScratchOrgs 6 DailyStandardVolumePlatformEvents 10000 DailyStreamingApiEvents 10000 DailyWorkflowEmails 405 DataStorageMB 5 ' +
    'DurableStreamingApiConcurrentClients 20 FileStorageMB 20 HourlyAsyncReportRuns 1200 HourlyDashboardRefreshes 200 HourlyDashboardResults 5000 ' +
    'HourlyDashboardStatuses 999999999 HourlyLongTermIdMapping 100000 HourlyManagedContentPublicRequests 50000 HourlyODataCallout 1000 ' +
    'HourlyPublishedPlatformEvents 50000 HourlyPublishedStandardVolumePlatformEvents 1000 HourlyShortTermIdMapping 100000 HourlySyncReportRuns 500 ' +
    'HourlyTimeBasedWorkflow 50 MassEmail 10 MonthlyEinsteinDiscoveryStoryCreation 500 Package2VersionCreates 6 Package2VersionCreatesWithoutValidation 500 ' +
    'PermissionSets 1500 PrivateConnectOutboundCalloutHourlyLimitMB 0 PublishCallbackUsageInApex 5242880 SingleEmail 15 StreamingApiConcurrentClients 20'
  ).split(' ');
  const own = await fresh();
  const members = Array.from({ length: ceilings.length / 2 }, (_, i) => {
    const [name, max] = [ceilings[2 * i], Number(ceilings[2 * i + 1])];
    const custom = name === 'PermissionSets' ? ',"CreateCustom":{"Max":1000,"Remaining":999}' : '';
    const used = name === 'DailyApiRequests' || custom !== '' ? 1 : 0;
    return `"${name}":{"Max":${max},"Remaining":${max - used}${custom}}`;
  });
  expect(members).toHaveLength(52);
  expectRow(
    'rest-data 8/limits',
    await (await Caller.of(own)).get(`${V}/limits/`),
    200,
    `{${members.join(',')}}`,
  );
});

test('/limits/recordCount leaves out what is unknown or empty', async () => {
  const own = await fresh();
  const caller = await Caller.of(own);
  const asked = `${V}/limits/recordCount?sObjects=Account,Contact,Nothing`;
  expectRow('rest-data 8/record-count', await caller.get(asked), 200, '{"sObjects":[]}');
  await caller.create('Account', { Name: 'Acme' });
  expectRow(
    'rest-data 8/record-count',
    await caller.get(asked),
    200,
    '{"sObjects":[{"count":1,"name":"Account"}]}',
  );
});

test('no more calls than the org may make in a day, /limits included', async () => {
  // A server that went back to its start still counts the calls before (docs/limits.md).
  await using own = await startFauxforce({ demo: { settings: { dailyApiRequests: 1 } } });
  const caller = await Caller.of(own);
  expect((await caller.get(V)).status).toBe(200);
  for (const path of ['/limits', '/query?q=SELECT+Id+FROM+Account', '/nothing'])
    expectRow(
      'rest-data 8/limit-reached',
      await caller.get(V + path),
      403,
      refused('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'),
    );
});

describe('the password of a user', () => {
  const path = `${S}/User/${GRACE}/password`;

  test('is set by an administrator and by themselves', async () => {
    expectRow(
      'rest-data 8/password',
      await ada.call('POST', path, { NewPassword: 'correct-horse-9' }),
      204,
      '',
    );
    expectRow('rest-data 8/password', await grace.get(path), 200, '{"isExpired":false}');
    expect(sf.world.orgs.orgs[0]?.users.find(({ id }) => id === GRACE)?.password).toBe('correct-horse-9');
  });

  test("is refused where it is weak, another's, or of nobody", async () => {
    for (const [sent, message] of [
      [{ NewPassword: 'short' }, 'Your password must be at least 8 characters long.'],
      [{ NewPassword: 'correct-horse' }, 'Your password must include letters and numbers.'],
      [{ NewPassword: 7 }, 'Your password must be at least 8 characters long.'],
    ] as const)
      expectRow(
        'rest-data 8/password',
        await ada.call('POST', path, sent),
        400,
        refused('INVALID_NEW_PASSWORD', message),
      );
    expectRow(
      'rest-data 8/password',
      await grace.call('POST', `${S}/User/${ADA}/password`, { NewPassword: 'correct-horse-9' }),
      403,
      refused('INSUFFICIENT_ACCESS', 'insufficient access rights on object id'),
    );
    expectRow(
      'rest-data 8/password',
      await ada.call('POST', `${S}/User/005FF0000000000AAA/password`, {}),
      404,
      NOT_FOUND,
    );
  });
});

describe('what happened to an object', () => {
  const at = (path: string, start: string, end: string) =>
    `${S}/Lead/${path}/?start=${encodeURIComponent(start)}&end=${encodeURIComponent(end)}`;
  const TODAY = ['2027-03-01T00:00:00+00:00', '2027-03-02T00:00:00+00:00'] as const;

  test('was made and changed, or deleted', async () => {
    const lead = (LastName: string) => ada.create('Lead', { LastName, Company: 'Acme' });
    const [kept, gone] = [await lead('kept'), await lead('gone')].sort();
    await ada.call('DELETE', `${S}/Lead/${gone}`);
    expectRow(
      'rest-data 3.3/changes',
      await ada.get(at('updated', ...TODAY)),
      200,
      `{"ids":["${kept}"],"latestDateCovered":"2027-03-01T08:00:00.000+0000"}`,
    );
    expectRow(
      'rest-data 3.3/changes',
      await ada.get(at('deleted', ...TODAY)),
      200,
      `{"deletedRecords":[{"id":"${gone}","deletedDate":"2027-03-01T08:00:30.000+0000"}],"earliestDateAvailable":"2027-02-14T08:00:00.000+0000","latestDateCovered":"2027-03-01T08:00:00.000+0000"}`,
    );
    const before = ['2027-02-27T00:00:00Z', '2027-02-28T00:00:00Z'] as const;
    expectRow(
      'rest-data 3.3/changes',
      await ada.get(at('updated', ...before)),
      200,
      '{"ids":[],"latestDateCovered":"2027-02-28T00:00:00.000+0000"}',
    );
    expectRow(
      'rest-data 3.3/changes',
      await grace.get(at('deleted', ...TODAY)),
      200,
      '{"deletedRecords":[],"earliestDateAvailable":"2027-02-14T08:00:00.000+0000","latestDateCovered":"2027-03-01T08:00:00.000+0000"}',
    );
  });

  test('of users too', async () => {
    const { body } = await ada.get(`${S}/User/updated?start=2027-03-01T00:00:00Z&end=2027-03-02T00:00:00Z`);
    expect(body).toMatch(
      /^\{"ids":\[(?:"005\w{15}",?)*\],"latestDateCovered":"2027-03-01T08:00:00\.000\+0000"\}$/,
    );
    expect((await ada.get(at('updated', ...TODAY).replace('Lead', 'Nothing'))).body).toBe(NOT_FOUND);
  });

  test.each([
    ['', '2027-03-02T00:00:00Z', 'start must be an instant such as 2026-01-31T12:00:00Z'],
    ['2027-03-01T00:00:00Z', 'tomorrow', 'end must be an instant such as 2026-01-31T12:00:00Z'],
    ['2027-03-01T00:00:00Z', '2027-03-01T00:00:59Z', 'start must lie a minute or more before end'],
    ['2027-01-01T00:00:00Z', '2027-03-01T00:00:59Z', 'start must lie within the last 30 days'],
    ['2027-02-31T25:00:00Z', '2027-03-01T00:00:59Z', 'start must be an instant such as 2026-01-31T12:00:00Z'],
  ])('between %s and %s is refused', async (start, end, message) => {
    expectRow(
      'rest-data 3.3/changes',
      await ada.get(at('updated', start, end)),
      400,
      refused('INVALID_REPLICATION_DATE', `${message}.`),
    );
  });
});

describe('refused by name', () => {
  const unsupported = (what: string) =>
    refused('FUNCTIONALITY_NOT_ENABLED', `fauxforce does not implement ${what}; see docs/limits.md`);

  test.each([
    ['/tooling/sobjects/ApexClass', 'the resource tooling'],
    ['/tooling/executeAnonymous/?anonymousBody=', 'the resource tooling'],
    ['/tooling/query/?q=SELECT+Id+FROM+ApexClass', 'the Tooling API'],
    ['/chatter/users/me', 'the resource chatter'],
    ['/connect/organization', 'the resource connect'],
    ['/ui-api/records/001FF0000000000AAA', 'the resource ui-api'],
    ['/wave', 'the resource wave'],
    ['/composite/graph', 'composite graphs'],
    ['/sobjects/Account/describe/layouts', 'layouts'],
    ['/sobjects/Account/describe/layouts/012000000000000AAA', 'layouts'],
    ['/sobjects/Account/describe/compactLayouts/primary', 'compact layouts'],
    ['/sobjects/Account/describe/approvalLayouts', 'approval layouts'],
    ['/sobjects/User/describe/namedLayouts/UserAlt', 'named layouts'],
    ['/sobjects/Account/quickActions/LogACall', 'quick actions'],
    ['/sobjects/Account/listviews', 'list views'],
    ['/sobjects/Account/defaultValues?recordTypeId&fields', 'default values'],
  ])('%s', async (path, what) => {
    const refusal = unsupported(what);
    const { status, body } = await ada.get(V + path);
    expect([status, JSON.parse(body)]).toEqual([403, JSON.parse(refusal)]);
  });

  test('inside of other calls too', async () => {
    const batchRequests = [{ method: 'GET', url: 'v60.0/tooling/sobjects/ApexClass' }];
    expect((await ada.call('POST', `${V}/composite/batch`, { batchRequests })).body).toBe(
      `{"hasErrors":true,"results":[{"statusCode":403,"result":${unsupported('the resource tooling')}}]}`,
    );
  });
});

test('a POST has a length', async () => {
  const { hostname, port } = new URL(sf.url);
  const token = (await Caller.of(sf)).authorization;
  const socket = connect(Number(port), hostname);
  socket.write(
    `POST ${S}/Account HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: ${token}\r\nConnection: close\r\n\r\n`,
  );
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  const status = Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]);
  expectRow(
    'rest-data 2.8/no-length',
    { status, body, headers: {} },
    400,
    refused('UNKNOWN_EXCEPTION', 'POST requires content-length'),
  );
});
