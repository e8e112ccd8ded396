/** Records from the files that `sf data export tree` writes, alone and by plans, and children that stand in their parents. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSeed } from '../../src/seed/load.ts';
import { SeedError } from '../../src/seed/problems.ts';
import { startFauxforce } from '../../src/testing/index.ts';
import { lab } from '../lab/helpers.ts';
import { writeFiles } from '../project/metadata.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fauxforce-record-files-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes files into a folder of their own. @returns the path of its seed.yaml */
function seedOf(name: string, records: string, files: Readonly<Record<string, string | object>>): string {
  const texts = Object.entries(files).map(([path, content]) => [
    path,
    typeof content === 'string' ? content : JSON.stringify(content, null, 4),
  ]);
  const seed = `org: { name: ${name} }\nusers: [{ username: bill@${name}.example, profile: System Administrator }]\nrecords: ${records}\n`;
  writeFiles(join(folder, name), { ...Object.fromEntries(texts), 'seed.yaml': seed });
  return join(folder, name, 'seed.yaml');
}

/** As plugin-data 4 writes it. */
const NESTED = {
  records: [
    {
      attributes: { type: 'Account', referenceId: 'AccountRef1' },
      Name: 'Acme',
      Site: '@@home',
      Contacts: {
        records: [
          { attributes: { type: 'Contact', referenceId: 'ContactRef1' }, LastName: 'Byron', Email: null },
          { attributes: { type: 'Contact', referenceId: 'ContactRef2' }, LastName: 'King' },
        ],
      },
      Cases: { records: [] },
    },
    {
      attributes: { type: 'Account', referenceId: 'AccountRef2' },
      Name: 'Globex',
      Contacts: { records: [] },
    },
  ],
};
const CONTACTS = 'SELECT LastName, Account.Name FROM Contact ORDER BY LastName';

test('children stand in their parents, and a text may begin with @', async () => {
  await using sf = await startFauxforce({
    seed: seedOf('nested', './Account-Contact.json', { 'Account-Contact.json': NESTED }),
  });
  expect(await sf.records(CONTACTS)).toEqual([
    { LastName: 'Byron', Account: { Name: 'Acme' } },
    { LastName: 'King', Account: { Name: 'Acme' } },
  ]);
  expect(await sf.records('SELECT Name, Site FROM Account ORDER BY Name')).toEqual([
    { Name: 'Acme', Site: '@@home' },
    { Name: 'Globex', Site: null },
  ]);
});

const PLAN = {
  'data/Account-Contact-plan.json': [
    { sobject: 'Account', saveRefs: true, resolveRefs: false, files: ['Accounts.json'] },
    { sobject: 'Contact', saveRefs: false, resolveRefs: true, files: ['Contacts.json'] },
  ],
  'data/Accounts.json': {
    records: [{ attributes: { type: 'Account', referenceId: 'AccountRef1' }, Name: 'Planned' }],
  },
  'data/Contacts.json': {
    records: [
      {
        attributes: { type: 'Contact', referenceId: 'ContactRef1' },
        LastName: 'Hopper',
        AccountId: '@AccountRef1',
      },
    ],
  },
};

test('a plan leads to its files, and a name with * finds each once', async () => {
  await using sf = await startFauxforce({ seed: seedOf('plan', './data/*.json', PLAN) });
  expect(await sf.records(CONTACTS)).toEqual([{ LastName: 'Hopper', Account: { Name: 'Planned' } }]);
  expect(await sf.records('Account')).toHaveLength(1);
});

test('files that were exported apart may use the same names', async () => {
  const seed = seedOf('apart', '[Account-Contact.json, data/Account-Contact-plan.json]', {
    ...PLAN,
    'Account-Contact.json': NESTED,
  });
  await using sf = await startFauxforce({ seed });
  expect(await sf.records(CONTACTS)).toEqual([
    { LastName: 'Byron', Account: { Name: 'Acme' } },
    { LastName: 'Hopper', Account: { Name: 'Planned' } },
    { LastName: 'King', Account: { Name: 'Acme' } },
  ]);
});

test('what has no name is found again in a kept store by its place', async () => {
  const records =
    '{ Account: [{ Name: A, Contacts: { records: [{ LastName: X }] } }, { Name: B, Contacts: { records: [{ LastName: Y }] } }] }';
  const seed = seedOf('kept', records, {});
  const store = join(folder, 'kept.db');
  for (let start = 0; start < 2; start++) {
    await using sf = await startFauxforce({ seed, store });
    expect(await sf.records(CONTACTS)).toEqual([
      { LastName: 'X', Account: { Name: 'A' } },
      { LastName: 'Y', Account: { Name: 'B' } },
    ]);
  }
});

test('what a file says is checked as any record is, with its line', async () => {
  const seed = seedOf('wrong', 'tree.json', {
    'tree.json': {
      records: [
        {
          attributes: { type: 'Account', referenceId: 'AccountRef1' },
          Contacts: { records: [{ LastName: 'X' }] },
        },
        { attributes: { type: 'Account', referenceId: 'Account Ref' }, Name: 'B' },
        { attributes: { type: 'Contact', referenceId: 'C' }, LastName: 'C', AccountId: '@AccountRef9' },
        { attributes: { type: 'User', referenceId: 'U' } },
        { attributes: { type: 'Contact', referenceId: 'D' }, LastName: 'D', Cases: { records: [7] } },
      ],
    },
  });
  const error = await startFauxforce({ seed }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SeedError);
  expect((error as Error).message.replaceAll(join(folder, 'wrong'), '.').split('\n')).toEqual([
    './tree.json:3:9 a Account must have these fields: Name',
    './tree.json:19:32 must be a name of 1 to 80 characters without blanks and @',
    "./tree.json:29:26 '@AccountRef9' is no record's ref: did you mean 'AccountRef1'?",
    expect.stringMatching(/^\.\/tree\.json:31:9 User has no records of its own/),
    './tree.json:45:21 must be a record: an object of fields and their values',
  ]);
});

describe('problems of files', () => {
  test.each([
    ['no file', 'nothing.json', {}, "seed.yaml:3:10 records: there is no file 'nothing.json'"],
    ['no folder', 'no/a.json', {}, "seed.yaml:3:10 records: there is no folder of 'no/a.json'"],
    [
      'a * in a folder',
      'da*/a.json',
      {},
      "seed.yaml:3:10 records: 'da*/a.json' has a * in a folder, which only the name of a file may have",
    ],
    [
      'no path',
      '[1]',
      {},
      'seed.yaml:3:11 records must be a mapping of objects to lists, or paths of sObject trees and plans of them',
    ],
    [
      'no JSON',
      'a.json',
      { 'a.json': '{"records": [}' },
      "a.json:1:14 is not JSON: '}' does not belong here",
    ],
    [
      'another document',
      'a.json',
      { 'a.json': '{"name": "x"}' },
      'a.json:1:1 is neither an sObject tree, {"records": […]}, nor a plan of some',
    ],
    [
      'a record without a type',
      'a.json',
      { 'a.json': '{"records": [{"Name": "x"}]}' },
      'a.json:1:14 a record of an sObject tree needs attributes.type, the name of its object',
    ],
    [
      'a plan without files',
      'a.json',
      { 'a.json': '[{"sobject": "Account"}]' },
      'a.json:1:2 a step of a plan needs files, the paths of sObject trees',
    ],
    [
      'a plan of a file that is not there',
      'a.json',
      { 'a.json': '[{"files": ["b.json"]}]' },
      "a.json:1:13 records: there is no file 'b.json'",
    ],
  ])('%s', async (name, records, files, problem) => {
    const seed = seedOf(name.replaceAll(/\W/g, '-'), records, files as Record<string, string>);
    const error = await loadSeed([seed]).catch((thrown: unknown) => thrown);
    const within = `${join(folder, name.replaceAll(/\W/g, '-'))}/`;
    expect((error as Error).message.replaceAll(within, '')).toBe(problem);
  });

  test('what is too deep is told', async () => {
    const deep = 6;
    const body = `{"records":{"Account":[${'{"Name":"A","ChildAccounts":{"records":['.repeat(deep)}${']}}'.repeat(deep)}]}}`;
    await using sf = await startFauxforce({ seed: { org: { name: 'Deep' } } });
    const answer = await fetch(`${sf.url}/_fauxforce/records`, { method: 'POST', body });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(/stands 6 levels deep, and 5 are the most/);
    expect(await sf.records('Account')).toEqual([]);
  });

  test('POST /orgs names no files', async () => {
    await using sf = await startFauxforce({ seed: { org: { name: 'Paths' } } });
    expect(await lab(sf, 'POST', '/orgs', { records: '/etc/*.json' })).toMatchObject({
      status: 400,
      body: { error: 'records: records must be a mapping of keys to values' },
    });
  });
});
