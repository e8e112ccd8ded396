/** What profiles and permission sets let their users do with records, by REST: rest-data.md 9 row by row, and defaults of 14.4. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { type Answer, app, send, user } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';
import { expectRow } from '../rows/expect-row.ts';

const V = '/services/data/v60.0';
const S = `${V}/sobjects`;
const API_ONLY = 'Minimum Access - API Only Integrations';
/** Each has a user of its own, who is called as it is. */
const PROFILES: Readonly<Record<string, object>> = {
  blind: { objectPermissions: { Account: [] } },
  reader: { objectPermissions: { Account: ['read', 'viewAll'] } },
  creator: { objectPermissions: { Account: ['read', 'create', 'viewAll'] } },
  editor: { objectPermissions: { Account: ['read', 'create', 'edit', 'viewAll'] } },
  changer: {
    objectPermissions: { Account: ['read', 'edit', 'delete', 'viewAll', 'modifyAll'] },
    fieldPermissions: { 'Account.Industry': [], 'Account.Rating': ['read'], 'Account.BillingAddress': [] },
  },
  viewer: { viewAllData: true, objectPermissions: { Contact: [] } },
  accounts: { objectPermissions: { Account: ['read', 'viewAll'], Contact: [] } },
  standard: {},
};

let sf: Fauxforce;
let tokens: Readonly<Record<string, string>>;
let account: string;
let contact: string;
beforeAll(async () => {
  sf = await startFauxforce({
    seed: {
      org: { name: 'Acme' },
      objects: {
        Invoice__c: {
          fields: {
            Total__c: { type: 'Currency' },
            Due__c: { type: 'Date', required: true },
            Secret__c: { type: 'Checkbox', defaultValue: true },
          },
        },
        Account: { fields: { Tier__c: { type: 'Text', length: 10, externalId: true } } },
      },
      profiles: [
        ...Object.entries(PROFILES).map(([name, fields]) => ({ name, ...fields })),
        { name: 'Read Only' },
      ],
      permissionSets: [
        {
          name: 'Orders',
          objectPermissions: { Account: ['read', 'create', 'edit', 'viewAll'] },
          fieldPermissions: { 'Account.Industry': ['read'], 'Account.Phone': ['read', 'edit'] },
        },
        {
          name: 'Invoices',
          objectPermissions: { Invoice__c: ['read', 'create', 'edit'] },
          fieldPermissions: { 'Invoice__c.Total__c': ['read', 'edit'] },
        },
        { name: 'Contacts', objectPermissions: { Contact: ['read', 'viewAll'] } },
      ],
      permissionSetGroups: [
        {
          name: 'Careful',
          permissionSets: ['Orders'],
          muted: {
            objectPermissions: { Account: ['create'] },
            fieldPermissions: { 'Account.Phone': ['read'] },
          },
        },
      ],
      users: [
        { username: 'ada@acme.example', profile: 'System Administrator' },
        ...Object.keys(PROFILES).map((name) => ({ username: `${name}@acme.example`, profile: name })),
        { username: 'other@acme.example', profile: 'standard' },
        { username: 'invoices@acme.example', profile: 'standard', permissionSets: ['Invoices'] },
        { username: 'readonly@acme.example', profile: 'Read Only' },
        { username: 'robot@acme.example', profile: API_ONLY },
        { username: 'orders@acme.example', profile: API_ONLY, permissionSets: ['Orders'] },
        { username: 'both@acme.example', profile: API_ONLY, permissionSets: ['Orders', 'Contacts'] },
        { username: 'careful@acme.example', profile: API_ONLY, permissionSets: ['Careful'] },
      ],
    },
  });
  sf.clock.freeze();
  sf.clock.set('2027-03-01T08:00:00Z');
  const all = Object.keys(sf.users).map(async (name) => [name, await tokenOf(name, 'api')] as const);
  tokens = Object.fromEntries(await Promise.all(all));
  account = await create('ada', 'Account', {
    Name: 'Acme',
    Industry: 'Energy',
    Rating: 'Hot',
    Phone: '1',
    BillingCity: 'Rome',
  });
  contact = await create('ada', 'Contact', { LastName: 'Byron', AccountId: account });
});
afterAll(() => sf[Symbol.asyncDispose]());

function tokenOf(name: string, scopes: string): Promise<string> {
  return accessTokenFor(sf, { app: app(sf, 'Integration'), user: user(sf, name), scopes });
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

function call(as: string, method: Method, path: string, body?: unknown): Promise<Answer> {
  const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  return send(sf, path, {
    method,
    headers: { authorization: `Bearer ${tokens[as]}`, ...type },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

function query(as: string, soql: string): Promise<Answer> {
  return call(as, 'GET', `${V}/query?q=${encodeURIComponent(soql)}`);
}

async function create(as: string, object: string, fields: object): Promise<string> {
  const { status, body } = await call(as, 'POST', `${S}/${object}`, fields);
  if (status !== 201) throw new Error(body);
  return (JSON.parse(body) as { id: string }).id;
}

const of = (id: string) => `${S}/Account/${id}`;
const NOT_FOUND = '[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]';
const READ_ONLY =
  '[{"message":"insufficient access rights on object id","errorCode":"INSUFFICIENT_ACCESS_OR_READONLY","fields":[]}]';
const noObject = (window: string, column: number, object: string) =>
  `[{"message":"\\n${window}\\n${' '.repeat(column - 1)}^\\nERROR at Row:1:Column:${column}\\nsObject type '${object}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.","errorCode":"INVALID_TYPE"}]`;
const noColumn = (window: string, blanks: number, column: number, field: string) =>
  `[{"message":"\\n${window}\\n${' '.repeat(blanks)}^\\nERROR at Row:1:Column:${column}\\nNo such column '${field}' on entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.","errorCode":"INVALID_FIELD"}]`;
const notWritable = (field: string) =>
  `[{"message":"Unable to create/update fields: ${field}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.","errorCode":"INVALID_FIELD_FOR_INSERT_UPDATE","fields":["${field}"]}]`;
const unknown = (field: string) =>
  `[{"message":"No such column '${field}' on sobject of type Account","errorCode":"INVALID_FIELD"}]`;
const names = async (as: string, soql: string) =>
  (JSON.parse((await query(as, soql)).body) as { records: { Name: string }[] }).records.map(
    ({ Name }) => Name,
  );

describe('without Read on the object', () => {
  test('it is not there', async () => {
    expectRow(
      'rest-data 9/read/query',
      await query('blind', 'SELECT Id FROM Account'),
      400,
      noObject('SELECT Id FROM Account', 16, 'Account'),
    );
    expectRow('rest-data 9/read/get', await call('blind', 'GET', of(account)), 404, NOT_FOUND);
    expectRow(
      'rest-data 9/read/create',
      await call('blind', 'POST', `${S}/Account`, { Name: 'x' }),
      404,
      NOT_FOUND,
    );
    expectRow(
      'rest-data 9/read/update',
      await call('blind', 'PATCH', of(account), { Name: 'x' }),
      404,
      NOT_FOUND,
    );
    expectRow('rest-data 9/read/update', await call('blind', 'DELETE', of(account)), 404, NOT_FOUND);
    expectRow(
      'rest-data 9/read/describe',
      await call('blind', 'GET', `${S}/Account/describe`),
      404,
      NOT_FOUND,
    );
  });

  test('neither in the global describe nor in counts nor in what others lead to', async () => {
    const { body } = await call('blind', 'GET', S);
    expect(body).toContain('"name":"Contact"');
    expect(body).not.toContain('"name":"Account"');
    expect((await call('blind', 'GET', `${V}/limits/recordCount?sObjects=Account`)).body).toBe(
      '{"sObjects":[]}',
    );
    const { body: described } = await call('accounts', 'GET', `${S}/Account/describe`);
    expect(described).not.toContain('"childSObject":"Contact"');
    expect(described).toContain('"childSObject":"Opportunity"');
  });

  test('in no part of a query and in no search', async () => {
    const soql = 'SELECT Id, Account.Name FROM Contact';
    expect((await query('blind', soql)).body).toContain("Didn't understand relationship 'Account'");
    expect((await query('accounts', 'SELECT Id, (SELECT Id FROM Contacts) FROM Account')).body).toContain(
      "Didn't understand relationship 'Contacts'",
    );
    const sosl = `${V}/search?q=${encodeURIComponent('FIND {Acme}')}`;
    expect((await call('blind', 'GET', sosl)).body).not.toContain(account);
    expect((await call('reader', 'GET', sosl)).body).toContain(account);
  });

  test('nor in collections, trees and composite requests', async () => {
    const collection = await call('blind', 'POST', `${V}/composite/sobjects`, {
      records: [{ attributes: { type: 'Account' }, Name: 'x' }],
    });
    expect(collection.body).toContain("sObject type 'Account' is not supported");
    const tree = await call('blind', 'POST', `${V}/composite/tree/Account`, {
      records: [{ attributes: { type: 'Account', referenceId: 'a' }, Name: 'x' }],
    });
    expect([tree.status, tree.body]).toEqual([404, NOT_FOUND]);
    const composite = await call('blind', 'POST', `${V}/composite`, {
      compositeRequest: [{ method: 'GET', url: of(account), referenceId: 'a' }],
    });
    expect(composite.body).toBe(
      `{"compositeResponse":[{"body":${NOT_FOUND},"httpHeaders":{},"httpStatusCode":404,"referenceId":"a"}]}`,
    );
  });
});

const BASIC =
  '{"objectDescribe":{"activateable":false,"associateEntityType":null,"associateParentEntity":null,"createable":CREATEABLE,"custom":false,"customSetting":false,"deepCloneable":false,"deletable":DELETABLE,"deprecatedAndHidden":false,"feedEnabled":true,"hasSubtypes":false,"isInterface":false,"isSubtype":false,"keyPrefix":"001","label":"Account","labelPlural":"Accounts","layoutable":true,"mergeable":DELETABLE,"mruEnabled":true,"name":"Account","queryable":true,"replicateable":true,"retrieveable":true,"searchable":true,"triggerable":true,"undeletable":DELETABLE,"updateable":UPDATEABLE,"urls":{"compactLayouts":"/services/data/v60.0/sobjects/Account/describe/compactLayouts","rowTemplate":"/services/data/v60.0/sobjects/Account/{ID}","approvalLayouts":"/services/data/v60.0/sobjects/Account/describe/approvalLayouts","listviews":"/services/data/v60.0/sobjects/Account/listviews","describe":"/services/data/v60.0/sobjects/Account/describe","quickActions":"/services/data/v60.0/sobjects/Account/quickActions","layouts":"/services/data/v60.0/sobjects/Account/describe/layouts","sobject":"/services/data/v60.0/sobjects/Account"}},"recentItems":[]}';
/** @param recent the only account that the user has made */
const basic = (createable: boolean, updateable: boolean, deletable: boolean, recent = '') =>
  BASIC.replaceAll('CREATEABLE', String(createable))
    .replaceAll('UPDATEABLE', String(updateable))
    .replaceAll('DELETABLE', String(deletable))
    .replace('"recentItems":[]', `"recentItems":[${recent}]`);
const recent = (id: string, name: string) =>
  `{"attributes":{"type":"Account","url":"${S}/Account/${id}"},"Id":"${id}","Name":"${name}"}`;

describe('without Create, Edit or Delete on the object', () => {
  test('no record is made', async () => {
    expectRow(
      ['rest-data 9/create/create', 'rest-data 2.8/no-create'],
      await call('reader', 'POST', `${S}/Account`, { Name: 'x' }),
      400,
      '[{"message":"entity type cannot be inserted: Account","errorCode":"CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY","fields":[]}]',
    );
    expectRow(
      ['rest-data 9/create/describe', 'rest-data 9/edit/describe'],
      await call('reader', 'GET', `${S}/Account`),
      200,
      basic(false, false, false),
    );
  });

  test('none is changed, and what the user makes is theirs', async () => {
    const own = await create('creator', 'Account', { Name: 'Own' });
    expectRow(
      ['rest-data 9/edit/update', 'rest-data 2.8/no-create'],
      await call('creator', 'PATCH', of(own), { Name: 'x' }),
      400,
      '[{"message":"entity type cannot be updated: Account","errorCode":"CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY","fields":[]}]',
    );
    expect((await call('creator', 'GET', `${S}/Account`)).body).toBe(
      basic(true, false, false, recent(own, 'Own')),
    );
  });

  test('none is deleted', async () => {
    const own = await create('editor', 'Account', { Name: 'Own' });
    expect((await call('editor', 'PATCH', of(own), { Name: 'x' })).status).toBe(204);
    expectRow('rest-data 9/delete/delete', await call('editor', 'DELETE', of(own)), 403, READ_ONLY);
    expectRow(
      'rest-data 9/delete/describe',
      await call('editor', 'GET', `${S}/Account`),
      200,
      basic(true, true, false, recent(own, 'x')),
    );
  });
});

describe('without Read on a field', () => {
  test.each([
    ['SELECT', 'SELECT Industry FROM Account', 7, 8],
    ['WHERE', "SELECT Id FROM Account WHERE Industry = 'x'", 29, 30],
    ['ORDER BY', 'SELECT Id FROM Account ORDER BY Industry', 32, 33],
    ['GROUP BY', 'SELECT COUNT(Id) FROM Account GROUP BY Industry', 39, 40],
  ])('%s does not know it', async (_, soql, blanks, column) => {
    const { status, body } = await query('changer', soql);
    expect(status).toBe(400);
    expect(body).toContain(
      `^\\nERROR at Row:1:Column:${column}\\nNo such column 'Industry' on entity 'Account'.`,
    );
    if (blanks === 7)
      expectRow(
        'rest-data 9/field-read/query',
        { status, body, headers: {} },
        400,
        noColumn(soql, blanks, column, 'Industry'),
      );
  });

  test('a parent has it as little, and FIELDS() leaves it out', async () => {
    expect((await query('changer', 'SELECT Account.Industry FROM Contact')).body).toContain(
      "No such column 'Industry' on entity 'Account'",
    );
    const { body } = await query('changer', `SELECT FIELDS(ALL) FROM Account WHERE Name = 'Acme' LIMIT 1`);
    expect(body).toContain('"Rating":"Hot"');
    expect(body).not.toMatch(/Industry|Billing/);
  });

  test('a record has it not, and it cannot be asked for', async () => {
    const { body: whole } = await call('ada', 'GET', of(account));
    expect(whole).toMatch(
      /"Industry":"Energy",.*"BillingCity":"Rome"|"BillingCity":"Rome",.*"Industry":"Energy"/,
    );
    expectRow(
      ['rest-data 9/field-read/get', 'rest-data 2.2/hidden-field'],
      await call('changer', 'GET', of(account)),
      200,
      whole
        .replaceAll(/"(?:Industry|Billing\w+)":(?:null|"[^"]*"|\{[^}]*\}),/g, '')
        .replace(',"Tier__c":null', ''),
    );
    expectRow(
      ['rest-data 9/field-read/get', 'rest-data 2.2/hidden-field'],
      await call('changer', 'GET', `${of(account)}?fields=Name,Industry`),
      400,
      unknown('Industry'),
    );
    expect(
      (await call('changer', 'GET', `${V}/composite/sobjects/Account?ids=${account}&fields=Industry`)).body,
    ).toBe(unknown('Industry'));
  });

  test('a save does not know it', async () => {
    const change = { Industry: 'Media' };
    expectRow(
      'rest-data 9/field-read/write',
      await call('changer', 'PATCH', of(account), change),
      400,
      unknown('Industry'),
    );
    expect((await call('changer', 'PATCH', of(account), { BillingCity: 'Oslo' })).body).toBe(
      unknown('BillingCity'),
    );
  });

  test('a describe has it not', async () => {
    const all = (await call('ada', 'GET', `${S}/Account/describe`)).body;
    const seen = await call('changer', 'GET', `${S}/Account/describe`);
    const billing = [
      'Street',
      'City',
      'State',
      'PostalCode',
      'Country',
      'Latitude',
      'Longitude',
      'GeocodeAccuracy',
      'Address',
    ];
    const hidden = ['Industry', 'Tier__c', ...billing.map((part) => `Billing${part}`)];
    const fields = (body: string) => (JSON.parse(body) as { fields: { name: string }[] }).fields;
    expect(fields(seen.body).map(({ name }) => name)).toEqual(
      fields(all).flatMap(({ name }) => (hidden.includes(name) ? [] : [name])),
    );
    const expected = { ...JSON.parse(all), createable: false };
    expected.fields = fields(all)
      .filter(({ name }) => !hidden.includes(name))
      .map((field) => ({
        ...field,
        createable: false,
        ...(field.name === 'Rating' && { updateable: false }),
      }));
    expectRow(
      ['rest-data 9/field-read/describe', 'rest-data 9/field-edit/describe'],
      seen,
      200,
      JSON.stringify(expected),
    );
  });

  test('a change of others leaves it as it is', async () => {
    expect((await call('changer', 'PATCH', of(account), { Site: 'Rome' })).status).toBe(204);
    expect((await call('ada', 'GET', `${of(account)}?fields=Industry,BillingCity,Site`)).body).toBe(
      `{"attributes":{"type":"Account","url":"${of(account)}"},"Industry":"Energy","BillingCity":"Rome","Site":"Rome","Id":"${account}"}`,
    );
  });
});

test('without Edit on a field it is read, and neither made nor changed', async () => {
  expectRow(
    'rest-data 9/field-edit/write',
    await call('changer', 'PATCH', of(account), { Rating: 'Cold' }),
    400,
    notWritable('Rating'),
  );
  expect((await call('changer', 'GET', `${of(account)}?fields=Rating`)).body).toContain('"Rating":"Hot"');
  expect((await call('orders', 'POST', `${S}/Account`, { Name: 'x', Industry: 'Media' })).body).toBe(
    notWritable('Industry'),
  );
});

describe('a row of another', () => {
  test('is not there', async () => {
    expectRow(
      'rest-data 9/sharing/query',
      await query('standard', `SELECT Id FROM Account WHERE Id = '${account}'`),
      200,
      '{"totalSize":0,"done":true,"records":[]}',
    );
    expectRow('rest-data 9/sharing/get', await call('standard', 'GET', of(account)), 404, NOT_FOUND);
  });

  test('is not changed by who only sees it', async () => {
    const change = { Name: 'x' };
    expectRow(
      'rest-data 9/sharing/update',
      await call('editor', 'PATCH', of(account), change),
      403,
      READ_ONLY,
    );
    expect((await call('standard', 'PATCH', of(account), change)).status).toBe(404);
  });

  test('View All Data shows it, on every object', async () => {
    const own = await create('standard', 'Task', { Subject: 'Own' });
    const soql = `SELECT Id FROM Task WHERE Id = '${own}'`;
    expectRow(
      'rest-data 9/view-all',
      await query('other', soql),
      200,
      '{"totalSize":0,"done":true,"records":[]}',
    );
    expect((await query('viewer', soql)).body).toContain('"totalSize":1');
    expect((await call('viewer', 'GET', `${S}/Contact/${contact}`)).status).toBe(200);
  });

  test('Modify All changes it, but not its hidden fields', async () => {
    expect((await call('changer', 'PATCH', of(account), { Phone: '2' })).status).toBe(204);
    expectRow(
      'rest-data 9/view-and-modify-all',
      await call('changer', 'PATCH', of(account), { Industry: 'Media' }),
      400,
      unknown('Industry'),
    );
    const gone = await create('ada', 'Account', { Name: 'Gone' });
    expect((await call('changer', 'DELETE', of(gone))).status).toBe(204);
  });

  test('is not met by an upsert, which makes one of the user next to it', async () => {
    const byEmail = `${S}/Lead/Email/shared@acme.example`;
    const theirs = await create('ada', 'Lead', {
      LastName: 'Theirs',
      Company: 'x',
      Email: 'shared@acme.example',
    });
    const made = await call('standard', 'PATCH', byEmail, { LastName: 'Own', Company: 'x' });
    const { id } = JSON.parse(made.body) as { id: string };
    expect(made.body).toBe(`{"id":"${id}","success":true,"errors":[],"created":true}`);
    const again = await call('standard', 'PATCH', byEmail, { LastName: 'Own again' });
    expect(again.body).toBe(`{"id":"${id}","success":true,"errors":[],"created":false}`);
    expect((await call('ada', 'GET', byEmail)).body).toBe(`["${S}/Lead/${theirs}","${S}/Lead/${id}"]`);
  });

  test('hides none of the user behind many others with the same key', async () => {
    const Email = 'many@acme.example';
    const records = Array.from({ length: 200 }, (_, i) => ({
      attributes: { type: 'Lead' },
      LastName: `Theirs ${i}`,
      Company: 'x',
      Email,
    }));
    expect((await call('ada', 'POST', `${V}/composite/sobjects`, { records })).status).toBe(200);
    const own = await create('standard', 'Lead', { LastName: 'Own', Company: 'x', Email });
    const found = await call('standard', 'GET', `${S}/Lead/Email/${Email}?fields=LastName`);
    expect(JSON.parse(found.body)).toMatchObject({ Id: own });
  });

  test('keeps what it belongs to from being deleted, and is not named', async () => {
    const kept = await create('ada', 'Account', { Name: 'Kept' });
    const hidden = await create('ada', 'Case', { Subject: 'x', AccountId: kept });
    expect((await call('changer', 'DELETE', of(kept))).body).toBe(
      '[{"message":"Your attempt to delete Kept could not be completed because it is associated with the following cases.: \\n","errorCode":"DELETE_FAILED","fields":[]}]',
    );
    await call('ada', 'DELETE', `${S}/Case/${hidden}`);
    expect((await call('changer', 'DELETE', of(kept))).status).toBe(204);
  });

  test('a parent that the user may not see is null, and no lookup leads to it', async () => {
    const own = await create('standard', 'Contact', { LastName: 'Own' });
    await call('ada', 'PATCH', `${S}/Contact/${own}`, { AccountId: account });
    expectRow(
      'rest-data 9/parent/query',
      await query('standard', `SELECT LastName, Account.Name FROM Contact WHERE Id = '${own}'`),
      200,
      `{"totalSize":1,"done":true,"records":[{"attributes":{"type":"Contact","url":"${S}/Contact/${own}"},"LastName":"Own","Account":null}]}`,
    );
    const refused = `[{"message":"insufficient access rights on cross-reference id: ${account.slice(0, 15)}","errorCode":"INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY","fields":[]}]`;
    const made = { LastName: 'x', AccountId: account };
    expectRow('rest-data 9/parent/write', await call('standard', 'POST', `${S}/Contact`, made), 400, refused);
    expect((await call('blind', 'POST', `${S}/Contact`, made)).body).toBe(refused);
  });
});

describe('permission sets', () => {
  test('an integration user has no object without them', async () => {
    expectRow(
      'rest-data 9/api-only',
      await query('robot', 'SELECT Id FROM Account'),
      400,
      noObject('SELECT Id FROM Account', 16, 'Account'),
    );
  });

  test('they give objects, and fields one by one; names and fields of the system have no security', async () => {
    expectRow(
      'rest-data 9/permissionable',
      await query('orders', `SELECT FIELDS(ALL) FROM Account WHERE Id = '${account}' LIMIT 1`),
      200,
      `{"totalSize":1,"done":true,"records":[{"attributes":{"type":"Account","url":"${of(account)}"},"Id":"${account}","IsDeleted":false,"MasterRecordId":null,"Name":"Acme","Phone":"2","PhotoUrl":"/services/images/photo/${account}","Industry":"Energy","OwnerId":"${sf.users.ada!.id}","CreatedDate":"2027-03-01T08:00:00.000+0000","CreatedById":"${sf.users.ada!.id}","LastModifiedDate":"2027-03-01T08:00:00.000+0000","LastModifiedById":"${sf.users.changer!.id}","SystemModstamp":"2027-03-01T08:00:00.000+0000","LastActivityDate":null,"LastViewedDate":"2027-03-01T08:00:00.000+0000","LastReferencedDate":"2027-03-01T08:00:00.000+0000"}]}`,
    );
    expect((await query('orders', 'SELECT Id FROM Contact')).body).toContain('INVALID_TYPE');
    expect(await names('both', 'SELECT Name FROM Contact')).toEqual(['Byron', 'Own']);
  });

  test('a group is less what it mutes, and what needs that', async () => {
    expect((await call('careful', 'GET', `${S}/Account`)).body).toBe(basic(false, true, false));
    expect((await query('careful', 'SELECT Phone FROM Account')).body).toBe(
      noColumn('SELECT Phone FROM Account', 7, 8, 'Phone'),
    );
  });

  test('what is assigned counts from then on, until it expires', async () => {
    const soql = 'SELECT Id FROM Contact LIMIT 1';
    await lab('PATCH', '/users/robot@acme.example', {
      permissionSets: ['Contacts'],
      permissionSetExpirations: { Contacts: '2027-03-01T09:00:00Z' },
    });
    expect((await query('robot', soql)).status).toBe(200);
    sf.clock.advance('1h');
    expect((await query('robot', soql)).status).toBe(400);
    await lab('PATCH', '/users/robot@acme.example', { permissionSets: [] });
  });

  test('what the lab changes of them counts at once', async () => {
    const orgId = sf.orgs[0]!.id;
    const change = (permissions: unknown) =>
      lab('PATCH', `/orgs/${orgId}`, {
        permissionSets: [{ name: 'Contacts', objectPermissions: permissions }],
      });
    await change({ Task: ['read'] });
    expect((await query('both', 'SELECT Id FROM Task')).status).toBe(200);
    await change({ Task: null });
    expect((await query('both', 'SELECT Id FROM Task')).status).toBe(400);
    expect((await query('both', 'SELECT Id FROM Contact')).status).toBe(200);
  });
});

describe('custom objects and fields', () => {
  test('are there for nobody but the administrator, until they are granted', async () => {
    expect((await query('standard', 'SELECT Id FROM Invoice__c')).body).toContain(
      "sObject type 'Invoice__c'",
    );
    expect((await call('standard', 'GET', S)).body).not.toContain('Invoice__c');
    expect((await query('standard', 'SELECT Tier__c FROM Account')).body).toContain(
      "No such column 'Tier__c'",
    );
    expect((await call('standard', 'PATCH', `${S}/Account/Tier__c/x`, { Name: 'x' })).body).toBe(
      '[{"errorCode":"NOT_FOUND","message":"Provided external ID field does not exist or is not accessible: Tier__c"}]',
    );
    expect((await query('ada', 'SELECT Id, Total__c FROM Invoice__c')).status).toBe(200);
    expect((await query('ada', 'SELECT Tier__c FROM Account LIMIT 1')).status).toBe(200);
  });

  test('are used as far as they are granted; what is hidden has its default, and a required field has no security', async () => {
    const id = await create('invoices', 'Invoice__c', { Due__c: '2027-04-01', Total__c: 12.5 });
    const at = `${S}/Invoice__c/${id}`;
    expect((await query('invoices', 'SELECT FIELDS(CUSTOM) FROM Invoice__c LIMIT 1')).body).toBe(
      `{"totalSize":1,"done":true,"records":[{"attributes":{"type":"Invoice__c","url":"${at}"},"Total__c":12.5,"Due__c":"2027-04-01"}]}`,
    );
    expect((await call('invoices', 'PATCH', at, { Secret__c: false })).body).toBe(
      `[{"message":"No such column 'Secret__c' on sobject of type Invoice__c","errorCode":"INVALID_FIELD"}]`,
    );
    expect((await call('invoices', 'PATCH', at, { Total__c: 1 })).status).toBe(204);
    expect((await call('ada', 'GET', `${at}?fields=Secret__c,Total__c`)).body).toBe(
      `{"attributes":{"type":"Invoice__c","url":"${at}"},"Secret__c":true,"Total__c":1.0,"Id":"${id}"}`,
    );
  });
});

describe('by default', () => {
  test('Read Only reads, and the administrator does everything', async () => {
    expect((await call('readonly', 'GET', `${S}/Account`)).body).toBe(basic(false, false, false));
    expect((await call('ada', 'GET', `${S}/Account`)).body).toBe(
      basic(true, true, true, recent(account, 'Acme')),
    );
    expect((await call('standard', 'GET', `${S}/Account`)).body).toBe(basic(true, true, false));
  });

  test('everybody reads users and profiles; assignments need a permission', async () => {
    const soql = 'SELECT Id FROM PermissionSetAssignment';
    expectRow(
      'rest-data 9/setup-objects',
      await query('robot', soql),
      400,
      noObject(soql, 16, 'PermissionSetAssignment'),
    );
    expect((await query('robot', "SELECT Name FROM User WHERE Username = 'ada@acme.example'")).status).toBe(
      200,
    );
    expect((await query('robot', 'SELECT Id FROM Profile')).status).toBe(200);
    expect((await query('standard', soql)).status).toBe(200);
  });

  test('scopes come first: what a token may not open, no permission does', async () => {
    const token = await tokenOf('ada', 'chatter_api openid');
    const answer = await send(sf, of(account), { headers: { authorization: `Bearer ${token}` } });
    expectRow(
      'rest-data 9/scopes',
      answer,
      401,
      '[{"message":"This session is not valid for use with the REST API","errorCode":"INVALID_SESSION_ID"}]',
    );
    const full = await tokenOf('ada', 'full');
    expect((await send(sf, of(account), { headers: { authorization: `Bearer ${full}` } })).status).toBe(200);
  });

  test('a record is found by ids of 15 characters too, and of others never', async () => {
    expect((await call('standard', 'GET', of(account.slice(0, 15)))).status).toBe(404);
    expect((await call('reader', 'GET', of(account.slice(0, 15)))).status).toBe(200);
  });
});

async function lab(method: Method, path: string, body: object): Promise<void> {
  const answer = await send(sf, `/_fauxforce${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (answer.status !== 200) throw new Error(answer.body);
}
