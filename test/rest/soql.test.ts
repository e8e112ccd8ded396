/** Queries and their refusals: whole answers (rest-data.md 4). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fauxforce } from '../../src/testing/index.ts';
import type { Answer } from '../helpers/token.ts';
import { ADA, ORG, startAcme } from '../identity/acme.ts';
import { expectRow } from '../rows/expect-row.ts';
import type { RowId } from '../rows/row.ts';
import { attributes, Caller, refused, V } from './caller.ts';

let sf: Fauxforce;
let ada: Caller;
let acme: string;
let globex: string;
let byron: string;
let hopper: string;
beforeAll(async () => {
  sf = await startAcme();
  sf.clock.freeze();
  sf.clock.set('2027-03-01T08:00:00Z');
  ada = await Caller.of(sf);
  acme = await ada.create('Account', { Name: 'Acme', Industry: 'Energy', AnnualRevenue: 560_000_000 });
  globex = await ada.create('Account', { Name: 'Globex', ParentId: acme, AnnualRevenue: 12 });
  byron = await ada.create('Contact', {
    LastName: 'Byron',
    FirstName: 'Ada',
    AccountId: acme,
    Email: 'ada@acme.example',
  });
  hopper = await ada.create('Contact', { LastName: 'Hopper' });
});
afterAll(() => sf[Symbol.asyncDispose]());

/** The result of a query, its records without their braces. */
function found(...records: readonly string[]): string {
  return `{"totalSize":${records.length},"done":true,"records":[${records.map((own) => `{${own}}`).join(',')}]}`;
}

async function expectFound(row: RowId | RowId[], soql: string, ...records: readonly string[]): Promise<void> {
  expectRow(row, await ada.query(soql), 200, found(...records));
}

const NOTHING = '{"totalSize":0,"done":true,"records":[]}';
const USER = `"attributes":{"type":"User","url":"/services/data/v60.0/sobjects/User/${ADA}"}`;

describe('results', () => {
  test('have fields and parents in the order of SELECT, spelled as in the schema', async () => {
    await expectFound(
      ['rest-data 4.1/fields', 'rest-data 4.1/parent'],
      `select lastname, account.NAME, id, Account.Owner.Username, account.Industry from contact where LastName = 'byron'`,
      `${attributes('Contact', byron)},"LastName":"Byron","Account":{${attributes('Account', acme)},"Name":"Acme","Owner":{${USER},"Username":"ada@acme.example"},"Industry":"Energy"},"Id":"${byron}"`,
    );
    await expectFound(
      'rest-data 4.1/parent',
      "SELECT Account.Name FROM Contact WHERE LastName = 'Hopper'",
      `${attributes('Contact', hopper)},"Account":null`,
    );
  });

  test('have children as a result, null where there are none', async () => {
    await expectFound(
      'rest-data 4.1/children',
      'SELECT Name, (SELECT LastName FROM Contacts) FROM Account ORDER BY Name',
      `${attributes('Account', acme)},"Name":"Acme","Contacts":{"totalSize":1,"done":true,"records":[{${attributes('Contact', byron)},"LastName":"Byron"}]}`,
      `${attributes('Account', globex)},"Name":"Globex","Contacts":null`,
    );
  });

  test('count, and group', async () => {
    expectRow(
      'rest-data 4.1/count',
      await ada.query('SELECT count() FROM Contact'),
      200,
      '{"totalSize":2,"done":true,"records":[]}',
    );
    await expectFound(
      'rest-data 4.1/aggregate',
      'SELECT ParentId, COUNT(Id), SUM(AnnualRevenue) total, MAX(AnnualRevenue) FROM Account GROUP BY ParentId ORDER BY ParentId',
      '"attributes":{"type":"AggregateResult"},"ParentId":null,"expr0":1,"total":5.6E8,"expr1":5.6E8',
      `"attributes":{"type":"AggregateResult"},"ParentId":"${acme}","expr0":1,"total":12.0,"expr1":12.0`,
    );
  });

  test('name owners', async () => {
    await expectFound(
      'rest-data 4.1/polymorphic',
      `SELECT Owner.Name FROM Account WHERE Id = '${acme}'`,
      `${attributes('Account', acme)},"Owner":{${USER},"Name":"Ada Byron"}`,
    );
    const id = await ada.create('Task', { Subject: 'Call' });
    await expectFound(
      'rest-data 4.1/polymorphic',
      `SELECT Owner.Name FROM Task WHERE Id = '${id}'`,
      `${attributes('Task', id)},"Owner":{${USER},"Name":"Ada Byron"}`,
    );
  });

  test('of nothing', async () => {
    expectRow(
      'rest-data 4.1/nothing',
      await ada.query("SELECT Id FROM Account WHERE Name = 'x'"),
      200,
      NOTHING,
    );
  });

  test('with columns=true are the columns', async () => {
    const column = (columnName: string, apexType: string, kind: string, isWritable = true) =>
      `{"aggregate":false,"apexType":"${apexType}","booleanType":${kind === 'boolean'},"columnName":"${columnName}","custom":false,"displayName":"${columnName}","foreignKeyName":null,"insertable":${isWritable},"joinColumns":[],"numberType":${kind === 'number'},"textType":${kind === 'text'},"updatable":${isWritable}}`;
    expectRow(
      'rest-data 4.1/columns',
      await ada.get(`${V}/query?q=SELECT+Id,+Name,+NumberOfEmployees+FROM+Account&columns=true`),
      200,
      `{"columnMetadata":[${column('Id', 'Id', 'id', false)},${column('Name', 'String', 'text')},${column('NumberOfEmployees', 'Integer', 'number')}],"entityName":"Account","groupBy":false,"idSelected":true,"keyPrefix":"001"}`,
    );
  });

  test('may be explained', async () => {
    expectRow(
      'rest-data 4.1/explain',
      await ada.get(`${V}/query?explain=${encodeURIComponent('SELECT Id FROM Account')}`),
      200,
      '{"plans":[{"cardinality":1,"fields":[],"leadingOperationType":"TableScan","notes":[],"relativeCost":1,"sobjectCardinality":1,"sobjectType":"Account"}]}',
    );
  });
});

describe('refused', () => {
  const MORE_FIELD =
    "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.";
  const MORE_OBJECT =
    "If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.";
  const MORE_RELATIONSHIP =
    "If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.";

  test.each<[RowId, string, string, string]>([
    ['rest-data 4.3/no-query', '', 'MALFORMED_QUERY', 'SOQL statements cannot be empty or null'],
    ['rest-data 4.3/no-soql', 'invalid', 'MALFORMED_QUERY', "unexpected token: 'invalid'"],
    [
      'rest-data 4.3/syntax',
      'SELECT LastModifiedById, LastModifiedDate, From Account ',
      'MALFORMED_QUERY',
      "\nLastModifiedById, LastModifiedDate, From Account \n                                   ^\nERROR at Row:1:Column:43\nunexpected token: 'From'",
    ],
    [
      'rest-data 4.3/syntax',
      'SELECT Id FROM User WHERE',
      'MALFORMED_QUERY',
      "\nSELECT Id FROM User WHERE\n                        ^\nERROR at Row:1:Column:25\nunexpected token: '<EOF>'",
    ],
    [
      'rest-data 4.3/unknown-object',
      'select count() from XYZZY',
      'INVALID_TYPE',
      `\nselect count() from XYZZY\n                    ^\nERROR at Row:1:Column:21\nsObject type 'XYZZY' is not supported. ${MORE_OBJECT}`,
    ],
    [
      'rest-data 4.3/unknown-field',
      'SELECT Id, CleanState FROM Account',
      'INVALID_FIELD',
      `\nSELECT Id, CleanState FROM Account\n           ^\nERROR at Row:1:Column:12\nNo such column 'CleanState' on entity 'Account'. ${MORE_FIELD}`,
    ],
    [
      'rest-data 4.3/unknown-relationship',
      'SELECT Shoe.Name FROM Contact',
      'INVALID_FIELD',
      `\nSELECT Shoe.Name FROM Contact\n       ^\nERROR at Row:1:Column:8\nDidn't understand relationship 'Shoe' in field path. ${MORE_RELATIONSHIP}`,
    ],
    [
      'rest-data 4.3/id-literal',
      "SELECT Id FROM User WHERE Id = 'abc'",
      'INVALID_QUERY_FILTER_OPERATOR',
      "\nSELECT Id FROM User WHERE Id = 'abc'\n                          ^\nERROR at Row:1:Column:27\ninvalid ID field: abc",
    ],
    [
      'rest-data 4.3/long-text',
      "SELECT Id FROM Account WHERE Description = 'x'",
      'INVALID_FIELD',
      "\nSELECT Id FROM Account WHERE Description = 'x'\n                             ^\nERROR at Row:1:Column:30\nfield 'Description' can not be filtered in a query call",
    ],
    [
      'rest-data 4.3/literal',
      "SELECT Id FROM Account WHERE CreatedDate > '2027'",
      'INVALID_FIELD',
      "\nSELECT Id FROM Account WHERE CreatedDate > '2027'\n                             ^\nERROR at Row:1:Column:30\nvalue of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes",
    ],
    [
      'rest-data 4.3/not-grouped',
      'SELECT Name, COUNT(Id) FROM Account',
      'MALFORMED_QUERY',
      '\nSELECT Name, COUNT(Id) FROM Account\n       ^\nERROR at Row:1:Column:8\nField must be grouped or aggregated: Name',
    ],
  ])('%s: %s', async (row, soql, errorCode, message) => {
    expectRow(row, await ada.query(soql), 400, refused(errorCode, message));
  });

  test('without q; from version 61.0 on an id that is none is malformed', async () => {
    expectRow(
      'rest-data 4.3/no-query',
      await ada.get(`${V}/query/`),
      400,
      refused('MALFORMED_QUERY', 'A query string has to be specified'),
    );
    expectRow(
      'rest-data 4.3/id-literal',
      await ada.query("SELECT Id FROM User WHERE Id = 'abc'", '/services/data/v61.0/query'),
      400,
      refused(
        'MALFORMED_QUERY',
        "\nSELECT Id FROM User WHERE Id = 'abc'\n                          ^\nERROR at Row:1:Column:27\ninvalid ID field: abc",
      ),
    );
  });

  test('what cannot be queried, and what takes too long', async () => {
    sf.arm('query.not-queryable');
    expectRow(
      'rest-data 4.3/no-query-object',
      await ada.query('SELECT Id FROM Account'),
      400,
      refused('INVALID_TYPE_FOR_OPERATION', 'entity type <object> does not support query'),
    );
    sf.arm('query.timeout');
    expectRow(
      'rest-data 4.3/timeout',
      await ada.query('SELECT Id FROM Account'),
      400,
      refused('QUERY_TIMEOUT', 'Your query request was running for too long.'),
    );
  });
});

describe('the queries of clients', () => {
  const record = (object: string, id: string, fields: string) => `${attributes(object, id)},${fields}`;

  test('sf: by equality, with parents and children, and record types by name', async () => {
    await expectFound(
      'rest-data 4.4/sf',
      `SELECT Id FROM Account WHERE Name='Acme' AND Industry='Energy'`,
      record('Account', acme, `"Id":"${acme}"`),
    );
    await expectFound(
      'rest-data 4.4/sf',
      "SELECT Id FROM RecordType WHERE Name='x' AND SobjectType='Account' LIMIT 1",
    );
    await expectFound(
      'rest-data 4.4/sf',
      'SELECT Id, Account.Name FROM Contact WHERE AccountId != null',
      record('Contact', byron, `"Id":"${byron}","Account":{${attributes('Account', acme)},"Name":"Acme"}`),
    );
  });

  test('jsforce: every operator, literals, ORDER BY, LIMIT, OFFSET', async () => {
    const both = [record('Account', globex, '"Name":"Globex"'), record('Account', acme, '"Name":"Acme"')];
    for (const where of [
      "Name = 'globex' OR (AnnualRevenue > 12 AND AnnualRevenue <= 560000000)",
      "Name LIKE '%e%' AND (NOT Name = 'x')",
      "Name IN ('Acme', 'Globex') AND Name NOT IN ('x')",
      'CreatedDate >= 2027-03-01T08:00:00Z AND CreatedDate < 2027-03-01T08:00:01Z',
      'CreatedDate = TODAY AND AnnualRevenue != null',
    ])
      await expectFound(
        'rest-data 4.4/jsforce',
        `SELECT Name FROM Account WHERE ${where} ORDER BY Name DESC, Id`,
        ...both,
      );
    await expectFound(
      'rest-data 4.4/jsforce',
      'SELECT Name FROM Account ORDER BY Name DESC LIMIT 1 OFFSET 1',
      both[1] ?? '',
    );
  });

  test('simple-salesforce and its like: quotes, SystemModstamp, Organization', async () => {
    await expectFound(
      'rest-data 4.4/simple-salesforce',
      "SELECT Name FROM Account WHERE Name = 'O\\'Neil \\\\ \\n'",
    );
    await expectFound(
      'rest-data 4.4/simple-salesforce',
      'SELECT Name FROM Account WHERE SystemModstamp > 2027-03-01T08:00:00+00:00',
    );
    await expectFound(
      'rest-data 4.4/simple-salesforce',
      'select id from Organization',
      record('Organization', ORG, `"Id":"${ORG}"`),
    );
  });

  test('tap-salesforce and Airbyte: every field, by time and by id', async () => {
    const since = 'SystemModstamp >= 2020-01-01T00:00:00Z AND SystemModstamp < 2028-01-01T00:00:00Z';
    const rows = [acme, globex].sort().map((id) => record('Account', id, `"Id":"${id}"`));
    for (const order of ['SystemModstamp', 'Id'])
      expectRow(
        'rest-data 4.4/tap',
        await ada.query(`SELECT Id FROM Account WHERE ${since} ORDER BY ${order} ASC`, `${V}/queryAll`),
        200,
        found(...rows),
      );
    const { body } = await ada.get(`${V}/sobjects/Account/describe`);
    const fields = (JSON.parse(body) as { fields: { name: string }[] }).fields.map(({ name }) => name);
    const whole = (await ada.get(`${V}/sobjects/Account/${acme}`)).body;
    expectRow(
      'rest-data 4.4/tap',
      await ada.query(`SELECT ${fields.join(',')} FROM Account WHERE Id = '${acme}'`, `${V}/queryAll`),
      200,
      `{"totalSize":1,"done":true,"records":[${whole}]}`,
    );
  });

  test('CumulusCI: count(Id), count(), children', async () => {
    expectRow('rest-data 4.4/cumulusci', await ada.query('select count() from Opportunity'), 200, NOTHING);
    await expectFound(
      'rest-data 4.4/cumulusci',
      'SELECT count(Id) FROM Account',
      '"attributes":{"type":"AggregateResult"},"expr0":2',
    );
    await expectFound(
      'rest-data 4.4/cumulusci',
      "SELECT Name, (SELECT Name FROM Opportunities) FROM Account WHERE Name != 'Acme'",
      record('Account', globex, '"Name":"Globex","Opportunities":null'),
    );
  });

  test('Camel and its like: semi-joins, FIELDS(), having, functions', async () => {
    const acmeOnly = record('Account', acme, '"Name":"Acme"');
    await expectFound(
      'rest-data 4.4/camel',
      'SELECT Name FROM Account WHERE Id IN (SELECT AccountId FROM Contact)',
      acmeOnly,
    );
    await expectFound(
      'rest-data 4.4/camel',
      'SELECT toLabel(Name) FROM Account WHERE Industry != null',
      acmeOnly,
    );
    await expectFound(
      'rest-data 4.4/camel',
      'SELECT Industry, COUNT_DISTINCT(Name) n FROM Account GROUP BY Industry HAVING COUNT(Id) > 0 ORDER BY Industry NULLS LAST',
      '"attributes":{"type":"AggregateResult"},"Industry":"Energy","n":1',
      '"attributes":{"type":"AggregateResult"},"Industry":null,"n":1',
    );
    await expectFound(
      'rest-data 4.4/camel',
      'SELECT FIELDS(CUSTOM) FROM Account LIMIT 200',
      attributes('Account', acme),
      attributes('Account', globex),
    );
  });
});

describe('pages', () => {
  const LOCATOR = /"nextRecordsUrl":"(\/services\/data\/v60\.0\/query\/0r8[A-Za-z0-9]{15}-(\d+))"/;
  const ids: string[] = [];
  const rows = (from: number, to: number) =>
    ids
      .slice(from, to)
      .map((id) => `{${attributes('Lead', id)},"Id":"${id}"}`)
      .join(',');

  beforeAll(async () => {
    for (let made = 0; made < 2_001; made += 200) {
      const records = Array.from({ length: Math.min(200, 2_001 - made) }, () => ({
        attributes: { type: 'Lead' },
        LastName: 'x',
        Company: 'Acme',
      }));
      const { body } = await ada.call('POST', `${V}/composite/sobjects`, { records });
      ids.push(...(JSON.parse(body) as { id: string }[]).map(({ id }) => id));
    }
    ids.sort();
  });

  const ask = (batchSize: string | undefined, resource = 'query') =>
    ada.get(
      `${V}/${resource}?q=SELECT+Id+FROM+Lead+ORDER+BY+Id`,
      batchSize ? { 'sforce-query-options': batchSize } : {},
    );
  const nextOf = ({ body }: Answer) => LOCATOR.exec(body)?.[1] ?? 'none';

  test('have 2,000 rows, and the last one no successor', async () => {
    const first = await ask(undefined);
    const url = nextOf(first);
    expect(url).toMatch(/-2000$/);
    expectRow(
      ['rest-data 4.2/batch-size', 'rest-data 4.2/first-page', 'rest-data 4.2/locator'],
      first,
      200,
      `{"totalSize":2001,"done":false,"nextRecordsUrl":"${url}","records":[${rows(0, 2000)}]}`,
    );
    expectRow(
      'rest-data 4.2/last-page',
      await ada.get(url),
      200,
      `{"totalSize":2001,"done":true,"records":[${rows(2000, 2001)}]}`,
    );
  });

  test('have as many as was asked for, between 200 and 2,000, and are at /query', async () => {
    for (const [asked, size] of [
      ['batchSize=1', 200],
      ['batchSize=500', 500],
      ['batchSize=9999', 2000],
    ] as const) {
      const answer = await ask(asked, 'queryAll');
      expectRow(
        ['rest-data 4.2/batch-size', 'rest-data 4.2/query-all', 'rest-data 2.6/query-options'],
        answer,
        200,
        `{"totalSize":2001,"done":false,"nextRecordsUrl":"${nextOf(answer)}","records":[${rows(0, size)}]}`,
      );
      expect(nextOf(answer)).toMatch(new RegExp(`/query/0r8\\w{15}-${size}$`));
    }
  });

  test('that nobody knows, of another user, and after a long time', async () => {
    const gone = refused('INVALID_QUERY_LOCATOR', 'invalid query locator');
    expectRow('rest-data 4.2/no-locator', await ada.get(`${V}/query/0r8000000000000AAA-2000`), 400, gone);
    const url = nextOf(await ask('batchSize=200'));
    const grace = await Caller.of(sf, 'grace');
    expectRow('rest-data 4.2/no-locator', await grace.get(url), 400, gone);
  });
});
