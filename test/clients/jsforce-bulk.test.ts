/** jsforce with jobs of both Bulk APIs (rest-data.md 6, 7, 11). */
import './helpers/loopback-only.ts';
import { Connection, type Record as Row } from 'jsforce';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { runs } from './helpers/proof.ts';
import { ada } from './helpers/visit.ts';

let sf: Fauxforce;
let connection: Connection;
beforeAll(async () => {
  sf = await startFauxforce();
  const { access_token } = await sf.token({ app: 'Web_Server', user: ada.username });
  connection = new Connection({ instanceUrl: sf.url, accessToken: access_token, version: '60.0' });
  connection.bulk2.pollInterval = 20;
  connection.bulk.pollInterval = 20;
});
afterAll(() => sf[Symbol.asyncDispose]());

type Operation = 'insert' | 'update' | 'upsert' | 'delete';

const load = (operation: Operation, input: Row[] | string, more: { externalIdFieldName?: string } = {}) =>
  connection.bulk2.loadAndWaitForResults({ object: 'Contact', operation, input, ...more });

async function rows(query: string): Promise<Row[]> {
  const stream = await connection.bulk2.query(query, { pollInterval: 20 });
  const found: Row[] = [];
  for await (const row of stream as AsyncIterable<Row>) found.push(row);
  return found;
}

const NAMES = "SELECT LastName, FirstName FROM Contact WHERE Email LIKE 'bulk_@acme.example' ORDER BY Email";

describe('jsforce: Bulk API 2.0', () => {
  it('inserts, queries, updates, upserts and deletes', runs('jsforce', 'Bulk API 2.0'), async () => {
    const contact = (number: number) => ({
      LastName: `Bulk, "${number}"`,
      Email: `bulk${number}@acme.example`,
    });
    const made = await load('insert', [contact(1), contact(2)]);
    expect(made).toMatchObject({
      successfulResults: [
        { sf__Id: expect.stringMatching(/^003\w{15}$/), sf__Created: 'true', ...contact(1) },
        { sf__Id: expect.stringMatching(/^003\w{15}$/), sf__Created: 'true', ...contact(2) },
      ],
      failedResults: [],
    });
    const ids = made.successfulResults.map(({ sf__Id }) => sf__Id);
    const updated = await load('update', `Id,FirstName\n${ids[0]},Ada\n${ids[1]},\n`);
    expect(updated.successfulResults).toMatchObject([
      { sf__Id: ids[0], sf__Created: 'false' },
      { sf__Id: ids[1], sf__Created: 'false' },
    ]);
    const upserted = await load('upsert', [contact(2), contact(3)], { externalIdFieldName: 'Email' });
    expect(upserted.successfulResults.map(({ sf__Created }) => sf__Created)).toEqual(['false', 'true']);
    expect(await rows(NAMES)).toEqual([
      { LastName: 'Bulk, "1"', FirstName: 'Ada' },
      { LastName: 'Bulk, "2"', FirstName: '' },
      { LastName: 'Bulk, "3"', FirstName: '' },
    ]);
    const deleted = await load(
      'delete',
      ids.map((Id) => ({ Id })),
    );
    expect(deleted.successfulResults.map(({ sf__Id }) => sf__Id)).toEqual(ids);
    expect((await rows(NAMES)).length).toBe(1);
  });

  it('says of each row that failed why', async () => {
    const loaded = await load('insert', [
      { LastName: 'Good', Email: 'good@acme.example' },
      { LastName: 'Bad', Email: 'nobody' },
    ]);
    expect(loaded.successfulResults).toMatchObject([{ LastName: 'Good' }]);
    expect(loaded.failedResults).toEqual([
      {
        sf__Id: '',
        sf__Error: 'INVALID_EMAIL_ADDRESS:Email: invalid email address: nobody:Email --',
        LastName: 'Bad',
        Email: 'nobody',
      },
    ]);
  });

  it('tells of a job that failed, and of one that cannot be made', async () => {
    await expect(load('insert', 'LastName,Nom\r\nUno,x\r\n')).rejects.toThrow(
      /LineEnding is invalid on user data/,
    );
    const unknown = { object: 'Acount', operation: 'insert', input: 'Name\nUno\n' } as const;
    await expect(connection.bulk2.loadAndWaitForResults(unknown)).rejects.toMatchObject({
      name: 'INVALIDJOB',
      message: 'InvalidJob : Unable to find object: Acount',
    });
    await expect(rows('SELECT Nom FROM Contact')).rejects.toThrow(/No such column 'Nom'/);
  });
});

describe('jsforce: Bulk API 1', () => {
  it('inserts, upserts, queries and deletes', runs('jsforce', 'Bulk API'), async () => {
    const contact = (number: number, Email = `async${number}@acme.example`) => ({
      LastName: `Async ${number}`,
      Email,
    });
    const made = await connection.bulk.load('Contact', 'insert', [contact(1), contact(2, 'nobody')]);
    expect(made).toEqual([
      { id: expect.stringMatching(/^003\w{15}$/), success: true, created: true, errors: [] },
      {
        id: null,
        success: false,
        created: false,
        errors: ['INVALID_EMAIL_ADDRESS:Email: invalid email address: nobody:Email --'],
      },
    ]);
    const options = { extIdField: 'Email' };
    const upserted = await connection.bulk.load('Contact', 'upsert', options, [contact(1), contact(3)]);
    expect(upserted.map(({ id }) => id)).toEqual([made[0]?.id, expect.stringMatching(/^003/)]);
    const found: Row[] = [];
    const query = "SELECT LastName FROM Contact WHERE Email LIKE 'async_@acme.example' ORDER BY Email";
    for await (const row of (await connection.bulk.query(query)) as AsyncIterable<Row>) found.push(row);
    expect(found).toEqual([{ LastName: 'Async 1' }, { LastName: 'Async 3' }]);
    const gone = await connection.bulk.load(
      'Contact',
      'delete',
      upserted.map(({ id }) => ({ Id: id ?? '' })),
    );
    expect(gone.map(({ success }) => success)).toEqual([true, true]);
  });

  it('tells of an object that is not there', async () => {
    await expect(connection.bulk.load('Acount', 'insert', [{ Name: 'x' }])).rejects.toMatchObject({
      name: 'InvalidJob',
      message: 'Unable to find object: Acount',
    });
  });
});
