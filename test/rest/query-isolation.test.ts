/** No query reaches the records of another org. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce, type TestOrg } from '../../src/testing/index.ts';

let sf: Fauxforce;
let ours: TestOrg;
let theirs: TestOrg;
const theirIds: string[] = [];

const ORG = {
  users: [{ username: 'eve', profile: 'System Administrator' }],
  apps: [{ name: 'App', scopes: ['api'] }],
};

async function call(org: TestOrg, path: string, body?: unknown): Promise<string> {
  const { access_token } = await org.token({ app: 'App', user: Object.keys(org.users)[0] ?? '' });
  const response = await fetch(`${org.url}/services/data/v60.0/${path}`, {
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  expect(response.status).toBeLessThan(500);
  return response.text();
}

async function fill(org: TestOrg, mark: string): Promise<string[]> {
  const create = async (object: string, fields: unknown) =>
    (JSON.parse(await call(org, `sobjects/${object}`, fields)) as { id: string }).id;
  const account = await create('Account', { Name: `Account ${mark}`, Industry: 'Energy' });
  const contact = await create('Contact', { LastName: `Contact ${mark}`, AccountId: account });
  return [
    account,
    contact,
    await create('Case', { Subject: `Case ${mark}`, AccountId: account, ContactId: contact }),
  ];
}

beforeAll(async () => {
  sf = await startFauxforce();
  ours = await sf.org(ORG);
  theirs = await sf.org(ORG);
  await fill(ours, 'OURS');
  theirIds.push(...(await fill(theirs, 'THEIRS')), ...theirs.org.users.map(({ id }) => id));
});
afterAll(() => sf[Symbol.asyncDispose]());

test('by any question, from any side', async () => {
  const object = fc.constantFrom('Account', 'Contact', 'Case', 'User', 'Organization');
  const fields = fc.constantFrom(
    'Id, Name',
    'Id, CreatedBy.Name, Owner.Username',
    'Id, Account.Name, Account.Owner.Email',
    'Name, (SELECT LastName FROM Contacts), (SELECT Subject FROM Cases)',
    'MAX(Id), COUNT(Id)',
    'FIELDS(ALL)',
  );
  const id = fc.nat(3).map((n) => theirIds[n] ?? '');
  const where = fc.oneof(
    fc.constantFrom(
      '',
      "WHERE Id != null OR Name LIKE '%THEIRS%'",
      "WHERE Name LIKE '%THEIRS%' OR LastName LIKE '%THEIRS%'",
      'WHERE Id IN (SELECT AccountId FROM Contact)',
      'WHERE Id NOT IN (SELECT AccountId FROM Case)',
      "WHERE Account.Name LIKE '%THEIRS%'",
    ),
    id.map((one) => `WHERE Id = '${one}'`),
    id.map((one) => `WHERE AccountId IN ('${one}', null) OR Id = '${one}'`),
    id.map((one) => `WHERE AccountId = '${one}'`),
  );
  const resource = fc.constantFrom('query', 'queryAll');
  const question = fc.tuple(resource, fields, object, where).map(([at, select, from, condition]) => ({
    at,
    soql: `SELECT ${select} FROM ${from} ${condition} LIMIT 200`,
  }));
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(question, async ({ at, soql }) => {
      const body = await call(ours, `${at}?q=${encodeURIComponent(soql)}`);
      if (!body.startsWith('{"totalSize"')) return;
      answered++;
      expect(body).not.toContain('THEIRS');
      for (const secret of theirIds) expect(body).not.toContain(secret);
    }),
    { numRuns: 200 },
  );
  expect(answered).toBeGreaterThan(40);
  const search = await call(ours, `search?q=${encodeURIComponent('FIND {THEIRS OR OURS}')}`);
  expect(JSON.parse(search).searchRecords.length).toBeGreaterThan(1);
  for (const secret of theirIds) expect(search).not.toContain(secret);
});
