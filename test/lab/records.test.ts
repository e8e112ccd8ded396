/** Records that a test gives an org and looks at: by the lab, and by the kit. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce, type TestOrg } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { lab } from './helpers.ts';

const fresh = freshServers();

const SEED = {
  org: { name: 'Initech' },
  users: [{ username: 'bill@initech.example', profile: 'System Administrator' }],
};

interface Shown {
  readonly totalSize: number;
  readonly records: readonly Record<string, unknown>[];
}
interface Made {
  readonly records: readonly { readonly ref?: string; readonly object: string; readonly id: string }[];
}
interface Refused {
  readonly error: string;
  readonly problems?: readonly { readonly path: string; readonly message: string }[];
}

let sf: Fauxforce;
let org: TestOrg;
beforeAll(async () => {
  sf = await startFauxforce({ seed: SEED });
});
afterAll(() => sf[Symbol.asyncDispose]());

/** An org for one test alone. */
async function withOrg(work: () => Promise<void>, document: object = {}): Promise<void> {
  await using own = await sf.org(document);
  org = own;
  await work();
}

const make = (records: unknown, id = org.id) =>
  lab<Made & Refused>(sf, 'POST', '/records', { org: id, records });
const show = (query: Record<string, string>, id = org.id) =>
  lab<Shown & Refused>(sf, 'GET', `/records?${new URLSearchParams({ org: id, ...query })}`);
const remove = (query: Record<string, string>, id = org.id) =>
  lab<Refused | undefined>(sf, 'DELETE', `/records?${new URLSearchParams({ org: id, ...query })}`);

const ACME = { ref: 'acme', Name: 'Acme', Industry: 'Energy' };

describe('POST /records', () => {
  test('makes records that refer to each other, in whichever order they are given', () =>
    withOrg(async () => {
      const { status, body } = await make({
        Contact: [{ LastName: 'Byron', AccountId: '@acme' }],
        Account: [{ ref: 'sub', Name: 'Acme North', ParentId: '@acme' }, ACME],
      });
      expect(status).toBe(201);
      const [contact, north, acme] = body.records;
      expect(body.records).toEqual([
        { object: 'Contact', id: expect.stringMatching(/^003FF0[0-9A-Za-z]{9}[A-Z0-5]{3}$/) },
        { ref: 'sub', object: 'Account', id: expect.stringMatching(/^001FF0/) },
        { ref: 'acme', object: 'Account', id: expect.stringMatching(/^001FF0/) },
      ]);
      const found = await show({
        q: 'SELECT Id, Name, Parent.Name, (SELECT Id, LastName FROM Contacts) FROM Account ORDER BY Name',
      });
      expect(found).toEqual({
        status: 200,
        body: {
          totalSize: 2,
          records: [
            {
              Id: acme?.id,
              Name: 'Acme',
              Parent: null,
              Contacts: { totalSize: 1, records: [{ Id: contact?.id, LastName: 'Byron' }] },
            },
            { Id: north?.id, Name: 'Acme North', Parent: { Name: 'Acme' }, Contacts: null },
          ],
        },
      });
    }));

  test('fills in what Salesforce fills in, at the time of the org', () =>
    withOrg(async () => {
      org.clock.freeze();
      org.clock.set('2027-03-01T08:00:00Z');
      await make({ Case: [{ Subject: 'It smokes' }] });
      const { body } = await show({ object: 'case' });
      expect(body).toEqual({
        totalSize: 1,
        records: [
          expect.objectContaining({
            CaseNumber: '00001000',
            Subject: 'It smokes',
            Status: 'New',
            IsClosed: false,
            CreatedDate: '2027-03-01T08:00:00.000+0000',
            OwnerId: org.org.users[0]?.id,
          }),
        ],
      });
      expect(body.records[0]).not.toHaveProperty('Description');
    }));

  test('takes @ only for a record where a reference stands, and @@ for an @ that begins a text', () =>
    withOrg(async () => {
      await make({ Account: [ACME, { Name: '@acme' }, { Name: '@@@home' }] });
      const { body } = await show({ q: 'SELECT Name FROM Account ORDER BY Name' });
      expect(body.records.map(({ Name }) => Name)).toEqual(['@@home', '@acme', 'Acme']);
    }));

  test('tells every problem at once with its field, and makes nothing then', () =>
    withOrg(async () => {
      const { status, body } = await make({
        Acount: [{ Name: 'Acme' }],
        User: [{ Username: 'x@y.example' }],
        Account: [
          ACME,
          { ref: 'acme', Name: 'Other' },
          { ref: 'a b', Name: 'Other' },
          'Acme',
          { Name: 'B', ParentId: '@acne' },
          { Industry: 'Energy' },
        ],
        Contact: [
          { ref: 'bob', LastName: 'B', Birthdate: 'yesterday', AccountId: '@bob' },
          { LastName: 'C', Birthdate: 'yesterday' },
        ],
        Lead: {},
      });
      expect(status).toBe(400);
      expect(body.problems).toEqual([
        { path: 'records.Acount', message: "there is no object Acount: did you mean 'Account'?" },
        { path: 'records.User', message: expect.stringMatching(/^User has no records of its own: /) },
        {
          path: 'records.Account[2].ref',
          message: 'must be a name of 1 to 80 characters without blanks and @',
        },
        { path: 'records.Account[3]', message: 'must be a record: an object of fields and their values' },
        { path: 'records.Lead', message: 'must be a list of records: [{"Name": "Acme"}]' },
        {
          path: 'records.Account[1].ref',
          message: "'acme' is already that of a record of Account, number 1: give this one another",
        },
        { path: 'records.Account[4].ParentId', message: "'@acne' is no record's ref: did you mean 'acme'?" },
        {
          path: 'records.Contact[0].AccountId',
          message: "'@bob' is a record of Contact, and the field leads to Account",
        },
        { path: 'records.Account[5]', message: 'a Account must have these fields: Name' },
        { path: 'records.Contact[1].Birthdate', message: 'must be of type date, as REST takes it' },
      ]);
      expect((await show({ object: 'Account' })).body).toEqual({ totalSize: 0, records: [] });
    }));

  test('makes none when one is refused, by a check or by the store', () =>
    withOrg(async () => {
      const { body } = await make({
        Account: [ACME, { Name: 'x'.repeat(256) }],
        Contact: [{ LastName: 'B', AccountId: '001FF0000000001AAA' }],
      });
      expect(body.problems).toEqual([
        {
          path: 'records.Account[1].Name',
          message: 'Account Name (Name) has room for 255 characters; 256 were sent',
        },
      ]);
      const dangling = await make({
        Account: [ACME],
        Contact: [{ LastName: 'B', AccountId: '001FF0000000001AAA' }],
      });
      expect(dangling.status).toBe(400);
      expect(dangling.body.problems).toEqual([
        { path: 'records.Contact[0].AccountId', message: expect.stringContaining('001FF0000000001YAA') },
      ]);
      expect((await show({ object: 'Account' })).body.totalSize).toBe(0);
    }));

  test('tells a circle', () =>
    withOrg(async () => {
      const circle = await make({
        Account: [
          { ref: 'a', Name: 'A', ParentId: '@b' },
          { ref: 'b', Name: 'B', ParentId: '@a' },
          { ref: 'c', Name: 'C', ParentId: '@a' },
        ],
      });
      expect(circle.body.problems).toEqual([
        {
          path: 'records.Account[0]',
          message: 'refers in a circle, @a, @b, @a: one of them must be there first',
        },
      ]);
      const own = await make({ Account: [{ ref: 'a', Name: 'A', ParentId: '@a' }] });
      expect(own.body.problems).toEqual([
        {
          path: 'records.Account[0]',
          message: 'refers in a circle, @a, @a: one of them must be there first',
        },
      ]);
    }));

  test('finds parents by an external id too, and says when there is none', () =>
    withOrg(async () => {
      const { status, body } = await make({ Contact: [{ LastName: 'B', Account: { Name: 'x' } }] });
      expect(status).toBe(400);
      expect(body.problems?.[0]?.message).toContain('Account');
    }));

  test.each([
    [undefined, 'the body must be a JSON object with org, records'],
    [[], 'the body must be a JSON object with org, records'],
    [{}, 'records is missing: {"Account": [{"Name": "Acme"}]}'],
    [{ records: {}, orgs: 1 }, "unknown member 'orgs': did you mean 'org'?"],
    [{ records: {}, org: 7 }, 'org must be the id of an org'],
  ])('refuses the body %j', async (body, error) => {
    expect(await lab(sf, 'POST', '/records', body)).toEqual({ status: 400, body: { error } });
  });

  test('is bounded', () =>
    withOrg(async () => {
      const { status, body } = await make({ Account: Array.from({ length: 2_001 }, () => ({ Name: 'A' })) });
      expect(status).toBe(400);
      expect(body.error).toBe(
        'records: are 2001 records, and 2000 can be made at once: make several parts of them',
      );
      const large = await make({ Account: [{ Name: 'A', Description: 'x'.repeat(11 * 1024 * 1024) }] });
      expect(large.status).toBe(413);
      const deep = JSON.parse(`${'{"a":'.repeat(60)}1${'}'.repeat(60)}`);
      expect((await make({ Account: [{ Name: deep }] })).status).toBe(400);
    }));

  test('makes two thousand that refer to each other in a chain', () =>
    withOrg(async () => {
      const chain = Array.from({ length: 2_000 }, (_, i) => ({
        ref: `r${i}`,
        Name: `A${i}`,
        ...(i < 1_999 && { ParentId: `@r${i + 1}` }),
      }));
      expect((await make({ Account: chain })).status).toBe(201);
      expect((await show({ q: 'SELECT COUNT() FROM Account' })).body).toEqual({
        totalSize: 2_000,
        records: [],
      });
      expect((await remove({ object: 'Account' })).status).toBe(204);
      expect((await show({ object: 'Account' })).body.totalSize).toBe(0);
    }));

  test('knows members of every object as fields only', () =>
    withOrg(async () => {
      const { status, body } = await make(
        JSON.parse('{"__proto__":[{}],"constructor":[{}],"Account":[{"Name":"A","__proto__":"x"}]}'),
      );
      expect(status).toBe(400);
      expect(body.problems?.map(({ path }) => path)).toEqual([
        'records.__proto__',
        'records.constructor',
        'records.Account[0].__proto__',
      ]);
    }));
});

describe('GET /records', () => {
  test('shows groups, and views of the org', () =>
    withOrg(async () => {
      await make({ Account: [ACME, { Name: 'B', Industry: 'Energy' }] });
      const groups = await show({ q: 'SELECT Industry, COUNT(Id) n FROM Account GROUP BY Industry' });
      expect(groups.body).toEqual({ totalSize: 1, records: [{ Industry: 'Energy', n: 2 }] });
      const users = await show({ object: 'User' });
      expect(users.body.records[0]).toMatchObject({ Username: org.org.users[0]?.username });
    }));

  test.each([
    [{}, 'say which records: object=Account, or q= with a SOQL query'],
    [
      { object: 'Account', q: 'SELECT Id FROM Account' },
      'say which records: object=Account, or q= with a SOQL query',
    ],
    [{ object: 'Acount' }, "object: there is no object Acount: did you mean 'Account'?"],
  ])('refuses %j', (query, error) =>
    withOrg(async () => {
      expect(await show(query)).toEqual({ status: 400, body: { error } });
    }),
  );

  test('refuses a query as the API would', () =>
    withOrg(async () => {
      const { status, body } = await show({ q: 'SELECT Nam FROM Account' });
      expect(status).toBe(400);
      expect(body.error).toContain('Nam');
    }));
});

describe('DELETE /records', () => {
  test('deletes an object with its children, or everything, of this org alone', () =>
    withOrg(async () => {
      await lab(sf, 'POST', '/records', { org: sf.orgs[0]?.id, records: { Account: [{ Name: 'Other' }] } });
      await make({
        Account: [ACME, { Name: 'Sub', ParentId: '@acme' }],
        Contact: [{ LastName: 'B', AccountId: '@acme' }],
        Lead: [{ LastName: 'L', Company: 'C' }],
      });
      expect(await remove({ object: 'Account' })).toEqual({ status: 204, body: undefined });
      expect((await show({ object: 'Account' })).body.totalSize).toBe(0);
      expect((await show({ object: 'Lead' })).body.totalSize).toBe(1);
      expect(await remove({})).toEqual({ status: 204, body: undefined });
      expect((await show({ object: 'Contact' })).body.totalSize).toBe(0);
      expect((await show({ object: 'Lead' })).body.totalSize).toBe(0);
      expect(await sf.world.store.records.count(sf.orgs[0]?.id ?? '', 'Account')).toBe(1);
    }));

  test('refuses what is no object, and what shows the org', () =>
    withOrg(async () => {
      expect((await remove({ object: 'Acount' })).status).toBe(400);
      expect((await remove({ object: 'User' })).body?.error).toMatch(/^User has no records of its own: /);
    }));
});

describe('which org', () => {
  test('is the only one, or is named', async () => {
    const alone = await fresh({ seed: SEED });
    expect((await lab(alone, 'POST', '/records', { records: { Account: [ACME] } })).status).toBe(201);
    expect((await lab<Shown>(alone, 'GET', '/records?object=Account')).body.totalSize).toBe(1);
    await using other = await alone.org({ users: [] });
    const error = 'org is missing: there are several, and GET /_fauxforce/orgs lists them';
    expect(await lab(alone, 'GET', '/records?object=Account')).toEqual({ status: 400, body: { error } });
    expect(await lab(alone, 'DELETE', '/records')).toEqual({ status: 400, body: { error } });
    expect((await lab(alone, 'GET', '/records?object=Account&org=00Dnone')).status).toBe(404);
    const nobody = await lab<Refused>(alone, 'GET', `/records?object=Account&org=${other.id}`);
    expect(nobody.body.error).toBe(
      `the org '${other.org.name}' has no user, who could have records: give it one`,
    );
  });
});

describe('in the kit', () => {
  test('an org is given records, and says what it has', async () => {
    await using own = await sf.org();
    const [acme, byron] = await own.insert({
      Account: [ACME],
      Contact: [{ LastName: 'Byron', AccountId: '@acme' }],
    });
    expect(acme).toEqual({ ref: 'acme', object: 'Account', id: expect.stringMatching(/^001/) });
    expect(await own.records('Contact')).toEqual([
      expect.objectContaining({ Id: byron?.id, LastName: 'Byron', AccountId: acme?.id }),
    ]);
    expect(await own.records("SELECT Name FROM Account WHERE Industry = 'Energy'")).toEqual([
      { Name: 'Acme' },
    ]);
    await expect(own.insert({ Account: [{ Nam: 'x' }] })).rejects.toThrow(
      "records.Account[0].Nam: Account has no field 'Nam': did you mean 'Name'?",
    );
    await expect(own.insert({ Account: [{ Name: 'x', IsDeleted: true }] })).rejects.toThrow(
      'records.Account[0].IsDeleted: cannot be given: IsDeleted is filled in as in Salesforce',
    );
    await expect(own.records('Acount')).rejects.toThrow("did you mean 'Account'?");
    await expect(own.records('SELECT Nam FROM Account')).rejects.toThrow("No such column 'Nam'");
    expect(await own.records('Account')).toHaveLength(1);
  });

  test('a server with one org stands for it, one with several asks which', async () => {
    const alone = await fresh({ seed: SEED });
    await alone.insert({ Account: [ACME] });
    expect(await alone.records('Account')).toHaveLength(1);
    await using other = await alone.org();
    expect(await other.records('Account')).toEqual([]);
    await expect(alone.records('Account')).rejects.toThrow('org is missing: there are several');
  });

  test('snapshots have records, and a reset takes them', async () => {
    const alone = await fresh({ seed: SEED });
    await alone.insert({ Account: [ACME] });
    const before = await alone.snapshot();
    await alone.reset();
    expect(await alone.records('Account')).toEqual([]);
    await alone.restore(before);
    expect(await alone.records('Account')).toEqual([expect.objectContaining({ Name: 'Acme' })]);
  });
});
