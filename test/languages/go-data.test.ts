/** go-salesforce with records: rows, collections, composite and queries (rest-data.md 11). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runs } from '../clients/helpers/proof.ts';
import { Served } from '../clients/helpers/served.ts';
import { ada } from '../clients/helpers/visit.ts';
import { isThere } from './language.ts';
import { toldByGo } from './run-go.ts';

let served: Served;
let session: readonly string[];
beforeAll(async () => {
  served = await Served.start();
  const { access_token } = await served.sf.token({ app: 'Web_Server', user: ada.username });
  session = [
    `sf, err := salesforce.Init(salesforce.Creds{Domain: "${served.sf.url}", AccessToken: "${access_token}"})`,
    'Check(err)',
    'type Contact struct { Id string; LastName string; Email string }',
    'type ByEmail struct { LastName string; Email string }',
    'found := func(soql string) []Contact { var rows []Contact; Check(sf.Query(soql, &rows)); return rows }',
  ];
});
afterAll(() => served[Symbol.asyncDispose]());

const told = (...body: string[]) => {
  const os = body.some((line) => line.includes('os.')) ? ['"os"'] : [];
  const imports = ['"github.com/k-capehart/go-salesforce/v3"', ...os];
  return toldByGo(served, { imports, body: [...session, ...body] });
};

const ID = expect.stringMatching(/^[0-9A-Za-z]{18}$/);
const SAVED = { id: ID, errors: [], success: true };
const message = (statusCode: string, text: string, fields: readonly string[]) => ({
  message: text,
  statusCode,
  fields,
  errorCode: '',
});

describe.skipIf(!isThere('Go'))('go-salesforce', () => {
  it(
    'inserts, updates, upserts and deletes one record, and tells of what is refused',
    runs('go-salesforce', 'records'),
    async () => {
      expect(
        await told(
          'made, err := sf.InsertOne("Contact", Contact{LastName: "Uno", Email: "uno@acme.example"})',
          'Check(err)',
          'Tell(Facts{"made": made})',
          'Check(sf.UpdateOne("Contact", Contact{Id: made.Id, LastName: "Una", Email: "uno@acme.example"}))',
          'one, err := sf.UpsertOne("Contact", "Email", map[string]any{"Email": "uno@acme.example", "FirstName": "Ada"})',
          'Check(err)',
          'two, err := sf.UpsertOne("Contact", "Email", Contact{LastName: "Due", Email: "due@acme.example"})',
          'Check(err)',
          'Tell(Facts{"same": one.Id == made.Id, "other": two.Id != made.Id && two.Success})',
          `Tell(Facts{"found": found("SELECT LastName, Email FROM Contact WHERE Email IN ('uno@acme.example', 'due@acme.example') ORDER BY Email")})`,
          'Check(sf.DeleteOne("Contact", Contact{Id: made.Id}))',
          'Refused(sf.DeleteOne("Contact", Contact{Id: made.Id}))',
          '_, err = sf.InsertOne("Contact", map[string]any{"FirstName": "Ada"})',
          'Refused(err)',
          'Refused(sf.Query("SELECT Id FROM Contakt", &[]Contact{}))',
        ),
      ).toEqual([
        { made: SAVED },
        { same: true, other: true },
        {
          found: [
            { Id: '', LastName: 'Due', Email: 'due@acme.example' },
            { Id: '', LastName: 'Una', Email: 'uno@acme.example' },
          ],
        },
        { refused: '[{"message":"entity is deleted","errorCode":"ENTITY_IS_DELETED","fields":[]}]' },
        {
          refused:
            '[{"message":"Required fields are missing: [LastName]","errorCode":"REQUIRED_FIELD_MISSING","fields":["LastName"]}]',
        },
        {
          refused: expect.stringMatching(
            /sObject type 'Contakt' is not supported.*"errorCode":"INVALID_TYPE"/,
          ),
        },
      ]);
    },
  );

  it('works with collections, and tells which failed', runs('go-salesforce', 'collections'), async () => {
    expect(
      await told(
        'made, err := sf.InsertCollection("Contact", []Contact{{LastName: "Many", Email: "m1@acme.example"}, {LastName: "Many", Email: "m2@acme.example"}, {LastName: "Many", Email: "nobody"}}, 2)',
        'Check(err)',
        'Tell(Facts{"errors": made.HasSalesforceErrors, "made": made.Results})',
        'changed, err := sf.UpdateCollection("Contact", []Contact{{Id: made.Results[0].Id, LastName: "More", Email: "m1@acme.example"}}, 200)',
        'Check(err)',
        'upserted, err := sf.UpsertCollection("Contact", "Email", []ByEmail{{LastName: "Most", Email: "m2@acme.example"}, {LastName: "Most", Email: "m3@acme.example"}}, 200)',
        'Check(err)',
        'Tell(Facts{"changed": changed.Results[0].Id == made.Results[0].Id, "same": upserted.Results[0].Id == made.Results[1].Id})',
        `rows := found("SELECT Id, LastName, Email FROM Contact WHERE Email LIKE 'm_@acme.example' ORDER BY Email")`,
        'names := []string{}',
        'for _, row := range rows { names = append(names, row.LastName) }',
        'gone, err := sf.DeleteCollection("Contact", rows, 200)',
        'Check(err)',
        'Tell(Facts{"names": names, "gone": len(gone.Results), "errors": gone.HasSalesforceErrors})',
      ),
    ).toEqual([
      {
        errors: true,
        made: [
          SAVED,
          SAVED,
          {
            id: '',
            errors: [message('INVALID_EMAIL_ADDRESS', 'Email: invalid email address: nobody', ['Email'])],
            success: false,
          },
        ],
      },
      { changed: true, same: true },
      { names: ['More', 'Most', 'Most'], gone: 3, errors: false },
    ]);
  });

  it('works with composite requests, all or none', runs('go-salesforce', 'composite'), async () => {
    expect(
      await told(
        'three := []Contact{{LastName: "Part", Email: "p1@acme.example"}, {LastName: "Part", Email: "p2@acme.example"}, {LastName: "Part", Email: "p3@acme.example"}}',
        'made, err := sf.InsertComposite("Contact", three, 2, true)',
        'Check(err)',
        'Tell(Facts{"made": made.Results})',
        'for index := range three { three[index].Id = made.Results[index].Id; three[index].LastName = "Whole" }',
        'changed, err := sf.UpdateComposite("Contact", three, 2, true)',
        'Check(err)',
        'three[2].Email = "nobody"',
        'failed, err := sf.UpdateComposite("Contact", three, 200, true)',
        'Check(err)',
        'Tell(Facts{"changed": len(changed.Results), "errors": changed.HasSalesforceErrors, "failed": failed.HasSalesforceErrors})',
        'upserted, err := sf.UpsertComposite("Contact", "Email", []ByEmail{{LastName: "Part", Email: "p3@acme.example"}}, 200, true)',
        'Check(err)',
        'Tell(Facts{"same": upserted.Results[0].Id == made.Results[2].Id})',
        `rows := found("SELECT Id, LastName, Email FROM Contact WHERE Email LIKE 'p_@acme.example'")`,
        'gone, err := sf.DeleteComposite("Contact", rows, 2, true)',
        'Check(err)',
        'Tell(Facts{"gone": len(gone.Results), "errors": gone.HasSalesforceErrors})',
      ),
    ).toEqual([
      { made: [SAVED, SAVED, SAVED] },
      { changed: 3, errors: false, failed: true },
      { same: true },
      { gone: 3, errors: false },
    ]);
  });

  it('fetches all pages of a query', runs('go-salesforce', 'query'), async () => {
    const pages = (from: number) => ({
      Contact: Array.from({ length: 1025 }, (_, index) => ({
        LastName: 'Page',
        FirstName: `${from + index}`,
      })),
    });
    await served.sf.insert(pages(0));
    await served.sf.insert(pages(1025));
    expect(
      await told(
        `rows := found("SELECT Id, LastName FROM Contact WHERE LastName = 'Page'")`,
        'ids := map[string]bool{}',
        'for _, row := range rows { ids[row.Id] = true }',
        'Tell(Facts{"rows": len(rows), "ids": len(ids)})',
      ),
    ).toEqual([{ rows: 2050, ids: 2050 }]);
  });

  it('works with jobs of Bulk API 2.0', runs('go-salesforce', 'Bulk API 2.0'), async () => {
    expect(
      await told(
        'ids, err := sf.InsertBulk("Contact", []ByEmail{{LastName: "Bulk", Email: "b1@acme.example"}, {LastName: "Bulk", Email: "nobody"}}, 1000, true)',
        'Check(err)',
        'made, err := sf.GetJobResults(ids[0])',
        'Check(err)',
        'Tell(Facts{"state": made.State, "failed": made.FailedRecords, "saved": made.SuccessfulRecords})',
        '_, err = sf.UpsertBulk("Contact", "Email", []ByEmail{{LastName: "Again", Email: "b1@acme.example"}}, 1000, true)',
        'Check(err)',
        `rows := found("SELECT Id, LastName FROM Contact WHERE Email = 'b1@acme.example'")`,
        'Tell(Facts{"rows": len(rows), "name": rows[0].LastName})',
        `Check(sf.QueryBulkExport("SELECT LastName FROM Contact WHERE Email = 'b1@acme.example'", "out.csv"))`,
        'csv, err := os.ReadFile("out.csv")',
        'Check(err)',
        'Tell(Facts{"csv": string(csv)})',
        '_, err = sf.DeleteBulk("Contact", []map[string]any{{"Id": rows[0].Id}}, 1000, true)',
        'Check(err)',
        `Tell(Facts{"left": len(found("SELECT Id FROM Contact WHERE Email = 'b1@acme.example'"))})`,
        '_, err = sf.InsertBulk("Acount", []map[string]any{{"Name": "x"}}, 1000, true)',
        'Refused(err)',
      ),
    ).toEqual([
      {
        state: 'JobComplete',
        failed: [
          {
            sf__Id: '',
            sf__Error: 'INVALID_EMAIL_ADDRESS:Email: invalid email address: nobody:Email --',
            LastName: 'Bulk',
            Email: 'nobody',
          },
        ],
        saved: [{ sf__Id: ID, sf__Created: 'true', LastName: 'Bulk', Email: 'b1@acme.example' }],
      },
      { rows: 1, name: 'Again' },
      { csv: 'LastName\nAgain\n' },
      { left: 0 },
      {
        refused: '[{"errorCode":"INVALIDJOB","message":"InvalidJob : Unable to find object: Acount"}]',
      },
    ]);
  });
});
