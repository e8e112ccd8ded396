/** Custom objects and fields by REST: described, saved, queried, found by their external ids (rest-data.md 2, 3, 14.1). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { type Answer, send } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';

const V = '/services/data/v60.0';
const S = `${V}/sobjects`;
const SEED = {
  org: { name: 'Initech', id: '00D5g000004AcmeEAC' },
  users: [
    { username: 'bill@initech.example', id: '0055g000001Ada0AAC', profile: 'System Administrator' },
    { username: 'milton@initech.example', profile: 'Minimum Access - API Only Integrations' },
  ],
  objects: {
    Line__c: {
      label: 'Invoice Line',
      fields: {
        Invoice__c: { type: 'MasterDetail', referenceTo: 'Invoice__c', relationshipName: 'Lines' },
        Tags__c: { type: 'MultiselectPicklist', values: ['red', 'blue'], labels: { red: 'Rot' } },
        Where__c: { type: 'Location' },
      },
    },
    Invoice__c: {
      nameField: { type: 'AutoNumber', label: 'Invoice No.', displayFormat: 'INV-{YYYY}-{0000}' },
      fields: {
        Number__c: { type: 'Text', length: 20, externalId: true, unique: true, label: 'Order No.' },
        Serial__c: { type: 'AutoNumber', displayFormat: '{00}x', startingNumber: 7 },
        Account__c: { type: 'Lookup', referenceTo: 'Account', relationshipName: 'Invoices' },
        Contact__c: { type: 'Lookup', referenceTo: 'Contact', deleteConstraint: 'Restrict' },
        Total__c: { type: 'Currency', precision: 8 },
        Double__c: { type: 'Currency', formula: 'Total__c * 2' },
        State__c: { type: 'Picklist', values: ['Open', 'Paid'], restricted: true, defaultValue: 'Open' },
        Sent__c: { type: 'Checkbox', defaultValue: true },
        Note__c: { type: 'Html' },
        Due__c: { type: 'Date', required: true },
        At__c: { type: 'Time' },
        Count__c: { type: 'Number', precision: 4, defaultValue: 5 },
        Code__c: { type: 'Text', externalId: true, caseSensitive: true, unique: true },
      },
    },
    Account: { fields: { Tier__c: { type: 'Picklist', values: ['Gold', 'Silver'] } } },
  },
} as const;

let sf: Fauxforce;
let token: string;
beforeAll(async () => {
  sf = await startFauxforce({ seed: SEED });
  sf.clock.freeze();
  sf.clock.set('2027-03-01T08:00:00Z');
  token = await accessTokenFor(sf, { app: sf.apps.Integration!, user: sf.users.bill!, scopes: 'api' });
});
afterAll(() => sf[Symbol.asyncDispose]());

function call(method: string, path: string, body?: object, bearer = token): Promise<Answer> {
  return send(sf, path, {
    method,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
}

async function create(object: string, fields: object): Promise<string> {
  const { status, body } = await call('POST', `${S}/${object}`, fields);
  expect({ status, body }).toMatchObject({ status: 201 });
  return JSON.parse(body).id;
}

async function query(soql: string): Promise<Record<string, unknown>[]> {
  const { body } = await call('GET', `${V}/query?q=${encodeURIComponent(soql)}`);
  return JSON.parse(body).records;
}

const DUE = { Due__c: '2027-04-01' };

describe('a describe', () => {
  test('lists custom objects among the others, by name, with their prefixes', async () => {
    const { body } = await call('GET', S);
    const { sobjects } = JSON.parse(body) as { sobjects: { name: string }[] };
    const names = sobjects.map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    expect(JSON.stringify(sobjects.find(({ name }) => name === 'Invoice__c'))).toBe(
      '{"activateable":false,"associateEntityType":null,"associateParentEntity":null,"createable":true,"custom":true,"customSetting":false,"deepCloneable":false,"deletable":true,"deprecatedAndHidden":false,"feedEnabled":false,"hasSubtypes":false,"isInterface":false,"isSubtype":false,"keyPrefix":"a01","label":"Invoice","labelPlural":"Invoices","layoutable":true,"mergeable":false,"mruEnabled":true,"name":"Invoice__c","queryable":true,"replicateable":true,"retrieveable":true,"searchable":true,"triggerable":true,"undeletable":true,"updateable":true,"urls":{"compactLayouts":"/services/data/v60.0/sobjects/Invoice__c/describe/compactLayouts","rowTemplate":"/services/data/v60.0/sobjects/Invoice__c/{ID}","approvalLayouts":"/services/data/v60.0/sobjects/Invoice__c/describe/approvalLayouts","listviews":"/services/data/v60.0/sobjects/Invoice__c/listviews","describe":"/services/data/v60.0/sobjects/Invoice__c/describe","quickActions":"/services/data/v60.0/sobjects/Invoice__c/quickActions","layouts":"/services/data/v60.0/sobjects/Invoice__c/describe/layouts","sobject":"/services/data/v60.0/sobjects/Invoice__c"}}',
    );
  });

  test('has the fields behind those of the system, each with all its members', async () => {
    const { body } = await call('GET', `${S}/invoice__C/describe`);
    const { fields } = JSON.parse(body) as { fields: { name: string }[] };
    expect(fields.map(({ name }) => name).join(' ')).toBe(
      'Id OwnerId IsDeleted Name CreatedDate CreatedById LastModifiedDate LastModifiedById SystemModstamp LastViewedDate LastReferencedDate ' +
        'Number__c Serial__c Account__c Contact__c Total__c Double__c State__c Sent__c Note__c Due__c At__c Count__c Code__c',
    );
    const field = (name: string) => JSON.stringify(fields.find((own) => own.name === name));
    expect(field('Number__c')).toBe(
      '{"aggregatable":true,"aiPredictionField":false,"autoNumber":false,"byteLength":60,"calculated":false,"calculatedFormula":null,"cascadeDelete":false,"caseSensitive":false,"compoundFieldName":null,"controllerName":null,"createable":true,"custom":true,"defaultValue":null,"defaultValueFormula":null,"defaultedOnCreate":false,"dependentPicklist":false,"deprecatedAndHidden":false,"digits":0,"displayLocationInDecimal":false,"encrypted":false,"externalId":true,"extraTypeInfo":null,"filterable":true,"filteredLookupInfo":null,"formulaTreatNullNumberAsZero":false,"groupable":true,"highScaleNumber":false,"htmlFormatted":false,"idLookup":true,"inlineHelpText":null,"label":"Order No.","length":20,"mask":null,"maskType":null,"name":"Number__c","nameField":false,"namePointing":false,"nillable":true,"permissionable":true,"picklistValues":[],"polymorphicForeignKey":false,"precision":0,"queryByDistance":false,"referenceTargetField":null,"referenceTo":[],"relationshipName":null,"relationshipOrder":null,"restrictedDelete":false,"restrictedPicklist":false,"scale":0,"searchPrefilterable":false,"soapType":"xsd:string","sortable":true,"type":"string","unique":true,"updateable":true,"writeRequiresMasterRead":false}',
    );
    expect(JSON.parse(field('Double__c') ?? '')).toMatchObject({
      calculated: true,
      calculatedFormula: 'Total__c * 2',
      createable: false,
      updateable: false,
      type: 'currency',
      precision: 18,
      scale: 2,
    });
    expect(JSON.parse(field('Account__c') ?? '')).toMatchObject({
      referenceTo: ['Account'],
      relationshipName: 'Account__r',
      type: 'reference',
    });
    expect(JSON.parse(field('Due__c') ?? '')).toMatchObject({ nillable: false, permissionable: false });
    expect(JSON.parse(field('Count__c') ?? '')).toMatchObject({
      type: 'double',
      precision: 4,
      scale: 0,
      defaultValueFormula: '5',
      defaultedOnCreate: true,
    });
    expect(JSON.parse(field('Note__c') ?? '')).toMatchObject({
      extraTypeInfo: 'richtextarea',
      filterable: false,
      htmlFormatted: true,
      length: 32_768,
    });
    expect(JSON.parse(field('Name') ?? '')).toMatchObject({
      autoNumber: true,
      createable: false,
      idLookup: true,
      label: 'Invoice No.',
      nameField: true,
    });
  });

  test('of a detail has no owner, and of its master a child that goes with it', async () => {
    const detail = JSON.parse((await call('GET', `${S}/Line__c/describe`)).body);
    expect(detail).toMatchObject({ label: 'Invoice Line', labelPlural: 'Invoice Lines', custom: true });
    const names = detail.fields.map(({ name }: { name: string }) => name);
    expect(names).not.toContain('OwnerId');
    expect(detail.fields.find(({ name }: { name: string }) => name === 'Invoice__c')).toMatchObject({
      cascadeDelete: true,
      nillable: false,
      relationshipOrder: 0,
      updateable: false,
    });
    const master = JSON.parse((await call('GET', `${S}/Invoice__c/describe`)).body);
    expect(JSON.stringify(master.childRelationships)).toBe(
      '[{"cascadeDelete":true,"childSObject":"Line__c","deprecatedAndHidden":false,"field":"Invoice__c","junctionIdListNames":[],"junctionReferenceTo":[],"relationshipName":"Lines__r","restrictedDelete":false}]',
    );
  });

  test("of one of Salesforce's objects ends with the org's own fields", async () => {
    const { fields } = JSON.parse((await call('GET', `${S}/Account/describe`)).body);
    expect(fields.at(-1)).toMatchObject({ name: 'Tier__c', label: 'Tier', custom: true, type: 'picklist' });
  });
});

describe('a record', () => {
  test('is numbered, and gets its defaults', async () => {
    const id = await create('Invoice__c', DUE);
    expect(id).toMatch(/^a01FF0/);
    const { body } = await call('GET', `${S}/Invoice__c/${id}`);
    expect(body).toBe(
      `{"attributes":{"type":"Invoice__c","url":"${S}/Invoice__c/${id}"},"Id":"${id}","OwnerId":"0055g000001Ada0AAC","IsDeleted":false,"Name":"INV-2027-0001",` +
        '"CreatedDate":"2027-03-01T08:00:00.000+0000","CreatedById":"0055g000001Ada0AAC","LastModifiedDate":"2027-03-01T08:00:00.000+0000","LastModifiedById":"0055g000001Ada0AAC",' +
        '"SystemModstamp":"2027-03-01T08:00:00.000+0000","LastViewedDate":"2027-03-01T08:00:00.000+0000","LastReferencedDate":"2027-03-01T08:00:00.000+0000",' +
        '"Number__c":null,"Serial__c":"07x","Account__c":null,"Contact__c":null,"Total__c":null,"Double__c":null,"State__c":"Open","Sent__c":true,"Note__c":null,"Due__c":"2027-04-01","At__c":null,"Count__c":5.0,"Code__c":null}',
    );
    await call('PATCH', `${S}/Invoice__c/${id}`, { Sent__c: false, Count__c: null });
    const changed = await query(`SELECT Sent__c, Count__c FROM Invoice__c WHERE Id = '${id}'`);
    expect(changed).toMatchObject([{ Sent__c: false, Count__c: null }]);
  });

  test('is found by its number, in any case', async () => {
    const id = await create('Invoice__c', DUE);
    const [made] = (await query(`SELECT Name FROM Invoice__c WHERE Id = '${id}'`)) as [{ Name: string }];
    for (const name of [made.Name, made.Name.toLowerCase()])
      expect(await query(`SELECT Id FROM Invoice__c WHERE Name = '${name}'`)).toMatchObject([{ Id: id }]);
  });

  test('without a name is called by its id', async () => {
    const invoice = await create('Invoice__c', DUE);
    const id = await create('Line__c', {
      Invoice__c: invoice,
      Where__Latitude__s: 52.5,
      Where__Longitude__s: 13,
    });
    const { body } = await call('GET', `${S}/Line__c/${id}?fields=Name,Where__Latitude__s,Where__c`);
    expect(body).toBe(
      `{"attributes":{"type":"Line__c","url":"${S}/Line__c/${id}"},"Name":"${id.slice(0, 15)}","Where__Latitude__s":52.5,"Where__c":null,"Id":"${id}"}`,
    );
    await call('PATCH', `${S}/Line__c/${id}`, { Name: 'One' });
    await call('PATCH', `${S}/Line__c/${id}`, { Name: null });
    expect(await query(`SELECT Name FROM Line__c WHERE Id = '${id}'`)).toMatchObject([
      { Name: id.slice(0, 15) },
    ]);
  });

  test('is made, found and changed by its external id, which nobody else may have', async () => {
    const path = `${S}/Invoice__c/Number__c/A-1`;
    const { body, status } = await call('PATCH', path, { ...DUE, Total__c: 12.5 });
    const { id } = JSON.parse(body);
    expect({ status, body }).toEqual({
      status: 201,
      body: `{"id":"${id}","success":true,"errors":[],"created":true}`,
    });
    expect((await call('PATCH', path, { Total__c: 13 })).body).toBe(
      `{"id":"${id}","success":true,"errors":[],"created":false}`,
    );
    expect(JSON.parse((await call('GET', path)).body)).toMatchObject({
      Id: id,
      Total__c: 13,
      Number__c: 'A-1',
    });
    const taken = await call('POST', `${S}/Invoice__c`, { ...DUE, Number__c: 'a-1' });
    expect(taken).toMatchObject({
      status: 400,
      body: `[{"message":"duplicate value found: Number__c duplicates value on record with id: ${id.slice(0, 15)}","errorCode":"DUPLICATE_VALUE","fields":[]}]`,
    });
    await create('Invoice__c', { ...DUE, Code__c: 'x' });
    await create('Invoice__c', { ...DUE, Code__c: 'X' });
    const line = await create('Line__c', { Invoice__r: { Number__c: 'A-1' } });
    expect(await query(`SELECT Invoice__r.Number__c FROM Line__c WHERE Id = '${line}'`)).toMatchObject([
      { Invoice__r: { Number__c: 'A-1' } },
    ]);
  });

  test.each([
    [{}, '"Required fields are missing: [Due__c]","errorCode":"REQUIRED_FIELD_MISSING","fields":["Due__c"]'],
    [
      { ...DUE, State__c: 'Lost' },
      '"State: bad value for restricted picklist field: Lost","errorCode":"INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST","fields":["State__c"]',
    ],
    [
      { ...DUE, Number__c: 'x'.repeat(21) },
      `"Order No.: data value too large: ${'x'.repeat(21)} (max length=20)","errorCode":"STRING_TOO_LONG","fields":["Number__c"]`,
    ],
    [
      { ...DUE, Double__c: 1 },
      '"Unable to create/update fields: Double__c. Please check the security settings of this field and verify that it is read/write for your profile or permission set.","errorCode":"INVALID_FIELD_FOR_INSERT_UPDATE","fields":["Double__c"]',
    ],
    [
      { ...DUE, Account__c: 'a01FF0000000001' },
      '"Account: id value of incorrect type: a01FF0000000001","errorCode":"MALFORMED_ID","fields":["Account__c"]',
    ],
    [
      { ...DUE, Totl__c: 1 },
      `"No such column 'Totl__c' on sobject of type Invoice__c","errorCode":"INVALID_FIELD"`,
    ],
  ])('%j is refused', async (fields, error) => {
    expect(await call('POST', `${S}/Invoice__c`, fields)).toMatchObject({
      status: 400,
      body: `[{"message":${error}}]`,
    });
  });

  test('goes with its master, is left without what it looks up, and holds what it restricts', async () => {
    const account = await create('Account', { Name: 'Acme', Tier__c: 'Lead' });
    const contact = await create('Contact', { LastName: 'Byron' });
    const invoice = await create('Invoice__c', { ...DUE, Account__c: account, Contact__c: contact });
    const line = await create('Line__c', { Invoice__c: invoice, Name: 'One' });
    expect((await call('DELETE', `${S}/Contact/${contact}`)).body).toMatch(/"errorCode":"DELETE_FAILED"/);
    expect((await call('DELETE', `${S}/Account/${account}`)).status).toBe(204);
    expect(await query(`SELECT Account__r.Name FROM Invoice__c WHERE Id = '${invoice}'`)).toMatchObject([
      { Account__r: null },
    ]);
    expect((await call('DELETE', `${S}/Invoice__c/${invoice}`)).status).toBe(204);
    expect(await query(`SELECT Id FROM Line__c WHERE Id = '${line}'`)).toEqual([]);
  });
});

test('queries go up through __r, down through the relationship, and know labels', async () => {
  const account = await create('Account', { Name: 'Globex', Tier__c: 'Gold' });
  const invoice = await create('Invoice__c', { ...DUE, Account__c: account, Total__c: 5, At__c: '12:30:00' });
  await create('Line__c', { Invoice__c: invoice, Name: 'One', Tags__c: 'blue;red' });
  expect(
    await query(
      "SELECT Invoice__r.Account__r.Tier__c, toLabel(Tags__c) FROM Line__c WHERE Tags__c INCLUDES ('red') AND Invoice__r.Total__c > 4",
    ),
  ).toMatchObject([{ Invoice__r: { Account__r: { Tier__c: 'Gold' } }, Tags__c: 'blue;Rot' }]);
  expect(
    await query("SELECT (SELECT Total__c, At__c FROM Invoices__r) FROM Account WHERE Tier__c = 'gold'"),
  ).toMatchObject([{ Invoices__r: { records: [{ Total__c: 5, At__c: '12:30:00.000Z' }] } }]);
});

test('who sees no objects sees none of these either', async () => {
  const milton = await accessTokenFor(sf, {
    app: sf.apps.Integration!,
    user: sf.users.milton!,
    scopes: 'api',
  });
  expect(await call('GET', `${S}/Invoice__c/describe`, undefined, milton)).toMatchObject({
    status: 404,
    body: '[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]',
  });
});
