/** Many records in a call, and many calls in one (rest-data.md 5). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fauxforce } from '../../src/testing/index.ts';
import { type Answer, app, send, user } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';
import { startAcme } from '../identity/acme.ts';
import { expectRow } from '../rows/expect-row.ts';
import type { RowId } from '../rows/row.ts';

const V = '/services/data/v60.0';
const S = `${V}/sobjects`;
const C = `${V}/composite`;

let sf: Fauxforce;
let token: string;
beforeAll(async () => {
  sf = await startAcme();
  token = await accessTokenFor(sf, { app: app(sf, 'Web_Server'), user: user(sf, 'ada'), scopes: 'api' });
});
afterAll(() => sf[Symbol.asyncDispose]());

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

function call(method: Method, path: string, body?: unknown): Promise<Answer> {
  return send(sf, path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function create(object: string, fields: object): Promise<string> {
  const { status, body } = await call('POST', `${S}/${object}`, fields);
  if (status !== 201) throw new Error(body);
  return (JSON.parse(body) as { id: string }).id;
}

async function count(where: string): Promise<number> {
  const soql = `SELECT count() FROM Contact WHERE ${where}`;
  return JSON.parse((await call('GET', `${V}/query?q=${encodeURIComponent(soql)}`)).body).totalSize;
}

const contact = (fields: object) => ({ attributes: { type: 'Contact' }, ...fields });
const BAD_EMAIL =
  '{"success":false,"errors":[{"statusCode":"INVALID_EMAIL_ADDRESS","message":"Email: invalid email address: badone","fields":["Email"]}]}';
const ROLLED_BACK =
  '"success":false,"errors":[{"statusCode":"ALL_OR_NONE_OPERATION_ROLLED_BACK","message":"Record rolled back because not all records were valid and the request was using AllOrNone header","fields":[]}]';

describe('/composite/sobjects', () => {
  test('makes records, each by itself', async () => {
    const records = [
      contact({ LastName: 'a' }),
      contact({ LastName: 'b', Email: 'badone' }),
      { LastName: 'c', ...contact({}) },
    ];
    const made = await call('POST', `${C}/sobjects/`, { allOrNone: false, records });
    const [a, , c] = JSON.parse(made.body);
    expectRow(
      ['rest-data 5.4/create', 'rest-data 5.4/failed'],
      made,
      200,
      `[{"id":"${a.id}","success":true,"errors":[]},${BAD_EMAIL},{"id":"${c.id}","success":true,"errors":[]}]`,
    );
    expect(sf.journal.last()?.checks.map(({ name }) => name)).toContain('record.email');
  });

  test('makes all or none', async () => {
    const records = [
      contact({ LastName: 'all-or-none' }),
      contact({ LastName: 'all-or-none', Email: 'badone' }),
    ];
    expectRow(
      'rest-data 5.4/all-or-none',
      await call('POST', `${C}/sobjects`, { allOrNone: true, records }),
      200,
      `[{${ROLLED_BACK}},${BAD_EMAIL}]`,
    );
    expect(await count("LastName = 'all-or-none'")).toBe(0);
  });

  test('makes none when one is refused in the transaction itself', async () => {
    const records = [
      contact({ LastName: 'late' }),
      contact({ LastName: 'late', AccountId: '001FF0000000000AAA' }),
    ];
    expectRow(
      'rest-data 5.4/all-or-none',
      await call('POST', `${C}/sobjects`, { allOrNone: true, records }),
      200,
      `[{${ROLLED_BACK}},{"success":false,"errors":[{"statusCode":"INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY","message":"insufficient access rights on cross-reference id: 001FF0000000000","fields":[]}]}]`,
    );
    expect(await count("LastName = 'late'")).toBe(0);
  });

  test('changes records by id or Id; those that were rolled back keep theirs', async () => {
    const [a, b] = [await create('Contact', { LastName: 'a' }), await create('Contact', { LastName: 'b' })];
    const records = [
      contact({ id: a, Title: 'x' }),
      contact({ Id: b, Email: 'badone' }),
      contact({ Title: 'y' }),
    ];
    const missing =
      '{"success":false,"errors":[{"statusCode":"MISSING_ARGUMENT","message":"Id not specified in an update call","fields":[]}]}';
    expectRow(
      ['rest-data 5.4/update', 'rest-data 5.4/failed'],
      await call('PATCH', `${C}/sobjects`, { records }),
      200,
      `[{"id":"${a}","success":true,"errors":[]},${BAD_EMAIL},${missing}]`,
    );
    expectRow(
      'rest-data 5.4/all-or-none',
      await call('PATCH', `${C}/sobjects`, { allOrNone: true, records: records.slice(0, 2) }),
      200,
      `[{"id":"${a}",${ROLLED_BACK}},${BAD_EMAIL}]`,
    );
  });

  test('changes a record that stands in it several times one change after the other', async () => {
    const id = await create('Contact', { LastName: 'a' });
    const records = Array.from({ length: 60 }, (_, i) => contact({ Id: id, Title: String(i) }));
    const saved = JSON.stringify(records.map(() => ({ id, success: true, errors: [] })));
    const title = async () => JSON.parse((await call('GET', `${S}/Contact/${id}`)).body).Title;
    expect((await call('PATCH', `${C}/sobjects`, { records })).body).toBe(saved);
    expect(await title()).toBe('59');
    const backwards = { allOrNone: true, records: records.toReversed() };
    expect((await call('PATCH', `${C}/sobjects`, backwards)).body).toBe(saved);
    expect(await title()).toBe('0');
    const bad = [contact({ Id: id, Title: 'x' }), contact({ Id: id, Email: 'badone' })];
    expect((await call('PATCH', `${C}/sobjects`, { allOrNone: true, records: bad })).body).toBe(
      `[{"id":"${id}",${ROLLED_BACK}},${BAD_EMAIL}]`,
    );
    const unknown = [contact({ Id: id, Title: 'x' }), contact({ Id: id, Nothing: 1 })];
    expect((await call('PATCH', `${C}/sobjects`, { records: unknown })).status).toBe(400);
    expect(await title()).toBe('0');
    expect((await call('DELETE', `${C}/sobjects?ids=${id},${id}&allOrNone=true`)).body).toBe(
      `[{"id":"${id}",${ROLLED_BACK}},{"success":false,"errors":[{"statusCode":"ENTITY_IS_DELETED","message":"entity is deleted","fields":[]}]}]`,
    );
    expect((await call('GET', `${S}/Contact/${id}`)).status).toBe(200);
  });

  test('upserts by an external id, and by Id', async () => {
    const records = [contact({ Email: 'up@acme.example', LastName: 'a' })];
    const first = await call('PATCH', `${C}/sobjects/Contact/Email`, { records });
    const [{ id }] = JSON.parse(first.body);
    expectRow(
      'rest-data 5.4/upsert',
      first,
      200,
      `[{"id":"${id}","success":true,"errors":[],"created":true}]`,
    );
    expectRow(
      'rest-data 5.4/upsert',
      await call('PATCH', `${C}/sobjects/Contact/Email`, { records }),
      200,
      `[{"id":"${id}","success":true,"errors":[],"created":false}]`,
    );
    const both = [contact({ Id: null, LastName: 'new' }), contact({ Id: id, Title: 'x' })];
    const byId = await call('PATCH', `${C}/sobjects/Contact/Id`, { records: both });
    const [{ id: made }] = JSON.parse(byId.body);
    expectRow(
      'rest-data 5.4/upsert',
      byId,
      200,
      `[{"id":"${made}","success":true,"errors":[],"created":true},{"id":"${id}","success":true,"errors":[],"created":false}]`,
    );
  });

  test('of which one failed says that all of a new upsert would have been made', async () => {
    const records = [
      contact({ Email: 'n1@acme.example', LastName: 'a' }),
      contact({ Email: 'n2@acme.example' }),
    ];
    expectRow(
      'rest-data 5.4/all-or-none',
      await call('PATCH', `${C}/sobjects/Contact/Email`, { allOrNone: true, records }),
      200,
      `[{${ROLLED_BACK},"created":true},{"success":false,"errors":[{"statusCode":"REQUIRED_FIELD_MISSING","message":"Required fields are missing: [LastName]","fields":["LastName"]}],"created":true}]`,
    );
  });

  test('deletes, and reads what is there', async () => {
    const [a, b] = [await create('Contact', { LastName: 'a' }), await create('Contact', { LastName: 'b' })];
    expectRow(
      'rest-data 5.4/delete',
      await call('DELETE', `${C}/sobjects?ids=${a},001x`),
      200,
      `[{"id":"${a}","success":true,"errors":[]},{"success":false,"errors":[{"statusCode":"MALFORMED_ID","message":"malformed id 001x","fields":[]}]}]`,
    );
    const read = `[null,{"attributes":{"type":"Contact","url":"${S}/Contact/${b}"},"LastName":"b","Id":"${b}"}]`;
    for (const asked of [
      await call('GET', `${C}/sobjects/Contact?ids=${a},${b}&fields=LastName`),
      await call('POST', `${C}/sobjects/Contact`, { ids: [a, b], fields: ['LastName'] }),
    ])
      expectRow('rest-data 5.4/retrieve', asked, 200, read);
  });

  test.each<[string, RowId, unknown, string]>([
    [
      'too many',
      'rest-data 5.4/too-many',
      Array.from({ length: 201 }, () => contact({ LastName: 'x' })),
      '[{"message":"record limit reached. cannot submit more than 200 records into this call","errorCode":"EXCEEDED_ID_LIMIT"}]',
    ],
    [
      'an unknown field',
      'rest-data 5.4/malformed',
      [contact({ LastName: 'whole call' }), contact({ Equipo: 'x' })],
      `[{"message":"No such column 'Equipo' on sobject of type Contact","errorCode":"INVALID_FIELD"}]`,
    ],
    [
      'an unknown object',
      'rest-data 5.4/malformed',
      [{ attributes: { type: 'Invoice__c' } }],
      `[{"message":"sObject type 'Invoice__c' is not supported.","errorCode":"INVALID_TYPE"}]`,
    ],
  ])('is refused as a whole with %s', async (_what, row, records, body) => {
    expectRow(row, await call('POST', `${C}/sobjects`, { records }), 400, body);
    expect(await count("LastName = 'whole call'")).toBe(0);
  });

  test('cuts mixed types into ten chunks at most', async () => {
    const mixed = (count: number) =>
      Array.from({ length: count }, (_, i) =>
        i % 2 === 0
          ? contact({ Email: 'badone', LastName: 'x' })
          : { attributes: { type: 'Lead' }, Company: 'x', LastName: 'x', Email: 'badone' },
      );
    expectRow(
      'rest-data 5.4/chunks',
      await call('POST', `${C}/sobjects`, { records: mixed(10) }),
      200,
      `[${Array.from({ length: 10 }, () => BAD_EMAIL).join(',')}]`,
    );
    expectRow(
      'rest-data 5.4/chunks',
      await call('POST', `${C}/sobjects`, { records: mixed(11) }),
      400,
      '[{"message":"Cannot have more than 10 chunks in a single operation. Please rearrange the data to reduce chunking.","errorCode":"LIMIT_EXCEEDED"}]',
    );
  });

  test('refuses what a test armed, and saves nothing', async () => {
    sf.arm('record.row-lock');
    const { status, body } = await call('POST', `${C}/sobjects`, {
      records: [contact({ LastName: 'armed' })],
    });
    expect([status, JSON.parse(body)[0].errorCode]).toEqual([400, 'UNABLE_TO_LOCK_ROW']);
    expect(await count("LastName = 'armed'")).toBe(0);
  });
});

describe('/composite/tree', () => {
  const account = (referenceId: string, fields: object) => ({
    attributes: { type: 'Account', referenceId },
    ...fields,
  });
  const child = (referenceId: string, fields: object) => ({
    attributes: { type: 'Contact', referenceId },
    ...fields,
  });

  test('makes records with their children, and lists them level by level', async () => {
    const records = [
      account('ref1', { Name: 'Tree', Contacts: { records: [child('ref2', { LastName: 'leaf' })] } }),
      account('ref3', { Name: 'Tree' }),
    ];
    const made = await call('POST', `${C}/tree/Account`, { records });
    const ids = (JSON.parse(made.body).results as { id: string }[]).map(({ id }) => id);
    expectRow(
      'rest-data 5.3/made',
      made,
      201,
      `{"hasErrors":false,"results":[{"referenceId":"ref1","id":"${ids[0]}"},{"referenceId":"ref3","id":"${ids[1]}"},{"referenceId":"ref2","id":"${ids[2]}"}]}`,
    );
    expect(await count(`AccountId = '${ids[0]}'`)).toBe(1);
  });

  test('has records of the object that belongs in each place', async () => {
    const wrong = [
      [child('a', { LastName: 'x' })],
      [account('a', { Name: 'x', Contacts: { records: [account('b', { Name: 'y' })] } })],
    ];
    for (const records of wrong) {
      const { status, body } = await call('POST', `${C}/tree/Account`, { records });
      expect([status, body]).toEqual([400, expect.stringContaining('stands where')]);
    }
  });

  test('makes nothing if one is refused, and names it alone', async () => {
    const records = [
      account('ref1', {
        Name: 'Felled',
        Contacts: { records: [child('ref2', { LastName: 'felled', Email: '123' })] },
      }),
    ];
    expectRow(
      'rest-data 5.3/refused',
      await call('POST', `${C}/tree/Account`, { records }),
      400,
      '{"hasErrors":true,"results":[{"referenceId":"ref2","errors":[{"statusCode":"INVALID_EMAIL_ADDRESS","message":"Email: invalid email address: 123","fields":["Email"]}]}]}',
    );
    expect(await count("Account.Name = 'Felled'")).toBe(0);
  });

  test('is refused as a whole with an unknown field', async () => {
    expectRow(
      'rest-data 5.3/unknown-field',
      await call('POST', `${C}/tree/Account`, { records: [account('a', { Name: 'x', Shoe: 1 })] }),
      400,
      `[{"message":"No such column 'Shoe' on sobject of type Account","errorCode":"INVALID_FIELD"}]`,
    );
  });

  test.each<[string, unknown[]]>([
    ['a name twice', [account('a', { Name: 'x' }), account('a', { Name: 'y' })]],
    ['no name', [{ attributes: { type: 'Account' }, Name: 'x' }]],
  ])('is refused with %s', async (_what, records) => {
    expect((await call('POST', `${C}/tree/Account`, { records })).status).toBe(400);
  });
});

describe('/composite/batch', () => {
  test('answers each call by itself, and counts each', async () => {
    const id = await create('Account', { Name: 'Batch' });
    const used = async () =>
      Number(/=(\d+)\//.exec(String((await call('GET', V)).headers['sforce-limit-info']))?.[1]);
    const before = await used();
    const answer = await call('POST', `${C}/batch`, {
      batchRequests: [
        { method: 'PATCH', url: `v60.0/sobjects/Account/${id}`, richInput: { Name: 'Batched' } },
        { method: 'GET', url: `${S}/Account/${id}?fields=Name` },
        { method: 'GET', url: 'v60.0/sobjects/Nothing/describe' },
      ],
    });
    expectRow(
      'rest-data 5.2/results',
      answer,
      200,
      `{"hasErrors":true,"results":[{"statusCode":204,"result":null},{"statusCode":200,"result":{"attributes":{"type":"Account","url":"${S}/Account/${id}"},"Name":"Batched","Id":"${id}"}},{"statusCode":404,"result":[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]}]}`,
    );
    expect((await used()) - before).toBe(4);
  });

  test('halts on an error if it is told to', async () => {
    const answer = await call('POST', `${C}/batch`, {
      haltOnError: true,
      batchRequests: [
        { method: 'GET', url: 'v60.0/nothing' },
        { method: 'GET', url: 'v60.0/limits' },
      ],
    });
    expectRow(
      'rest-data 5.2/results',
      answer,
      200,
      '{"hasErrors":true,"results":[{"statusCode":404,"result":[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]},{"statusCode":412,"result":[{"errorCode":"BATCH_PROCESSING_HALTED","message":"Batch processing halted per request: a previous batch request had failed."}]}]}',
    );
  });
});

describe('/composite', () => {
  const part = (referenceId: string, method: Method, path: string, body?: unknown) => ({
    method,
    url: `${V}${path}`,
    referenceId,
    ...(body === undefined ? {} : { body }),
  });

  test('answers calls that refer to earlier ones', async () => {
    const answer = await call('POST', C, {
      compositeRequest: [
        part('refAccount', 'POST', '/sobjects/Account', { Name: 'Composite' }),
        part('refContact', 'POST', '/sobjects/Contact', { LastName: 'x', AccountId: '@{refAccount.id}' }),
        part('q', 'GET', "/query?q=SELECT LastName FROM Contact WHERE AccountId = '@{refAccount.id}'"),
        part('gone', 'DELETE', '/sobjects/Contact/@{refContact.id}'),
      ],
    });
    const [account, contactPart] = JSON.parse(answer.body).compositeResponse;
    const [a, c] = [account.body.id, contactPart.body.id];
    expectRow(
      'rest-data 5.1/answers',
      answer,
      200,
      `{"compositeResponse":[{"body":{"id":"${a}","success":true,"errors":[]},"httpHeaders":{"Location":"${S}/Account/${a}"},"httpStatusCode":201,"referenceId":"refAccount"},` +
        `{"body":{"id":"${c}","success":true,"errors":[]},"httpHeaders":{"Location":"${S}/Contact/${c}"},"httpStatusCode":201,"referenceId":"refContact"},` +
        `{"body":{"totalSize":1,"done":true,"records":[{"attributes":{"type":"Contact","url":"${S}/Contact/${c}"},"LastName":"x"}]},"httpHeaders":{},"httpStatusCode":200,"referenceId":"q"},` +
        '{"body":null,"httpHeaders":{},"httpStatusCode":204,"referenceId":"gone"}]}',
    );
  });

  test('answers a failed call, and what depends on it, in their places', async () => {
    const answer = await call('POST', C, {
      compositeRequest: [
        part('refAccount', 'POST', '/sobjects/Account', {}),
        part('refContact', 'POST', '/sobjects/Contact', { LastName: 'x', AccountId: '@{refAccount.id}' }),
      ],
    });
    expectRow(
      ['rest-data 5.1/failed', 'rest-data 5.1/dependent'],
      answer,
      200,
      '{"compositeResponse":[{"body":[{"message":"Required fields are missing: [Name]","errorCode":"REQUIRED_FIELD_MISSING","fields":["Name"]}],"httpHeaders":{},"httpStatusCode":400,"referenceId":"refAccount"},' +
        '{"body":[{"errorCode":"PROCESSING_HALTED","message":"Invalid reference specified. No value for refAccount.id found in refAccount."}],"httpHeaders":{},"httpStatusCode":400,"referenceId":"refContact"}]}',
    );
  });

  test('answers conditional calls as they would be alone', async () => {
    const { headers } = await call('GET', `${S}/Account/describe`);
    const answer = await call('POST', C, {
      compositeRequest: [
        {
          ...part('d', 'GET', '/sobjects/Account/describe'),
          httpHeaders: { 'If-Modified-Since': headers['last-modified'] },
        },
      ],
    });
    const etag = String(headers.etag).replaceAll('"', '\\"');
    expectRow(
      'rest-data 5.1/conditional',
      answer,
      200,
      `{"compositeResponse":[{"body":null,"httpHeaders":{"ETag":"${etag}","Last-Modified":"${headers['last-modified']}"},"httpStatusCode":304,"referenceId":"d"}]}`,
    );
  });

  test('undoes everything if one call fails and all or none was asked for', async () => {
    const answer = await call('POST', C, {
      allOrNone: true,
      compositeRequest: [
        part('a', 'POST', '/sobjects/Account', { Name: 'Undone' }),
        part('c', 'POST', '/sobjects/Contact', { LastName: 'undone', AccountId: '@{a.id}' }),
        part('q', 'GET', "/query?q=SELECT LastName FROM Contact WHERE AccountId = '@{a.id}'"),
        part('bad', 'POST', '/sobjects/Contact', { Email: 'x' }),
      ],
    });
    const halted = (name: string) =>
      `{"body":[{"errorCode":"PROCESSING_HALTED","message":"The transaction was rolled back since another operation in the same transaction failed."}],"httpHeaders":{},"httpStatusCode":400,"referenceId":"${name}"}`;
    expectRow(
      'rest-data 5.1/rolled-back',
      answer,
      200,
      `{"compositeResponse":[${halted('a')},${halted('c')},${halted('q')},{"body":[{"message":"Email: invalid email address: x","errorCode":"INVALID_EMAIL_ADDRESS","fields":["Email"]}],"httpHeaders":{},"httpStatusCode":400,"referenceId":"bad"}]}`,
    );
    expect(await count("LastName = 'undone'")).toBe(0);
  });

  test('does everything at once if all goes well: later calls see what earlier ones did', async () => {
    const gone = await create('Contact', { LastName: 'gone' });
    const { body } = await call('POST', C, {
      allOrNone: true,
      compositeRequest: [
        part('a', 'POST', '/sobjects/Account', { Name: 'Together' }),
        part('c', 'POST', '/sobjects/Contact', { LastName: 'first', AccountId: '@{a.id}' }),
        part('u', 'PATCH', '/sobjects/Contact/@{c.id}', { LastName: 'together' }),
        part('r', 'GET', '/sobjects/Contact/@{c.id}?fields=LastName'),
        part('q', 'GET', "/query?q=SELECT LastName FROM Contact WHERE AccountId = '@{a.id}'"),
        part('d', 'DELETE', `/sobjects/Contact/${gone}`),
        part('n', 'GET', `/sobjects/Contact?fields=Id`),
      ],
    });
    const [, , , read, found] = JSON.parse(body).compositeResponse;
    expect(read.body.LastName).toBe('together');
    expect(found.body).toMatchObject({ totalSize: 1, records: [{ LastName: 'together' }] });
    expect(await count("LastName = 'together'")).toBe(1);
    expect((await call('GET', `${S}/Contact/${gone}`)).status).toBe(404);
  });

  test('takes references of letters, digits and underscores', async () => {
    const answer = await call('POST', C, {
      compositeRequest: [part('b', 'GET', '/sobjects/Account/@{a-b.id}')],
    });
    expectRow(
      'rest-data 5.1/dependent',
      answer,
      200,
      `{"compositeResponse":[{"body":[{"errorCode":"PROCESSING_HALTED","message":"Invalid reference specified. No value for a-b.id found in a-b. Provided referenceId ('a-b') must start with a letter or a number, and it can contain only letters, numbers and underscores ('_')."}],"httpHeaders":{},"httpStatusCode":400,"referenceId":"b"}]}`,
    );
  });

  test('does not become larger by references than a request may be', async () => {
    const Description = 'x'.repeat(30_000);
    const answer = await call('POST', C, {
      compositeRequest: [
        part('a', 'POST', '/sobjects/Account', { Name: 'a', Description }),
        part('b', 'GET', '/sobjects/Account/@{a.id}?fields=Description'),
        part('c', 'POST', '/sobjects/Account', { Name: '@{b.Description}'.repeat(300) }),
      ],
    });
    expect(JSON.parse(answer.body).compositeResponse[2]).toEqual({
      body: [
        {
          errorCode: 'PROCESSING_HALTED',
          message: 'The references of a request become more than a request can hold.',
        },
      ],
      httpHeaders: {},
      httpStatusCode: 400,
      referenceId: 'c',
    });
  });

  const halting = (message: string) => `[{"message":"${message}","errorCode":"PROCESSING_HALTED"}]`;
  const limits = (count: number) =>
    Array.from({ length: count }, (_, i) => part(`r${i}`, 'GET', `/sobjects/Account/00${i}`));
  const queries = (count: number, path = '/query?q=SELECT+Id+FROM+Case') =>
    Array.from({ length: count }, (_, i) => part(`q${i}`, 'GET', path));

  test('is refused with more than 25 calls, and with more than five queries or collections', async () => {
    expectRow(
      ['rest-data 5.1/limits', 'rest-data 5.1/malformed'],
      await call('POST', C, { compositeRequest: limits(26) }),
      400,
      halting('The request cannot have more than 25 subrequests.'),
    );
    expectRow(
      'rest-data 5.2/results',
      await call('POST', `${C}/batch`, { batchRequests: limits(26) }),
      400,
      halting('The request cannot have more than 25 subrequests.'),
    );
    const nothing = '{"totalSize":0,"done":true,"records":[]}';
    expectRow(
      'rest-data 5.1/limits',
      await call('POST', C, { compositeRequest: queries(5) }),
      200,
      `{"compositeResponse":[${queries(5)
        .map(
          ({ referenceId }) =>
            `{"body":${nothing},"httpHeaders":{},"httpStatusCode":200,"referenceId":"${referenceId}"}`,
        )
        .join(',')}]}`,
    );
    for (const six of [
      queries(6),
      [
        ...queries(3),
        ...queries(3, '/composite/sobjects/Contact?ids=').map((own, i) => ({ ...own, referenceId: `c${i}` })),
      ],
    ])
      expectRow(
        'rest-data 5.1/limits',
        await call('POST', C, { compositeRequest: six }),
        400,
        halting('The request cannot have more than 5 query or collection subrequests.'),
      );
  });

  test('is refused with a referenceId twice; a call of a version that is not there is not found', async () => {
    expectRow(
      'rest-data 5.1/malformed',
      await call('POST', C, { compositeRequest: [part('a', 'GET', '/recent'), part('a', 'GET', '/recent')] }),
      400,
      halting('Invalid or duplicate referenceId: a'),
    );
    expectRow(
      'rest-data 5.1/malformed',
      await call('POST', C, {
        compositeRequest: [{ ...part('a', 'GET', ''), url: '/services/data/v99.0/recent' }],
      }),
      200,
      '{"compositeResponse":[{"body":[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}],"httpHeaders":{},"httpStatusCode":404,"referenceId":"a"}]}',
    );
  });
});
