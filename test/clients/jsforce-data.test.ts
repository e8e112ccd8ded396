/** jsforce with records: rows, collections, upsert, queries, describe and search (rest-data.md 11). */
import './helpers/loopback-only.ts';
import { Connection, type Record as Row, SfDate } from 'jsforce';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { user } from '../helpers/token.ts';
import { runs } from './helpers/proof.ts';
import { ada } from './helpers/visit.ts';

let sf: Fauxforce;
let connection: Connection;
beforeAll(async () => {
  sf = await startFauxforce();
  const { access_token } = await sf.token({ app: 'Web_Server', user: ada.username });
  connection = new Connection({ instanceUrl: sf.url, accessToken: access_token, version: '60.0' });
});
afterAll(() => sf[Symbol.asyncDispose]());

const ID = /^[0-9A-Za-z]{18}$/;
const SAVED = { id: expect.stringMatching(ID), success: true, errors: [] };
const NOT_THERE = '001FF0000000000AAA';

async function create(object: string, fields: object): Promise<string> {
  const { id } = await connection.create(object, fields);
  return id ?? '';
}

describe('jsforce: one record', () => {
  it('creates, reads, changes and deletes it', runs('jsforce', 'records'), async () => {
    const saved = await connection.sobject('Account').create({ Name: 'Uno', Industry: 'Energy' });
    expect(saved).toEqual(SAVED);
    const id = saved.id ?? '';
    expect(await connection.sobject('Account').retrieve(id)).toMatchObject({
      attributes: { type: 'Account', url: `/services/data/v60.0/sobjects/Account/${id}` },
      Id: id,
      Name: 'Uno',
      Industry: 'Energy',
      OwnerId: user(sf, 'ada').id,
      BillingAddress: null,
    });
    const update = { Id: id, Name: 'Uno S.A.', Industry: null, AnnualRevenue: 1_250_000 };
    expect(await connection.update('Account', update as { Id: string })).toEqual({
      id,
      success: true,
      errors: [],
    });
    expect(
      await connection.retrieve('Account', id, { fields: ['Name', 'Industry', 'AnnualRevenue'] }),
    ).toEqual({
      attributes: { type: 'Account', url: `/services/data/v60.0/sobjects/Account/${id}` },
      Name: 'Uno S.A.',
      Industry: null,
      AnnualRevenue: 1_250_000,
      Id: id,
    });
    expect(await connection.destroy('Account', id)).toEqual({ id, success: true, errors: [] });
    await expect(connection.retrieve('Account', id)).rejects.toMatchObject({
      name: 'NOT_FOUND',
      errorCode: 'NOT_FOUND',
      message: 'The requested resource does not exist',
    });
    await expect(connection.destroy('Account', id)).rejects.toMatchObject({
      name: 'ENTITY_IS_DELETED',
      message: 'entity is deleted',
      data: { message: 'entity is deleted', errorCode: 'ENTITY_IS_DELETED', fields: [] },
    });
  });

  it.each<[string, string, object, object]>([
    [
      'a required field that is missing',
      'Contact',
      { FirstName: 'Ada' },
      {
        name: 'REQUIRED_FIELD_MISSING',
        message: 'Required fields are missing: [LastName]',
        data: expect.objectContaining({ fields: ['LastName'] }),
      },
    ],
    [
      'a field that is not there',
      'Account',
      { Name: 'Uno', Nom: 'Uno' },
      { name: 'INVALID_FIELD', message: "No such column 'Nom' on sobject of type Account" },
    ],
    [
      'an e-mail address that is none',
      'Contact',
      { LastName: 'Byron', Email: 'nobody' },
      { name: 'INVALID_EMAIL_ADDRESS', message: 'Email: invalid email address: nobody' },
    ],
    [
      'an object that is not there',
      'Acount',
      { Name: 'Uno' },
      { name: 'NOT_FOUND', message: 'The requested resource does not exist' },
    ],
  ])('tells of %s', async (_what, object, fields, refusal) => {
    await expect(connection.create(object, fields)).rejects.toMatchObject(refusal);
  });

  it('upserts it by an external id', runs('jsforce', 'upsert'), async () => {
    const contact = (LastName: string) => ({ LastName, Email: 'uno+upsert@acme.example' });
    const made = await connection.sobject('Contact').upsert(contact('Byron'), 'Email');
    expect(made).toEqual({ ...SAVED, created: true });
    const found = await connection.sobject('Contact').upsert(contact('Lovelace'), 'Email');
    expect(found).toEqual({ id: made.id, success: true, errors: [], created: false });
    expect(await connection.retrieve('Contact', made.id ?? '')).toMatchObject({ LastName: 'Lovelace' });

    await create('Contact', contact('Twin'));
    await expect(connection.sobject('Contact').upsert(contact('Which'), 'Email')).rejects.toMatchObject({
      name: 'MULTIPLE_CHOICES',
      message: 'Multiple records found',
      data: [
        expect.stringMatching(/^\/services\/data\/v60\.0\/sobjects\/Contact\/003/),
        expect.stringMatching(/^\/services\/data\/v60\.0\/sobjects\/Contact\/003/),
      ],
    });
    const byName = { Name: 'Uno', AccountNumber: '1' };
    await expect(connection.sobject('Account').upsert(byName, 'AccountNumber')).rejects.toMatchObject({
      name: 'NOT_FOUND',
      message: 'Provided external ID field does not exist or is not accessible: AccountNumber',
    });
  });
});

describe('jsforce: many records in a call', () => {
  it('creates, reads, changes and deletes them', runs('jsforce', 'collections'), async () => {
    const created = await connection.create('Account', [{ Name: 'Due' }, { Name: 'Due' }, { Name: 'Due' }]);
    expect(created).toEqual([SAVED, SAVED, SAVED]);
    const ids = created.map(({ id }) => id ?? '');
    const changed = ids.map((Id, index) => ({ Id, NumberOfEmployees: index + 1 }));
    expect(await connection.update('Account', changed)).toEqual(
      ids.map((id) => ({ id, success: true, errors: [] })),
    );
    const [one, none, three] = await connection.retrieve('Account', [ids[0]!, NOT_THERE, ids[2]!]);
    expect([one, three]).toMatchObject([
      { Id: ids[0], Name: 'Due', NumberOfEmployees: 1, IsDeleted: false },
      { Id: ids[2], Name: 'Due', NumberOfEmployees: 3, IsDeleted: false },
    ]);
    expect(none).toBeNull();
    expect(await connection.destroy('Account', ids)).toEqual(
      ids.map((id) => ({ id, success: true, errors: [] })),
    );
    expect((await connection.sobject('Account').find({ Name: 'Due' })).length).toBe(0);
  });

  it('says which of them failed, and saves the others', async () => {
    const created = await connection.create('Contact', [
      { LastName: 'Tre' },
      { LastName: 'Tre', Email: 'nobody' },
    ]);
    expect(created).toEqual([
      SAVED,
      {
        success: false,
        errors: [
          {
            statusCode: 'INVALID_EMAIL_ADDRESS',
            message: 'Email: invalid email address: nobody',
            fields: ['Email'],
          },
        ],
      },
    ]);
    expect(await connection.sobject('Contact').count({ LastName: 'Tre' })).toBe(1);
  });

  it('saves none when all or none is asked for', async () => {
    const created = await connection.create('Contact', [{ LastName: 'Quattro' }, { FirstName: 'Q' }], {
      allOrNone: true,
    });
    expect(created).toEqual([
      {
        success: false,
        errors: [
          {
            statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
            message:
              'Record rolled back because not all records were valid and the request was using AllOrNone header',
            fields: [],
          },
        ],
      },
      {
        success: false,
        errors: [expect.objectContaining({ statusCode: 'REQUIRED_FIELD_MISSING', fields: ['LastName'] })],
      },
    ]);
    expect(await connection.sobject('Contact').count({ LastName: 'Quattro' })).toBe(0);
  });

  it('splits what is more than a call may hold', async () => {
    const records = Array.from({ length: 201 }, (_, index) => ({ Name: `Split ${index}` }));
    await expect(connection.create('Account', records)).rejects.toThrow(
      'record limit reached. cannot submit more than 200 records into this call',
    );
    const created = await connection.create('Account', records, { allowRecursive: true });
    expect(created.length).toBe(201);
    expect(created.every(({ success }) => success)).toBe(true);
  });

  it('upserts them by an external id', runs('jsforce', 'upsert'), async () => {
    const records = (LastName: string, numbers: readonly number[]) =>
      numbers.map((number) => ({ LastName, Email: `cinque${number}@acme.example` }));
    expect(await connection.upsert('Contact', records('First', [1, 2]), 'Email')).toEqual([
      { ...SAVED, created: true },
      { ...SAVED, created: true },
    ]);
    expect(await connection.upsert('Contact', records('Second', [2, 3]), 'Email')).toEqual([
      { ...SAVED, created: false },
      { ...SAVED, created: true },
    ]);
    const { records: found } = await connection.query<{ LastName: string }>(
      "SELECT LastName FROM Contact WHERE Email LIKE 'cinque%' ORDER BY Email",
    );
    expect(found.map(({ LastName }) => LastName)).toEqual(['First', 'Second', 'Second']);
  });
});

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

describe('jsforce: queries', () => {
  const PAGED = 450;

  beforeAll(async () => {
    const Account = [{ ref: 'acme', Name: 'Query & Co', Industry: 'Energy' }];
    const Contact = Array.from({ length: PAGED }, (_, index) => ({
      LastName: 'Page',
      FirstName: String(index).padStart(3, '0'),
      AccountId: '@acme',
    }));
    await sf.insert({ Account, Contact });
  });

  const PAGES = "SELECT FirstName FROM Contact WHERE LastName = 'Page' ORDER BY FirstName";
  const inPages = () =>
    connection.query<{ FirstName: string }>(PAGES, {
      headers: { 'Sforce-Query-Options': 'batchSize=200' },
    });

  it('fetches page by page', runs('jsforce', 'query'), async () => {
    const first = await inPages();
    expect(first).toMatchObject({ totalSize: PAGED, done: false });
    expect(first.records.length).toBe(200);
    expect(first.nextRecordsUrl).toMatch(/\/services\/data\/v60\.0\/query\/0r8\w{15}-200$/);
    const rest = await connection.queryMore<{ FirstName: string }>(first.nextRecordsUrl ?? '');
    expect(rest).toMatchObject({ totalSize: PAGED, done: true });
    expect(rest.nextRecordsUrl).toBeUndefined();
    expect(rest.records.map(({ FirstName }) => Number(FirstName))).toEqual(numbers(200, PAGED));
  });

  it('fetches all pages by itself', runs('jsforce', 'query'), async () => {
    const all = await inPages().run({ autoFetch: true, maxFetch: 1000 });
    expect(all.records.map(({ FirstName }) => Number(FirstName))).toEqual(numbers(0, PAGED));
    const streamed: Row[] = [];
    for await (const row of inPages().stream('record') as AsyncIterable<Row>) streamed.push(row);
    expect(streamed.length).toBe(PAGED);
  });

  it('tells of a locator that is not there', async () => {
    await expect(connection.queryMore('0r8xx000000000000A-200')).rejects.toMatchObject({
      name: 'INVALID_QUERY_LOCATOR',
      message: 'invalid query locator',
    });
  });

  it('builds a query, with a parent, children and a count', runs('jsforce', 'query'), async () => {
    const found = await connection
      .sobject('Account')
      .find({
        Name: { $like: 'query%' },
        Industry: { $in: ['Energy', 'Media'] },
        CreatedDate: { $gte: SfDate.TODAY },
      })
      .include('Contacts')
      .select('FirstName, Account.Name')
      .where({ FirstName: { $lte: '001' } })
      .orderby('FirstName', 'DESC')
      .end()
      .select('Name')
      .limit(5);
    const parent = { attributes: expect.objectContaining({ type: 'Account' }), Name: 'Query & Co' };
    expect(found).toMatchObject([
      {
        Name: 'Query & Co',
        Contacts: {
          totalSize: 2,
          done: true,
          records: [
            { FirstName: '001', Account: parent },
            { FirstName: '000', Account: parent },
          ],
        },
      },
    ]);
    expect(await connection.sobject('Contact').count({ LastName: 'Page', FirstName: { $gte: '400' } })).toBe(
      50,
    );
    const { records } = await connection.query(
      "SELECT AccountId, COUNT(Id) contacts, MAX(FirstName) FROM Contact WHERE LastName = 'Page' GROUP BY AccountId",
    );
    expect(records).toEqual([
      {
        attributes: { type: 'AggregateResult' },
        AccountId: expect.stringMatching(/^001/),
        contacts: PAGED,
        expr0: '449',
      },
    ]);
  });

  it('finds what was deleted', runs('jsforce', 'query'), async () => {
    const id = await create('Contact', { LastName: 'Gone' });
    await connection.destroy('Contact', id);
    const query = "SELECT Id, IsDeleted FROM Contact WHERE LastName = 'Gone'";
    expect(await connection.query(query)).toMatchObject({ totalSize: 0, done: true, records: [] });
    expect((await connection.query(query, { scanAll: true })).records).toMatchObject([
      { Id: id, IsDeleted: true },
    ]);
  });

  it('tells of a query that is wrong, with its window', async () => {
    await expect(connection.query('SELECT Nom FROM Account')).rejects.toMatchObject({
      name: 'INVALID_FIELD',
      message: [
        '',
        'SELECT Nom FROM Account',
        '       ^',
        'ERROR at Row:1:Column:8',
        "No such column 'Nom' on entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
      ].join('\n'),
    });
    await expect(connection.query('SELECT Id FROM')).rejects.toMatchObject({ name: 'MALFORMED_QUERY' });
  });

  it('searches', runs('jsforce', 'search'), async () => {
    const { searchRecords } = await connection.search(
      'FIND {Query} IN NAME FIELDS RETURNING Account(Id, Name)',
    );
    expect(searchRecords).toMatchObject([{ attributes: { type: 'Account' }, Name: 'Query & Co' }]);
  });
});

describe('jsforce: describe', () => {
  it('describes all objects and one, and keeps them', runs('jsforce', 'describe'), async () => {
    const { sobjects, maxBatchSize } = await connection.describeGlobal();
    expect(maxBatchSize).toBe(200);
    const names = sobjects.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['Account', 'Case', 'Contact', 'Lead', 'Opportunity', 'Task', 'User']),
    );
    const account = await connection.describe$('Account');
    expect(account).toMatchObject({ name: 'Account', keyPrefix: '001', createable: true });
    expect(account.fields.find(({ name }) => name === 'Name')).toMatchObject({
      type: 'string',
      length: 255,
      nillable: false,
      label: 'Account Name',
    });
    expect(connection.describe$$('Account').childRelationships).toContainEqual(
      expect.objectContaining({ childSObject: 'Contact', field: 'AccountId', relationshipName: 'Contacts' }),
    );
  });

  it('tells of an object that is not there', async () => {
    await expect(connection.describe('Acount')).rejects.toMatchObject({ name: 'NOT_FOUND' });
  });

  it('knows how many calls are left', runs('jsforce', 'limits'), async () => {
    const { DailyApiRequests } = await connection.limits();
    expect(DailyApiRequests?.Max).toBe(15_000);
    expect(connection.limitInfo.apiUsage?.limit).toBe(15_000);
    const used = connection.limitInfo.apiUsage?.used ?? 0;
    expect(used).toBe(15_000 - (DailyApiRequests?.Remaining ?? 0));
  });
});
