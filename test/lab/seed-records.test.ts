/** Records of a seed: made with the org, found again in a kept store, back after a reset. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SeedError } from '../../src/seed/problems.ts';
import { startFauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { lab } from './helpers.ts';

const fresh = freshServers();

const BILL = { username: 'bill@initech.example', profile: 'System Administrator' };
const SEED = {
  org: { name: 'Initech' },
  users: [BILL],
  records: {
    Contact: [{ LastName: 'Byron', AccountId: '@acme' }, { LastName: 'King' }],
    Account: [{ ref: 'acme', Name: 'Acme', Website: '@@acme' }],
  },
};
const NAMES = 'SELECT LastName, Account.Name FROM Contact ORDER BY LastName';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fauxforce-seed-records-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('records of a seed', () => {
  test('are there at the start, with ids that are the same on every start', async () => {
    const one = await fresh({ seed: SEED });
    const other = await fresh({ seed: SEED });
    expect(await one.records(NAMES)).toEqual([
      { LastName: 'Byron', Account: { Name: 'Acme' } },
      { LastName: 'King', Account: null },
    ]);
    const [acme] = await one.records('Account');
    expect(acme).toMatchObject({ Id: expect.stringMatching(/^001FF0/), Name: 'Acme', Website: '@acme' });
    expect((await other.records('Account'))[0]?.Id).toBe(acme?.Id);
    const elsewhere = await fresh({ seed: { ...SEED, org: { name: 'Elsewhere' } } });
    expect((await elsewhere.records('Account'))[0]?.Id).not.toBe(acme?.Id);
  });

  test('are back after a reset, and those that were made meanwhile are not', async () => {
    const sf = await fresh({ seed: SEED });
    const before = await sf.records('Contact');
    await lab(sf, 'DELETE', '/records');
    await sf.insert({ Account: [{ Name: 'Later' }] });
    await sf.reset();
    expect(await sf.records('SELECT Name FROM Account')).toEqual([{ Name: 'Acme' }]);
    expect((await sf.records('Contact')).map(({ Id }) => Id)).toEqual(before.map(({ Id }) => Id));
  });

  test('of a kept store stay as they are, deleted too; those that are new in the seed are added', async () => {
    const store = join(folder, 'kept.db');
    {
      await using sf = await startFauxforce({ seed: SEED, store });
      await lab(sf, 'DELETE', '/records?object=Contact');
      await sf.insert({ Contact: [{ LastName: 'Hopper' }] });
    }
    const records = {
      ...SEED.records,
      Account: [
        { ref: 'sub', Name: 'Acme North', ParentId: '@acme' },
        { ref: 'acme', Name: 'Acme Renamed' },
      ],
    };
    await using sf = await startFauxforce({ seed: { ...SEED, records }, store });
    expect(await sf.records('SELECT LastName FROM Contact')).toEqual([{ LastName: 'Hopper' }]);
    expect(await sf.records('SELECT Name, Parent.Name FROM Account ORDER BY Name')).toEqual([
      { Name: 'Acme', Parent: null },
      { Name: 'Acme North', Parent: { Name: 'Acme' } },
    ]);
  });

  test('are made once by two processes that start on one store', async () => {
    const store = join(folder, 'shared.db');
    const both = await Promise.all([
      startFauxforce({ seed: SEED, store }),
      startFauxforce({ seed: SEED, store }),
    ]);
    for (const sf of both) expect(await sf.records('Contact')).toHaveLength(2);
    for (const sf of both) await sf[Symbol.asyncDispose]();
  });

  test('do not come back with an org that was deleted', async () => {
    const store = join(folder, 'deleted.db');
    {
      await using sf = await startFauxforce({ seed: SEED, store });
      await lab(sf, 'DELETE', `/orgs/${sf.orgs[0]?.id}`);
    }
    await using sf = await startFauxforce({ seed: SEED, store });
    expect(await sf.world.store.records.count(sf.orgs[0]?.id ?? '', 'Account')).toBe(0);
  });

  test('are in a snapshot as they were, and a restored org has no others', async () => {
    const sf = await fresh({ seed: SEED });
    await lab(sf, 'DELETE', '/records?object=Contact');
    const snapshot = await sf.snapshot();
    await sf.reset();
    await sf.restore(snapshot);
    expect(await sf.records('Contact')).toEqual([]);
    expect(await sf.records('Account')).toHaveLength(1);
  });

  test('an org that has none costs its start nothing of the store', async () => {
    const sf = await fresh({ seed: { org: { name: 'Empty' }, users: [], records: {} } });
    expect(sf.orgs[0]).not.toHaveProperty('seedRecords');
  });
});

describe('problems of a seed', () => {
  test('have their file, line and column, all at once', async () => {
    const path = written(
      'wrong.yaml',
      `org: { name: Wrong }
users: [{ username: bill@wrong.example, profile: System Administrator }]
records:
  User:
    - Username: x@y.example
  Acount: [{ Name: Acme }]
  Account:
    - { ref: acme, Name: Acme }
    - Industry: Energy
  Contact:
    - LastName: Byron
      AccountId: "@acne"
    - LastName: King
      Birthdate: yesterday
`,
    );
    const error = await startFauxforce({ seed: path }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(SeedError);
    expect((error as SeedError).message.replaceAll(path, 'wrong.yaml').split('\n')).toEqual([
      expect.stringMatching(/^wrong\.yaml:5:5 User has no records of its own: /),
      "wrong.yaml:6:11 there is no object Acount: did you mean 'Account'?",
      'wrong.yaml:9:7 a Account must have these fields: Name',
      "wrong.yaml:12:18 '@acne' is no record's ref: did you mean 'acme'?",
      'wrong.yaml:14:18 must be of type date, as REST takes it',
    ]);
  });

  test.each([
    [
      'records: [1]',
      'records must be a mapping of objects to lists, or paths of sObject trees and plans of them',
    ],
    ['records: { Account: 7 }', 'records.Account must be a list'],
    ['records: { Account: [7] }', 'records.Account[0] must be a mapping of keys to values'],
  ])('of shape are told as those of any key: %s', async (line, message) => {
    await expect(startFauxforce({ seed: written('shape.yaml', `${line}\n`) })).rejects.toThrow(message);
  });

  test('an org without users can have no records', async () => {
    const seed = { org: { name: 'Nobody' }, users: [], records: { Account: [{ Name: 'A' }] } };
    await expect(startFauxforce({ seed })).rejects.toThrow("records: the org 'Nobody' has no user");
  });
});

describe('POST /orgs', () => {
  test('takes records, or makes no org', async () => {
    const sf = await fresh({ seed: SEED });
    const document = { org: { name: 'Vandelay' }, records: SEED.records };
    const { status, body } = await lab<{ org: { id: string } }>(sf, 'POST', '/orgs', document);
    expect(status).toBe(201);
    const found = await lab<{ totalSize: number }>(sf, 'GET', `/records?object=Contact&org=${body.org.id}`);
    expect(found.body.totalSize).toBe(2);
    const wrong = await lab(sf, 'POST', '/orgs', {
      org: { name: 'Wrong' },
      records: { Account: [{ Name: 'A' }, {}] },
    });
    expect(wrong).toEqual({
      status: 400,
      body: {
        error: 'records.Account[1]: a Account must have these fields: Name',
        problems: [{ path: 'records.Account[1]', message: 'a Account must have these fields: Name' }],
      },
    });
    const { body: list } = await lab<{ orgs: { name: string }[] }>(sf, 'GET', '/orgs');
    expect(list.orgs.map(({ name }) => name)).toEqual(['Initech', 'Vandelay']);
  });

  test('so does the kit', async () => {
    const sf = await fresh({ seed: SEED });
    await using org = await sf.org({ records: { Account: [{ Name: 'Mine' }] } });
    expect(await org.records('SELECT Name FROM Account')).toEqual([{ Name: 'Mine' }]);
    await expect(sf.org({ records: { Account: [{ Nam: 'Mine' }] } })).rejects.toThrow('records.Account[0]');
    expect(sf.world.orgs.orgs).toHaveLength(2);
  });
});
