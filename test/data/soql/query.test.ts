import { describe, expect, test } from 'vitest';
import type { DataRow } from '../../../src/data/definition.ts';
import { answer, ask, values } from './ask.ts';
import { id, MemorySource, ROWS } from './memory-source.ts';

const contacts = (where: string) => values(`SELECT LastName FROM Contact WHERE ${where}`);
/** Accounts from number 0 on. */
function manyAccounts(count: number, fields: (number: number) => DataRow): DataRow[] {
  return Array.from({ length: count }, (_, number) => ({
    Id: id('001', number),
    IsDeleted: false,
    ...fields(number),
  }));
}

const accounts = (clauses: string) => values(`SELECT Name FROM Account ${clauses}`);

describe('WHERE', () => {
  test.each([
    ["FirstName = 'ADA'", ['Byron']],
    ["FirstName != 'Ada'", ['Hopper', 'Cher', "O'Hara_%"]],
    ['FirstName = null', ['Cher']],
    ["FirstName = ''", ['Cher']],
    ["FirstName > 'b'", ['Hopper', "O'Hara_%"]],
    ["FirstName <= 'ada'", ['Byron']],
    ["FirstName IN ('Tim', null)", ['Cher', "O'Hara_%"]],
    ["FirstName NOT IN ('Tim', 'Ada')", ['Hopper', 'Cher']],
    ["LastName = 'O\\'Hara_%'", ["O'Hara_%"]],
    ["LastName LIKE '%\\_\\%'", ["O'Hara_%"]],
    ["LastName LIKE 'h_pp%'", ['Hopper']],
    ["NOT LastName LIKE 'h%'", ['Byron', 'Cher', "O'Hara_%"]],
    ["LastName = 'Byron' OR (LastName = 'Cher' AND FirstName = null)", ['Byron', 'Cher']],
    ["NOT (LastName = 'Byron' OR LastName = 'Cher')", ['Hopper', "O'Hara_%"]],
    [`Id = '${id('003', 1).slice(0, 15)}'`, ['Byron']],
    [`AccountId IN ('${id('001', 1)}', '${id('001', 2)}')`, ['Byron', 'Hopper', 'Cher']],
    ["Account.Name = 'ACME'", ['Byron', 'Hopper']],
    ["Account.Parent.Name = 'Acme'", ['Cher']],
    ['Account.Name = null', ["O'Hara_%"]],
    ["Contact.Account.Owner.Manager.Name LIKE 'max%'", ['Byron', 'Hopper', 'Cher']],
    ['Birthdate = TODAY', ['Hopper']],
    ['Birthdate < TODAY', ['Byron', "O'Hara_%"]],
    ['Birthdate = 2026-07-14', ["O'Hara_%"]],
    ['CALENDAR_YEAR(Birthdate) = 2015', ['Byron']],
    ["Account.Id IN (SELECT Id FROM Account WHERE Name LIKE 'acme%')", ['Byron', 'Hopper', 'Cher']],
    ["AccountId IN (SELECT Id FROM Account WHERE Parent.Name = 'Acme')", ['Cher']],
    ["AccountId NOT IN (SELECT Id FROM Account WHERE Name = 'Acme')", ['Cher', "O'Hara_%"]],
  ])('%s', async (where, expected) => {
    expect(await contacts(where)).toEqual(expected);
  });

  test.each([
    ['NumberOfEmployees >= 20', ['acme Labs', 'Initech']],
    ['NumberOfEmployees = 1e1', ['Acme']],
    ['AnnualRevenue < .15', ['Acme']],
    ['IsDeleted = false', ['Acme', 'acme Labs', 'Globex', 'Initech']],
    ["Tags__c INCLUDES ('green', 'blue')", ['Acme', 'acme Labs']],
    ["Tags__c INCLUDES ('red;green')", ['Acme']],
    ["Tags__c INCLUDES ('red;blue')", []],
    ["Tags__c EXCLUDES ('red')", ['acme Labs', 'Globex', 'Initech']],
    ["Tags__c = 'Green;Red'", ['Acme']],
    ["toLabel(Rating) = 'the hot'", ['Acme']],
    ["Ext__c = 'a-2'", ['acme Labs']],
    ['CreatedDate >= 2026-07-15T09:00:00+02:00', ['acme Labs']],
    ['DAY_ONLY(CreatedDate) = 2026-07-15', ['Acme', 'acme Labs']],
    ['HOUR_IN_DAY(CreatedDate) = 12', ['Globex']],
    ['Id IN (SELECT AccountId FROM Contact WHERE FirstName != null)', ['Acme']],
    ['Id NOT IN (SELECT AccountId FROM Contact)', ['Globex', 'Initech']],
    ["Id IN (SELECT Account__c FROM Secret__c) AND Name = 'Acme'", ['Acme']],
  ])('%s', async (where, expected) => {
    expect(await accounts(`WHERE ${where}`)).toEqual(expected);
  });

  test('looks only at what an index finds', async () => {
    const looked = async (where: string) => {
      const source = new MemorySource();
      await values(`SELECT Id FROM Account WHERE ${where}`, { source });
      return source.handedOut;
    };
    expect(await looked(`Id = '${id('001', 1)}'`)).toBe(1);
    expect(await looked("Ext__c IN ('A-1','A-2') AND Name = 'Acme'")).toBe(2);
    expect(await looked(`ParentId = '${id('001', 1)}' AND (Name = 'x' OR Name = 'y')`)).toBe(1);
    expect(await looked(`Id = '${id('001', 1)}' OR Name = 'x'`)).toBe(4);
    expect(await looked(`NOT Id = '${id('001', 1)}'`)).toBe(4);
    expect(await looked('ParentId = null')).toBe(4);
    expect(await looked(`Name = 'x' AND Id NOT IN ('${id('001', 1)}')`)).toBe(4);
  });

  test('looks once at all rows where an index finds a great many by several values', async () => {
    const rows = manyAccounts(21_000, (number) => ({
      OwnerId: id('005', 1 + (number % 2)),
      Name: `${number}`,
    }));
    const looked = async (owners: string) => {
      const source = new MemorySource({ rows: { Account: rows } });
      const found = await values(`SELECT Name FROM Account WHERE OwnerId ${owners} LIMIT 3`, { source });
      return { found, isIndexed: source.indexedPages > 0 };
    };
    const [one, two] = [`'${id('005', 1)}'`, `'${id('005', 2)}'`];
    expect(await looked(`IN (${one}, ${two})`)).toEqual({ found: ['0', '1', '2'], isIndexed: false });
    expect(await looked(`IN (${two}, '${id('005', 3)}')`)).toEqual({
      found: ['1', '3', '5'],
      isIndexed: true,
    });
    expect(await looked(`= ${two}`)).toEqual({ found: ['1', '3', '5'], isIndexed: true });
  });
});

describe('the answer', () => {
  test('comes in the order of ids, or sorted with nulls first and picklists by their values', async () => {
    expect(await accounts('ORDER BY Rating')).toEqual(['Acme', 'acme Labs', 'Globex', 'Initech']);
    expect(await accounts('ORDER BY Rating DESC')).toEqual(['Initech', 'Globex', 'acme Labs', 'Acme']);
    expect(await accounts('ORDER BY NumberOfEmployees, Name DESC')).toEqual([
      'Globex',
      'Acme',
      'Initech',
      'acme Labs',
    ]);
    expect(await accounts('ORDER BY NumberOfEmployees DESC NULLS LAST, Id')).toEqual([
      'acme Labs',
      'Initech',
      'Acme',
      'Globex',
    ]);
    expect(await accounts('ORDER BY Parent.Name DESC')).toEqual(['Acme', 'Initech', 'Globex', 'acme Labs']);
    expect(await accounts('ORDER BY Name LIMIT 2 OFFSET 1')).toEqual(['acme Labs', 'Globex']);
    expect(await accounts('LIMIT 2 OFFSET 1')).toEqual(['acme Labs', 'Globex']);
    expect(await accounts('LIMIT 0')).toEqual([]);
    expect(await accounts('ORDER BY Id OFFSET 5')).toEqual([]);
  });

  test('is the same whether many rows are kept or few', async () => {
    const rows = manyAccounts(9_000, (number) => ({
      Name: `${(number * 7919) % 9_000}`.padStart(4, '0'),
      NumberOfEmployees: number % 3 === 0 ? null : number % 3,
    }));
    const source = new MemorySource({ rows: { Account: rows } });
    for (const by of ['Name', 'Name DESC', 'NumberOfEmployees NULLS LAST, Name', 'NumberOfEmployees DESC']) {
      const all = await values(`SELECT Name FROM Account ORDER BY ${by}`, { source });
      const some = await values(`SELECT Name FROM Account ORDER BY ${by} LIMIT 1000 OFFSET 700`, { source });
      expect(some).toEqual(all.slice(700, 1_700));
      expect(new Set(all).size).toBe(9_000);
    }
    const names = rows.map(({ Name }) => Name).sort();
    expect(await values('SELECT Name FROM Account ORDER BY Name', { source })).toEqual(names);
    expect(await values('SELECT Name FROM Account ORDER BY Name LIMIT 3', { source })).toEqual([
      '0000',
      '0001',
      '0002',
    ]);
    expect(await values('SELECT Name FROM Account ORDER BY Name DESC LIMIT 2', { source })).toEqual([
      '8999',
      '8998',
    ]);
  });

  test('has the rows of the recycle bin where they are asked for', async () => {
    expect(await values('SELECT Name FROM Account WHERE IsDeleted = true', { includeDeleted: true })).toEqual(
      ['Gone'],
    );
  });

  test('has fields of parents in one record, or null', async () => {
    expect(
      await ask(
        "SELECT account.name, Id, Account.Parent.Name, Account.Owner.Name FROM Contact c WHERE c.LastName IN ('Cher','O\\'Hara_%')",
      ),
    ).toEqual([
      {
        Account: {
          type: 'Account',
          Name: 'acme Labs',
          Parent: { type: 'Account', Name: 'Acme' },
          Owner: { type: 'User', Name: 'Una User' },
        },
        Id: id('003', 3),
      },
      { Account: null, Id: id('003', 4) },
    ]);
  });

  test('follows references to several objects', async () => {
    expect(await ask('SELECT Subject, Who.Name, Who.Type FROM Task')).toEqual([
      { Subject: 'Call', Who: { type: 'Contact', Name: 'Ada Byron', Type: 'Contact' } },
      { Subject: 'Mail', Who: { type: 'Lead', Name: 'Lena Lead', Type: 'Lead' } },
      { Subject: 'Idle', Who: null },
    ]);
    expect(await values("SELECT Subject FROM Task WHERE Who.Type = 'Lead'")).toEqual(['Mail']);
    expect(await values('SELECT LastName FROM Contact WHERE Owner.Email = null')).toEqual(['Cher']);
  });

  test('has children, null where there are none', async () => {
    expect(
      await ask(
        "SELECT Name, (SELECT LastName, Account.Name FROM Contacts WHERE LastName != 'x' ORDER BY LastName DESC LIMIT 1), (SELECT Id FROM ChildAccounts) FROM Account WHERE Rating IN ('Hot', 'Cold')",
      ),
    ).toEqual([
      {
        Name: 'Acme',
        Contacts: [{ LastName: 'Hopper', Account: { type: 'Account', Name: 'Acme' } }],
        ChildAccounts: [{ Id: id('001', 2) }],
      },
      { Name: 'Globex', Contacts: null, ChildAccounts: null },
    ]);
  });

  test('calls children as their relationship is called, however it was written', async () => {
    const soql =
      'SELECT (SELECT LastName FROM Account.contacts), (SELECT Id FROM CHILDACCOUNTS) FROM Account';
    const [first] = (await ask(`${soql} LIMIT 1`)) as object[];
    expect(Object.keys(first ?? {})).toEqual(['Contacts', 'ChildAccounts']);
  });

  test('has children of children from version 58.0 on', async () => {
    const soql = 'SELECT (SELECT LastName, (SELECT Subject FROM Tasks) FROM Contacts) FROM Account LIMIT 1';
    expect(await ask(soql, { apiVersion: 58 })).toEqual([
      {
        Contacts: [
          { LastName: 'Byron', Tasks: [{ Subject: 'Call' }] },
          { LastName: 'Hopper', Tasks: null },
        ],
      },
    ]);
  });

  test('has a whole address, labels and formats', async () => {
    expect(
      await ask(
        'SELECT BillingAddress, toLabel(Rating), FORMAT(AnnualRevenue) money, FORMAT(CreatedDate) FROM Account LIMIT 2',
        { source: new MemorySource({ timeZone: 'America/New_York' }) },
      ),
    ).toEqual([
      {
        BillingAddress: {
          city: 'Oslo',
          country: null,
          geocodeAccuracy: null,
          latitude: null,
          longitude: null,
          postalCode: null,
          state: null,
          street: null,
        },
        Rating: 'The Hot',
        money: '$0.10',
        CreatedDate: '7/15/2026, 2:30 AM',
      },
      { BillingAddress: null, Rating: 'The Warm', money: '$0.20', CreatedDate: '7/15/2026, 3:30 AM' },
    ]);
  });

  test('has all fields, the standard ones or the custom ones', async () => {
    const { columns } = await answer('SELECT FIELDS(ALL) FROM Contact LIMIT 200');
    expect(columns.map(({ name }) => name)).toEqual([
      'Id',
      'FirstName',
      'LastName',
      'Name',
      'AccountId',
      'OwnerId',
      'Birthdate',
    ]);
    expect((await answer('SELECT FIELDS(CUSTOM) FROM Account LIMIT 1')).columns).toMatchObject([
      { name: 'Ext__c' },
    ]);
    expect((await answer('SELECT FIELDS(STANDARD) FROM Lead')).columns).toHaveLength(3);
  });

  test('counts', async () => {
    expect(await answer('SELECT count() FROM Account WHERE Rating != null')).toMatchObject({
      size: 4,
      rows: [],
    });
    expect(await answer('SELECT COUNT() FROM Account LIMIT 2')).toMatchObject({ size: 2, rows: [] });
    expect(await answer('SELECT COUNT() FROM Account LIMIT 0')).toMatchObject({ size: 0, rows: [] });
  });

  test('is that of the reader: USING SCOPE', async () => {
    expect(await accounts('USING SCOPE mine WHERE Rating != null')).toEqual(['Acme', 'acme Labs', 'Initech']);
    expect(await accounts('USING SCOPE everything')).toHaveLength(4);
  });

  test('is the same with what only says how rights and views are meant', async () => {
    expect(await accounts("WHERE Name = 'Acme' WITH SECURITY_ENFORCED FOR VIEW")).toEqual(['Acme']);
    expect(await accounts("WHERE Name = 'Acme' WITH USER_MODE LIMIT 1 FOR REFERENCE")).toEqual(['Acme']);
  });
});

describe('groups', () => {
  test('of all rows', async () => {
    expect(
      await ask(
        'SELECT COUNT(Id), COUNT(ParentId) parents, SUM(AnnualRevenue), AVG(NumberOfEmployees), MIN(Name), MAX(CreatedDate), COUNT_DISTINCT(OwnerId) FROM Account',
      ),
    ).toEqual([
      {
        expr0: 4,
        parents: 2,
        expr1: 30_000_000.3,
        expr2: 50 / 3,
        expr3: 'Acme',
        expr4: '2026-07-15T07:30:00.000+0000',
        expr5: 2,
      },
    ]);
    expect(
      await ask("SELECT COUNT(Id), SUM(AnnualRevenue), MAX(Name) FROM Account WHERE Name = 'x'"),
    ).toEqual([{ expr0: 0, expr1: null, expr2: null }]);
  });

  test('by fields, parents and functions, with HAVING and ORDER BY', async () => {
    expect(
      await ask(
        'SELECT NumberOfEmployees n, COUNT(Id) FROM Account GROUP BY NumberOfEmployees HAVING COUNT(Id) < 2 ORDER BY NumberOfEmployees DESC',
      ),
    ).toEqual([
      { n: null, expr0: 1 },
      { n: 10, expr0: 1 },
    ]);
    expect(
      await ask(
        'SELECT Account.Name, COUNT(Id) c FROM Contact GROUP BY Account.Name ORDER BY COUNT(Id) DESC, Account.Name',
      ),
    ).toEqual([
      { Name: 'Acme', c: 2 },
      { Name: null, c: 1 },
      { Name: 'acme Labs', c: 1 },
    ]);
    expect(
      await ask(
        'SELECT CALENDAR_YEAR(CreatedDate), CALENDAR_MONTH(CreatedDate) m, COUNT(Id) FROM Account GROUP BY CALENDAR_YEAR(CreatedDate), CALENDAR_MONTH(CreatedDate) ORDER BY CALENDAR_YEAR(CreatedDate), CALENDAR_MONTH(CreatedDate)',
      ),
    ).toEqual([
      { expr0: 2025, m: 12, expr1: 1 },
      { expr0: 2026, m: 6, expr1: 1 },
      { expr0: 2026, m: 7, expr1: 2 },
    ]);
    expect(
      await ask(
        'SELECT DAY_ONLY(convertTimezone(CreatedDate)) d, COUNT(Id) FROM Account GROUP BY DAY_ONLY(convertTimezone(CreatedDate)) ORDER BY DAY_ONLY(convertTimezone(CreatedDate)) DESC LIMIT 2',
        { source: new MemorySource({ timeZone: 'America/Los_Angeles' }) },
      ),
    ).toEqual([
      { d: '2026-07-15', expr0: 1 },
      { d: '2026-07-14', expr0: 1 },
    ]);
  });

  test('without case', async () => {
    const rows = { Lead: ['x', 'X', 'y'].map((Name, i) => ({ Id: id('00Q', i), Name })) };
    expect(
      await ask('SELECT Name, COUNT(Id) FROM Lead GROUP BY Name', { source: new MemorySource({ rows }) }),
    ).toEqual([
      { Name: 'x', expr0: 2 },
      { Name: 'y', expr0: 1 },
    ]);
  });
});

describe('date literals', () => {
  /** The days that a literal covers, as the first and the last. */
  async function days(literal: string, now = '2026-07-15T10:00:00Z', timeZone = 'UTC'): Promise<unknown> {
    const all = Array.from({ length: 1_500 }, (_, i) => new Date(Date.UTC(2024, 6, 1) + i * 86_400_000));
    const rows = {
      Contact: all.map((day, i) => ({ Id: id('003', i), Birthdate: day.toISOString().slice(0, 10) })),
    };
    const source = new MemorySource({ rows, now: Date.parse(now), timeZone });
    const found = await values(`SELECT Birthdate FROM Contact WHERE Birthdate = ${literal}`, { source });
    return found.length === 0 ? [] : [found[0], found.at(-1)];
  }

  test.each([
    ['YESTERDAY', '2026-07-14', '2026-07-14'],
    ['TODAY', '2026-07-15', '2026-07-15'],
    ['TOMORROW', '2026-07-16', '2026-07-16'],
    ['LAST_WEEK', '2026-07-05', '2026-07-11'],
    ['THIS_WEEK', '2026-07-12', '2026-07-18'],
    ['NEXT_WEEK', '2026-07-19', '2026-07-25'],
    ['LAST_MONTH', '2026-06-01', '2026-06-30'],
    ['THIS_MONTH', '2026-07-01', '2026-07-31'],
    ['NEXT_MONTH', '2026-08-01', '2026-08-31'],
    ['LAST_90_DAYS', '2026-04-16', '2026-07-15'],
    ['NEXT_90_DAYS', '2026-07-16', '2026-10-13'],
    ['LAST_N_DAYS:3', '2026-07-12', '2026-07-15'],
    ['NEXT_N_DAYS:3', '2026-07-16', '2026-07-18'],
    ['N_DAYS_AGO:3', '2026-07-12', '2026-07-12'],
    ['LAST_N_WEEKS:2', '2026-06-28', '2026-07-11'],
    ['NEXT_N_WEEKS:2', '2026-07-19', '2026-08-01'],
    ['N_WEEKS_AGO:1', '2026-07-05', '2026-07-11'],
    ['LAST_N_MONTHS:2', '2026-05-01', '2026-06-30'],
    ['NEXT_N_MONTHS:2', '2026-08-01', '2026-09-30'],
    ['N_MONTHS_AGO:8', '2025-11-01', '2025-11-30'],
    ['LAST_QUARTER', '2026-04-01', '2026-06-30'],
    ['THIS_QUARTER', '2026-07-01', '2026-09-30'],
    ['NEXT_QUARTER', '2026-10-01', '2026-12-31'],
    ['LAST_N_QUARTERS:3', '2025-10-01', '2026-06-30'],
    ['N_QUARTERS_AGO:3', '2025-10-01', '2025-12-31'],
    ['LAST_YEAR', '2025-01-01', '2025-12-31'],
    ['THIS_YEAR', '2026-01-01', '2026-12-31'],
    ['NEXT_YEAR', '2027-01-01', '2027-12-31'],
    ['NEXT_N_YEARS:1', '2027-01-01', '2027-12-31'],
    ['THIS_FISCAL_QUARTER', '2026-07-01', '2026-09-30'],
    ['LAST_FISCAL_YEAR', '2025-01-01', '2025-12-31'],
    ['N_FISCAL_QUARTERS_AGO:1', '2026-04-01', '2026-06-30'],
    ['last_n_days:0', '2026-07-15', '2026-07-15'],
  ])('%s', async (literal, first, last) => {
    expect(await days(literal)).toEqual([first, last]);
  });

  test('are those of the reader, where the reader is', async () => {
    expect(await days('TODAY', '2026-07-15T03:00:00Z', 'America/Los_Angeles')).toEqual([
      '2026-07-14',
      '2026-07-14',
    ]);
    expect(await days('TODAY', '2026-07-15T20:00:00Z', 'Asia/Tokyo')).toEqual(['2026-07-16', '2026-07-16']);
  });

  test.each([
    ['CreatedDate = TODAY', ['acme Labs']],
    ['CreatedDate < TODAY', ['Acme', 'Globex', 'Initech']],
    ['CreatedDate >= YESTERDAY', ['Acme', 'acme Labs']],
    ['CreatedDate > YESTERDAY', ['acme Labs']],
    ['CreatedDate <= YESTERDAY', ['Acme', 'Globex', 'Initech']],
    ['CreatedDate != THIS_YEAR', ['Initech']],
  ])('a datetime: %s', async (where, expected) => {
    const source = new MemorySource({ timeZone: 'America/Los_Angeles' });
    expect(await values(`SELECT Name FROM Account WHERE ${where}`, { source })).toEqual(expected);
  });

  test('so far away that no calendar has them', async () => {
    expect(await contacts('Birthdate > NEXT_N_YEARS:999999999999')).toEqual([]);
    expect(await contacts('Birthdate > N_YEARS_AGO:999999999999')).toHaveLength(3);
    expect(await accounts('WHERE CreatedDate < LAST_N_DAYS:999999999999')).toEqual([]);
  });
});

test('a query over many rows lets others be served meanwhile', async () => {
  const many = Array.from({ length: 20_000 }, (_, i) => ({
    Id: id('00Q', i),
    Name: `Lead ${(i * 7_919) % 20_000}`,
  }));
  const source = new MemorySource({ rows: { ...ROWS, Lead: many } });
  let turns = 0;
  const turn = () => {
    turns++;
    waiting = setImmediate(turn);
  };
  let waiting = setImmediate(turn);
  const found = await values("SELECT Name FROM Lead WHERE Name LIKE '%9' ORDER BY Name DESC", { source });
  clearImmediate(waiting);
  expect(found).toHaveLength(2_000);
  expect(found.slice(0, 3)).toEqual(['Lead 9999', 'Lead 999', 'Lead 9989']);
  expect(turns).toBeGreaterThan(30);
});
