import { describe, expect, test } from 'vitest';
import { refusal } from './ask.ts';
import { MemorySource } from './memory-source.ts';

const MALFORMED = 'MALFORMED_QUERY';
const CUSTOM_FIELD =
  "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.";
const CUSTOM_OBJECT =
  "If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.";
const CUSTOM_RELATIONSHIP =
  "If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.";

/** The reason of a refusal that points somewhere, without the window. */
async function reason(soql: string, asked?: Parameters<typeof refusal>[1]): Promise<[string, string]> {
  const { code, message } = await refusal(soql, asked);
  return [code, message.split('\n').slice(4).join('\n') || message];
}

describe('the window', () => {
  test('is that of the recording', async () => {
    expect(await refusal('select count() from XYZZY')).toEqual({
      code: 'INVALID_TYPE',
      message: `\nselect count() from XYZZY\n                    ^\nERROR at Row:1:Column:21\nsObject type 'XYZZY' is not supported. ${CUSTOM_OBJECT}`,
    });
  });

  test('ends at blanks and commas, the caret under the first letter of a name', async () => {
    const fields = Array.from({ length: 12 }, () => 'BillingCountry').join(', ');
    const soql = `SELECT Id, LastReferencedDate, ${fields} FROM Lead`;
    expect((await refusal(soql)).message).toBe(
      `\nSELECT Id, LastReferencedDate, BillingCountry\n           ^\nERROR at Row:1:Column:12\nNo such column 'LastReferencedDate' on entity 'Lead'. ${CUSTOM_FIELD}`,
    );
    const later = `SELECT Id, ${Array.from({ length: 9 }, (_, i) => `Name${i}`).join(', ')} FROM Lead`;
    expect((await refusal(later.replace('Name0', 'Name'))).message).toBe(
      `\nSELECT Id, Name, Name1, Name2, Name3, Name4, Name5\n                 ^\nERROR at Row:1:Column:18\nNo such column 'Name1' on entity 'Lead'. ${CUSTOM_FIELD}`,
    );
  });

  test('has the caret one place left of a token', async () => {
    const soql = 'SELECT LastModifiedById, LastModifiedDate, From Account ';
    expect((await refusal(soql)).message).toBe(
      "\nLastModifiedById, LastModifiedDate, From Account \n                                   ^\nERROR at Row:1:Column:43\nunexpected token: 'From'",
    );
  });

  test('stays in the line', async () => {
    expect((await refusal('SELECT Id\r\nFROM Lead\r\nWHERE Shoe = 1')).message).toBe(
      `\nWHERE Shoe = 1\n      ^\nERROR at Row:3:Column:7\nNo such column 'Shoe' on entity 'Lead'. ${CUSTOM_FIELD}`,
    );
  });
});

describe('names', () => {
  test.each([
    [
      'SELECT Account.Shoe FROM Contact',
      'INVALID_FIELD',
      `No such column 'Shoe' on entity 'Account'. ${CUSTOM_FIELD}`,
    ],
    [
      'SELECT Id FROM Contact WHERE Accont.Name = null',
      'INVALID_FIELD',
      `Didn't understand relationship 'Accont' in field path. ${CUSTOM_RELATIONSHIP}`,
    ],
    [
      'SELECT AccountId.Name FROM Contact',
      'INVALID_FIELD',
      `Didn't understand relationship 'AccountId' in field path. ${CUSTOM_RELATIONSHIP}`,
    ],
    [
      'SELECT Account FROM Contact',
      'INVALID_FIELD',
      `No such column 'Account' on entity 'Contact'. ${CUSTOM_FIELD}`,
    ],
    [
      'SELECT Who.Company FROM Task',
      'INVALID_FIELD',
      `No such column 'Company' on entity 'Name'. ${CUSTOM_FIELD}`,
    ],
    [
      'SELECT (SELECT Id FROM Contact) FROM Account',
      'INVALID_TYPE',
      `Didn't understand relationship 'Contact' in FROM part of query call. ${CUSTOM_RELATIONSHIP}`,
    ],
    [
      'SELECT (SELECT Shoe FROM Contacts) FROM Account',
      'INVALID_FIELD',
      `No such column 'Shoe' on entity 'Contact'. ${CUSTOM_FIELD}`,
    ],
    [
      'SELECT Id FROM Account WHERE Id IN (SELECT Id FROM Shoe)',
      'INVALID_TYPE',
      `sObject type 'Shoe' is not supported. ${CUSTOM_OBJECT}`,
    ],
    [
      'SELECT Id FROM Change__c',
      'INVALID_TYPE_FOR_OPERATION',
      'entity type Change__c does not support query',
    ],
  ])('%s', async (soql, code, text) => {
    expect(await reason(soql)).toEqual([code, text]);
  });
});

describe('what the reader may not see is not there', () => {
  const source = new MemorySource({
    hidden: ['Secret__c', 'Account.Rating', 'Contact.AccountId', 'User.Email'],
  });
  const NO_RATING = `No such column 'Rating' on entity 'Account'. ${CUSTOM_FIELD}`;

  test.each([
    ['SELECT Id FROM Secret__c', `sObject type 'Secret__c' is not supported. ${CUSTOM_OBJECT}`],
    [
      'SELECT (SELECT Id FROM Secrets__r) FROM Account',
      `Didn't understand relationship 'Secrets__r' in FROM part of query call. ${CUSTOM_RELATIONSHIP}`,
    ],
    [
      'SELECT Id FROM Account WHERE Id IN (SELECT Account__c FROM Secret__c)',
      `sObject type 'Secret__c' is not supported. ${CUSTOM_OBJECT}`,
    ],
    ['SELECT Rating FROM Account', NO_RATING],
    ["SELECT Id FROM Account WHERE Rating = 'Hot'", NO_RATING],
    ['SELECT Id FROM Account ORDER BY Rating', NO_RATING],
    ['SELECT COUNT(Id) FROM Account GROUP BY Rating', NO_RATING],
    ['SELECT COUNT(Id) FROM Account GROUP BY Name HAVING MIN(Rating) = null', NO_RATING],
    ['SELECT Id FROM Account WHERE Parent.Rating = null', NO_RATING],
    ['SELECT toLabel(Rating) FROM Account', NO_RATING],
    [
      'SELECT Account.Name FROM Contact',
      `Didn't understand relationship 'Account' in field path. ${CUSTOM_RELATIONSHIP}`,
    ],
    [
      'SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact)',
      `No such column 'AccountId' on entity 'Contact'. ${CUSTOM_FIELD}`,
    ],
    [
      'SELECT (SELECT Id FROM Contacts) FROM Account',
      `Didn't understand relationship 'Contacts' in FROM part of query call. ${CUSTOM_RELATIONSHIP}`,
    ],
    ['SELECT Owner.Email FROM Account', `No such column 'Email' on entity 'User'. ${CUSTOM_FIELD}`],
  ])('%s', async (soql, text) => {
    expect((await reason(soql, { source }))[1]).toBe(text);
  });
});

describe('values and operators', () => {
  test.each([
    [
      "SELECT Id FROM Account WHERE Description = 'x'",
      'INVALID_FIELD',
      "field 'Description' can not be filtered in a query call",
    ],
    [
      'SELECT Id FROM Account ORDER BY Description',
      'INVALID_FIELD',
      "field 'Description' can not be sorted in a query call",
    ],
    [
      'SELECT COUNT(Id) FROM Account GROUP BY CreatedDate',
      'INVALID_FIELD',
      "field 'CreatedDate' can not be grouped in a query call",
    ],
    ['SELECT SUM(Name) FROM Account', 'INVALID_FIELD', 'field Name does not support aggregate operator SUM'],
    [
      'SELECT MAX(IsDeleted) FROM Account',
      'INVALID_FIELD',
      'field IsDeleted does not support aggregate operator MAX',
    ],
    [
      "SELECT Id FROM Account WHERE CreatedDate > '2026-01-01'",
      'INVALID_FIELD',
      "value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes",
    ],
    [
      'SELECT Id FROM Account WHERE CreatedDate > 2026-01-01',
      'INVALID_FIELD',
      "value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes",
    ],
    [
      'SELECT Id FROM Contact WHERE Birthdate = 2026-01-01T00:00:00Z',
      'INVALID_FIELD',
      "value of filter criterion for field 'Birthdate' must be of type date and should not be enclosed in quotes",
    ],
    [
      'SELECT Id FROM Account WHERE Name = TODAY',
      'INVALID_FIELD',
      "value of filter criterion for field 'Name' must be of type string and should be enclosed in quotes",
    ],
    [
      "SELECT Id FROM Account WHERE NumberOfEmployees = '1'",
      'INVALID_FIELD',
      "value of filter criterion for field 'NumberOfEmployees' must be of type int and should not be enclosed in quotes",
    ],
    [
      "SELECT Id FROM Account WHERE ParentId = 'abc'",
      'INVALID_QUERY_FILTER_OPERATOR',
      'invalid ID field: abc',
    ],
    [
      "SELECT Id FROM Account WHERE ParentId LIKE '001%'",
      'INVALID_QUERY_FILTER_OPERATOR',
      'invalid operator on id field',
    ],
    [
      'SELECT Id FROM Account WHERE IsDeleted > false',
      'INVALID_QUERY_FILTER_OPERATOR',
      'invalid operator on boolean field',
    ],
    [
      "SELECT Id FROM Account WHERE Name INCLUDES ('x')",
      'INVALID_QUERY_FILTER_OPERATOR',
      'invalid operator on string field',
    ],
    [
      'SELECT Id FROM Account WHERE CreatedDate > 2020-12-12t12:12:00-25:00',
      MALFORMED,
      'Invalid datetime: 2020-12-12t12:12:00-25:00',
    ],
    ['SELECT Id FROM Contact WHERE Birthdate > 2021-02-30', MALFORMED, 'Invalid date: 2021-02-30'],
    ['SELECT Id FROM Task WHERE At__c > 25:00:00', MALFORMED, 'Invalid time: 25:00:00'],
    ['SELECT Id FROM Account WHERE Name = :name', MALFORMED, 'Bind variables only allowed in Apex code'],
    ['SELECT Id FROM Account WHERE Name IN :names', MALFORMED, 'Bind variables only allowed in Apex code'],
    ['SELECT Id FROM Account LIMIT :n', MALFORMED, 'Bind variables only allowed in Apex code'],
    [
      'SELECT Id FROM Account OFFSET 2001',
      'NUMBER_OUTSIDE_VALID_RANGE',
      'Maximum SOQL offset allowed is 2000',
    ],
  ])('%s', async (soql, code, text) => {
    expect(await reason(soql)).toEqual([code, text]);
  });
});

describe('structure', () => {
  test.each([
    ['SELECT Name, COUNT(Id) FROM Account', 'Field must be grouped or aggregated: Name'],
    ['SELECT Name FROM Account GROUP BY OwnerId', 'Field must be grouped or aggregated: Name'],
    ['SELECT CALENDAR_YEAR(CreatedDate) FROM Account', 'Field must be grouped or aggregated: CreatedDate'],
    [
      'SELECT COUNT(Id) FROM Account GROUP BY Name ORDER BY Rating',
      'Ordered field must be grouped or aggregated: Rating',
    ],
    [
      'SELECT COUNT(Id) FROM Account LIMIT 1',
      'Non-grouped query that uses overall aggregate functions cannot also use LIMIT',
    ],
    ['SELECT Name n, OwnerId N FROM Account GROUP BY Name, OwnerId', 'duplicate alias: N'],
    [
      'SELECT (SELECT Id FROM Contacts), (SELECT Name FROM contacts) FROM Account',
      'duplicate alias: Contacts',
    ],
    ['SELECT Account.Name, account.name FROM Contact', 'duplicate field selected: Account.Name'],
    ['SELECT FIELDS(ALL) FROM Account', 'The SOQL FIELDS function must have a LIMIT of at most 200'],
    [
      'SELECT FIELDS(CUSTOM) FROM Account LIMIT 201',
      'The SOQL FIELDS function must have a LIMIT of at most 200',
    ],
    [
      "SELECT Id FROM Account WHERE Name = 'x' OR Id IN (SELECT AccountId FROM Contact)",
      "Semi join sub-selects are not allowed with the 'OR' operator",
    ],
    [
      'SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE Id IN (SELECT WhoId FROM Task))',
      'Nesting of semi join sub-selects is not supported',
    ],
    [
      'SELECT Id FROM Account WHERE Name IN (SELECT AccountId FROM Contact)',
      "The left operand field in the where expression for outer query should be an id field, cannot use: 'Name'",
    ],
    [
      'SELECT Id FROM Account WHERE Id IN (SELECT OwnerId FROM Contact)',
      "The selected field 'OwnerId' in the subquery and the left operand field in the where expression in the outer query 'Id' should point to the same object type",
    ],
    [
      'SELECT Id FROM Account WHERE Id IN (SELECT Id FROM Account)',
      'The inner and outer selects should not be on the same object type',
    ],
    [
      'SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact) AND Id IN (SELECT AccountId FROM Contact) AND Id IN (SELECT AccountId FROM Contact)',
      'Maximum 2 semi join sub-selects are allowed',
    ],
    ['SELECT Id FROM Account ALL ROWS', 'ALL ROWS not allowed in this context'],
    ["SELECT Id FROM Account WHERE Name = 'x", "line 1:38 mismatched character '<EOF>' expecting '''"],
    ["SELECT Id FROM Account WHERE Name = '\\q'", "line 1:38 no viable alternative at character 'q'"],
  ])('%s', async (soql, text) => {
    expect(await reason(soql)).toEqual([MALFORMED, text]);
  });

  test.each([
    ['SELECT Id FROM Account HAVING COUNT(Id) > 1', 'HAVING'],
    ['SELECT Id FROM Account WHERE Id IN ()', ')'],
    ['SELECT Id FROM Account WHERE Name = Rating', 'Rating'],
    ['SELECT Id FROM Account WHERE shoe(Name) = 1', '('],
    ['SELECT Id FROM Account LIMIT -1', '-1'],
    ['SELECT Id FROM Account LIMIT 1.5', '1.5'],
    ['SELECT Id FROM Account WHERE CreatedDate = LAST_N_DAYS', '<EOF>'],
    ['SELECT (SELECT Id FROM Contacts FROM Account', 'FROM'],
    ['SELECT Id FROM Account) ', ')'],
    ['SELECT Id FROM Account FOR SHOE', 'SHOE'],
    ['SELECT FROM Account', 'FROM'],
    ['SELECT Id FROM 1', '1'],
  ])('%s', async (soql, token) => {
    expect(await reason(soql)).toEqual([MALFORMED, `unexpected token: '${token}'`]);
  });

  test('text that is no SOQL', async () => {
    expect(await refusal('invalid')).toEqual({ code: MALFORMED, message: "unexpected token: 'invalid'" });
  });

  test('too much of something', async () => {
    const TOO_MUCH = {
      code: 'QUERY_TOO_COMPLICATED',
      message: 'Query is either selecting too many fields or the filter conditions are too complicated.',
    };
    const deep = (n: number) => `SELECT Id FROM Lead WHERE ${'('.repeat(n)}Name = null${')'.repeat(n)}`;
    expect(await refusal(deep(30_000))).toEqual(TOO_MUCH);
    expect(await refusal(`SELECT Id FROM Lead WHERE ${'NOT '.repeat(20_000)}Name = null`)).toEqual(TOO_MUCH);
    expect(await refusal(`SELECT ${'Parent.'.repeat(6)}Name FROM Account`)).toEqual(TOO_MUCH);
    expect(await refusal(`SELECT ${'FORMAT('.repeat(9_000)}Id${')'.repeat(9_000)} FROM Account`)).toEqual(
      TOO_MUCH,
    );
    const nested = 'SELECT (SELECT (SELECT Id FROM Contacts) FROM ChildAccounts) FROM Account';
    expect(await refusal(nested, { apiVersion: 57 })).toEqual(TOO_MUCH);
    expect(await refusal(`SELECT Id FROM Lead WHERE Name = '${'x'.repeat(100_000)}'`)).toEqual({
      code: MALFORMED,
      message: 'SOQL statements cannot be longer than 100000 characters.',
    });
  });

  test('more groups than fit into one answer', async () => {
    const Lead = Array.from({ length: 2_001 }, (_, i) => ({ Id: `00Q5g00000${i}`, Name: `${i}` }));
    const source = new MemorySource({ rows: { Lead } });
    expect(await refusal('SELECT Name FROM Lead GROUP BY Name', { source })).toEqual({
      code: 'EXCEEDED_ID_LIMIT',
      message:
        'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
    });
  });

  test('more comparisons than a query may take', async () => {
    const Lead = Array.from({ length: 4_000 }, (_, i) => ({ Id: `00Q5g00000${i}`, Name: 'a'.repeat(80) }));
    const source = new MemorySource({ rows: { Lead } });
    const pattern = `${'%a'.repeat(20_000)}b`;
    expect(await refusal(`SELECT Id FROM Lead WHERE Name LIKE '${pattern}'`, { source })).toEqual({
      code: 'QUERY_TIMEOUT',
      message: 'Your query request was running for too long.',
    });
  });
});
