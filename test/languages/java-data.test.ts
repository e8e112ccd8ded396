/** Clients in Java with records: Camel by REST (rest-data.md 11), Force.com Web Service Connector by SOAP (soap-data.md 10). */
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
const SOAP_PROGRAM = readFileSync(join(HERE, 'java/wsc/SoapData.java'), 'utf8');
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

describe.skipIf(!isThere('Java'))('Force.com Web Service Connector', () => {
  const PAGED = 450;

  beforeAll(async () => {
    const numbers = Array.from({ length: PAGED }, (_, index) => String(index).padStart(3, '0'));
    await served.sf.insert({
      Account: [{ ref: 'tree', Name: 'Tree' }],
      Contact: numbers.map((FirstName) => ({ LastName: 'Page', FirstName, AccountId: '@tree' })),
    });
  });

  it.each([
    ['wsc-31', '31.0'],
    ['wsc', '48.0'],
    ['wsc', '61.0'],
    ['wsc-64', '64.0'],
  ])(
    'queries, saves and describes with the classes of %s at version %s, and tells of what is refused',
    runs('force-wsc', 'SOAP records'),
    async (project, version) => {
      const { access_token = '' } = await served.sf.token({ app: 'Web_Server', user: 'ada@acme.example' });
      const args = ['SoapData.java', version, access_token];
      const { stdout, stderr } = await (
        await startJava(served, project, args, { 'SoapData.java': SOAP_PROGRAM })
      ).ended();
      const notThere = (entity: string) =>
        `sObject type '${entity}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`;
      const noColumn = (name: string, entity: string) =>
        `No such column '${name}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`;
      expect({ stdout: stdout.trimEnd().split('\n'), stderr }).toEqual({
        stdout: [
          'created | true | REQUIRED_FIELD_MISSING Required fields are missing: [LastName] [LastName]',
          'updated | true',
          'upserted | true | created | false | same | true',
          'upserted | true | created | true | same | false',
          'retrieved | Ada Soap | null | null',
          'first page | 450 | 200 | false',
          'all pages | 450 | 449',
          'tree | Tree | Ada Byron | 2 | 000',
          'aggregate | AggregateResult | 450 | 449',
          'all | 1',
          'describe | Account | 001 | true | string | 255 | Account Name',
          'objects | true',
          'two | Lead',
          "MalformedQueryFault | MALFORMED_QUERY | unexpected token: '<EOF>'",
          `InvalidFieldFault | INVALID_FIELD | ${noColumn('Nom', 'Account')}`,
          `InvalidSObjectFault | INVALID_TYPE | ${notThere('Acount')}`,
          'InvalidQueryLocatorFault | INVALID_QUERY_LOCATOR | invalid query locator',
          `InvalidSObjectFault | INVALID_TYPE | ${notThere('Acount')}`,
          `InvalidFieldFault | INVALID_FIELD | ${noColumn('Nom', 'Contact')}`,
          'deleted | true',
          'deleted again | ENTITY_IS_DELETED entity is deleted []',
          'undeleted | true',
        ],
        stderr: '',
      });
    },
  );
});
