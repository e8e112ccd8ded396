/** The commands of `sf data`, three seconds each (rest-data.md 11). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
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

const data = (...args: string[]) => cli.run('data', ...args);

describe('sf data: one record', () => {
  it(
    'creates, gets, updates and deletes it, by id and by its values',
    runs('@salesforce/cli', 'records'),
    async () => {
      const create = ['--sobject', 'Account', '--values', "Name='Sf & Co' Industry=Energy"];
      const made = await data('create', 'record', ...create);
      expect(made).toMatchObject({ status: 0, result: { success: true, errors: [] } });
      const id = String(made.result.id);
      const account = ['--sobject', 'Account', '--record-id', id];
      expect(await data('get', 'record', ...account)).toMatchObject({
        status: 0,
        result: {
          attributes: { type: 'Account', url: `/services/data/v67.0/sobjects/Account/${id}` },
          Id: id,
          Name: 'Sf & Co',
          Industry: 'Energy',
        },
      });
      const where = ['--sobject', 'Account', '--where', "Name='Sf & Co'"];
      expect(await data('update', 'record', ...where, '--values', 'NumberOfEmployees=7')).toMatchObject({
        status: 0,
        result: { id, success: true, errors: [] },
      });
      expect((await data('get', 'record', ...where)).result).toMatchObject({ Id: id, NumberOfEmployees: 7 });
      expect(await data('delete', 'record', ...account)).toMatchObject({
        status: 0,
        result: { id, success: true, errors: [] },
      });
      expect(await data('get', 'record', ...account)).toMatchObject({
        status: 1,
        name: 'NOT_FOUND',
        message: 'The requested resource does not exist',
      });
      expect(cli.outside).toEqual([]);
    },
  );

  it('tells of values that two records have', async () => {
    await sf.insert({ Account: [{ Name: 'Twins' }, { Name: 'Twins' }] });
    const where = ['--sobject', 'Account', '--where', 'Name=Twins'];
    expect(await data('delete', 'record', ...where)).toMatchObject({
      status: 1,
      message: expect.stringMatching(/2 records/),
    });
    expect(await sf.records("SELECT Id FROM Account WHERE Name = 'Twins'")).toHaveLength(2);
  });

  it('tells of a required field that is missing', async () => {
    const create = ['--sobject', 'Contact', '--values', 'FirstName=Ada'];
    expect(await data('create', 'record', ...create)).toMatchObject({
      status: 1,
      name: 'REQUIRED_FIELD_MISSING',
      message: 'Required fields are missing: [LastName]',
    });
  });
});

describe('sf data: queries', () => {
  beforeAll(async () => {
    await sf.insert({
      Account: [{ ref: 'cols', Name: 'Columns', Industry: 'Media' }],
      Contact: [{ LastName: 'Column', AccountId: '@cols' }],
    });
  });

  it('writes columns of parents and of functions', runs('@salesforce/cli', 'query'), async () => {
    const csv = async (query: string) => {
      const output = ['--result-format', 'csv', '--output-file', 'out.csv'];
      expect(await data('query', '--query', query, ...output)).toMatchObject({ status: 0 });
      return cli.read('out.csv').trimEnd();
    };
    expect(
      await csv("SELECT LastName, Account.Name, Account.Owner.Name FROM Contact WHERE LastName = 'Column'"),
    ).toBe('LastName,Account.Name,Account.Owner.Name\nColumn,Columns,Ada Byron');
    const grouped = "SELECT Industry, COUNT(Id) n FROM Account WHERE Name = 'Columns' GROUP BY Industry";
    expect(await csv(grouped)).toBe('Industry,n\nMedia,1');
  });

  it('tells of a query that is wrong', async () => {
    expect(await data('query', '--query', 'SELECT Nom FROM Account')).toMatchObject({
      status: 1,
      name: 'INVALID_FIELD',
      message: expect.stringMatching(
        /^\nSELECT Nom FROM Account\n {7}\^\nERROR at Row:1:Column:8\nNo such column 'Nom' on entity 'Account'\./,
      ),
    });
  });

  it('searches', runs('@salesforce/cli', 'search'), async () => {
    const query = 'FIND {Columns} IN NAME FIELDS RETURNING Account(Name)';
    expect(await data('search', '--query', query)).toMatchObject({
      status: 0,
      result: { searchRecords: [{ attributes: { type: 'Account' }, Name: 'Columns' }] },
    });
  });
});

describe('sf data import tree', () => {
  const contact = (referenceId: string, fields: object) => ({
    attributes: { type: 'Contact', referenceId },
    ...fields,
  });
  const importFile = (records: readonly object[]) => {
    cli.write('Contact.json', JSON.stringify({ records }));
    return data('import', 'tree', '--files', 'Contact.json');
  };

  it('tells of the record that cannot be saved, and saves none', async () => {
    const bad = contact('bad', { LastName: 'Import', Email: 'nobody' });
    expect(await importFile([contact('good', { LastName: 'Import' }), bad])).toMatchObject({
      status: 1,
      message: 'Data Import failed',
      data: [
        {
          referenceId: 'bad',
          StatusCode: 'INVALID_EMAIL_ADDRESS',
          Message: 'Email: invalid email address: nobody',
          fields: 'Email',
        },
      ],
    });
    expect(await sf.records("SELECT Id FROM Contact WHERE LastName = 'Import'")).toEqual([]);
  });

  it('tells of a field that is not there in its own words', async () => {
    expect(await importFile([contact('one', { LastName: 'Import', Nom: 'x' })])).toMatchObject({
      status: 1,
      message: expect.stringMatching(/\bNom\b.*\bContact\b/),
    });
  });
});

describe('sf data: bulk', () => {
  const wait = ['--sobject', 'Contact', '--wait', '2'];
  const names = "SELECT LastName, Email FROM Contact WHERE Email LIKE 'bulk%' ORDER BY Email";

  it('imports, upserts, exports and deletes', runs('@salesforce/cli', 'Bulk API 2.0'), async () => {
    cli.write('new.csv', 'LastName,Email\nOne,bulk1@acme.example\nTwo,bulk2@acme.example\n');
    expect(await data('import', 'bulk', '--file', 'new.csv', ...wait)).toMatchObject({
      status: 0,
      result: { jobId: expect.stringMatching(/^750\w{15}$/), processedRecords: 2, failedRecords: 0 },
    });
    cli.write('upsert.csv', 'LastName,Email\nSecond,bulk2@acme.example\nThree,bulk3@acme.example\n');
    const external = ['--external-id', 'Email'];
    expect(await data('upsert', 'bulk', '--file', 'upsert.csv', ...external, ...wait)).toMatchObject({
      status: 0,
      result: {
        jobInfo: { state: 'JobComplete', numberRecordsProcessed: 2, numberRecordsFailed: 0 },
        records: {
          successfulResults: [
            { sf__Created: 'false', LastName: 'Second' },
            { sf__Created: 'true', LastName: 'Three' },
          ],
          failedResults: [],
        },
      },
    });
    const output = ['--output-file', 'out.csv', '--wait', '2', '--result-format', 'csv'];
    expect(await data('export', 'bulk', '--query', names, ...output)).toMatchObject({
      status: 0,
      result: { totalSize: 3, filePath: 'out.csv' },
    });
    expect(cli.read('out.csv')).toBe(
      '"LastName","Email"\n"One","bulk1@acme.example"\n"Second","bulk2@acme.example"\n"Three","bulk3@acme.example"\n',
    );
    const rows = await sf.records("SELECT Id FROM Contact WHERE Email LIKE 'bulk%'");
    cli.write('gone.csv', ['Id', ...rows.map(({ Id }) => Id), ''].join('\n'));
    expect(await data('delete', 'bulk', '--file', 'gone.csv', ...wait)).toMatchObject({
      status: 0,
      result: { jobInfo: { state: 'JobComplete', numberRecordsProcessed: 3, numberRecordsFailed: 0 } },
    });
    expect(await sf.records(names)).toEqual([]);
    expect(cli.outside).toEqual([]);
  });

  it('tells of rows that failed, and why', async () => {
    cli.write('bad.csv', 'LastName,Email\nGood,bulk9@acme.example\nBad,nobody\n');
    const { status, data: job, message } = await data('import', 'bulk', '--file', 'bad.csv', ...wait);
    expect({ status, job, message }).toMatchObject({
      status: 1,
      job: { jobId: expect.stringMatching(/^750/), state: 'JobComplete' },
      message: expect.stringMatching(/1/),
    });
    const { jobId } = job as { jobId: string };
    const results = await data('bulk', 'results', '--job-id', jobId);
    expect(results).toMatchObject({
      status: 0,
      result: { processedRecords: 2, successfulRecords: 1, failedRecords: 1 },
    });
    expect(cli.read(`${jobId}-failed-records.csv`)).toBe(
      '"sf__Id","sf__Error",LastName,Email\n"","INVALID_EMAIL_ADDRESS:Email: invalid email address: nobody:Email --","Bad","nobody"\n',
    );
  });
});
