/** Camel with records: rows, upsert, queries and composite requests (rest-data.md 11). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runs } from '../clients/helpers/proof.ts';
import { Served } from '../clients/helpers/served.ts';
import { HERE, isThere } from './language.ts';
import { startJava } from './run-java.ts';

let served: Served;
beforeAll(async () => {
  // As an administrator would with permission sets: the demo's profile for machines opens no objects.
  served = await Served.start({ users: { integration: { profile: 'System Administrator' } } });
});
afterAll(() => served[Symbol.asyncDispose]());

const PROGRAM = readFileSync(join(HERE, 'java/camel/CamelData.java'), 'utf8');
const NOTHING = { answer: null };
const ID = expect.stringMatching(/^[0-9A-Za-z]{18}$/);

describe.skipIf(!isThere('Java'))('Camel', () => {
  async function told(calls: readonly (readonly [endpoint: string, body: string | object])[]) {
    const { lines } = await served.settingsFor('camel');
    const raw = calls.map(([endpoint, body]) => [
      `${endpoint}${endpoint.includes('?') ? '&' : '?'}rawPayload=true&apiVersion=60.0`,
      typeof body === 'string' ? body : JSON.stringify(body),
    ]);
    const client = await startJava(served, 'camel', ['CamelData.java'], {
      'CamelData.java': PROGRAM,
      'application.properties': lines.join('\n'),
      'calls.json': JSON.stringify(raw),
    });
    const { code, told, stdout, stderr } = await client.ended();
    if (code !== 0) throw new Error(`${stdout}${stderr}`);
    return told;
  }

  it(
    'creates, reads, updates, upserts and deletes a record, and tells of what is refused',
    runs('camel-salesforce', 'records'),
    async () => {
      const contact = 'sObjectName=Contact';
      const byEmail = `upsertSObject?${contact}&sObjectIdName=Email&sObjectIdValue=camel@acme.example`;
      expect(
        await told([
          [`createSObject?${contact}`, { LastName: 'Camel', Email: 'camel@acme.example' }],
          [`updateSObject?${contact}&sObjectId={id}`, { FirstName: 'Ada' }],
          [`getSObject?${contact}&sObjectFields=Name,Email`, '{id}'],
          [byEmail, { FirstName: 'Grace' }],
          [`getSObjectWithId?${contact}&sObjectIdName=Email`, 'camel@acme.example'],
          [`createSObject?${contact}`, { FirstName: 'Ada' }],
          [`deleteSObject?${contact}`, '{id}'],
          [`getSObject?${contact}`, '{id}'],
        ]),
      ).toMatchObject([
        { answer: { id: ID, success: true, errors: [] } },
        NOTHING,
        { answer: { Name: 'Ada Camel', Email: 'camel@acme.example' } },
        { answer: { id: ID, success: true, errors: [], created: false } },
        { answer: { Name: 'Grace Camel' } },
        {
          status: 400,
          errors: [
            {
              errorCode: 'REQUIRED_FIELD_MISSING',
              message: 'Required fields are missing: [LastName]',
              fields: ['LastName'],
            },
          ],
        },
        NOTHING,
        {
          status: 404,
          errors: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }],
        },
      ]);
    },
  );

  it('queries, with deleted rows too, and searches', runs('camel-salesforce', 'query'), async () => {
    await served.sf.insert({ Account: [{ Name: 'Dromedary' }] });
    const where = "FROM Account WHERE Name = 'Dromedary'";
    expect(
      await told([
        [`query?sObjectQuery=SELECT Name, (SELECT LastName FROM Contacts) ${where}`, ''],
        [`queryAll?sObjectQuery=SELECT Name, IsDeleted ${where}`, ''],
        ['search?sObjectSearch=FIND {Dromedary} IN NAME FIELDS RETURNING Account(Name)', ''],
        ['query?sObjectQuery=SELECT Nom FROM Account', ''],
      ]),
    ).toMatchObject([
      { answer: { totalSize: 1, done: true, records: [{ Name: 'Dromedary', Contacts: null }] } },
      { answer: { totalSize: 1, done: true, records: [{ IsDeleted: false }] } },
      { answer: { searchRecords: [{ Name: 'Dromedary' }] } },
      { status: 400, errors: [{ errorCode: 'INVALID_FIELD' }] },
    ]);
  });

  it('makes composite requests, all or none', runs('camel-salesforce', 'composite'), async () => {
    const create = (referenceId: string, object: string, body: object) => ({
      method: 'POST',
      url: `/services/data/v60.0/sobjects/${object}`,
      referenceId,
      body,
    });
    const request = (email: string) => ({
      allOrNone: true,
      compositeRequest: [
        create('account', 'Account', { Name: 'Composite' }),
        create('contact', 'Contact', { LastName: 'Part', AccountId: '@{account.id}', Email: email }),
      ],
    });
    expect(
      await told([
        ['composite', request('part@acme.example')],
        ['composite', request('nobody')],
      ]),
    ).toMatchObject([
      {
        answer: {
          compositeResponse: [
            { body: { id: ID, success: true }, httpStatusCode: 201, referenceId: 'account' },
            { body: { id: ID, success: true }, httpStatusCode: 201, referenceId: 'contact' },
          ],
        },
      },
      {
        answer: {
          compositeResponse: [
            { body: [{ errorCode: 'PROCESSING_HALTED' }], httpStatusCode: 400, referenceId: 'account' },
            { body: [{ errorCode: 'INVALID_EMAIL_ADDRESS' }], httpStatusCode: 400, referenceId: 'contact' },
          ],
        },
      },
    ]);
    expect(await served.sf.records("SELECT Account.Name FROM Contact WHERE LastName = 'Part'")).toMatchObject(
      [{ Account: { Name: 'Composite' } }],
    );
  });
});
