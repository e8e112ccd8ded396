/** Records by REST: every answer as the wire facts have it (rest-data.md 2). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fauxforce } from '../../src/testing/index.ts';
import { type Answer, app, send, user } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';
import { ADA, startAcme } from '../identity/acme.ts';
import { expectRow } from '../rows/expect-row.ts';
import type { RowId } from '../rows/row.ts';

const V = '/services/data/v60.0';
const S = `${V}/sobjects`;

let sf: Fauxforce;
let tokens: Readonly<Record<'ada' | 'grace', string>>;
beforeAll(async () => {
  sf = await startAcme();
  sf.clock.freeze();
  sf.clock.set('2027-03-01T08:00:00Z');
  tokens = { ada: await tokenOf(sf, 'ada'), grace: await tokenOf(sf, 'grace') };
});
afterAll(() => sf[Symbol.asyncDispose]());

function tokenOf(of: Fauxforce, name: string): Promise<string> {
  return accessTokenFor(of, { app: app(of, 'Web_Server'), user: user(of, name), scopes: 'api' });
}

type Method = 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE';

function call(
  method: Method,
  path: string,
  body?: unknown,
  { headers = {}, as = 'ada' }: { headers?: Record<string, string>; as?: 'ada' | 'grace' } = {},
): Promise<Answer> {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  return send(sf, path, {
    method,
    headers: { authorization: `Bearer ${tokens[as]}`, ...type, ...headers },
    ...(text === undefined ? {} : { body: text }),
  });
}

async function create(object: string, fields: object): Promise<string> {
  const { status, body } = await call('POST', `${S}/${object}`, fields);
  if (status !== 201) throw new Error(body);
  return (JSON.parse(body) as { id: string }).id;
}

function answer(status: number, body: string) {
  return expect.objectContaining({ status, body });
}

describe('create', () => {
  test('answers 201 with the id, and says where the record is', async () => {
    const { status, body, headers } = await call('POST', `${S}/Account/`, { Name: 'Acme' });
    expect(status).toBe(201);
    expect(body).toMatch(/^\{"id":"001FF0[0-9A-Za-z]{9}[A-Z0-5]{3}","success":true,"errors":\[\]\}$/);
    const { id } = JSON.parse(body);
    expect(headers.location).toBe(`${S}/Account/${id}`);
    expect(headers['sforce-limit-info']).toMatch(/^api-usage=\d+\/15000$/);
  });

  test('takes objects and fields in any case, attributes, and numbers as text', async () => {
    const id = await create('account', {
      attributes: { type: 'Account' },
      nAME: ' Acme ',
      NumberOfEmployees: '10000',
    });
    const { body } = await call('GET', `${S}/Account/${id}?fields=Name,NumberOfEmployees`);
    expect(body).toBe(
      `{"attributes":{"type":"Account","url":"${S}/Account/${id}"},"Name":"Acme","NumberOfEmployees":10000,"Id":"${id}"}`,
    );
  });

  test('fills in what was not sent', async () => {
    const id = await create('Case', { Subject: 'Broken' });
    const { body } = await call('GET', `${S}/Case/${id}`);
    expect(JSON.parse(body)).toMatchObject({
      CaseNumber: '00001000',
      Status: 'New',
      Priority: 'Medium',
      OwnerId: ADA,
      IsClosed: false,
      IsDeleted: false,
      CreatedDate: '2027-03-01T08:00:00.000+0000',
      CreatedById: ADA,
      LastModifiedById: ADA,
      SystemModstamp: '2027-03-01T08:00:00.000+0000',
      Origin: null,
    });
  });

  test('takes a parent by an external id', async () => {
    const boss = await create('Contact', { LastName: 'Lovelace', Email: 'boss@acme.example' });
    const id = await create('Contact', { LastName: 'Byron', ReportsTo: { Email: 'BOSS@acme.example' } });
    expect(JSON.parse((await call('GET', `${S}/Contact/${id}`)).body)).toMatchObject({ ReportsToId: boss });
  });

  test('by POST to Id, as by POST to the object', async () => {
    expect((await call('POST', `${S}/Account/Id`, { Name: 'Acme' })).status).toBe(201);
  });

  test.each<[string, RowId, string, unknown, number, string]>([
    [
      'nothing',
      'rest-data 2.8/no-body',
      'Account',
      undefined,
      400,
      '[{"message":"The HTTP entity body is required, but this request has no entity body.","errorCode":"JSON_PARSER_ERROR"}]',
    ],
    [
      'no JSON',
      'rest-data 2.8/broken-json',
      'Account',
      '{"Name"j"x"}',
      400,
      `[{"message":"Unexpected character ('j' (code 106)): was expecting a colon to separate field name and value at [line:1, column:9]","errorCode":"JSON_PARSER_ERROR"}]`,
    ],
    [
      'a list',
      'rest-data 2.8/json-type',
      'Account',
      '[]',
      400,
      '[{"message":"Can not deserialize SObject out of START_ARRAY token at [line:1, column:1]","errorCode":"JSON_PARSER_ERROR"}]',
    ],
    [
      'no required field',
      'rest-data 2.8/required',
      'Account',
      { Industry: 'Energy' },
      400,
      '[{"message":"Required fields are missing: [Name]","errorCode":"REQUIRED_FIELD_MISSING","fields":["Name"]}]',
    ],
    [
      'null in required fields',
      'rest-data 2.8/required',
      'Opportunity',
      { Name: null },
      400,
      '[{"message":"Required fields are missing: [Name, StageName, CloseDate]","errorCode":"REQUIRED_FIELD_MISSING","fields":["Name","StageName","CloseDate"]}]',
    ],
    [
      'an unknown field',
      'rest-data 2.8/unknown-field',
      'Task',
      { Equipo: 'x' },
      400,
      `[{"message":"No such column 'Equipo' on sobject of type Task","errorCode":"INVALID_FIELD"}]`,
    ],
    [
      'a field of the system',
      'rest-data 2.8/read-only-field',
      'Account',
      { Name: 'Acme', IsDeleted: true, CreatedDate: null },
      400,
      '[{"message":"Unable to create/update fields: IsDeleted, CreatedDate. Please check the security settings of this field and verify that it is read/write for your profile or permission set.","errorCode":"INVALID_FIELD_FOR_INSERT_UPDATE","fields":["IsDeleted","CreatedDate"]}]',
    ],
    [
      'a long text',
      'rest-data 2.8/too-long',
      'Account',
      { Name: 'Acme', YearStarted: '18151' },
      400,
      '[{"message":"Year Started: data value too large: 18151 (max length=4)","errorCode":"STRING_TOO_LONG","fields":["YearStarted"]}]',
    ],
    [
      'a foreign value of a restricted picklist',
      'rest-data 2.8/picklist',
      'Task',
      { CallType: 'Wilstermann' },
      400,
      '[{"message":"Call Type: bad value for restricted picklist field: Wilstermann","errorCode":"INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST","fields":["CallType"]}]',
    ],
    [
      'no e-mail address',
      'rest-data 2.8/email',
      'Contact',
      { LastName: 'x', Email: 'not an email' },
      400,
      '[{"message":"Email: invalid email address: not an email","errorCode":"INVALID_EMAIL_ADDRESS","fields":["Email"]}]',
    ],
    [
      'an id of another object',
      'rest-data 2.8/reference-type',
      'Task',
      { WhatId: '003FF0000000000' },
      400,
      '[{"message":"Related To ID: id value of incorrect type: 003FF0000000000","errorCode":"MALFORMED_ID","fields":["WhatId"]}]',
    ],
    [
      'a parent that is not there',
      'rest-data 2.8/reference',
      'Contact',
      { LastName: 'x', AccountId: '001FF0000000000AAA' },
      400,
      '[{"message":"insufficient access rights on cross-reference id: 001FF0000000000","errorCode":"INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY","fields":[]}]',
    ],
    [
      'an owner that is not there',
      'rest-data 2.8/reference',
      'Account',
      { Name: 'x', OwnerId: '005FF0000000000AAA' },
      400,
      '[{"message":"insufficient access rights on cross-reference id: 005FF0000000000","errorCode":"INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY","fields":[]}]',
    ],
    [
      'an external id that nobody has',
      'rest-data 2.5/foreign-key',
      'Contact',
      { LastName: 'x', ReportsTo: { Email: 'no@acme.example' } },
      400,
      '[{"message":"Foreign key external ID: no@acme.example not found for field Email in entity Contact","errorCode":"INVALID_FIELD","fields":[]}]',
    ],
    [
      'what is no day',
      'rest-data 2.8/json-type',
      'Contact',
      { LastName: 'x', Birthdate: '2027-02-30' },
      400,
      '[{"message":"Cannot deserialize instance of date from VALUE_STRING value 2027-02-30 or request may be missing a required field at [line:1, column:29]","errorCode":"JSON_PARSER_ERROR"}]',
    ],
    [
      'an unknown object',
      'rest-data 2.8/unknown-object',
      'Invoice__c',
      { Name: 'x' },
      404,
      '[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]',
    ],
  ])('is refused with %s', async (_what, row, object, body, status, text) => {
    expectRow(row, await call('POST', `${S}/${object}`, body), status, text);
  });

  test('takes any value of a picklist that is not restricted', async () => {
    expect((await call('POST', `${S}/Task`, { Subject: 'Call', Status: 'Daffy' })).status).toBe(201);
  });

  test('takes an instant in the place of a day', async () => {
    const id = await create('Contact', { LastName: 'x', Birthdate: '2019-08-26T16:30:00.000+0000' });
    expect((await call('GET', `${S}/Contact/${id}?fields=Birthdate`)).body).toContain(
      '"Birthdate":"2019-08-26"',
    );
  });
});

describe('read', () => {
  test('has every field in describe order, nulls too, decimals with a point', async () => {
    const id = await create('Account', {
      Name: 'Acme',
      AnnualRevenue: 560_000_000,
      BillingCity: 'London',
      Site: '',
    });
    const { body, headers } = await call('GET', `${S}/Account/${id.slice(0, 15)}`);
    expect(body).toBe(
      `{"attributes":{"type":"Account","url":"${S}/Account/${id}"},"Id":"${id}","IsDeleted":false,"MasterRecordId":null,"Name":"Acme","Type":null,"ParentId":null,` +
        '"BillingStreet":null,"BillingCity":"London","BillingState":null,"BillingPostalCode":null,"BillingCountry":null,"BillingLatitude":null,"BillingLongitude":null,"BillingGeocodeAccuracy":null,' +
        '"BillingAddress":{"city":"London","country":null,"geocodeAccuracy":null,"latitude":null,"longitude":null,"postalCode":null,"state":null,"street":null},' +
        '"ShippingStreet":null,"ShippingCity":null,"ShippingState":null,"ShippingPostalCode":null,"ShippingCountry":null,"ShippingLatitude":null,"ShippingLongitude":null,"ShippingGeocodeAccuracy":null,"ShippingAddress":null,' +
        `"Phone":null,"Fax":null,"AccountNumber":null,"Website":null,"PhotoUrl":"/services/images/photo/${id}","Sic":null,"Industry":null,"AnnualRevenue":5.6E8,"NumberOfEmployees":null,"Ownership":null,"TickerSymbol":null,"Description":null,"Rating":null,"Site":null,` +
        `"OwnerId":"${ADA}","CreatedDate":"2027-03-01T08:00:00.000+0000","CreatedById":"${ADA}","LastModifiedDate":"2027-03-01T08:00:00.000+0000","LastModifiedById":"${ADA}","SystemModstamp":"2027-03-01T08:00:00.000+0000","LastActivityDate":null,"LastViewedDate":"2027-03-01T08:00:00.000+0000","LastReferencedDate":"2027-03-01T08:00:00.000+0000",` +
        '"Jigsaw":null,"JigsawCompanyId":null,"CleanStatus":"Pending","AccountSource":null,"DunsNumber":null,"Tradestyle":null,"NaicsCode":null,"NaicsDesc":null,"YearStarted":null,"SicDesc":null,"DandbCompanyId":null,"OperatingHoursId":null}',
    );
    expect(headers['last-modified']).toBe('Mon, 01 Mar 2027 08:00:00 GMT');
    expect(headers.etag).toMatch(/^"[A-Za-z0-9+/]{43}="$/);
  });

  test('has an ETag for accounts alone', async () => {
    const id = await create('Contact', { LastName: 'Byron' });
    const { headers } = await call('HEAD', `${S}/Contact/${id}`);
    expect(headers.etag).toBeUndefined();
    expect(headers['last-modified']).toBe('Mon, 01 Mar 2027 08:00:00 GMT');
  });

  test('answers 304 to who has it, and 412 to who wants another', async () => {
    const id = await create('Account', { Name: 'Acme' });
    const path = `${S}/Account/${id}`;
    const etag = String((await call('GET', path)).headers.etag);
    const asked = (headers: Record<string, string>) => call('GET', path, undefined, { headers });
    expect(await asked({ 'if-none-match': etag })).toEqual(answer(304, ''));
    expect(await asked({ 'if-modified-since': 'Mon, 01 Mar 2027 08:00:00 GMT' })).toEqual(answer(304, ''));
    expect((await asked({ 'if-modified-since': 'Mon, 01 Mar 2027 07:59:59 GMT' })).status).toBe(200);
    expect((await asked({ 'if-match': '"x"' })).status).toBe(412);
    expect((await asked({ 'if-unmodified-since': 'Mon, 01 Mar 2027 07:59:59 GMT' })).status).toBe(412);
  });

  test('refuses an unknown field that was asked for', async () => {
    const id = await create('Account', { Name: 'Acme' });
    expect(await call('GET', `${S}/Account/${id}?fields=Name,Nam`)).toEqual(
      answer(
        400,
        `[{"message":"No such column 'Nam' on sobject of type Account","errorCode":"INVALID_FIELD"}]`,
      ),
    );
  });

  test('follows a reference, and is not found where it leads nowhere', async () => {
    const account = await create('Account', { Name: 'Acme' });
    const id = await create('Contact', { LastName: 'Byron', AccountId: account });
    const { body } = await call('GET', `${S}/Contact/${id}/Account?fields=Name`);
    expect(body).toBe(
      `{"attributes":{"type":"Account","url":"${S}/Account/${account}"},"Name":"Acme","Id":"${account}"}`,
    );
    expect(JSON.parse((await call('GET', `${S}/Account/${account}/Owner`)).body)).toMatchObject({ Id: ADA });
    expect((await call('GET', `${S}/Contact/${id}/ReportsTo`)).status).toBe(404);
    expect((await call('GET', `${S}/Contact/${id}/Nothing`)).status).toBe(404);
  });
});

describe('update', () => {
  test('answers 204, changes what was sent, and clears by null', async () => {
    const id = await create('Contact', { LastName: 'Byron', FirstName: 'Ada', Title: 'Countess' });
    expect(await call('PATCH', `${S}/Contact/${id}`, { LastName: 'King', Title: null })).toEqual(
      answer(204, ''),
    );
    expect(JSON.parse((await call('GET', `${S}/Contact/${id}`)).body)).toMatchObject({
      Name: 'Ada King',
      FirstName: 'Ada',
      Title: null,
    });
    expect((await call('POST', `${S}/Contact/${id}?_HttpMethod=PATCH`, { LastName: 'Byron' })).status).toBe(
      204,
    );
    expect((await call('PATCH', `${S}/Contact/${id}`, {})).status).toBe(204);
  });

  test('of the stage of an opportunity changes what follows from it', async () => {
    const id = await create('Opportunity', {
      Name: 'Engine',
      StageName: 'Prospecting',
      CloseDate: '2027-06-30',
      Amount: 1000,
    });
    const read = async () => JSON.parse((await call('GET', `${S}/Opportunity/${id}`)).body);
    expect(await read()).toMatchObject({
      Probability: 10,
      ExpectedRevenue: 100,
      IsClosed: false,
      ForecastCategoryName: 'Pipeline',
      FiscalYear: 2027,
      FiscalQuarter: 2,
      Fiscal: '2027 2',
    });
    await call('PATCH', `${S}/Opportunity/${id}`, { StageName: 'Closed Won' });
    expect(await read()).toMatchObject({
      Probability: 100,
      IsClosed: true,
      IsWon: true,
      ForecastCategory: 'Closed',
    });
  });

  test('by many at once loses nothing', async () => {
    const id = await create('Account', { Name: 'Acme' });
    const fields = ['Phone', 'Fax', 'Site', 'Sic', 'Industry', 'TickerSymbol', 'Rating', 'Type'];
    const answers = await Promise.all(
      fields.map((field) => call('PATCH', `${S}/Account/${id}`, { [field]: '1' })),
    );
    expect(answers.map(({ status }) => status)).toEqual(fields.map(() => 204));
    const row = JSON.parse((await call('GET', `${S}/Account/${id}`)).body);
    expect(fields.map((field) => row[field])).toEqual(fields.map(() => '1'));
  });

  test('keeps to what the caller saw', async () => {
    const id = await create('Account', { Name: 'Acme' });
    const path = `${S}/Account/${id}`;
    const headers = { 'if-match': String((await call('GET', path)).headers.etag) };
    expect((await call('PATCH', path, { Name: 'Globex' }, { headers })).status).toBe(204);
    expect((await call('PATCH', path, { Name: 'Initech' }, { headers })).status).toBe(412);
    expect((await call('GET', `${path}?fields=Name`)).body).toContain('"Name":"Globex"');
  });

  test('is refused with an Id in the body, and of what is not there', async () => {
    const id = await create('Contact', { LastName: 'Byron' });
    expect(await call('PATCH', `${S}/Contact/${id}`, { Id: id, LastName: 'King' })).toEqual(
      answer(
        400,
        '[{"message":"The Id field should not be specified in the sobject data.","errorCode":"INVALID_FIELD"}]',
      ),
    );
    expect(await call('PATCH', `${S}/Contact/003FF0000000000AAA`, { LastName: 'King' })).toEqual(
      answer(
        404,
        '[{"message":"invalid cross reference id","errorCode":"INVALID_CROSS_REFERENCE_KEY","fields":[]}]',
      ),
    );
    expect(await call('PATCH', `${S}/Contact/INVALID%20ID`, { LastName: 'King' })).toEqual(
      answer(
        404,
        '[{"errorCode":"NOT_FOUND","message":"Provided external ID field does not exist or is not accessible: INVALID ID"}]',
      ),
    );
    expect(await call('PATCH', `${S}/Contact/${id}`, { LastName: null })).toEqual(
      answer(
        400,
        '[{"message":"Required fields are missing: [LastName]","errorCode":"REQUIRED_FIELD_MISSING","fields":["LastName"]}]',
      ),
    );
  });
});

describe('delete', () => {
  test('answers 204 once, and takes along what hangs on the record', async () => {
    const account = await create('Account', { Name: 'Acme' });
    const contact = await create('Contact', { LastName: 'Byron', AccountId: account });
    expect(await call('DELETE', `${S}/Account/${account}`)).toEqual(answer(204, ''));
    const deleted = '[{"message":"entity is deleted","errorCode":"ENTITY_IS_DELETED","fields":[]}]';
    expect(await call('DELETE', `${S}/Account/${account}`)).toEqual(answer(404, deleted));
    expect(await call('PATCH', `${S}/Account/${account}`, { Name: 'x' })).toEqual(answer(404, deleted));
    expect(await call('GET', `${S}/Contact/${contact}`)).toEqual(
      answer(404, '[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]'),
    );
    expect(await call('POST', `${S}/Contact`, { LastName: 'x', AccountId: account })).toEqual(
      answer(400, deleted),
    );
  });

  test('is refused while cases belong to the contact', async () => {
    const contact = await create('Contact', { LastName: 'Davis', FirstName: 'Josh', Salutation: 'Mr.' });
    const id = await create('Case', { Subject: 'Broken', ContactId: contact });
    const { CaseNumber } = JSON.parse((await call('GET', `${S}/Case/${id}`)).body);
    expect(await call('DELETE', `${S}/Contact/${contact}`)).toEqual(
      answer(
        400,
        `[{"message":"Your attempt to delete Mr. Josh Davis could not be completed because it is associated with the following cases.: ${CaseNumber}\\n","errorCode":"DELETE_FAILED","fields":[]}]`,
      ),
    );
  });

  test('of a well-formed id that is not there', async () => {
    expect(await call('DELETE', `${S}/Contact/003i000000K27rxAAC`)).toEqual(
      answer(400, '[{"message":"malformed id 003i000000K27rxAAC","errorCode":"MALFORMED_ID","fields":[]}]'),
    );
  });
});

describe('by external id', () => {
  const byEmail = (email: string, v = V) => `${v}/sobjects/Contact/Email/${encodeURIComponent(email)}`;

  test('is made, then changed', async () => {
    const path = byEmail('upsert+1@acme.example');
    const made = await call('PATCH', path, { LastName: 'Byron' });
    expect(made.status).toBe(201);
    const { id } = JSON.parse(made.body);
    expect(made.body).toBe(`{"id":"${id}","success":true,"errors":[],"created":true}`);
    expect(await call('PATCH', path, { LastName: 'King' })).toEqual(
      answer(200, `{"id":"${id}","success":true,"errors":[],"created":false}`),
    );
    expect(
      await call('PATCH', byEmail('UPSERT+1@acme.example', '/services/data/v45.0'), { Title: 'x' }),
    ).toEqual(answer(204, ''));
    expect(JSON.parse((await call('GET', path)).body)).toMatchObject({
      Id: id,
      LastName: 'King',
      Title: 'x',
    });
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('GET', path)).status).toBe(404);
  });

  test('is made once by many at once', async () => {
    const path = byEmail('race@acme.example');
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => call('PATCH', path, { LastName: 'x' })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => JSON.parse(body).id)).size).toBe(1);
  });

  test('of several records is the list of them, and nothing is saved', async () => {
    const ids = [
      await create('Contact', { LastName: 'a', Email: 'two@acme.example' }),
      await create('Contact', { LastName: 'b', Email: 'two@acme.example' }),
    ];
    const urls = `["${S}/Contact/${ids[0]}","${S}/Contact/${ids[1]}"]`;
    expect(await call('PATCH', byEmail('two@acme.example'), { LastName: 'c' })).toEqual(answer(300, urls));
    expect(await call('GET', byEmail('two@acme.example'))).toEqual(answer(300, urls));
  });

  test.each([
    ['an unknown field', `${S}/Contact/Namez/x`, 'Namez'],
    ['a field that finds nothing', `${S}/Contact/Title/x`, 'Title'],
  ])('is refused by %s', async (_what, path, key) => {
    expect(await call('PATCH', path, { LastName: 'x' })).toEqual(
      answer(
        404,
        `[{"errorCode":"NOT_FOUND","message":"Provided external ID field does not exist or is not accessible: ${key}"}]`,
      ),
    );
  });

  test('is refused with the key in the body, and where none may be made', async () => {
    expect(
      await call('PATCH', byEmail('x@acme.example'), { Email: 'x@acme.example', LastName: 'x' }),
    ).toEqual(
      answer(
        400,
        '[{"message":"The Email field should not be specified in the sobject data.","errorCode":"INVALID_FIELD"}]',
      ),
    );
    expect(
      (await call('PATCH', `${byEmail('x@acme.example')}?updateOnly=true`, { LastName: 'x' })).status,
    ).toBe(404);
  });
});

describe('describe', () => {
  test('of a field has 57 members, in order', async () => {
    const { body, headers } = await call('GET', `${S}/Contact/describe`);
    expect(body).toContain(
      '{"aggregatable":true,"aiPredictionField":false,"autoNumber":false,"byteLength":18,"calculated":false,"calculatedFormula":null,"cascadeDelete":false,"caseSensitive":false,"compoundFieldName":null,"controllerName":null,"createable":true,"custom":false,"defaultValue":null,"defaultValueFormula":null,"defaultedOnCreate":false,"dependentPicklist":false,"deprecatedAndHidden":false,"digits":0,"displayLocationInDecimal":false,"encrypted":false,"externalId":false,"extraTypeInfo":null,"filterable":true,"filteredLookupInfo":null,"formulaTreatNullNumberAsZero":false,"groupable":true,"highScaleNumber":false,"htmlFormatted":false,"idLookup":false,"inlineHelpText":null,"label":"Account ID","length":18,"mask":null,"maskType":null,"name":"AccountId","nameField":false,"namePointing":false,"nillable":true,"permissionable":true,"picklistValues":[],"polymorphicForeignKey":false,"precision":0,"queryByDistance":false,"referenceTargetField":null,"referenceTo":["Account"],"relationshipName":"Account","relationshipOrder":null,"restrictedDelete":false,"restrictedPicklist":false,"scale":0,"searchPrefilterable":true,"soapType":"tns:ID","sortable":true,"type":"reference","unique":false,"updateable":true,"writeRequiresMasterRead":false}',
    );
    expect(Object.keys(JSON.parse(body).fields[0])).toHaveLength(57);
    expect(headers.etag).toMatch(/^"[0-9a-f]{8}"$/);
    expect(
      await call('GET', `${S}/Contact/describe`, undefined, {
        headers: { 'if-none-match': String(headers.etag) },
      }),
    ).toEqual(answer(304, ''));
  });

  test('has the members of v59, and fewer in v42', async () => {
    const keys = async (v: string) =>
      Object.keys(JSON.parse((await call('GET', `/services/data/${v}/sobjects/Account/describe`)).body)).join(
        ', ',
      );
    const all =
      'actionOverrides, activateable, associateEntityType, associateParentEntity, childRelationships, compactLayoutable, createable, custom, customSetting, deepCloneable, defaultImplementation, deletable, deprecatedAndHidden, extendedBy, extendsInterfaces, feedEnabled, fields, hasSubtypes, implementedBy, implementsInterfaces, isInterface, isSubtype, keyPrefix, label, labelPlural, layoutable, listviewable, lookupLayoutable, mergeable, mruEnabled, name, namedLayoutInfos, networkScopeFieldName, queryable, recordTypeInfos, replicateable, retrieveable, searchLayoutable, searchable, sobjectDescribeOption, supportedScopes, triggerable, undeletable, updateable, urls';
    expect(await keys('v59.0')).toBe(all);
    expect(await keys('v42.0')).toBe(
      all.replace(
        /associateEntityType, |associateParentEntity, |deepCloneable, |defaultImplementation, |extendedBy, |extendsInterfaces, |implementedBy, |implementsInterfaces, |isInterface, /g,
        '',
      ),
    );
  });
});

describe('queries', () => {
  const query = async (soql: string, as: 'ada' | 'grace' = 'ada') =>
    (await call('GET', `${V}/query?q=${encodeURIComponent(soql)}`, undefined, { as })).body;

  test('find records with their parents and children, by keys and by looking', async () => {
    const account = await create('Account', { Name: 'Queried', AnnualRevenue: 23 });
    const id = await create('Contact', { LastName: 'Byron', FirstName: 'Ada', AccountId: account });
    const of = (object: string, own: string) =>
      `"attributes":{"type":"${object}","url":"${S}/${object}/${own}"}`;
    const contact = `{${of('Contact', id)},"Name":"Ada Byron","Account":{${of('Account', account)},"AnnualRevenue":23.0}}`;
    const found = `{"totalSize":1,"done":true,"records":[${contact}]}`;
    expect(
      await query(`SELECT Name, Account.AnnualRevenue FROM Contact WHERE AccountId = '${account}'`),
    ).toBe(found);
    expect(
      await query("SELECT Name, Account.AnnualRevenue FROM Contact WHERE Account.Name = 'queried'"),
    ).toBe(found);
    expect(
      await query(`SELECT Id, (SELECT LastName FROM Contacts) FROM Account WHERE Id = '${account}'`),
    ).toBe(
      `{"totalSize":1,"done":true,"records":[{${of('Account', account)},"Id":"${account}","Contacts":{"totalSize":1,"done":true,"records":[{${of('Contact', id)},"LastName":"Byron"}]}}]}`,
    );
    await call('DELETE', `${S}/Contact/${id}`);
    expect(await query(`SELECT count() FROM Contact WHERE AccountId = '${account}'`)).toBe(
      '{"totalSize":0,"done":true,"records":[]}',
    );
  });

  test('find what the user may see', async () => {
    const id = await create('Account', { Name: 'Secret' });
    for (const where of [`Id = '${id}'`, "Name = 'Secret'"]) {
      expect(await query(`SELECT Id FROM Account WHERE ${where}`, 'grace')).toBe(
        '{"totalSize":0,"done":true,"records":[]}',
      );
    }
  });
});

describe('other resources', () => {
  test('refuse more calls than the org may make in a day', async () => {
    await using own = await startAcme({ settings: { dailyApiRequests: 2 } });
    const token = await tokenOf(own, 'ada');
    const ask = () => send(own, V, { headers: { authorization: `Bearer ${token}` } });
    expect((await ask()).headers['sforce-limit-info']).toBe('api-usage=1/2');
    expect((await ask()).status).toBe(200);
    expect(await ask()).toEqual(
      answer(403, '[{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]'),
    );
    own.clock.advance('24h');
    expect(
      (await send(own, V, { headers: { authorization: `Bearer ${await tokenOf(own, 'ada')}` } })).status,
    ).toBe(200);
  });
});

describe('permissions', () => {
  test('of a standard user: their own rows, which they may not delete', async () => {
    const mine = await create('Account', { Name: 'of ada' });
    expect((await call('GET', `${S}/Account/${mine}`, undefined, { as: 'grace' })).status).toBe(404);
    expect(await call('PATCH', `${S}/Account/${mine}`, { Name: 'x' }, { as: 'grace' })).toEqual(
      answer(
        404,
        '[{"message":"invalid cross reference id","errorCode":"INVALID_CROSS_REFERENCE_KEY","fields":[]}]',
      ),
    );
    expect(
      (await call('POST', `${S}/Contact`, { LastName: 'x', AccountId: mine }, { as: 'grace' })).body,
    ).toContain('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY');
    const made = await call('POST', `${S}/Account`, { Name: 'of grace' }, { as: 'grace' });
    const { id } = JSON.parse(made.body);
    expect(await call('DELETE', `${S}/Account/${id}`, undefined, { as: 'grace' })).toEqual(
      answer(
        403,
        '[{"message":"insufficient access rights on object id","errorCode":"INSUFFICIENT_ACCESS_OR_READONLY","fields":[]}]',
      ),
    );
    const { body } = await call('GET', `${S}/Account/describe`, undefined, { as: 'grace' });
    expect(JSON.parse(body)).toMatchObject({ createable: true, updateable: true, deletable: false });
  });

  test('of a user without access to objects: there are none', async () => {
    await using own = await startAcme({
      users: { grace: { profile: 'Minimum Access - API Only Integrations' } },
    });
    const headers = { authorization: `Bearer ${await tokenOf(own, 'grace')}` };
    expect((await send(own, `${S}/Account/describe`, { headers })).status).toBe(404);
    expect((await send(own, S, { headers })).body).not.toContain('"name":"Account"');
  });
});
