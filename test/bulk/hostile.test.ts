/** Whatever is sent to jobs: a refusal or a job that fails, never a mistake of ours, never half of it. */
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { app, send, user } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';
import { Caller, INGEST, type Method, QUERY, V } from './jobs.ts';

let sf: Fauxforce;
let ada: Caller;
beforeAll(async () => {
  sf = await startFauxforce();
  ada = new Caller(
    sf,
    await accessTokenFor(sf, { app: app(sf, 'Web_Server'), user: user(sf, 'ada'), scopes: 'api' }),
  );
});
afterAll(() => sf[Symbol.asyncDispose]());

const INSERT = { object: 'Account', operation: 'insert' };
const JUNK = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('"', ',', '\n', '\r', 'Name', 'Id', '#N/A', '\u0000', '\ufeff', 'x', '.'),
  }),
);

test('data of any kind ends a job, and what it says of its rows adds up', async () => {
  await fc.assert(
    fc.asyncProperty(
      JUNK,
      fc.constantFrom('insert', 'update', 'upsert', 'delete'),
      async (csv, operation) => {
        const wanted = {
          object: 'Account',
          operation,
          ...(operation === 'upsert' ? { externalIdFieldName: 'Id' } : {}),
        };
        const job = await ada.run(wanted, `Name${csv}`.toWellFormed());
        expect(['JobComplete', 'Failed']).toContain(job.state);
        expect(job.errorMessage ?? '').not.toContain('fauxforce made a mistake');
        expect(job.numberRecordsFailed).toBeLessThanOrEqual(job.numberRecordsProcessed);
        if (job.state === 'Failed') expect(job.numberRecordsProcessed).toBe(0);
      },
    ),
    { numRuns: 30 },
  );
}, 60_000);

test.each([
  ['a hundred thousand columns', `${'Name,'.repeat(100_000)}\n`],
  ['a quote that never ends', `Name\n"${'x'.repeat(1_000_000)}`],
  ['a huge header', 'N'.repeat(1_000_000)],
  ['nothing but quotes', '"'.repeat(300_000)],
  ['nothing but delimiters', `Name\n${','.repeat(300_000)}`],
])('%s fails the job soon', async (_, csv) => {
  const job = await ada.run(INSERT, csv);
  expect(job.state).toBe('Failed');
  expect(job.errorMessage?.length).toBeLessThan(400);
});

test('NUL and other odd characters are text like any', async () => {
  const job = await ada.run(INSERT, 'Name\n"a\u0000b\u202e"\n');
  expect(job).toMatchObject({ state: 'JobComplete', numberRecordsFailed: 0 });
});

test('bodies of any kind are answered', async () => {
  const id = await ada.open(INSERT);
  const member = fc.constantFrom(
    'object',
    'operation',
    'query',
    'state',
    'contentType',
    'lineEnding',
    'externalIdFieldName',
    '__proto__',
  );
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('Account', 'upsert', 'CSV', 'Id', 'UploadComplete', 'SELECT Id FROM Account'),
  );
  const bodies = fc.oneof(
    fc.dictionary(member, value, { maxKeys: 5 }).map((body) => JSON.stringify(body)),
    fc.string(),
    fc.json(),
  );
  const paths = fc.constantFrom<readonly [Method, string]>(
    ['POST', INGEST],
    ['POST', QUERY],
    ['PATCH', `${INGEST}/${id}`],
    ['PUT', `${INGEST}/x/batches`],
    ['PATCH', `${QUERY}/${id}`],
    ['GET', `${QUERY}/${id}/results?maxRecords=x&locator=%00`],
    ['GET', `${INGEST}/%00/failedResults`],
    ['GET', `${INGEST}?queryLocator=99999999999999999999`],
    ['POST', '/services/async/58.0/job'],
    ['POST', `/services/async/58.0/job/${id}/batch`],
  );
  await fc.assert(
    fc.asyncProperty(paths, bodies, fc.boolean(), async ([method, path], body, isXml) => {
      const headers = isXml ? { 'content-type': 'application/xml' } : {};
      const answer = await ada.call(method, path, method === 'GET' ? undefined : body, headers);
      expect(answer.status, `${method} ${path} ${body} -> ${answer.body}`).toBeLessThan(500);
    }),
    { numRuns: 120 },
  );
}, 60_000);

test('XML of any kind is answered in XML', async () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '/',
    'jobInfo',
    '<jobInfo xmlns="http://www.force.com/2009/06/asyncapi/dataload">',
    '</jobInfo>',
    '<operation>insert</operation>',
    '<object>Account</object>',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '&',
    '&#0;',
    '<!DOCTYPE x>',
    '<?x?>',
    '\u0000',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
      const body = pieces.join('');
      const answer = await ada.call('POST', '/services/async/58.0/job', body, {
        'content-type': 'application/xml',
      });
      expect(answer.status, body).toBeLessThan(500);
      expect(answer.body.startsWith('<?xml version="1.0" encoding="UTF-8"?><'), answer.body).toBe(true);
    }),
    { numRuns: 100 },
  );
}, 60_000);

test('an upload that is cut leaves the job as it was', async () => {
  const id = await ada.open(INSERT);
  const { port } = new URL(sf.url);
  await new Promise<void>((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(
        `PUT ${INGEST}/${id}/batches HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${ada.token}\r\nContent-Type: text/csv\r\nContent-Length: 1000\r\n\r\nName\nHalf\n`,
        () => socket.destroy(),
      );
    });
    socket.on('error', reject);
    socket.on('close', () => resolve());
  });
  expect((await ada.call('PUT', `${INGEST}/${id}/batches`, 'Name\nWhole\n')).status).toBe(201);
  await ada.call('PATCH', `${INGEST}/${id}`, { state: 'UploadComplete' });
  expect(await ada.ended(`${INGEST}/${id}`)).toMatchObject({
    state: 'JobComplete',
    numberRecordsProcessed: 1,
  });
});

test('two uploads at once are one', async () => {
  const id = await ada.open(INSERT);
  const answers = await Promise.all(
    [1, 2, 3].map((n) => ada.call('PUT', `${INGEST}/${id}/batches`, `Name\nUpload ${n}\n`)),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400]);
});

test('a job that is aborted while it runs stops, and its rows add up', async () => {
  const id = await ada.open(INSERT);
  const rows = Array.from({ length: 3_000 }, (_, i) => `Abort ${i}\n`).join('');
  await ada.call('PUT', `${INGEST}/${id}/batches`, `Name\n${rows}`);
  await ada.call('PATCH', `${INGEST}/${id}`, { state: 'UploadComplete' });
  const aborted = await ada.call('PATCH', `${INGEST}/${id}`, { state: 'Aborted' });
  expect(aborted.status).toBe(200);
  const info = await ada.ended(`${INGEST}/${id}`);
  expect(info.state).toBe('Aborted');
  const lines = async (kind: string) => (await ada.results(id, kind)).split('\n').length - 2;
  expect(await lines('successfulResults')).toBe(info.numberRecordsProcessed);
  expect(await lines('unprocessedrecords')).toBe(3_000 - info.numberRecordsProcessed);
  const soql = encodeURIComponent("SELECT COUNT() FROM Account WHERE Name LIKE 'Abort %'");
  const { body } = await send(sf, `${V}/query?q=${soql}`, {
    headers: { authorization: `Bearer ${ada.token}` },
  });
  expect(JSON.parse(body).totalSize).toBe(info.numberRecordsProcessed);
});

test('another org has no such job', async () => {
  await using globex = await startFauxforce({ demo: { secondOrg: true } });
  const lin = await accessTokenFor(globex, {
    app: app(globex, 'Web_Server'),
    user: user(globex, 'ada'),
    scopes: 'api',
  });
  const id = await ada.open(INSERT);
  expect((await new Caller(globex, lin).call('GET', `${INGEST}/${id}`)).status).toBe(404);
});

test('a snapshot has jobs with their data and results', async () => {
  const job = await ada.run(INSERT, 'Name\nKept\n');
  const before = await ada.results(job.id, 'successfulResults');
  const snapshot = await sf.snapshot();
  await ada.call('DELETE', `${INGEST}/${job.id}`);
  await sf.restore(snapshot);
  expect(await ada.results(job.id, 'successfulResults')).toBe(before);
});
