/** The demo org's records: they are there for whoever asks, and no start makes them. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readSeed } from '../../src/cli/server/seed-in-use.ts';
import { DEMO_SEED } from '../../src/seed/demo.ts';
import type { Fauxforce } from '../../src/testing/index.ts';
import { startDemo } from '../helpers/demo.ts';
import { freshServers } from '../helpers/fresh.ts';
import { lab } from '../lab/helpers.ts';

const fresh = freshServers();

const OBJECTS = ['Account', 'Contact', 'Opportunity', 'Case'];

async function countsIn(sf: Fauxforce): Promise<number[]> {
  const { records } = sf.world.store;
  return Promise.all(OBJECTS.map((object) => records.count(sf.orgs[0]?.id ?? '', object)));
}

test('are made when somebody asks for records, all at once, and belong together', async () => {
  await using sf = await startDemo();
  expect(await countsIn(sf)).toEqual([0, 0, 0, 0]);
  const [accounts, cases] = await Promise.all([
    sf.records('SELECT Name, (SELECT Name FROM Contacts), (SELECT Amount FROM Opportunities) FROM Account'),
    sf.records('SELECT CaseNumber, Contact.Account.Name, Account.Name FROM Case ORDER BY CaseNumber'),
  ]);
  expect(await countsIn(sf)).toEqual([12, 12, 12, 12]);
  for (const { Contacts, Opportunities } of accounts as Record<string, { totalSize: number }>[]) {
    expect([Contacts?.totalSize, Opportunities?.totalSize]).toEqual([1, 1]);
  }
  for (const { Contact, Account } of cases as Record<string, Record<string, unknown>>[]) {
    expect(Contact?.Account).toEqual(Account);
  }
  expect(new Set(cases.map(({ CaseNumber }) => CaseNumber)).size).toBe(12);
  expect(await sf.records("SELECT Name FROM Account WHERE Parent.Name = 'Blue Harbour Energy'")).toEqual([
    { Name: 'Blue Harbour Energy Norway' },
  ]);
});

test('stay away once they are deleted, and are back after a reset', async () => {
  await using sf = await startDemo();
  await lab(sf, 'DELETE', '/records');
  expect(await sf.records('SELECT Id FROM Account')).toEqual([]);
  await sf.reset();
  expect(await countsIn(sf)).toEqual([0, 0, 0, 0]);
  expect(await sf.records('SELECT Id FROM Account')).toHaveLength(12);
});

test('are in a snapshot that nobody asked for records before, and do not join one that has none', async () => {
  const bare = await fresh();
  const none = await bare.snapshot();
  await using sf = await startDemo();
  const all = await sf.snapshot();
  await sf.restore(none);
  expect(await sf.records('SELECT Id FROM Account')).toEqual([]);
  await sf.restore(all);
  expect(await sf.records('SELECT Id FROM Account')).toHaveLength(12);
});

test('do not stand in the way of an org that lost its users, or is gone', async () => {
  await using sf = await startDemo();
  const [org] = sf.orgs;
  for (const { username } of org?.users ?? []) await lab(sf, 'DELETE', `/users/${username}`);
  expect(await lab(sf, 'GET', '/records?object=Account')).toMatchObject({ status: 400 });
  await lab(sf, 'DELETE', `/orgs/${org?.id}`);
  await sf.world.laterRecords.all();
  expect(await countsIn(sf)).toEqual([0, 0, 0, 0]);
});

test('come with the seed that a start takes when it is given none', async () => {
  const { orgs } = await readSeed([DEMO_SEED]);
  expect(orgs.map(({ name, seedRecords }) => [name, typeof seedRecords])).toEqual([['Acme', 'function']]);
});

test('can be named by a seed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fauxforce-demo-records-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(new URL('../../seed/data/demo-records.json', import.meta.url), join(folder, 'demo-records.json'));
  writeFileSync(join(folder, 'seed.yaml'), 'records: ./demo-records.json\n');
  const sf = await fresh({ seed: join(folder, 'seed.yaml') });
  expect(await countsIn(sf)).toEqual([12, 12, 12, 12]);
});
