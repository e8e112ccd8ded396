/** simple-salesforce with records: rows, upsert, queries page by page, describe and search (rest-data.md 11). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runs } from '../clients/helpers/proof.ts';
import { Served } from '../clients/helpers/served.ts';
import { ada } from '../clients/helpers/visit.ts';
import { isThere } from './language.ts';
import { runScript } from './run-python.ts';

let served: Served;
let session: readonly string[];
beforeAll(async () => {
  served = await Served.start();
  const { access_token } = await served.sf.token({ app: 'Web_Server', user: ada.username });
  session = [
    'from lab import tell',
    'from simple_salesforce import Salesforce',
    'from simple_salesforce.exceptions import SalesforceError',
    `sf = Salesforce(instance='acme.develop.my.salesforce.com', session_id='${access_token}')`,
    'def refused(call, *args):',
    '    try: call(*args)',
    '    except SalesforceError as error: tell(error=type(error).__name__, status=error.status, content=error.content)',
  ];
});
afterAll(() => served[Symbol.asyncDispose]());

async function told(...lines: string[]) {
  const { told, error } = await runScript(served, 'simple-salesforce', [...session, ...lines]);
  if (error) throw new Error(error);
  return told;
}

const ID = expect.stringMatching(/^[0-9A-Za-z]{18}$/);

describe.skipIf(!isThere('Python'))('simple-salesforce: records', () => {
  it('creates, reads, changes and deletes one', runs('simple-salesforce', 'records'), async () => {
    expect(
      await told(
        "made = sf.Account.create({'Name': 'Uno', 'Industry': 'Energy'})",
        'tell(**made)',
        "id = made['id']",
        "tell(status=sf.Account.update(id, {'Name': 'Uno S.A.', 'Industry': None}))",
        "tell(**{name: value for name, value in sf.Account.get(id).items() if name in ('Name', 'Industry', 'IsDeleted')})",
        'tell(status=sf.Account.delete(id))',
        'refused(sf.Account.get, id)',
        'refused(sf.Account.delete, id)',
      ),
    ).toEqual([
      { id: ID, success: true, errors: [] },
      { status: 204 },
      { IsDeleted: false, Name: 'Uno S.A.', Industry: null },
      { status: 204 },
      {
        error: 'SalesforceResourceNotFound',
        status: 404,
        content: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }],
      },
      {
        error: 'SalesforceResourceNotFound',
        status: 404,
        content: [{ message: 'entity is deleted', errorCode: 'ENTITY_IS_DELETED', fields: [] }],
      },
    ]);
  });

  it(
    'upserts by an external id, and tells of two that have it',
    runs('simple-salesforce', 'upsert'),
    async () => {
      expect(
        await told(
          "contact = lambda name: sf.Contact.upsert('Email/due+1@acme.example', {'LastName': name})",
          "tell(made=contact('Byron'), found=contact('Lovelace'))",
          "tell(name=sf.Contact.get_by_custom_id('Email', 'due+1@acme.example')['Name'])",
          "sf.Contact.create({'LastName': 'Twin', 'Email': 'due+1@acme.example'})",
          "refused(contact, 'Which')",
          "refused(sf.Account.upsert, 'AccountNumber/1', {'Name': 'Due'})",
        ),
      ).toEqual([
        { made: 201, found: 200 },
        { name: 'Lovelace' },
        {
          error: 'SalesforceMoreThanOneRecord',
          status: 300,
          content: [expect.stringMatching(/\/Contact\/003/), expect.stringMatching(/\/Contact\/003/)],
        },
        {
          error: 'SalesforceResourceNotFound',
          status: 404,
          content: [
            {
              errorCode: 'NOT_FOUND',
              message: 'Provided external ID field does not exist or is not accessible: AccountNumber',
            },
          ],
        },
      ]);
    },
  );

  it('tells of what cannot be saved', async () => {
    expect(
      await told(
        "refused(sf.Contact.create, {'FirstName': 'Ada'})",
        "refused(sf.Account.create, {'Name': 'Uno', 'Nom': 'Uno'})",
        "refused(sf.Acount.create, {'Name': 'Uno'})",
      ),
    ).toEqual([
      {
        error: 'SalesforceMalformedRequest',
        status: 400,
        content: [
          {
            message: 'Required fields are missing: [LastName]',
            errorCode: 'REQUIRED_FIELD_MISSING',
            fields: ['LastName'],
          },
        ],
      },
      {
        error: 'SalesforceMalformedRequest',
        status: 400,
        content: [{ message: "No such column 'Nom' on sobject of type Account", errorCode: 'INVALID_FIELD' }],
      },
      {
        error: 'SalesforceResourceNotFound',
        status: 404,
        content: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }],
      },
    ]);
  });
});

describe.skipIf(!isThere('Python'))('simple-salesforce: queries', () => {
  const PAGED = 450;

  beforeAll(async () => {
    await served.sf.insert({
      Account: [{ ref: 'acme', Name: 'Query & Co' }],
      Contact: Array.from({ length: PAGED }, (_, index) => ({
        LastName: 'Page',
        FirstName: String(index).padStart(3, '0'),
        AccountId: '@acme',
      })),
    });
  });

  it('fetches all pages', runs('simple-salesforce', 'query_all'), async () => {
    expect(
      await told(
        `pages = "SELECT FirstName FROM Contact WHERE LastName = 'Page' ORDER BY FirstName"`,
        "by200 = {'headers': {'Sforce-Query-Options': 'batchSize=200'}}",
        'first = sf.query(pages, **by200)',
        "tell(size=first['totalSize'], done=first['done'], rows=len(first['records']))",
        "more = sf.query_more(first['nextRecordsUrl'], identifier_is_url=True)",
        "tell(size=more['totalSize'], done=more['done'], rows=len(more['records']))",
        "byId = sf.query_more(sf.query(pages, **by200)['nextRecordsUrl'].split('/')[-1])",
        "tell(size=byId['totalSize'], first=byId['records'][0]['FirstName'])",
        'all = sf.query_all(pages, **by200)',
        "tell(size=all['totalSize'], inOrder=[int(row['FirstName']) for row in all['records']] == list(range(450)))",
        "tell(lazily=sum(1 for row in sf.query_all_iter(pages + ' LIMIT 201', **by200)))",
        "refused(sf.query_more, '0r8xx000000000000A-200')",
      ),
    ).toEqual([
      { size: PAGED, done: false, rows: 200 },
      { size: PAGED, done: true, rows: 250 },
      { size: PAGED, first: '200' },
      { size: PAGED, inOrder: true },
      { lazily: 201 },
      {
        error: 'SalesforceMalformedRequest',
        status: 400,
        content: [{ message: 'invalid query locator', errorCode: 'INVALID_QUERY_LOCATOR' }],
      },
    ]);
  });

  it('asks for parents, children and what was deleted', runs('simple-salesforce', 'query'), async () => {
    expect(
      await told(
        'from simple_salesforce import format_soql',
        "gone = sf.Contact.create({'LastName': \"Gone 'away'\"})['id']",
        'sf.Contact.delete(gone)',
        `query = format_soql("SELECT Id, IsDeleted FROM Contact WHERE LastName = {}", "Gone 'away'")`,
        "tell(there=sf.query(query)['totalSize'], all=[row['IsDeleted'] for row in sf.query(query, include_deleted=True)['records']])",
        `account = sf.query("SELECT Name, Owner.Name, (SELECT FirstName, Account.Name FROM Contacts ORDER BY FirstName LIMIT 1) FROM Account WHERE Name = 'Query & Co'")['records'][0]`,
        "child = account['Contacts']['records'][0]",
        "tell(name=account['Name'], owner=account['Owner']['Name'], child=child['FirstName'], of=child['Account']['Name'])",
        `tell(count=sf.query("SELECT COUNT() FROM Contact WHERE LastName = 'Page'")['totalSize'])`,
        "refused(sf.query, 'SELECT Nom FROM Account')",
      ),
    ).toEqual([
      { there: 0, all: [true] },
      { name: 'Query & Co', owner: 'Ada Byron', child: '000', of: 'Query & Co' },
      { count: PAGED },
      {
        error: 'SalesforceMalformedRequest',
        status: 400,
        content: [expect.objectContaining({ errorCode: 'INVALID_FIELD' })],
      },
    ]);
  });

  it('searches', runs('simple-salesforce', 'search'), async () => {
    expect(
      await told(
        "found = sf.search('FIND {Query} IN NAME FIELDS RETURNING Account(Name)')['searchRecords']",
        "tell(names=[row['Name'] for row in found])",
        "tell(quick=[row['attributes']['type'] for row in sf.quick_search('Query')['searchRecords']])",
      ),
    ).toEqual([{ names: ['Query & Co'] }, { quick: ['Account'] }]);
  });

  it('describes, and knows how many calls are left', runs('simple-salesforce', 'describe'), async () => {
    expect(
      await told(
        "names = [entry['name'] for entry in sf.describe()['sobjects']]",
        "tell(there=[name in names for name in ('Account', 'Contact', 'User', 'Acount')])",
        "fields = {field['name']: field['type'] for field in sf.Account.describe()['fields']}",
        "tell(types=[fields[name] for name in ('Id', 'Name', 'Industry', 'BillingAddress', 'AnnualRevenue')])",
        "tell(prefix=sf.Account.metadata()['objectDescribe']['keyPrefix'], sandbox=sf.is_sandbox())",
        "limit, usage = sf.limits()['DailyApiRequests'], sf.api_usage['api-usage']",
        "tell(max=limit['Max'], total=usage.total, same=limit['Max'] - limit['Remaining'] == usage.used)",
        'refused(sf.Acount.describe)',
      ),
    ).toEqual([
      { there: [true, true, true, false] },
      { types: ['id', 'string', 'picklist', 'address', 'currency'] },
      { prefix: '001', sandbox: false },
      { max: 15_000, total: 15_000, same: true },
      {
        error: 'SalesforceResourceNotFound',
        status: 404,
        content: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }],
      },
    ]);
  });
});

describe.skipIf(!isThere('Python'))('simple-salesforce: Bulk API 2.0', () => {
  it('inserts, queries, upserts and deletes', runs('simple-salesforce', 'Bulk API 2.0'), async () => {
    expect(
      await told(
        'contacts = sf.bulk2.Contact',
        "row = lambda number: {'LastName': f'Bulk {number}', 'Email': f'bulk{number}@acme.example'}",
        'count = lambda job: (job["numberRecordsProcessed"], job["numberRecordsFailed"])',
        'made = contacts.insert(records=[row(1), row(2)], wait=0.05)[0]',
        'tell(made=count(made))',
        "done = contacts.get_all_ingest_records(made['job_id'])['successfulRecords']",
        "tell(created=[record['sf__Created'] for record in done], ids=[record['sf__Id'][:3] for record in done])",
        "tell(upserted=count(contacts.upsert(records=[row(2), row(3)], external_id_field='Email', wait=0.05)[0]))",
        `query = "SELECT LastName FROM Contact WHERE Email LIKE 'bulk_@acme.example' ORDER BY Email"`,
        'tell(pages=list(contacts.query(query, max_records=2, wait=0.05)))',
        "gone = contacts.delete(records=[{'Id': record['sf__Id']} for record in done], wait=0.05)[0]",
        'tell(gone=count(gone))',
        "bad = contacts.insert(records=[{'LastName': 'Bad', 'Email': 'nobody'}], wait=0.05)[0]",
        "tell(bad=count(bad), failed=contacts.get_all_ingest_records(bad['job_id'])['failedRecords'])",
        'refused(lambda: sf.bulk2.Acount.insert(records=[{"Name": "x"}]))',
      ),
    ).toEqual([
      { made: [2, 0] },
      { created: ['true', 'true'], ids: ['003', '003'] },
      { upserted: [2, 0] },
      { pages: ['"LastName"\n"Bulk 1"\n"Bulk 2"\n', '"LastName"\n"Bulk 3"\n'] },
      { gone: [2, 0] },
      {
        bad: [1, 1],
        failed: [
          {
            sf__Id: '',
            sf__Error: 'INVALID_EMAIL_ADDRESS:Email: invalid email address: nobody:Email --',
            LastName: 'Bad',
            Email: 'nobody',
          },
        ],
      },
      {
        error: 'SalesforceMalformedRequest',
        status: 400,
        content: [{ errorCode: 'INVALIDJOB', message: 'InvalidJob : Unable to find object: Acount' }],
      },
    ]);
  });
});

describe.skipIf(!isThere('Python'))('simple-salesforce: Bulk API 1', () => {
  it(
    'inserts, tells of a row that failed, queries and deletes',
    runs('simple-salesforce', 'Bulk API'),
    async () => {
      expect(
        await told(
          'contacts = sf.bulk.Contact',
          "made = contacts.insert([{'LastName': 'Async', 'Email': 'async1@acme.example'}, {'LastName': 'Async', 'Email': 'nobody'}])",
          "tell(good={**made[0], 'id': made[0]['id'][:3]}, bad=made[1])",
          `found = contacts.query("SELECT Id, LastName FROM Contact WHERE Email = 'async1@acme.example'", wait=0.05)`,
          "tell(names=[row['LastName'] for row in found])",
          "tell(gone=[row['success'] for row in contacts.delete([{'Id': found[0]['Id']}])])",
          'refused(lambda: sf.bulk.Acount.insert([{"Name": "x"}]))',
        ),
      ).toEqual([
        {
          good: { success: true, created: true, id: '003', errors: [] },
          bad: {
            success: false,
            created: false,
            id: null,
            errors: [expect.objectContaining({ statusCode: 'INVALID_EMAIL_ADDRESS', fields: ['Email'] })],
          },
        },
        { names: ['Async'] },
        { gone: [true] },
        {
          error: 'SalesforceMalformedRequest',
          status: 400,
          content: { exceptionCode: 'InvalidJob', exceptionMessage: 'Unable to find object: Acount' },
        },
      ]);
    },
  );
});
