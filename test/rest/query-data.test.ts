/** Queries over records that were made by REST. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fauxforce } from '../../src/testing/index.ts';
import { ask, startAcme } from '../identity/acme.ts';

let sf: Fauxforce;
let acme: string;
let globex: string;
const contacts: string[] = [];

async function create(object: string, fields: Readonly<Record<string, unknown>>): Promise<string> {
  const { body, status } = await ask(sf, `/services/data/v60.0/sobjects/${object}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
  expect(status).toBe(201);
  return (JSON.parse(body) as { id: string }).id;
}

beforeAll(async () => {
  sf = await startAcme();
  acme = await create('Account', {
    Name: 'Acme',
    Industry: 'Energy',
    AnnualRevenue: 560_000_000,
    BillingCity: 'Oslo',
  });
  globex = await create('Account', { Name: 'Globex', ParentId: acme, AnnualRevenue: 12 });
  contacts.push(
    await create('Contact', {
      LastName: 'Byron',
      FirstName: 'Ada',
      AccountId: acme,
      Email: 'ada@acme.example',
    }),
  );
  contacts.push(await create('Contact', { LastName: 'Hopper', AccountId: acme }));
});
afterAll(() => sf[Symbol.asyncDispose]());

async function run(soql: string, resource = 'query'): Promise<string> {
  const { body } = await ask(sf, `/services/data/v60.0/${resource}?q=${encodeURIComponent(soql)}`);
  return body;
}

const url = (object: string, id: string) =>
  `"attributes":{"type":"${object}","url":"/services/data/v60.0/sobjects/${object}/${id}"}`;

describe('a query of records', () => {
  test('has fields, parents and children in the order asked', async () => {
    expect(
      await run(
        'SELECT LastName, Account.Name, Id, Account.Owner.Username FROM Contact ORDER BY LastName LIMIT 1',
      ),
    ).toBe(
      `{"totalSize":1,"done":true,"records":[{${url('Contact', contacts[0] ?? '')},"LastName":"Byron","Account":{${url('Account', acme)},"Name":"Acme","Owner":{${url('User', '0055g000001Ada0AAC')},"Username":"ada@acme.example"}},"Id":"${contacts[0]}"}]}`,
    );
    expect(
      await run(
        'SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName DESC) FROM Account ORDER BY Name',
      ),
    ).toBe(
      `{"totalSize":2,"done":true,"records":[{${url('Account', acme)},"Name":"Acme","Contacts":{"totalSize":2,"done":true,"records":[{${url('Contact', contacts[1] ?? '')},"LastName":"Hopper"},{${url('Contact', contacts[0] ?? '')},"LastName":"Byron"}]}},{${url('Account', globex)},"Name":"Globex","Contacts":null}]}`,
    );
  });

  test('writes decimals and addresses as a record has them', async () => {
    expect(await run(`SELECT AnnualRevenue, BillingAddress FROM Account WHERE Id = '${acme}'`)).toBe(
      `{"totalSize":1,"done":true,"records":[{${url('Account', acme)},"AnnualRevenue":5.6E8,"BillingAddress":{"city":"Oslo","country":null,"geocodeAccuracy":null,"latitude":null,"longitude":null,"postalCode":null,"state":null,"street":null}}]}`,
    );
  });

  test('has groups without a url', async () => {
    expect(
      await run(
        'SELECT ParentId, COUNT(Id), SUM(AnnualRevenue) total FROM Account GROUP BY ParentId ORDER BY ParentId',
      ),
    ).toBe(
      `{"totalSize":2,"done":true,"records":[{"attributes":{"type":"AggregateResult"},"ParentId":null,"expr0":1,"total":5.6E8},{"attributes":{"type":"AggregateResult"},"ParentId":"${acme}","expr0":1,"total":12.0}]}`,
    );
  });

  test.each([
    ["WHERE Name LIKE 'acm%'", ['Acme']],
    ["WHERE Parent.Industry = 'energy'", ['Globex']],
    ['WHERE Id IN (SELECT AccountId FROM Contact WHERE Email != null)', ['Acme']],
    ['WHERE CreatedDate = TODAY AND ParentId = null', ['Acme']],
    ['WHERE AnnualRevenue > 11.5 ORDER BY AnnualRevenue', ['Globex', 'Acme']],
    ["WHERE Owner.Username = 'ada@acme.example'", ['Acme', 'Globex']],
  ])('%s', async (clauses, expected) => {
    const { records } = JSON.parse(await run(`SELECT Name FROM Account ${clauses}`)) as {
      records: { Name: string }[];
    };
    expect(records.map(({ Name }) => Name).sort()).toEqual([...expected].sort());
  });

  test('finds what was deleted by queryAll alone', async () => {
    const id = await create('Account', { Name: 'Gone' });
    await ask(sf, `/services/data/v60.0/sobjects/Account/${id}`, { method: 'DELETE' });
    expect(await run("SELECT Id FROM Account WHERE Name = 'Gone'")).toBe(
      '{"totalSize":0,"done":true,"records":[]}',
    );
    expect(await run("SELECT Id, IsDeleted FROM Account WHERE Name = 'Gone'", 'queryAll')).toBe(
      `{"totalSize":1,"done":true,"records":[{${url('Account', id)},"Id":"${id}","IsDeleted":true}]}`,
    );
  });

  test('cannot filter by a long text', async () => {
    expect(await run("SELECT Id FROM Account WHERE Description = 'x'")).toBe(
      '[{"message":"\\nSELECT Id FROM Account WHERE Description = \'x\'\\n                             ^\\nERROR at Row:1:Column:30\\nfield \'Description\' can not be filtered in a query call","errorCode":"INVALID_FIELD"}]',
    );
  });

  test('is found by its words', async () => {
    expect(await run('FIND {oslo OR hopper} RETURNING Account(Name), Contact(LastName)', 'search')).toBe(
      `{"searchRecords":[{${url('Account', acme)},"Name":"Acme"},{${url('Contact', contacts[1] ?? '')},"LastName":"Hopper"}]}`,
    );
  });
});
