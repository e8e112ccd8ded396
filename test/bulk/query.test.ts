/** Bulk API 2.0: jobs that answer a query as CSV (rest-data.md 6.2). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fauxforce } from '../../src/testing/index.ts';
import { type Answer, app, user } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';
import { startAcme } from '../identity/acme.ts';
import { expectRow } from '../rows/expect-row.ts';
import { Caller, QUERY } from './jobs.ts';

let sf: Fauxforce;
let ada: Caller;
beforeAll(async () => {
  sf = await startAcme();
  ada = new Caller(
    sf,
    await accessTokenFor(sf, { app: app(sf, 'Web_Server'), user: user(sf, 'ada'), scopes: 'api' }),
  );
  const rows = Array.from(
    { length: 450 },
    (_, i) => `q${String(i).padStart(3, '0')},"say ""${i}""",${i}.5\n`,
  );
  await ada.run(
    { object: 'Account', operation: 'insert' },
    `Name,Description,AnnualRevenue\n${rows.join('')}`,
  );
});
afterAll(() => sf[Symbol.asyncDispose]());

async function open(query: string, more: object = {}): Promise<string> {
  const { status, body } = await ada.call('POST', QUERY, { operation: 'query', query, ...more });
  if (status !== 200) throw new Error(body);
  return (JSON.parse(body) as { id: string }).id;
}

async function run(query: string, more: object = {}): Promise<string> {
  const id = await open(query, more);
  await ada.ended(`${QUERY}/${id}`);
  return id;
}

function page(id: string, query = ''): Promise<Answer> {
  return ada.call('GET', `${QUERY}/${id}/results${query}`);
}

const q = (where: string) => `SELECT Name FROM Account WHERE Name LIKE 'q%'${where}`;

describe('a query job', () => {
  test('is uploaded at once, and complete in a moment', async () => {
    const answer = await ada.call('POST', QUERY, { operation: 'query', query: q(' ORDER BY Name') });
    const { id, createdDate } = JSON.parse(answer.body);
    const head = `{"id":"${id}","operation":"query","object":"Account","createdById":"${user(sf, 'ada').id}","createdDate":"${createdDate}"`;
    expectRow(
      'rest-data 6.2/create',
      answer,
      200,
      `${head},"systemModstamp":"${createdDate}","state":"UploadComplete","concurrencyMode":"Parallel","contentType":"CSV","apiVersion":58.0,"lineEnding":"LF","columnDelimiter":"COMMA"}`,
    );
    await ada.ended(`${QUERY}/${id}`);
    const info = await ada.call('GET', `${QUERY}/${id}`);
    const { systemModstamp, totalProcessingTime } = JSON.parse(info.body);
    expectRow(
      'rest-data 6.2/info',
      info,
      200,
      `${head},"systemModstamp":"${systemModstamp}","state":"JobComplete","concurrencyMode":"Parallel","contentType":"CSV","apiVersion":58.0,"jobType":"V2Query","lineEnding":"LF","columnDelimiter":"COMMA","numberRecordsProcessed":450,"retries":0,"totalProcessingTime":${totalProcessingTime},"isPkChunkingSupported":false}`,
    );
    const results = await page(id);
    const lines = Array.from({ length: 450 }, (_, i) => `"q${String(i).padStart(3, '0')}"\n`);
    expectRow('rest-data 6.2/results', results, 200, `"Name"\n${lines.join('')}`, {
      'content-type': 'text/csv',
      'sforce-numberofrecords': '450',
      'sforce-locator': 'null',
    });

    expectRow('rest-data 6.2/abort', await ada.call('DELETE', `${QUERY}/${id}`), 204, '');
    expect((await page(id)).body).toBe(
      '[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]',
    );
  });

  test('is read in pages, each with its header', async () => {
    const id = await run(q(' ORDER BY Name'));
    const names: string[] = [];
    let locator = '';
    let pages = 0;
    do {
      const { headers, body } = await page(id, `/?maxRecords=200${locator && `&locator=${locator}`}`);
      const [header, ...lines] = body.trimEnd().split('\n');
      expect(header).toBe('"Name"');
      expect(headers['sforce-numberofrecords']).toBe(String(lines.length));
      names.push(...lines);
      locator = String(headers['sforce-locator']);
      pages += 1;
    } while (locator !== 'null');
    expect([pages, names.length, new Set(names).size]).toEqual([3, 450, 450]);
    for (const wrong of ['null', 'x', 'NDUw', 'MA', 'MjAw='])
      expect((await page(id, `?locator=${encodeURIComponent(wrong)}`)).body).toBe(
        '[{"errorCode":"INVALID_QUERY_LOCATOR","message":"invalid query locator"}]',
      );
    expect((await page(id, '?maxRecords=0')).body).toBe(
      '[{"errorCode":"INVALIDJOB","message":"InvalidJob : Invalid value 0 for maxRecords. Valid values are 1 to 250000"}]',
    );
  });

  test('writes every kind of value, and parents in columns of their own', async () => {
    const [account] = JSON.parse(
      (
        await ada.call(
          'GET',
          `/services/data/v58.0/query?q=${encodeURIComponent(`SELECT Id, CreatedDate FROM Account WHERE Name = 'q007'`)}`,
        )
      ).body,
    ).records;
    const id = await run(
      "SELECT Id, Owner.Name, Parent.Owner.Name, Description, AnnualRevenue, NumberOfEmployees, IsDeleted, CreatedDate FROM Account WHERE Name = 'q007'",
      { columnDelimiter: 'PIPE', lineEnding: 'CRLF' },
    );
    const date = String(account.CreatedDate).replace('+0000', 'Z');
    expect((await page(id)).body).toBe(
      `"Id"|"Owner.Name"|"Parent.Owner.Name"|"Description"|"AnnualRevenue"|"NumberOfEmployees"|"IsDeleted"|"CreatedDate"\r\n"${account.Id}"|"Ada Byron"|""|"say ""7"""|"8.0"|""|"false"|"${date}"\r\n`,
    );
  });

  test('finds nothing, or what is in the recycle bin', async () => {
    const none = await run("SELECT Id, Name FROM Account WHERE Name = 'nobody'");
    const { headers, body } = await page(none);
    expect([headers['sforce-numberofrecords'], headers['sforce-locator'], body]).toEqual([
      '0',
      'null',
      '"Id","Name"\n',
    ]);
    const [, id] =
      /"(001\w{15})"/.exec((await page(await run("SELECT Id FROM Account WHERE Name = 'q001'"))).body) ?? [];
    await ada.run({ object: 'Account', operation: 'delete' }, `Id\n${id}\n`);
    expect((await page(await run("SELECT Name FROM Account WHERE Name = 'q001'"))).body).toBe('"Name"\n');
    expect(
      (await page(await run("SELECT Name FROM Account WHERE Name = 'q001'", { operation: 'queryAll' }))).body,
    ).toBe('"Name"\n"q001"\n');
  });

  test('is refused when it is made', async () => {
    expectRow(
      'rest-data 6.2/compound',
      await ada.call('POST', QUERY, { operation: 'query', query: 'SELECT BillingAddress FROM Account' }),
      400,
      '[{"errorCode":"API_ERROR","message":"Selecting compound data not supported in Bulk Query"}]',
    );
    expectRow(
      'rest-data 6.2/dead-token',
      await new Caller(sf, 'dead').call('POST', QUERY, {
        operation: 'query',
        query: 'SELECT Id FROM Account',
      }),
      401,
      '[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]',
    );
    const refused = async (query: unknown, more: object = {}) => {
      const { status, body } = await ada.call('POST', QUERY, { operation: 'query', query, ...more });
      return `${status} ${body}`;
    };
    const api = (message: string) =>
      `400 [{"errorCode":"API_ERROR","message":"${message} not supported in Bulk Query"}]`;
    expect(await refused('SELECT BillingAddress FROM Account')).toBe(api('Selecting compound data'));
    expect(await refused('SELECT Id, (SELECT Id FROM Contacts) FROM Account')).toBe(
      api('Aggregate Relationships'),
    );
    expect(await refused('SELECT COUNT() FROM Account')).toBe(api('Aggregate functions and GROUP BY'));
    expect(await refused('SELECT Name FROM Account GROUP BY Name')).toBe(
      api('Aggregate functions and GROUP BY'),
    );
    expect(await refused('SELECT Name FROM Account OFFSET 1')).toBe(api('OFFSET'));
    expect(await refused(undefined)).toBe(
      '400 [{"errorCode":"INVALIDJOB","message":"InvalidJob : The query must be specified"}]',
    );
    expect(await refused('SELECT Id FROM XYZZY')).toBe(
      `400 [{"message":"\\nSELECT Id FROM XYZZY\\n               ^\\nERROR at Row:1:Column:16\\nsObject type 'XYZZY' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.","errorCode":"INVALID_TYPE"}]`,
    );
    expect(await refused('SELECT Id FROM Account', { operation: 'insert' })).toBe(
      '400 [{"errorCode":"INVALIDJOB","message":"InvalidJob : Invalid value insert for operation. Valid values are query, queryAll"}]',
    );
  });

  test('has results for the version that made it, when it is complete', async () => {
    const id = await run(q(''));
    const other = await ada.call('GET', `/services/data/v60.0/jobs/query/${id}/results`);
    expectRow(
      'rest-data 6.2/other-version',
      other,
      409,
      '[{"errorCode":"API_ERROR","message":"Results must be read with API version 58.0, which made the job"}]',
    );
    expect((await ada.call('PATCH', `${QUERY}/${id}`, { state: 'Aborted' })).body).toBe(
      '[{"errorCode":"INVALIDJOBSTATE","message":"Aborting already JobComplete Job not allowed"}]',
    );
    expect((await ada.call('PATCH', `${QUERY}/${id}`, { state: 'UploadComplete' })).body).toBe(
      '[{"errorCode":"INVALIDJOB","message":"InvalidJob : Invalid value UploadComplete for state. Valid values are Aborted"}]',
    );
    sf.arm('bulk.query-running', { times: 1 });
    expectRow(
      'rest-data 6.2/not-complete',
      await page(id),
      412,
      '[{"errorCode":"JOB_NOT_COMPLETE","message":"can only download query results of successfully completed bulk job with status: JOB_COMPLETE. Current status: JOB_COMPLETE"}]',
    );
  });

  test('is listed among the queries, and counted in the limits of a day', async () => {
    const limits = async () =>
      JSON.parse((await ada.call('GET', '/services/data/v58.0/limits')).body).DailyBulkV2QueryJobs;
    const before = await limits();
    const id = await run(q(''));
    expect(await limits()).toEqual({ Max: 10000, Remaining: before.Remaining - 1 });
    const { records } = JSON.parse((await ada.call('GET', QUERY)).body);
    expect(records[0]).toMatchObject({ id, jobType: 'V2Query', operation: 'query' });
    const ingest = JSON.parse((await ada.call('GET', '/services/data/v58.0/jobs/ingest')).body).records;
    expect(ingest.map((job: { jobType: string }) => job.jobType)).not.toContain('V2Query');
    expect((await ada.call('GET', `/services/data/v58.0/jobs/ingest/${id}`)).status).toBe(404);
  });
});
