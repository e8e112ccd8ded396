import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isLike, patternOf } from '../../src/data/soql/text.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import type { Answer } from '../helpers/token.ts';
import { ask, ORG, startAcme } from '../identity/acme.ts';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startAcme();
});
afterAll(() => sf[Symbol.asyncDispose]());

function run(soql: string, more = ''): Promise<Answer> {
  return ask(sf, `/services/data/v51.0/query?q=${encodeURIComponent(soql)}${more}`);
}

/** The first names that a WHERE and what follows it find, in the order found. */
async function names(clauses: string): Promise<(string | null)[]> {
  const { body, status } = await run(`SELECT FirstName FROM User ${clauses}`);
  expect(body).toMatch(/^\{"totalSize"/);
  expect(status).toBe(200);
  return (JSON.parse(body) as { records: { FirstName: string | null }[] }).records.map(
    ({ FirstName }) => FirstName,
  );
}

function refused(errorCode: string, message: string) {
  return expect.objectContaining({ status: 400, body: JSON.stringify([{ message, errorCode }]) });
}

describe('a query', () => {
  test('answers what the CLI asks of Organization, in the order asked', async () => {
    const { body, headers } = await run(
      'SELECT Name, InstanceName, IsSandbox, TrialExpirationDate, NamespacePrefix, OrganizationType FROM Organization',
    );
    expect(body).toBe(
      `{"totalSize":1,"done":true,"records":[{"attributes":{"type":"Organization","url":"/services/data/v51.0/sobjects/Organization/${ORG}"},"Name":"Acme","InstanceName":"USA214","IsSandbox":false,"TrialExpirationDate":null,"NamespacePrefix":null,"OrganizationType":"Developer Edition"}]}`,
    );
    expect(headers['sforce-limit-info']).toMatch(/^api-usage=/);
  });

  test.each([
    ['sandbox', true, null],
    ['scratch', true, '2099-12-31T00:00:00.000+0000'],
    ['production', false, null],
  ])('lets clients tell a %s org', async (type, IsSandbox, TrialExpirationDate) => {
    await using own = await startFauxforce({
      seed: {
        org: { type },
        users: [{ username: 'ada@own.example', profile: 'System Administrator' }],
        apps: [{ name: 'Web_Server', scopes: ['api'] }],
      },
    });
    const { body } = await ask(
      own,
      '/services/data/v51.0/query/?q=SELECT+IsSandbox,TrialExpirationDate+FROM+Organization',
    );
    expect(JSON.parse(body)).toMatchObject({ records: [{ IsSandbox, TrialExpirationDate }] });
  });

  test('spells fields and objects as the schema does, however they were written', async () => {
    const { body } = await run(
      "select ID, user.username, u.LASTNAME from USER u where USERNAME = 'ADA@acme.example'",
    );
    expect(JSON.parse(body).records).toEqual([
      {
        attributes: { type: 'User', url: '/services/data/v51.0/sobjects/User/0055g000001Ada0AAC' },
        Id: '0055g000001Ada0AAC',
        Username: 'ada@acme.example',
        LastName: 'Byron',
      },
    ]);
  });

  test('that finds nothing', async () => {
    expect((await run("SELECT Id FROM User WHERE Name = 'nobody'")).body).toBe(
      '{"totalSize":0,"done":true,"records":[]}',
    );
  });

  test('counts', async () => {
    expect((await run('SELECT COUNT() FROM User')).body).toBe('{"totalSize":4,"done":true,"records":[]}');
    expect((await run('select count() from User where IsActive = false')).body).toBe(
      '{"totalSize":0,"done":true,"records":[]}',
    );
  });

  test.each([
    ["WHERE FirstName = 'ada'", ['Ada']],
    ["WHERE FirstName != 'ada'", ['Grace', null, 'Vera']],
    ["WHERE FirstName <> 'ada'", ['Grace', null, 'Vera']],
    ['WHERE FirstName = null', [null]],
    ['WHERE FirstName != null', ['Ada', 'Grace', 'Vera']],
    ["WHERE Id = '0055g000001Ada0'", ['Ada']],
    ["WHERE Id IN ('0055g000001Ada0AAC','0055g000001Gra0AAC')", ['Ada', 'Grace']],
    ["WHERE FirstName NOT IN ('Ada')", ['Grace', null, 'Vera']],
    ["WHERE Username LIKE '%@acme.example' AND FirstName LIKE '_d%'", ['Ada']],
    ["WHERE Name LIKE 'GRACE hop%'", ['Grace']],
    ["WHERE Name LIKE '\\\\_%'", []],
    ['WHERE IsActive = true AND MobilePhone != null', ['Ada']],
    ["WHERE FirstName = 'Ada' OR (LastName = 'Hopper' AND IsActive = TRUE)", ['Ada', 'Grace']],
    ["WHERE NOT FirstName = 'Ada'", ['Grace', null, 'Vera']],
    ["WHERE (NOT (FirstName = 'Ada' OR FirstName = 'Grace'))", [null, 'Vera']],
    ["WHERE NOT (NOT FirstName = 'Ada') AND LastName = 'Byron'", ['Ada']],
    ['WHERE LastModifiedDate > 2025-01-01T00:00:00Z', ['Ada']],
    ['WHERE LastModifiedDate <= 2024-01-01T00:00:00Z', ['Grace', null, 'Vera']],
    ['ORDER BY FirstName', [null, 'Ada', 'Grace', 'Vera']],
    ['ORDER BY FirstName DESC NULLS LAST', ['Vera', 'Grace', 'Ada', null]],
    ['ORDER BY IsActive, LastName DESC', ['Vera', null, 'Grace', 'Ada']],
    ['ORDER BY FirstName NULLS LAST LIMIT 1 OFFSET 1', ['Grace']],
    ['LIMIT 2', ['Ada', 'Grace']],
    ['LIMIT 0', []],
    ['ORDER BY LastName OFFSET 5', []],
  ])('%s', async (clauses, expected) => {
    expect(await names(clauses)).toEqual(expected);
  });

  test('with columns=true describes its columns, as sf data query asks', async () => {
    const column = (columnName: string, apexType: string, kind: string, isWritable = false) =>
      `{"aggregate":false,"apexType":"${apexType}","booleanType":${kind === 'boolean'},"columnName":"${columnName}","custom":false,"displayName":"${columnName}","foreignKeyName":null,"insertable":${isWritable},"joinColumns":[],"numberType":${kind === 'number'},"textType":${kind === 'text'},"updatable":${isWritable}}`;
    expect((await run('SELECT Id, Username, IsActive FROM User', '&columns=true')).body).toBe(
      `{"columnMetadata":[${column('Id', 'Id', 'id')},${column('Username', 'String', 'text', true)},${column('IsActive', 'Boolean', 'boolean', true)}],"entityName":"User","groupBy":false,"idSelected":true,"keyPrefix":"005"}`,
    );
    expect((await run('SELECT FiscalYearStartMonth FROM Organization', '&columns=true')).body).toBe(
      `{"columnMetadata":[${column('FiscalYearStartMonth', 'Integer', 'number')}],"entityName":"Organization","groupBy":false,"idSelected":false,"keyPrefix":"00D"}`,
    );
  });
});

describe('a query is refused', () => {
  const NO_OBJECT =
    "is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.";
  const NO_COLUMN =
    "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.";

  test('for ScratchOrgInfo, so that clients see an org that is no Dev Hub', async () => {
    expect(await run('SELECT Id FROM ScratchOrgInfo limit 1')).toEqual(
      refused(
        'INVALID_TYPE',
        `\nSELECT Id FROM ScratchOrgInfo limit 1\n               ^\nERROR at Row:1:Column:16\nsObject type 'ScratchOrgInfo' ${NO_OBJECT}`,
      ),
    );
  });

  test('for an unknown object on its second line', async () => {
    expect(await run('SELECT Id\nFROM Invoice__c')).toEqual(
      refused(
        'INVALID_TYPE',
        `\nFROM Invoice__c\n     ^\nERROR at Row:2:Column:6\nsObject type 'Invoice__c' ${NO_OBJECT}`,
      ),
    );
  });

  test.each([
    [
      'SELECT Id, Shoe FROM User',
      "\nSELECT Id, Shoe FROM User\n           ^\nERROR at Row:1:Column:12\nNo such column 'Shoe' on entity 'User'.",
    ],
    [
      "SELECT Id FROM User WHERE Name = 'Shoe' AND Shoe = 'x'",
      "\nUser WHERE Name = 'Shoe' AND Shoe = 'x'\n                             ^\nERROR at Row:1:Column:45\nNo such column 'Shoe' on entity 'User'.",
    ],
    [
      'SELECT Id FROM User ORDER BY Shoe',
      "\nSELECT Id FROM User ORDER BY Shoe\n                             ^\nERROR at Row:1:Column:30\nNo such column 'Shoe' on entity 'User'.",
    ],
    [
      'SELECT constructor FROM User',
      "\nSELECT constructor FROM User\n       ^\nERROR at Row:1:Column:8\nNo such column 'constructor' on entity 'User'.",
    ],
  ])('for an unknown field: %s', async (soql, beginning) => {
    expect(await run(soql)).toEqual(refused('INVALID_FIELD', `${beginning} ${NO_COLUMN}`));
  });

  test('without a query', async () => {
    expect(await ask(sf, '/services/data/v51.0/query/')).toEqual(
      refused('MALFORMED_QUERY', 'A query string has to be specified'),
    );
    expect(await ask(sf, '/services/data/v51.0/query/?q=')).toEqual(
      refused('MALFORMED_QUERY', 'SOQL statements cannot be empty or null'),
    );
  });

  test.each([
    ['SELEC Id FROM User', "unexpected token: 'SELEC'"],
    [
      'SELECT Id, FROM User',
      "\nSELECT Id, FROM User\n          ^\nERROR at Row:1:Column:11\nunexpected token: 'FROM'",
    ],
    [
      'SELECT Id FROM User WHERE',
      "\nSELECT Id FROM User WHERE\n                        ^\nERROR at Row:1:Column:25\nunexpected token: '<EOF>'",
    ],
    [
      'SELECT Id FROM User LIMIT x',
      "\nSELECT Id FROM User LIMIT x\n                         ^\nERROR at Row:1:Column:26\nunexpected token: 'x'",
    ],
    [
      "SELECT Id FROM User WHERE Name = 'a' AND Name = 'b' OR Name = 'c'",
      "\nWHERE Name = 'a' AND Name = 'b' OR Name = 'c'\n                               ^\nERROR at Row:1:Column:52\nunexpected token: 'OR'",
    ],
    ['SELECT __proto__ FROM User', "line 1:7 no viable alternative at character '_'"],
    ['SELECT Id\nFROM User WHERE Name = "x"', "line 2:23 no viable alternative at character '\"'"],
    [
      'SELECT Name n FROM User',
      '\nSELECT Name n FROM User\n       ^\nERROR at Row:1:Column:8\nonly aggregate expressions use field aliasing',
    ],
    [
      'SELECT Id, name, NAME FROM User',
      '\nSELECT Id, name, NAME FROM User\n                 ^\nERROR at Row:1:Column:18\nduplicate field selected: Name',
    ],
  ])('malformed: %s', async (soql, problem) => {
    expect(await run(soql)).toEqual(refused('MALFORMED_QUERY', problem));
  });

  test.each([
    [
      "SELECT Id FROM User WHERE IsActive = 'true'",
      "\nSELECT Id FROM User WHERE IsActive = 'true'\n                          ^\nERROR at Row:1:Column:27\nvalue of filter criterion for field 'IsActive' must be of type boolean and should not be enclosed in quotes",
    ],
    [
      'SELECT Id FROM User WHERE Name = 1',
      "\nSELECT Id FROM User WHERE Name = 1\n                          ^\nERROR at Row:1:Column:27\nvalue of filter criterion for field 'Name' must be of type string and should be enclosed in quotes",
    ],
  ])('for a value of the wrong type: %s', async (soql, message) => {
    expect(await run(soql)).toEqual(refused('INVALID_FIELD', message));
  });

  test('for an id that is none, which is malformed from version 61.0 on', async () => {
    const soql = "SELECT Id FROM User WHERE Id IN ('ada')";
    const message =
      "\nSELECT Id FROM User WHERE Id IN ('ada')\n                          ^\nERROR at Row:1:Column:27\ninvalid ID field: ada";
    expect(await run(soql)).toEqual(refused('INVALID_QUERY_FILTER_OPERATOR', message));
    const path = `/services/data/v61.0/query?q=${encodeURIComponent(soql)}`;
    expect(await ask(sf, path)).toEqual(refused('MALFORMED_QUERY', message));
  });

  test.each([
    ['SELECT TYPEOF Owner WHEN User THEN Email END FROM User', 'TYPEOF'],
    ['SELECT LastName, COUNT(Id) FROM User GROUP BY ROLLUP(LastName)', 'GROUP BY ROLLUP'],
    ['SELECT Id FROM User USING SCOPE team', 'USING SCOPE team'],
    ['SELECT Id FROM User FOR UPDATE', 'FOR UPDATE'],
    ['SELECT Id FROM User UPDATE TRACKING', 'UPDATE TRACKING'],
    ['SELECT Id FROM User WITH DATA CATEGORY Geography__c AT asia__c', 'WITH DATA'],
    ['SELECT Id FROM User u, u.Manager m', 'several objects in FROM'],
    ['SELECT convertCurrency(Amount) FROM User', 'CONVERTCURRENCY()'],
    ['SELECT Id FROM User WHERE Latitude > USD5000', 'amounts with a currency'],
  ])('honestly where fauxforce does less than Salesforce: %s', async (soql, feature) => {
    expect(await run(soql)).toMatchObject({
      status: 403,
      body: `[{"message":"fauxforce does not implement ${feature}; see docs/limits.md","errorCode":"FUNCTIONALITY_NOT_ENABLED"}]`,
    });
    expect(sf.journal.entries({ limit: 1 })[0]?.refusal?.name).toBe('query.unsupported');
  });
});

describe('bad input', () => {
  test.each([
    ['parentheses', `SELECT Id FROM User WHERE ${'('.repeat(3_000)}Name = null${')'.repeat(3_000)}`],
    ['negations', `SELECT Id FROM User WHERE ${'NOT '.repeat(2_000)}Name = null`],
    ['conditions', `SELECT Id FROM User WHERE ${Array(600).fill('Name = null').join(' OR ')}`],
    ['wildcards', `SELECT Id FROM User WHERE Name LIKE '${'%a'.repeat(3_000)}'`],
  ])('many %s end soon', async (_, soql) => {
    const { status } = await ask(sf, `/services/data/v51.0/query?q=${soql.replaceAll(' ', '+')}`);
    expect([200, 400, 403]).toContain(status);
  });

  test('any text is answered 200, 400 or 403', async () => {
    const word = fc.constantFrom(
      ...'SELECT FROM WHERE User Id Name ( ) , . = != IN LIKE AND OR NOT NULL true ORDER BY LIMIT 1 COUNT() : \' " \\ ñ % ;'.split(
        ' ',
      ),
    );
    const soql = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(word).map((words) => words.join(' ')),
    );
    await fc.assert(
      fc.asyncProperty(soql, async (text) => {
        const { status } = await run(text.toWellFormed());
        expect([200, 400, 403]).toContain(status);
      }),
      { numRuns: 150 },
    );
  });

  test('LIKE agrees with a regular expression', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é') });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '%', '_'), maxLength: 8 });
    fc.assert(
      fc.property(text, pattern, (value, like) => {
        const expression = new RegExp(`^${like.replaceAll('%', '.*').replaceAll('_', '.')}$`, 's');
        expect(isLike(value, patternOf(like))).toBe(expression.test(value));
      }),
    );
  });
});
