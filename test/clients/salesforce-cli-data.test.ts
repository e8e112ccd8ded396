/** `sf data` moves trees of records; its other commands, three seconds each, are in salesforce-cli-data.long.test.ts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { writeFiles } from '../project/metadata.ts';
import { runs } from './helpers/proof.ts';
import { SalesforceCli } from './helpers/salesforce-cli.ts';
import { ada } from './helpers/visit.ts';

let sf: Fauxforce;
let cli: SalesforceCli;
beforeAll(async () => {
  sf = await startFauxforce();
  cli = new SalesforceCli();
  await cli.logIn(sf, ada.username);
});
afterAll(async () => {
  cli[Symbol.dispose]();
  await sf[Symbol.asyncDispose]();
});

const TREES =
  "SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName) FROM Account WHERE Name = 'Tree'";

it(
  'exports a tree with a plan, which a seed reads, imports it, and queries parents with their children',
  runs('@salesforce/cli', 'trees'),
  async () => {
    await sf.insert({
      Account: [{ ref: 'tree', Name: 'Tree' }],
      Contact: [
        { LastName: 'Leaf', AccountId: '@tree' },
        { LastName: 'Twig', AccountId: '@tree' },
      ],
    });
    const output = ['--plan', '--output-dir', 'out'];
    expect(await cli.run('data', 'export', 'tree', '--query', TREES, ...output)).toMatchObject({
      status: 0,
      result: [
        { sobject: 'Account', files: ['Account.json'] },
        { sobject: 'Contact', files: ['Contact.json'] },
      ],
    });
    expect(JSON.parse(cli.read('out/Contact.json'))).toEqual({
      records: ['Leaf', 'Twig'].map((LastName, index) => ({
        attributes: { type: 'Contact', referenceId: `ContactRef${index + 1}` },
        LastName,
        AccountId: '@AccountRef1',
      })),
    });

    const records = ['Account', 'Contact', 'Account-Contact-plan'].map((name) => [
      `${name}.json`,
      cli.read(`out/${name}.json`),
    ]);
    const folder = mkdtempSync(join(tmpdir(), 'fauxforce-exported-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFiles(folder, { ...Object.fromEntries(records), 'seed.yaml': 'records: ./*.json\n' });
    await using seeded = await startFauxforce({ seed: join(folder, 'seed.yaml') });
    expect(await seeded.records('SELECT LastName, Account.Name FROM Contact ORDER BY LastName')).toEqual(
      ['Leaf', 'Twig'].map((LastName) => ({ LastName, Account: { Name: 'Tree' } })),
    );

    const imported = await cli.run('data', 'import', 'tree', '--plan', 'out/Account-Contact-plan.json');
    expect(imported).toMatchObject({
      status: 0,
      result: [
        { refId: 'AccountRef1', type: 'Account', id: expect.stringMatching(/^001/) },
        { refId: 'ContactRef1', type: 'Contact', id: expect.stringMatching(/^003/) },
        { refId: 'ContactRef2', type: 'Contact', id: expect.stringMatching(/^003/) },
      ],
    });
    const tree = {
      attributes: { type: 'Account', url: expect.any(String) },
      Name: 'Tree',
      Contacts: { totalSize: 2, done: true, records: [{ LastName: 'Leaf' }, { LastName: 'Twig' }] },
    };
    expect(await cli.run('data', 'query', '--query', TREES)).toMatchObject({
      status: 0,
      result: { totalSize: 2, done: true, records: [tree, tree] },
    });
    expect(cli.outside).toEqual([]);
  },
);

it('says what Salesforce says of a field that is not there', async () => {
  const create = ['--sobject', 'Account', '--values', 'Nom=Acme'];
  expect(await cli.run('data', 'create', 'record', ...create)).toMatchObject({
    status: 1,
    name: 'INVALID_FIELD',
    message: "No such column 'Nom' on sobject of type Account",
  });
});
