/** Bulk API 2.0: jobs that save the rows of a CSV file (rest-data.md 6.1). */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fauxforce } from '../../src/testing/index.ts';
import { app, send, user } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';
import { startAcme } from '../identity/acme.ts';
import { expectRow } from '../rows/expect-row.ts';
import { Caller, INGEST, V } from './jobs.ts';

let sf: Fauxforce;
let ada: Caller;
beforeAll(async () => {
  sf = await startAcme();
  ada = new Caller(
    sf,
    await accessTokenFor(sf, { app: app(sf, 'Web_Server'), user: user(sf, 'ada'), scopes: 'api' }),
  );
});
afterAll(() => sf[Symbol.asyncDispose]());

const INSERT = { object: 'Account', operation: 'insert' };

async function query(soql: string): Promise<Record<string, unknown>[]> {
  const { body } = await ada.call('GET', `${V}/query?q=${encodeURIComponent(soql)}`);
  return JSON.parse(body).records;
}

describe('a job that inserts', () => {
  test('goes from open to complete, and tells what became of each row', async () => {
    const created = await ada.call('POST', INGEST, {
      ...INSERT,
      contentType: 'CSV',
      columnDelimiter: 'COMMA',
      lineEnding: 'LF',
    });
    const { id, createdDate } = JSON.parse(created.body);
    const head = `{"id":"${id}","operation":"insert","object":"Account","createdById":"${user(sf, 'ada').id}","createdDate":"${createdDate}"`;
    expectRow(
      'rest-data 6.1/create',
      created,
      200,
      `${head},"systemModstamp":"${createdDate}","state":"Open","concurrencyMode":"Parallel","contentType":"CSV","apiVersion":58.0,"contentUrl":"services/data/v58.0/jobs/ingest/${id}/batches","lineEnding":"LF","columnDelimiter":"COMMA"}`,
    );
    expect(id).toMatch(/^750FF0\w{12}$/);

    const uploaded = await ada.call('PUT', `${INGEST}/${id}/batches`, 'Name,Phone\nAcme,"1, 2"\n,3\n');
    expectRow('rest-data 6.1/upload', uploaded, 201, '');

    const closed = await ada.call('PATCH', `${INGEST}/${id}`, { state: 'UploadComplete' });
    const { systemModstamp } = JSON.parse(closed.body);
    expectRow(
      'rest-data 6.1/close',
      closed,
      200,
      `${head},"systemModstamp":"${systemModstamp}","state":"UploadComplete","concurrencyMode":"Parallel","contentType":"CSV","apiVersion":58.0}`,
    );

    await ada.ended(`${INGEST}/${id}`);
    const info = await ada.call('GET', `${INGEST}/${id}`);
    const { systemModstamp: end, totalProcessingTime: took } = JSON.parse(info.body);
    expectRow(
      'rest-data 6.1/info',
      info,
      200,
      `${head},"systemModstamp":"${end}","state":"JobComplete","concurrencyMode":"Parallel","contentType":"CSV","apiVersion":58.0,"jobType":"V2Ingest","lineEnding":"LF","columnDelimiter":"COMMA","numberRecordsProcessed":2,"numberRecordsFailed":1,"retries":0,"totalProcessingTime":${took},"apiActiveProcessingTime":${took},"apexProcessingTime":0}`,
    );

    const [account] = await query("SELECT Id, Phone FROM Account WHERE Name = 'Acme' AND Phone = '1, 2'");
    const successful = await ada.call('GET', `${INGEST}/${id}/successfulResults`);
    expectRow(
      'rest-data 6.1/successful',
      successful,
      200,
      `"sf__Id","sf__Created",Name,Phone\n"${account?.Id}","true","Acme","1, 2"\n`,
      { 'content-type': 'text/csv' },
    );
    expectRow(
      'rest-data 6.1/failed',
      await ada.call('GET', `${INGEST}/${id}/failedResults`),
      200,
      '"sf__Id","sf__Error",Name,Phone\n"","REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --","","3"\n',
    );
    for (const spelling of ['unprocessedrecords', 'unprocessedRecords'])
      expectRow(
        'rest-data 6.1/unprocessed',
        await ada.call('GET', `${INGEST}/${id}/${spelling}`),
        200,
        'Name,Phone\n',
      );

    const deleted = await ada.call('DELETE', `${INGEST}/${id}`);
    expectRow('rest-data 6.1/delete', deleted, 204, '');
    expectRow(
      'rest-data 6.2/unknown-job',
      await ada.call('GET', `${INGEST}/${id}`),
      404,
      '[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]',
    );
  });
});

describe('the operations', () => {
  test('update, upsert by an external id or by Id, and delete', async () => {
    const inserted = await ada.run(
      { object: 'Contact', operation: 'insert' },
      'LastName,Email\nA,a@x.example\nB,\n',
    );
    const rows = await ada.results(inserted.id, 'successfulResults');
    const [a, b] = [...rows.matchAll(/"(003\w{15})"/g)].map(([, id]) => id);

    const updated = await ada.run(
      { object: 'Contact', operation: 'update' },
      `Id,FirstName,Email\n${a},Ann,#N/A\n${b},,b@x.example\n003FF0000000000AAA,Nobody,\n,Nobody,\nx,Nobody,\n`,
    );
    expect(await ada.results(updated.id, 'failedResults')).toBe(
      [
        '"sf__Id","sf__Error",Id,FirstName,Email',
        '"003FF0000000000AAA","INVALID_CROSS_REFERENCE_KEY:invalid cross reference id:--","003FF0000000000AAA","Nobody",""',
        '"","MISSING_ARGUMENT:Id not specified in an update call:--","","Nobody",""',
        '"x","MALFORMED_ID:malformed id x:--","x","Nobody",""',
        '',
      ].join('\n'),
    );
    const read = () =>
      query(`SELECT FirstName, LastName, Email FROM Contact WHERE Id IN ('${a}', '${b}') ORDER BY LastName`);
    expect(await read()).toMatchObject([
      { FirstName: 'Ann', LastName: 'A', Email: null },
      { FirstName: null, LastName: 'B', Email: 'b@x.example' },
    ]);

    const upsert = { object: 'Contact', operation: 'upsert', externalIdFieldName: 'email' };
    const upserted = await ada.run(
      upsert,
      'Email,LastName\nb@x.example,B2\nc@x.example,C\nC@x.example,C2\n,D\n',
    );
    const [, c] = [...(await ada.results(upserted.id, 'successfulResults')).matchAll(/"(003\w{15})"/g)].map(
      ([, id]) => id,
    );
    expect(await ada.results(upserted.id, 'successfulResults')).toBe(
      `"sf__Id","sf__Created",Email,LastName\n"${b}","false","b@x.example","B2"\n"${c}","true","c@x.example","C"\n`,
    );
    expect(await ada.results(upserted.id, 'failedResults')).toBe(
      [
        '"sf__Id","sf__Error",Email,LastName',
        '"","DUPLICATE_VALUE:Duplicate external id specified: C@x.example:--","C@x.example","C2"',
        '"","MISSING_ARGUMENT:Email not specified:--","","D"',
        '',
      ].join('\n'),
    );

    const byId = await ada.run({ ...upsert, externalIdFieldName: 'Id' }, `Id,LastName\n${c},C3\n,D\n`);
    expect(await ada.results(byId.id, 'successfulResults')).toMatch(
      new RegExp(
        `^"sf__Id","sf__Created",Id,LastName\n"${c}","false","${c}","C3"\n"003\\w{15}","true","","D"\n$`,
      ),
    );

    const deleted = await ada.run({ object: 'Contact', operation: 'delete' }, `Id\n${a}\n${a}\n`);
    expect(await ada.results(deleted.id, 'successfulResults')).toBe(
      `"sf__Id","sf__Created",Id\n"${a}","false","${a}"\n`,
    );
    expect(await ada.results(deleted.id, 'failedResults')).toBe(
      `"sf__Id","sf__Error",Id\n"${a}","ENTITY_IS_DELETED:entity is deleted:--","${a}"\n`,
    );
    expect(await read()).toMatchObject([{ LastName: 'B2' }]);
  });

  test('name parents by external ids, and tell of values of the wrong type', async () => {
    const csv = 'LastName,ReportsTo.Email,Birthdate\nBoss,,1990-01-31\n';
    await ada.run(
      { object: 'Contact', operation: 'insert' },
      csv.replace('ReportsTo.Email', 'Email').replace(',,', ',boss@x.example,'),
    );
    const { id } = await ada.run(
      { object: 'Contact', operation: 'insert' },
      'LastName,ReportsTo.Email,Birthdate\nE,boss@x.example,\nF,nobody@x.example,\nG,#N/A,\nH,,yesterday\n',
    );
    expect(await ada.results(id, 'failedResults')).toBe(
      [
        '"sf__Id","sf__Error",LastName,ReportsTo.Email,Birthdate',
        '"","INVALID_FIELD:Foreign key external ID: nobody@x.example not found for field Email in entity Contact:--","F","nobody@x.example",""',
        '"","INVALID_TYPE_ON_FIELD_IN_RECORD:Birthdate: value not of required type: yesterday:Birthdate --","H","","yesterday"',
        '',
      ].join('\n'),
    );
    expect(
      await query(
        "SELECT LastName, ReportsTo.LastName FROM Contact WHERE LastName IN ('E', 'G') ORDER BY LastName",
      ),
    ).toMatchObject([
      { LastName: 'E', ReportsTo: { LastName: 'Boss' } },
      { LastName: 'G', ReportsTo: null },
    ]);
  });

  test('save what is unique once, whoever is first', async () => {
    const csv = 'LastName,Email\n';
    const [one, two] = await Promise.all(
      [1, 2].map(() =>
        ada.run(
          { object: 'Contact', operation: 'upsert', externalIdFieldName: 'Email' },
          `${csv}Race,race@x.example\n`,
        ),
      ),
    );
    expect([one?.numberRecordsFailed, two?.numberRecordsFailed]).toEqual([0, 0]);
    expect(await query("SELECT Id FROM Contact WHERE Email = 'race@x.example'")).toHaveLength(1);
  });
});

describe('the data', () => {
  test.each([
    ['BACKQUOTE', '`'],
    ['CARET', '^'],
    ['COMMA', ','],
    ['PIPE', '|'],
    ['SEMICOLON', ';'],
    ['TAB', '\t'],
  ])('may be delimited by %s, with either line ending', async (columnDelimiter, mark) => {
    const wanted = { ...INSERT, columnDelimiter, lineEnding: 'CRLF' };
    const { id, state } = await ada.run(wanted, `Name${mark}Phone\r\n"x${mark}\r\n""y"""${mark}1\r\n`);
    expect(state).toBe('JobComplete');
    const results = await ada.results(id, 'successfulResults');
    const own = /"(001\w{15})"/.exec(results)?.[1];
    expect(results).toBe(
      ['"sf__Id"', '"sf__Created"', 'Name', 'Phone'].join(mark) +
        `\r\n"${own}"${mark}"true"${mark}"x${mark}\r\n""y"""${mark}"1"\r\n`,
    );
    expect(await query(`SELECT Name FROM Account WHERE Id = '${own}'`)).toMatchObject([
      { Name: `x${mark}\r\n"y"` },
    ]);
  });

  test.each([
    [
      'Name\r\nAcme\r\n',
      {},
      'ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is LF',
    ],
    [
      'Name\nAcme\n',
      { lineEnding: 'CRLF' },
      'ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is CRLF',
    ],
    ['Name;Phone\nAcme;1\n', {}, 'InvalidBatch : Field name not found : Name;Phone'],
    ['Nome\nAcme\n', {}, 'InvalidBatch : Field name not found : Nome'],
    ['Name,Name\nAcme,Acme\n', {}, 'InvalidBatch : Duplicate field name : Name'],
    [
      '\ufeff"Name"\nAcme\n',
      {},
      'InvalidBatch : Failed to parse CSV. Found unescaped quote. A value with quote should be within a quote',
    ],
    ['\ufeffName\nAcme\n', {}, 'InvalidBatch : Field name not found : \ufeffName'],
    [
      'Name\nGood\n"Acme\n',
      {},
      'InvalidBatch : Failed to parse CSV. EOF reached before closing an opened quote',
    ],
    [
      'Name\nGood\n"A"cme\n',
      {},
      'InvalidBatch : Failed to parse CSV. Found unescaped quote. A value with quote should be within a quote',
    ],
    [
      'Name\nGood\nAcme,1\n',
      {},
      'InvalidBatch : Failed to parse CSV. A record has 2 values, and the header 1',
    ],
    ['Name\nAcme\n', { operation: 'update' }, 'InvalidBatch : Field name not found : Id'],
    ['Name\nAcme\n', { operation: 'delete' }, 'InvalidBatch : Delete batch must contain only ids'],
    [
      'Name\nAcme\n',
      { operation: 'upsert', externalIdFieldName: 'Id' },
      'InvalidBatch : Field name not found : Id',
    ],
  ])('%j is refused as a whole', async (csv, wanted, errorMessage) => {
    const before = (await query('SELECT Id FROM Account')).length;
    const job = await ada.run({ ...INSERT, ...wanted }, csv);
    expect(job).toMatchObject({
      state: 'Failed',
      errorMessage,
      numberRecordsProcessed: 0,
      numberRecordsFailed: 0,
    });
    expect(await query('SELECT Id FROM Account')).toHaveLength(before);
  });

  test('of a job that failed is unprocessed, as far as it can be read', async () => {
    const { id } = await ada.run(INSERT, 'Nome,Fon\nAcme,"1"\n');
    expect(await ada.results(id, 'unprocessedrecords')).toBe('Nome,Fon\n"Acme","1"\n');
    expect(await ada.results(id, 'successfulResults')).toBe('"sf__Id","sf__Created",Nome,Fon\n');
  });

  test.each([[''], ['Name\n'], ['\n\n']])('may be empty: %j', async (csv) => {
    expect(await ada.run(INSERT, csv)).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 0 });
  });

  test('need not be there at all', async () => {
    const id = await ada.open(INSERT);
    await ada.call('PATCH', `${INGEST}/${id}`, { state: 'UploadComplete' });
    expect(await ada.ended(`${INGEST}/${id}`)).toMatchObject({
      state: 'JobComplete',
      numberRecordsProcessed: 0,
    });
  });

  test('may be packed', async () => {
    const id = await ada.open(INSERT);
    const packed = gzipSync('Name\nPacked\n');
    const path = `${INGEST}/${id}/batches`;
    const headers = {
      authorization: `Bearer ${ada.token}`,
      'content-encoding': 'gzip',
      'content-type': 'text/csv',
    };
    expect((await send(sf, path, { method: 'PUT', headers, body: packed.subarray(0, 9) })).body).toBe(
      NOT_UTF8,
    );
    expect((await send(sf, path, { method: 'PUT', headers, body: packed })).status).toBe(201);
  });

  test('must be UTF-8, and what is not leaves nothing', async () => {
    const id = await ada.open(INSERT);
    const path = `${INGEST}/${id}/batches`;
    const headers = { authorization: `Bearer ${ada.token}` };
    const wrong = await send(sf, path, {
      method: 'PUT',
      headers,
      body: Buffer.from('Name\nM\xfcller\n', 'latin1'),
    });
    expect([wrong.status, wrong.body]).toEqual([400, NOT_UTF8]);
    expect((await send(sf, path, { method: 'PUT', headers, body: 'Name\nMüller\n' })).status).toBe(201);
  });
});

const NOT_UTF8 = '[{"errorCode":"INVALIDBATCH","message":"InvalidBatch : Data is not UTF-8"}]';

describe('what is refused', () => {
  test.each<[object, string]>([
    [
      { ...INSERT, operation: 'merge' },
      '[{"errorCode":"INVALIDJOB","message":"InvalidJob : Invalid value merge for operation. Valid values are insert, update, upsert, delete, hardDelete"}]',
    ],
    [
      { object: 'Account' },
      '[{"errorCode":"INVALIDJOB","message":"InvalidJob : Invalid value null for operation. Valid values are insert, update, upsert, delete, hardDelete"}]',
    ],
    [
      { ...INSERT, contentType: 'JSON' },
      '[{"errorCode":"INVALIDJOB","message":"InvalidJob : Invalid value JSON for contentType. Valid values are CSV"}]',
    ],
    [
      { ...INSERT, columnDelimiter: ',' },
      '[{"errorCode":"INVALIDJOB","message":"InvalidJob : Invalid value , for columnDelimiter. Valid values are BACKQUOTE, CARET, COMMA, PIPE, SEMICOLON, TAB"}]',
    ],
    [
      { ...INSERT, lineEnding: 'CR' },
      '[{"errorCode":"INVALIDJOB","message":"InvalidJob : Invalid value CR for lineEnding. Valid values are LF, CRLF"}]',
    ],
    [
      { operation: 'insert' },
      '[{"errorCode":"INVALIDJOB","message":"InvalidJob : Unable to find object: "}]',
    ],
    [
      { ...INSERT, object: 'Acount' },
      '[{"errorCode":"INVALIDJOB","message":"InvalidJob : Unable to find object: Acount"}]',
    ],
    [
      { ...INSERT, object: 'LoginHistory' },
      '[{"errorCode":"INVALIDENTITY","message":"Entity \'LoginHistory\' is not supported by the Bulk API."}]',
    ],
    [
      { ...INSERT, operation: 'upsert' },
      '[{"errorCode":"INVALIDJOB","message":"InvalidJob : External ID was blank for: Account. An External ID must be specified for upsert."}]',
    ],
    [
      { ...INSERT, operation: 'upsert', externalIdFieldName: 'Phone' },
      '[{"errorCode":"INVALIDJOB","message":"InvalidJob : Field name provided, Phone does not match an External ID, Salesforce Id, or indexed field for Account"}]',
    ],
    [
      { ...INSERT, operation: 'hardDelete' },
      '[{"errorCode":"FEATURENOTENABLED","message":"hardDelete operation requires special user profile permission, please contact your system administrator"}]',
    ],
  ])('of a new job: %j', async (wanted, body) => {
    const answer = await ada.call('POST', INGEST, wanted);
    expect([answer.status, answer.body]).toEqual([400, body]);
  });

  test('of bodies that are no JSON', async () => {
    expect((await ada.call('POST', INGEST)).body).toBe(
      '[{"message":"The HTTP entity body is required, but this request has no entity body.","errorCode":"JSON_PARSER_ERROR"}]',
    );
    expect((await ada.call('POST', INGEST, '[]')).body).toBe(
      '[{"message":"Can not deserialize SObject out of START_ARRAY token at [line:1, column:1]","errorCode":"JSON_PARSER_ERROR"}]',
    );
  });

  test('of what is not built, by its name', async () => {
    expect((await ada.call('POST', INGEST, { ...INSERT, assignmentRuleId: '01Q' })).body).toBe(
      '[{"message":"fauxforce does not implement assignment rules of a bulk job; see docs/limits.md","errorCode":"FUNCTIONALITY_NOT_ENABLED"}]',
    );
    expect((await ada.call('POST', INGEST, { ...INSERT, object: 'User' })).body).toBe(
      '[{"message":"fauxforce does not implement writing to User by a bulk job; see docs/limits.md","errorCode":"FUNCTIONALITY_NOT_ENABLED"}]',
    );
  });

  test('in a state that does not allow it', async () => {
    const id = await ada.open(INSERT);
    const path = `${INGEST}/${id}`;
    const said = async (method: 'GET' | 'PATCH' | 'PUT' | 'DELETE', end = '', body?: unknown) => {
      const answer = await ada.call(method, path + end, body);
      return `${answer.status} ${answer.body}`;
    };
    const problem = (code: string, message: string) => `400 [{"errorCode":"${code}","message":"${message}"}]`;
    expect(await said('GET', '/failedResults')).toBe(
      problem('INVALIDJOBSTATE', 'Invalid job state: Open. Results are there when the job has ended'),
    );
    expect(await said('DELETE')).toBe(
      problem('API_ERROR', 'Error encountered when deleting the job because the job is not terminated'),
    );
    expect(await said('PATCH', '', { state: 'Closed' })).toBe(
      problem(
        'INVALIDJOB',
        'InvalidJob : Invalid value Closed for state. Valid values are UploadComplete, Aborted',
      ),
    );
    expect(await said('PUT', '/batches', 'Name\nAcme\n')).toBe('201 ');
    expect(await said('PUT', '/batches', 'Name\nAcme\n')).toBe(
      problem(
        'INVALIDJOBSTATE',
        `Found multiple contents for job: <${id}>, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job and make sure you only do 'PUT' once on a given Job.`,
      ),
    );
    expect(await said('PATCH', '', { state: 'Aborted' })).toMatch(/^200 .*"state":"Aborted"/);
    expect(await said('PATCH', '', { state: 'Aborted' })).toBe(
      problem('INVALIDJOBSTATE', 'Aborting already Aborted Job not allowed'),
    );
    expect(await said('PATCH', '', { state: 'UploadComplete' })).toBe(
      problem('INVALIDJOBSTATE', 'Closing already Aborted Job not allowed'),
    );
    expect(await said('PUT', '/batches', 'Name\n')).toBe(
      problem('INVALIDJOBSTATE', 'Uploading to already Aborted Job not allowed'),
    );
    expect(await said('GET', '/unprocessedrecords')).toBe('200 Name\n"Acme"\n');
    expect(await said('DELETE')).toBe('204 ');
  });

  test('to everybody but whose job it is, and the administrators of the org', async () => {
    const id = await ada.open(INSERT);
    const grace = new Caller(
      sf,
      await accessTokenFor(sf, { app: app(sf, 'Web_Server'), user: user(sf, 'grace'), scopes: 'api' }),
    );
    const own = await grace.open(INSERT);
    expect((await grace.call('GET', `${INGEST}/${id}`)).body).toBe(
      '[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]',
    );
    expect((await ada.call('GET', `${INGEST}/${own}`)).status).toBe(200);
    expect((await ada.call('GET', `${INGEST}/750FF0000000000AAA`)).status).toBe(404);
    expect((await ada.call('GET', `${INGEST}/nonsense`)).status).toBe(404);
    const listed = JSON.parse((await grace.call('GET', INGEST)).body).records as { id: string }[];
    expect(listed.map((job) => job.id)).toEqual([own]);
  });

  test('to a token without its scope, as everywhere', async () => {
    const token = await accessTokenFor(sf, {
      app: app(sf, 'Web_Server'),
      user: user(sf, 'ada'),
      scopes: 'openid',
    });
    const answer = await new Caller(sf, token).call('POST', INGEST, INSERT);
    expect([answer.status, answer.body]).toEqual([
      401,
      '[{"message":"This session is not valid for use with the REST API","errorCode":"INVALID_SESSION_ID"}]',
    ]);
  });

  test('by another method', async () => {
    const answer = await ada.call('PUT', INGEST, '');
    expect([answer.status, JSON.parse(answer.body)[0].errorCode]).toEqual([405, 'METHOD_NOT_ALLOWED']);
  });
});

describe('the list of jobs', () => {
  test('has all of them, newest first, and can be narrowed', async () => {
    const id = await ada.open(INSERT);
    const { body } = await ada.call('GET', INGEST);
    const { records, ...rest } = JSON.parse(body);
    expect(body.startsWith('{"done":true,"nextRecordsUrl":null,"records":[{"id":"')).toBe(true);
    expect(rest).toEqual({ done: true, nextRecordsUrl: null });
    expect(records[0]).toMatchObject({ id, jobType: 'V2Ingest', state: 'Open', apiVersion: 58 });
    const only = async (query: string) =>
      JSON.parse((await ada.call('GET', `${INGEST}?${query}`)).body).records.length;
    expect(await only('jobType=Classic')).toBe(0);
    expect(await only('jobType=V2Ingest')).toBe(records.length);
    expect(await only('concurrencyMode=serial')).toBe(0);
    expect(await only('isPkChunkingEnabled=true')).toBe(0);
    expect((await ada.call('GET', `${INGEST}?queryLocator=x`)).body).toBe(
      '[{"errorCode":"INVALID_QUERY_LOCATOR","message":"invalid query locator"}]',
    );
  });

  test('is counted in the limits of a day', async () => {
    const { DailyBulkApiBatches: before } = JSON.parse((await ada.call('GET', `${V}/limits`)).body);
    await ada.run(INSERT, 'Name\nAcme\n');
    const { DailyBulkApiBatches: after } = JSON.parse((await ada.call('GET', `${V}/limits`)).body);
    expect(after).toEqual({ Max: 15000, Remaining: before.Remaining - 1 });
  });
});

describe('the rights of a job', () => {
  test('are those of its user, at the time', async () => {
    const token = await accessTokenFor(sf, {
      app: app(sf, 'Web_Server'),
      user: user(sf, 'grace'),
      scopes: 'api',
    });
    const grace = new Caller(sf, token);
    const job = await grace.run({ object: 'Account', operation: 'insert' }, 'Name\nOf grace\n');
    expect(job.numberRecordsFailed).toBe(0);
    expect(await query("SELECT OwnerId, CreatedById FROM Account WHERE Name = 'Of grace'")).toMatchObject([
      { OwnerId: user(sf, 'grace').id, CreatedById: user(sf, 'grace').id },
    ]);
  });
});

test('rows that change each other are saved one after the other', async () => {
  const parent = await ada.run(INSERT, 'Name\nParent\n');
  const [, parentId] = /"(001\w{15})"/.exec(await ada.results(parent.id, 'successfulResults')) ?? [];
  const child = await ada.run(INSERT, `Name,ParentId\nChild,${parentId}\n`);
  const [, childId] = /"(001\w{15})"/.exec(await ada.results(child.id, 'successfulResults')) ?? [];
  const twice = await ada.run(
    { ...INSERT, operation: 'update' },
    `Id,Phone,Fax\n${childId},1,\n${parentId},2,\n${childId},,3\n`,
  );
  expect(twice).toMatchObject({ numberRecordsProcessed: 3, numberRecordsFailed: 0 });
  expect(await query(`SELECT Phone, Fax FROM Account WHERE Id = '${childId}'`)).toMatchObject([
    { Phone: '1', Fax: '3' },
  ]);
  const deleted = await ada.run({ ...INSERT, operation: 'delete' }, `Id\n${parentId}\n${childId}\n`);
  expect(deleted).toMatchObject({ numberRecordsProcessed: 2, numberRecordsFailed: 0 });
});

describe('rows of the facts', () => {
  const infoOf = (
    job: Record<string, unknown>,
    state: string,
    counts: readonly [number, number],
    more = '',
  ) =>
    `{"id":"${job.id}","operation":"insert","object":"Account","createdById":"${user(sf, 'ada').id}","createdDate":"${job.createdDate}","systemModstamp":"${job.systemModstamp}","state":"${state}","concurrencyMode":"Parallel","contentType":"CSV","apiVersion":58.0,"jobType":"V2Ingest","lineEnding":"LF","columnDelimiter":"COMMA","numberRecordsProcessed":${counts[0]},"numberRecordsFailed":${counts[1]},"retries":0,"totalProcessingTime":${job.totalProcessingTime},"apiActiveProcessingTime":${job.totalProcessingTime},"apexProcessingTime":0${more}}`;

  test('a wrong line ending, and an empty file', async () => {
    const wrong = await ada.run(INSERT, 'Name\r\nAcme\r\n');
    const failed = await ada.call('GET', `${INGEST}/${wrong.id}`);
    const message = 'ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is LF';
    expectRow(
      'rest-data 6.1/line-ending',
      failed,
      200,
      infoOf(JSON.parse(failed.body), 'Failed', [0, 0], `,"errorMessage":"${message}"`),
    );
    const empty = await ada.run(INSERT, '');
    const done = await ada.call('GET', `${INGEST}/${empty.id}`);
    expectRow('rest-data 6.1/empty', done, 200, infoOf(JSON.parse(done.body), 'JobComplete', [0, 0]));
  });

  test('the list of an org with one job, and an object that is not in Bulk', async () => {
    const grace = new Caller(
      sf,
      await accessTokenFor(sf, { app: app(sf, 'Web_Server'), user: user(sf, 'grace'), scopes: 'api' }),
    );
    for (const { id } of JSON.parse((await grace.call('GET', INGEST)).body).records) {
      await grace.call('PATCH', `${INGEST}/${id}`, { state: 'Aborted' });
      await grace.call('DELETE', `${INGEST}/${id}`);
    }
    const { id, createdDate } = JSON.parse((await grace.call('POST', INGEST, INSERT)).body);
    expectRow(
      'rest-data 6.1/list',
      await grace.call('GET', INGEST),
      200,
      `{"done":true,"nextRecordsUrl":null,"records":[{"id":"${id}","operation":"insert","object":"Account","createdById":"${user(sf, 'grace').id}","createdDate":"${createdDate}","systemModstamp":"${createdDate}","state":"Open","concurrencyMode":"Parallel","contentType":"CSV","apiVersion":58.0,"jobType":"V2Ingest","lineEnding":"LF","columnDelimiter":"COMMA"}]}`,
    );
    expectRow(
      'rest-data 6.2/not-in-bulk',
      await ada.call('POST', INGEST, { ...INSERT, object: 'LoginHistory' }),
      400,
      `[{"errorCode":"INVALIDENTITY","message":"Entity 'LoginHistory' is not supported by the Bulk API."}]`,
    );
  });
});
