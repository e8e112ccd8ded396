/** Bulk API 1: jobs with batches, in XML and JSON (rest-data.md 7). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fauxforce } from '../../src/testing/index.ts';
import { type Answer, app, send, user } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';
import { startAcme } from '../identity/acme.ts';
import { expectRow } from '../rows/expect-row.ts';

const V = '/services/async/58.0';
const NS = 'http://www.force.com/2009/06/asyncapi/dataload';
const XML = '<?xml version="1.0" encoding="UTF-8"?>';

let sf: Fauxforce;
let token: string;
beforeAll(async () => {
  sf = await startAcme();
  token = await accessTokenFor(sf, { app: app(sf, 'Web_Server'), user: user(sf, 'ada'), scopes: 'api' });
});
afterAll(() => sf[Symbol.asyncDispose]());

function call(path: string, body?: string, type?: string): Promise<Answer> {
  return send(sf, V + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'X-SFDC-Session': token, ...(type === undefined ? {} : { 'content-type': type }) },
    ...(body === undefined ? {} : { body }),
  });
}

const xml = (path: string, members: Record<string, string>) =>
  call(
    path,
    `${XML}\n<jobInfo  xmlns="${NS}">\n${Object.entries(members)
      .map(([name, value]) => `  <${name}>${value}</${name}>\n`)
      .join('')}</jobInfo>`,
    'application/xml; charset=utf-8',
  );
const json = (path: string, value: unknown) => call(path, JSON.stringify(value), 'application/json');
const member = (body: string, name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1] ?? '';

async function ended(path: string): Promise<string> {
  for (;;) {
    const { body } = await call(path);
    if (/Completed<|Failed<|NotProcessed<|"(?:Completed|Failed|NotProcessed)"/.test(body)) return body;
  }
}

async function records(soql: string): Promise<Record<string, unknown>[]> {
  const { body } = await send(sf, `/services/data/v58.0/query?q=${encodeURIComponent(soql)}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return JSON.parse(body).records;
}

function jobXml(
  id: string,
  date: string,
  stamp: string,
  state: string,
  counts: readonly number[],
  took: string,
  more = '',
): string {
  const [completed, total, processed, failed] = counts;
  return `${XML}<jobInfo\n   xmlns="${NS}">\n <id>${id}</id>\n <operation>insert</operation>\n <object>Account</object>\n <createdById>${user(sf, 'ada').id}</createdById>\n <createdDate>${date}</createdDate>\n <systemModstamp>${stamp}</systemModstamp>\n <state>${state}</state>\n${more} <concurrencyMode>Parallel</concurrencyMode>\n <contentType>CSV</contentType>\n <numberBatchesQueued>0</numberBatchesQueued>\n <numberBatchesInProgress>0</numberBatchesInProgress>\n <numberBatchesCompleted>${completed}</numberBatchesCompleted>\n <numberBatchesFailed>0</numberBatchesFailed>\n <numberBatchesTotal>${total}</numberBatchesTotal>\n <numberRecordsProcessed>${processed}</numberRecordsProcessed>\n <numberRetries>0</numberRetries>\n <apiVersion>58.0</apiVersion>\n <numberRecordsFailed>${failed}</numberRecordsFailed>\n <totalProcessingTime>${took}</totalProcessingTime>\n <apiActiveProcessingTime>${took}</apiActiveProcessingTime>\n <apexProcessingTime>0</apexProcessingTime>\n</jobInfo>`;
}

describe('a job in XML', () => {
  test('takes batches of CSV, and tells of each row', async () => {
    const made = await xml('/job', {
      operation: 'insert',
      object: 'Account',
      concurrencyMode: 'Parallel',
      contentType: 'CSV',
    });
    const [id, date] = [member(made.body, 'id'), member(made.body, 'createdDate')];
    expect(date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
    expectRow('rest-data 7/job', made, 201, jobXml(id, date, date, 'Open', [0, 0, 0, 0], '0'), {
      'content-type': 'application/xml',
    });

    expectRow(
      'rest-data 7/batches',
      await call(`/job/${id}/batch`),
      200,
      `${XML}<batchInfoList xmlns="${NS}" />`,
    );
    const added = await call(`/job/${id}/batch`, 'Name,Phone\r\nOne,1\r\n,2\r\n', 'text/csv');
    const batch = member(added.body, 'id');
    const batchXml = (state: string, stamp: string, counts: readonly number[], took: string, indent = ' ') =>
      [
        'id',
        'jobId',
        'state',
        'createdDate',
        'systemModstamp',
        'numberRecordsProcessed',
        'numberRecordsFailed',
        'totalProcessingTime',
        'apiActiveProcessingTime',
        'apexProcessingTime',
      ]
        .map((name, i) => {
          const values = [
            batch,
            id,
            state,
            member(added.body, 'createdDate'),
            stamp,
            ...counts,
            took,
            took,
            0,
          ];
          return `${indent}<${name}>${values[i]}</${name}>\n`;
        })
        .join('');
    expect(batch).toMatch(/^751FF0\w{12}$/);
    expectRow(
      'rest-data 7/batch',
      added,
      201,
      `${XML}<batchInfo\n   xmlns="${NS}">\n${batchXml('Queued', member(added.body, 'systemModstamp'), [0, 0], '0')}</batchInfo>`,
    );

    const done = await ended(`/job/${id}/batch/${batch}`);
    const [stamp, took] = [member(done, 'systemModstamp'), member(done, 'totalProcessingTime')];
    expect(done).toBe(
      `${XML}<batchInfo\n   xmlns="${NS}">\n${batchXml('Completed', stamp, [2, 1], took)}</batchInfo>`,
    );
    expect((await call(`/job/${id}/batch`)).body).toBe(
      `${XML}<batchInfoList\n   xmlns="${NS}">\n <batchInfo>\n${batchXml('Completed', stamp, [2, 1], took, '  ')} </batchInfo>\n</batchInfoList>`,
    );

    const [one] = await records("SELECT Id FROM Account WHERE Name = 'One'");
    const results = await call(`/job/${id}/batch/${batch}/result`);
    expectRow(
      'rest-data 7/results',
      results,
      200,
      `"Id","Success","Created","Error"\n"${one?.Id}","true","true",""\n"","false","false","REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --"\n`,
    );

    const closed = await xml(`/job/${id}`, { state: 'Closed' });
    expectRow(
      'rest-data 7/close',
      closed,
      200,
      jobXml(id, date, member(closed.body, 'systemModstamp'), 'Closed', [1, 1, 2, 1], took),
    );
    expect((await call(`/job/${id}`)).body).toBe(closed.body);
    expect((await call(`/job/${id}/batch`, 'Name\nLate\n', 'text/csv')).body).toBe(
      error('InvalidJobState', 'Adding a batch to already Closed Job not allowed'),
    );
  });

  test('updates, upserts and deletes', async () => {
    const run = async (members: Record<string, string>, csv: string) => {
      const made = await xml('/job', { object: 'Contact', contentType: 'CSV', ...members });
      const path = `/job/${member(made.body, 'id')}/batch`;
      const batch = member((await call(path, csv, 'text/csv')).body, 'id');
      await ended(`${path}/${batch}`);
      return (await call(`${path}/${batch}/result`)).body;
    };
    const created = await run(
      { operation: 'upsert', externalIdFieldName: 'Email' },
      'Email,LastName\nv1@x.example,A\n',
    );
    const id = /"(003\w{15})"/.exec(created)?.[1];
    const head = '"Id","Success","Created","Error"\n';
    expect(created).toBe(`${head}"${id}","true","true",""\n`);
    expect(
      await run({ operation: 'upsert', externalIdFieldName: 'Email' }, 'Email,LastName\nv1@x.example,B\n'),
    ).toBe(`${head}"${id}","true","false",""\n`);
    expect(await run({ operation: 'update' }, `Id,FirstName\n${id},C\n`)).toBe(
      `${head}"${id}","true","false",""\n`,
    );
    expect(await records(`SELECT FirstName, LastName FROM Contact WHERE Id = '${id}'`)).toMatchObject([
      { FirstName: 'C', LastName: 'B' },
    ]);
    expect(await run({ operation: 'delete' }, `Id\n${id}\n`)).toBe(`${head}"${id}","true","false",""\n`);
  });

  test('answers a query', async () => {
    const made = await xml('/job', { operation: 'query', object: 'User', contentType: 'CSV' });
    const path = `/job/${member(made.body, 'id')}/batch`;
    const soql = "SELECT Id, Username FROM User WHERE Username = 'ada@acme.example'";
    const batch = member((await call(path, soql, 'text/csv')).body, 'id');
    expect(await ended(`${path}/${batch}`)).toContain('<numberRecordsProcessed>1</numberRecordsProcessed>');
    const list = await call(`${path}/${batch}/result`);
    const result = member(list.body, 'result');
    expect(list.body).toBe(`<result-list xmlns="${NS}"><result>${result}</result></result-list>`);
    expect(result).toMatch(/^752FF0\w{12}$/);
    expect((await call(`${path}/${batch}/result/${result}`)).body).toBe(
      `"Id","Username"\n"${user(sf, 'ada').id}","ada@acme.example"\n`,
    );
    expect((await call(`${path}/${batch}/result/752FF0000000000AAA`)).body).toBe(
      error('InvalidBatch', 'Invalid batch id: 752FF0000000000AAA'),
    );
  });

  test.each([
    [
      'SELECT Id FROM Contact',
      'InvalidBatch : Failed to process query: INVALID_TYPE_FOR_OPERATION: The root entity of the requested query (Contact) does not match the entity of the requested Bulk API Job (Account).',
    ],
    [
      'SELECT BillingAddress FROM Account',
      'InvalidBatch : Failed to process query: API_ERROR: Selecting compound data not supported in Bulk Query',
    ],
    [
      'SELECT Id FROM Account WHERE',
      "InvalidBatch : Failed to process query: MALFORMED_QUERY: \nSELECT Id FROM Account WHERE\n                           ^\nERROR at Row:1:Column:28\nunexpected token: '&lt;EOF&gt;'",
    ],
  ])('fails a batch whose query is wrong: %s', async (soql, message) => {
    const made = await xml('/job', { operation: 'query', object: 'Account', contentType: 'CSV' });
    const path = `/job/${member(made.body, 'id')}/batch`;
    const batch = member((await call(path, soql, 'text/csv')).body, 'id');
    const info = await ended(`${path}/${batch}`);
    expect(member(info, 'state')).toBe('Failed');
    expect(member(info, 'stateMessage').replaceAll('&apos;', "'")).toBe(message);
    expect((await call(`${path}/${batch}/result`)).body).toBe(error('InvalidBatch', 'Batch not completed'));
  });

  test('can be aborted', async () => {
    const made = await xml('/job', { operation: 'insert', object: 'Account', contentType: 'CSV' });
    const id = member(made.body, 'id');
    expect(member((await xml(`/job/${id}`, { state: 'Aborted' })).body, 'state')).toBe('Aborted');
    expect((await xml(`/job/${id}`, { state: 'Closed' })).body).toBe(
      error('InvalidJobState', 'Closing already Aborted Job not allowed'),
    );
  });
});

describe('a job in JSON', () => {
  test('of CSV, its mode by number, is answered in JSON, its batches in XML', async () => {
    const made = await json('/job', {
      operation: 'query',
      object: 'Account',
      contentType: 'CSV',
      concurrencyMode: 1,
    });
    const { id, concurrencyMode } = JSON.parse(made.body);
    expect(concurrencyMode).toBe('Serial');
    const added = await call(`/job/${id}/batch`, 'SELECT Id FROM Account LIMIT 1', 'text/csv');
    const [, batch = ''] = /<id>(751\w{15})<\/id>/.exec(added.body) ?? [];
    await ended(`/job/${id}/batch/${batch}`);
    const results = await call(`/job/${id}/batch/${batch}/result`);
    expect(results.body).toMatch(
      /^<result-list xmlns="http:\/\/www\.force\.com\/2009\/06\/asyncapi\/dataload"><result>752\w{15}<\/result><\/result-list>$/,
    );
  });

  test('is answered in JSON, by the alphabet', async () => {
    const made = await json('/job', { operation: 'insert', object: 'Account', contentType: 'JSON' });
    const { id, createdDate } = JSON.parse(made.body);
    const jobJson = (
      state: string,
      stamp: string,
      [completed, total, processed, failed]: readonly number[],
      took: number,
    ) =>
      `{"apexProcessingTime":0,"apiActiveProcessingTime":${took},"apiVersion":58.0,"assignmentRuleId":null,"concurrencyMode":"Parallel","contentType":"JSON","createdById":"${user(sf, 'ada').id}","createdDate":"${createdDate}","externalIdFieldName":null,"fastPathEnabled":false,"id":"${id}","numberBatchesCompleted":${completed},"numberBatchesFailed":0,"numberBatchesInProgress":0,"numberBatchesQueued":0,"numberBatchesTotal":${total},"numberRecordsFailed":${failed},"numberRecordsProcessed":${processed},"numberRetries":0,"object":"Account","operation":"insert","state":"${state}","systemModstamp":"${stamp}","totalProcessingTime":${took}}`;
    expectRow('rest-data 7/job-json', made, 201, jobJson('Open', createdDate, [0, 0, 0, 0], 0), {
      'content-type': 'application/json;charset=UTF-8',
    });
    expect((await call(`/job/${id}/batch`)).body).toBe('{"batchInfo":[]}');
    const added = await json(`/job/${id}/batch`, [
      { Name: 'J1', NumberOfEmployees: 7 },
      { Name: null },
      { Nome: 'J3' },
    ]);
    const { id: batch, createdDate: at, systemModstamp } = JSON.parse(added.body);
    expect(added.body).toBe(
      `{"apexProcessingTime":0,"apiActiveProcessingTime":0,"createdDate":"${at}","id":"${batch}","jobId":"${id}","numberRecordsFailed":0,"numberRecordsProcessed":0,"state":"Queued","stateMessage":null,"systemModstamp":"${systemModstamp}","totalProcessingTime":0}`,
    );
    await ended(`/job/${id}/batch/${batch}`);
    const [one] = await records("SELECT Id FROM Account WHERE Name = 'J1'");
    const results = await call(`/job/${id}/batch/${batch}/result`);
    expect(results.headers['content-type']).toBe('application/json;charset=UTF-8');
    expect(results.body).toBe(
      `[{"success":true,"created":true,"id":"${one?.Id}","errors":[]},{"success":false,"created":false,"id":null,"errors":[{"message":"Required fields are missing: [Name]","fields":["Name"],"statusCode":"REQUIRED_FIELD_MISSING","extendedErrorDetails":null}]},{"success":false,"created":false,"id":null,"errors":[{"message":"No such column 'Nome' on sobject of type Account","fields":[],"statusCode":"INVALID_FIELD","extendedErrorDetails":null}]}]`,
    );
    const closed = await json(`/job/${id}`, { state: 'Closed' });
    const { systemModstamp: stamp, totalProcessingTime: took } = JSON.parse(closed.body);
    expect(closed.body).toBe(jobJson('Closed', stamp, [1, 1, 3, 2], took));
  });

  test('answers a query with records', async () => {
    const made = await json('/job', { operation: 'queryAll', object: 'Account', contentType: 'JSON' });
    const { id } = JSON.parse(made.body);
    const [one] = await records("SELECT Id, CreatedDate FROM Account WHERE Name = 'J1'");
    const added = await json(`/job/${id}/batch`, 'x');
    expect(added.status).toBe(201);
    const batch = JSON.parse(
      (
        await call(
          `/job/${id}/batch`,
          "SELECT Id, Owner.Name, NumberOfEmployees, AnnualRevenue, CreatedDate, ParentId FROM Account WHERE Name = 'J1'",
          'application/json',
        )
      ).body,
    ).id;
    await ended(`/job/${id}/batch/${batch}`);
    const [result] = JSON.parse((await call(`/job/${id}/batch/${batch}/result`)).body);
    const at = Date.parse(String(one?.CreatedDate).replace('+0000', 'Z'));
    expect((await call(`/job/${id}/batch/${batch}/result/${result}`)).body).toBe(
      `[{"attributes":{"type":"Account","url":"/services/data/v58.0/sobjects/Account/${one?.Id}"},"Id":"${one?.Id}","Owner":{"attributes":{"type":"User","url":"/services/data/v58.0/sobjects/User/${user(sf, 'ada').id}"},"Name":"Ada Byron"},"NumberOfEmployees":7,"AnnualRevenue":null,"CreatedDate":${at},"ParentId":null}]`,
    );
  });

  test.each([['{"Name":"one"}'], ['["one"]'], ['nonsense'], ['']])(
    'fails a batch that is no list of records: %j',
    async (body) => {
      const { id } = JSON.parse(
        (await json('/job', { operation: 'insert', object: 'Account', contentType: 'JSON' })).body,
      );
      const batch = JSON.parse((await call(`/job/${id}/batch`, body, 'application/json')).body).id;
      expect(JSON.parse(await ended(`/job/${id}/batch/${batch}`))).toMatchObject({
        state: 'Failed',
        stateMessage: 'InvalidBatch : Records not processed',
      });
    },
  );
});

function error(code: string, message: string): string {
  return `${XML}<error\n   xmlns="${NS}">\n <exceptionCode>${code}</exceptionCode>\n <exceptionMessage>${message}</exceptionMessage>\n</error>`;
}

describe('what is refused', () => {
  test('a dead session, in XML and JSON, by either header', async () => {
    const body = '{"operation":"insert","object":"Account"}';
    for (const headers of [{}, { 'X-SFDC-Session': 'dead' }, { authorization: 'Bearer dead' }]) {
      const answer = await send(sf, `${V}/job`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/xml' },
        body,
      });
      expect([answer.status, answer.headers['content-type'], answer.body]).toEqual([
        400,
        'application/xml',
        error('InvalidSessionId', 'Invalid session id'),
      ]);
    }
    const answer = await send(sf, `${V}/job`, {
      method: 'POST',
      headers: { 'X-SFDC-Session': 'dead', 'content-type': 'application/json' },
      body,
    });
    expectRow(
      'rest-data 7/error',
      answer,
      400,
      '{"exceptionCode":"InvalidSessionId","exceptionMessage":"Invalid session id"}',
      { 'content-type': 'application/json;charset=UTF-8' },
    );
    const alive = await send(sf, `${V}/job/750FF0000000000AAA`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(alive.body).toBe(error('InvalidJob', 'Invalid job id: 750FF0000000000AAA'));
  });

  test.each<[Record<string, string>, string, string]>([
    [
      { operation: 'insert', object: 'Acount', contentType: 'CSV' },
      'InvalidJob',
      'Unable to find object: Acount',
    ],
    [
      { operation: 'query', object: 'Acount', contentType: 'CSV' },
      'InvalidJob',
      'Unable to find object: Acount',
    ],
    [
      { operation: 'merge', object: 'Account', contentType: 'CSV' },
      'InvalidJob',
      'Invalid value merge for operation. Valid values are insert, update, upsert, delete, hardDelete, query, queryAll',
    ],
    [
      { operation: 'upsert', object: 'Account', contentType: 'CSV' },
      'InvalidJob',
      'External ID was blank for: Account. An External ID must be specified for upsert.',
    ],
    [
      { operation: 'hardDelete', object: 'Account', contentType: 'CSV' },
      'FeatureNotEnabled',
      'hardDelete operation requires special user profile permission, please contact your system administrator',
    ],
    [
      { operation: 'insert', object: 'LoginHistory', contentType: 'CSV' },
      'InvalidEntity',
      'Entity &apos;LoginHistory&apos; is not supported by the Bulk API.',
    ],
    [
      { operation: 'insert', object: 'Account' },
      'FeatureNotEnabled',
      'fauxforce does not implement batches of XML; see docs/limits.md',
    ],
    [
      { operation: 'insert', object: 'Account', contentType: 'ZIP_CSV' },
      'FeatureNotEnabled',
      'fauxforce does not implement batches of ZIP_CSV; see docs/limits.md',
    ],
    [
      { operation: 'insert', object: 'Account', contentType: 'CSV', assignmentRuleId: '01Q' },
      'FeatureNotEnabled',
      'fauxforce does not implement assignment rules of a bulk job; see docs/limits.md',
    ],
  ])('a job %j', async (members, code, message) => {
    const answer = await xml('/job', members);
    expect([answer.status, answer.body]).toEqual([400, error(code, message)]);
  });

  test('bodies that cannot be read', async () => {
    const unfinished = error(
      'InvalidXML',
      'XML document structures must start and end within the same entity.',
    );
    for (const body of ['', 'x', '<a/><b/>'])
      expect((await call('/job', body, 'application/xml')).body).toBe(unfinished);
    expect((await call('/job', '<jobInfo/>', 'application/xml')).body).toBe(
      error('InvalidXML', `Expected an element jobInfo in the namespace ${NS}`),
    );
    expect(
      (
        await call(
          '/job',
          `<!DOCTYPE x [<!ENTITY e "x">]><jobInfo xmlns="${NS}">&e;</jobInfo>`,
          'application/xml',
        )
      ).body,
    ).toBe(error('InvalidXML', 'DOCTYPE is disallowed'));
    expect(
      (await call('/job', `<jobInfo xmlns="${NS}">${'<a>'.repeat(50_00)}`, 'application/xml')).status,
    ).toBe(400);
    expect((await call('/job', 'x'.repeat(100_001), 'application/xml')).status).toBe(413);
    expect((await call('/job', '[]', 'application/json')).body).toBe(
      '{"exceptionCode":"ClientInputError","exceptionMessage":"an object is needed"}',
    );
    expect((await call('/job', '{"a"', 'application/json')).body).toMatch(
      /^\{"exceptionCode":"ClientInputError","exceptionMessage":"[^"]+"\}$/,
    );
  });

  test('paths and versions that are not there', async () => {
    for (const path of ['', '/jobs', '/job/x/batch/y/request'])
      expect((await call(path)).body).toBe(error('InvalidUrl', 'The requested resource does not exist'));
    expect((await call('/job/750FF0000000000AAA/batch')).body).toBe(
      error('InvalidJob', 'Invalid job id: 750FF0000000000AAA'),
    );
    const old = await send(sf, '/services/async/9.0/job/x', { headers: { 'X-SFDC-Session': token } });
    expect(old.body).toBe(error('InvalidVersion', 'Invalid API version: 9.0'));
  });

  test('batches of more than ten million bytes, and of more than ten thousand rows', async () => {
    const made = await xml('/job', { operation: 'insert', object: 'Account', contentType: 'CSV' });
    const path = `/job/${member(made.body, 'id')}/batch`;
    expect((await call(path, `Name\n${'x'.repeat(10_000_000)}`, 'text/csv')).body).toBe(
      error('ClientInputError', 'Maximum size of request reached. Maximum size of request is 10000000 bytes'),
    );
    const batch = member((await call(path, `Name\n${'x\n'.repeat(10_001)}`, 'text/csv')).body, 'id');
    expect(member(await ended(`${path}/${batch}`), 'stateMessage')).toBe(
      'InvalidBatch : Exceeded max number of records: 10000',
    );
  });

  test('a token without its scope', async () => {
    const weak = await accessTokenFor(sf, {
      app: app(sf, 'Web_Server'),
      user: user(sf, 'ada'),
      scopes: 'openid',
    });
    const answer = await send(sf, `${V}/job/x`, { headers: { 'X-SFDC-Session': weak } });
    expect(answer.body).toBe(error('InvalidSessionId', 'Invalid session id'));
  });
});

test('jobs are listed with those of Bulk API 2.0', async () => {
  const { body } = await send(sf, '/services/data/v58.0/jobs/ingest?jobType=Classic', {
    headers: { authorization: `Bearer ${token}` },
  });
  const { records: listed } = JSON.parse(body) as { records: { id: string; jobType: string }[] };
  expect(listed.length).toBeGreaterThan(0);
  expect(new Set(listed.map(({ jobType }) => jobType))).toEqual(new Set(['Classic']));
});
