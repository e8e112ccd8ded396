/** One record, made, read, changed and deleted: whole answers (rest-data.md 2). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fauxforce } from '../../src/testing/index.ts';
import type { Answer } from '../helpers/token.ts';
import { ADA, startAcme } from '../identity/acme.ts';
import { expectRow } from '../rows/expect-row.ts';
import type { RowId } from '../rows/row.ts';
import { attributes, Caller, NOT_FOUND, refused, S, V } from './caller.ts';

const NOW = '2027-03-01T08:00:00.000+0000';

let sf: Fauxforce;
let ada: Caller;
beforeAll(async () => {
  sf = await startAcme();
  sf.clock.freeze();
  sf.clock.set('2027-03-01T08:00:00Z');
  ada = await Caller.of(sf);
});
afterAll(() => sf[Symbol.asyncDispose]());

/** Fields of a record as a query that names them answers: name by name. */
async function read(object: string, id: string, fields: string): Promise<Answer> {
  return ada.get(`${S}/${object}/${id}?fields=${fields}`);
}

/** A record of which fields were asked for, `Id` behind them. */
function record(object: string, id: string, fields: string): string {
  return `{${attributes(object, id)},${fields},"Id":"${id}"}`;
}

describe('create', () => {
  test('says the id, and where the record is', async () => {
    const made = await ada.call('POST', `${S}/Contact/`, { LastName: 'Byron' });
    const { id } = JSON.parse(made.body);
    expect(id).toMatch(/^003FF0[0-9A-Za-z]{9}[A-Z0-5]{3}$/);
    expectRow('rest-data 2.1/created', made, 201, `{"id":"${id}","success":true,"errors":[]}`, {
      location: `${S}/Contact/${id}`,
      'content-type': 'application/json;charset=UTF-8',
    });
    const old = await ada.call('POST', '/services/data/v42.0/sobjects/Contact', { LastName: 'Byron' });
    expectRow(
      'rest-data 2.1/created',
      old,
      201,
      `{"id":"${JSON.parse(old.body).id}","success":true,"errors":[]}`,
      {
        location: `/services/data/v42.0/sobjects/Contact/${JSON.parse(old.body).id}`,
      },
    );
  });

  test('takes attributes, and a parent by an external id', async () => {
    const boss = await ada.create('Contact', { LastName: 'Lovelace', Email: 'boss@acme.example' });
    const id = await ada.create('Contact', {
      attributes: { type: 'Contact' },
      LastName: 'Byron',
      ReportsTo: { attributes: { type: 'Contact' }, Email: 'BOSS@acme.example' },
    });
    expectRow(
      'rest-data 2.1/parent-by-key',
      await read('Contact', id, 'ReportsToId'),
      200,
      record('Contact', id, `"ReportsToId":"${boss}"`),
    );
  });

  test('fills in what was not sent', async () => {
    const id = await ada.create('Case', { Subject: 'Broken' });
    expectRow(
      'rest-data 2.1/defaults',
      await ada.get(`${S}/Case/${id}`),
      200,
      `{${attributes('Case', id)},"Id":"${id}","IsDeleted":false,"MasterRecordId":null,"CaseNumber":"00001000","ContactId":null,"AccountId":null,"AssetId":null,"ParentId":null,` +
        '"SuppliedName":null,"SuppliedEmail":null,"SuppliedPhone":null,"SuppliedCompany":null,"Type":null,"Status":"New","Reason":null,"Origin":null,"Subject":"Broken","Priority":"Medium","Description":null,' +
        `"IsClosed":false,"ClosedDate":null,"IsEscalated":false,"OwnerId":"${ADA}","CreatedDate":"${NOW}","CreatedById":"${ADA}","LastModifiedDate":"${NOW}","LastModifiedById":"${ADA}","SystemModstamp":"${NOW}",` +
        `"ContactPhone":null,"ContactMobile":null,"ContactEmail":null,"ContactFax":null,"Comments":null,"LastViewedDate":"${NOW}","LastReferencedDate":"${NOW}"}`,
    );
    const lead = await ada.create('Lead', { LastName: 'x', Company: 'Acme' });
    expectRow(
      'rest-data 2.1/defaults',
      await read('Lead', lead, 'Status,CleanStatus,IsUnreadByOwner,PhotoUrl'),
      200,
      record(
        'Lead',
        lead,
        `"Status":"Open - Not Contacted","CleanStatus":"Pending","IsUnreadByOwner":true,"PhotoUrl":"/services/images/photo/${lead}"`,
      ),
    );
  });
});

describe('read', () => {
  test('has every field in describe order, and validators', async () => {
    const id = await ada.create('Account', {
      Name: 'Acme',
      AnnualRevenue: 560_000_000,
      BillingCity: 'London',
    });
    expectRow(
      [
        'rest-data 2.2/record',
        'rest-data 2.2/all-fields',
        'rest-data 2.2/address',
        'rest-data 2.7/large-number',
      ],
      await ada.get(`${S}/Account/${id}`),
      200,
      `{${attributes('Account', id)},"Id":"${id}","IsDeleted":false,"MasterRecordId":null,"Name":"Acme","Type":null,"ParentId":null,` +
        '"BillingStreet":null,"BillingCity":"London","BillingState":null,"BillingPostalCode":null,"BillingCountry":null,"BillingLatitude":null,"BillingLongitude":null,"BillingGeocodeAccuracy":null,' +
        '"BillingAddress":{"city":"London","country":null,"geocodeAccuracy":null,"latitude":null,"longitude":null,"postalCode":null,"state":null,"street":null},' +
        '"ShippingStreet":null,"ShippingCity":null,"ShippingState":null,"ShippingPostalCode":null,"ShippingCountry":null,"ShippingLatitude":null,"ShippingLongitude":null,"ShippingGeocodeAccuracy":null,"ShippingAddress":null,' +
        `"Phone":null,"Fax":null,"AccountNumber":null,"Website":null,"PhotoUrl":"/services/images/photo/${id}","Sic":null,"Industry":null,"AnnualRevenue":5.6E8,"NumberOfEmployees":null,"Ownership":null,"TickerSymbol":null,"Description":null,"Rating":null,"Site":null,` +
        `"OwnerId":"${ADA}","CreatedDate":"${NOW}","CreatedById":"${ADA}","LastModifiedDate":"${NOW}","LastModifiedById":"${ADA}","SystemModstamp":"${NOW}","LastActivityDate":null,"LastViewedDate":"${NOW}","LastReferencedDate":"${NOW}",` +
        '"Jigsaw":null,"JigsawCompanyId":null,"CleanStatus":"Pending","AccountSource":null,"DunsNumber":null,"Tradestyle":null,"NaicsCode":null,"NaicsDesc":null,"YearStarted":null,"SicDesc":null,"DandbCompanyId":null,"OperatingHoursId":null}',
      { etag: /^"[A-Za-z0-9+/]{43}="$/, 'last-modified': 'Mon, 01 Mar 2027 08:00:00 GMT' },
    );
  });

  test('of a contact has no ETag; HEAD has no body', async () => {
    const id = await ada.create('Contact', { LastName: 'Byron' });
    const validators = { etag: undefined, 'last-modified': 'Mon, 01 Mar 2027 08:00:00 GMT' };
    const answer = await read('Contact', id, 'LastName');
    expectRow('rest-data 2.2/record', answer, 200, record('Contact', id, '"LastName":"Byron"'), validators);
    expectRow('rest-data 2.2/head', await ada.call('HEAD', `${S}/Contact/${id}`), 200, '', validators);
    expectRow('rest-data 2.2/head', await ada.call('HEAD', `${S}/Contact/003FF0000000000AAA`), 404, '');
  });

  test('of fields in the order asked for', async () => {
    const id = await ada.create('Account', { Name: 'Acme', Site: 'London' });
    expectRow(
      'rest-data 2.2/fields',
      await read('Account', id, 'Site,Name'),
      200,
      record('Account', id, '"Site":"London","Name":"Acme"'),
    );
    expectRow(
      'rest-data 2.2/fields',
      await read('Account', id, 'Id,Name'),
      200,
      `{${attributes('Account', id)},"Id":"${id}","Name":"Acme"}`,
    );
    expectRow(
      'rest-data 2.8/unknown-field',
      await read('Account', id, 'Name,Nam'),
      400,
      refused('INVALID_FIELD', "No such column 'Nam' on sobject of type Account"),
    );
  });

  test('follows a lookup', async () => {
    const account = await ada.create('Account', { Name: 'Acme' });
    const id = await ada.create('Contact', { LastName: 'Byron', AccountId: account });
    expectRow(
      'rest-data 2.2/relationship',
      await ada.get(`${S}/Contact/${id}/Account?fields=Name`),
      200,
      record('Account', account, '"Name":"Acme"'),
    );
    expectRow('rest-data 2.2/relationship', await ada.get(`${S}/Contact/${id}/ReportsTo`), 404, NOT_FOUND);
  });

  test('finds nothing deleted', async () => {
    const id = await ada.create('Contact', { LastName: 'Byron' });
    await ada.call('DELETE', `${S}/Contact/${id}`);
    expectRow('rest-data 2.2/deleted', await ada.get(`${S}/Contact/${id}`), 404, NOT_FOUND);
  });
});

describe('update', () => {
  test('changes what was sent, and clears by null', async () => {
    const id = await ada.create('Contact', { LastName: 'Byron', FirstName: 'Ada', Title: 'Countess' });
    const change = (fields: object) => ada.call('PATCH', `${S}/Contact/${id}`, fields);
    expectRow('rest-data 2.3/updated', await change({ LastName: 'King', Title: null }), 204, '');
    const changed = record('Contact', id, '"Name":"Ada King","Title":null');
    expectRow('rest-data 2.3/updated', await read('Contact', id, 'Name,Title'), 200, changed);
    expectRow('rest-data 2.3/nothing', await change({}), 204, '');
    expectRow('rest-data 2.3/nothing', await read('Contact', id, 'Name,Title'), 200, changed);
    expectRow(
      'rest-data 2.3/id-in-body',
      await change({ Id: id, LastName: 'Byron' }),
      400,
      refused('INVALID_FIELD', 'The Id field should not be specified in the sobject data.'),
    );
    expectRow(
      'rest-data 2.8/required',
      await change({ LastName: null }),
      400,
      refused('REQUIRED_FIELD_MISSING', 'Required fields are missing: [LastName]', ['LastName']),
    );
  });

  test('of what is not there', async () => {
    expectRow(
      'rest-data 2.8/not-there',
      await ada.call('PATCH', `${S}/Contact/003FF0000000000AAA`, { LastName: 'King' }),
      404,
      refused('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', []),
    );
  });
});

describe('delete', () => {
  const DELETED = refused('ENTITY_IS_DELETED', 'entity is deleted', []);

  test('works once, and takes the children along', async () => {
    const account = await ada.create('Account', { Name: 'Acme' });
    const contact = await ada.create('Contact', { LastName: 'Byron', AccountId: account });
    expectRow('rest-data 2.4/deleted', await ada.call('DELETE', `${S}/Account/${account}`), 204, '');
    expectRow('rest-data 2.4/deleted', await ada.call('DELETE', `${S}/Account/${account}`), 404, DELETED);
    expectRow(
      ['rest-data 2.4/cascade', 'rest-data 2.2/deleted'],
      await ada.get(`${S}/Contact/${contact}`),
      404,
      NOT_FOUND,
    );
    expectRow(
      ['rest-data 2.4/cascade', 'rest-data 4.1/query-all'],
      await ada.query(`SELECT LastName, IsDeleted FROM Contact WHERE Id = '${contact}'`, `${V}/queryAll`),
      200,
      `{"totalSize":1,"done":true,"records":[{${attributes('Contact', contact)},"LastName":"Byron","IsDeleted":true}]}`,
    );
    expectRow(
      'rest-data 2.8/reference-deleted',
      await ada.call('POST', `${S}/Contact`, { LastName: 'x', AccountId: account }),
      400,
      DELETED,
    );
  });

  test('is refused while cases belong to the contact', async () => {
    const contact = await ada.create('Contact', { LastName: 'Davis', FirstName: 'Josh', Salutation: 'Mr.' });
    const id = await ada.create('Case', { Subject: 'Broken', ContactId: contact });
    const { CaseNumber } = JSON.parse((await ada.get(`${S}/Case/${id}`)).body);
    expectRow(
      'rest-data 2.4/restricted',
      await ada.call('DELETE', `${S}/Contact/${contact}`),
      400,
      refused(
        'DELETE_FAILED',
        `Your attempt to delete Mr. Josh Davis could not be completed because it is associated with the following cases.: ${CaseNumber}\n`,
        [],
      ),
    );
  });

  test('of a well-formed id that is not there', async () => {
    expectRow(
      'rest-data 2.5/foreign-id',
      await ada.call('DELETE', `${S}/Contact/003i000000K27rxAAC`),
      400,
      refused('MALFORMED_ID', 'malformed id 003i000000K27rxAAC', []),
    );
  });
});

describe('by external id', () => {
  const byEmail = (email: string, version = V) =>
    `${version}/sobjects/Contact/Email/${encodeURIComponent(email)}`;
  const noKey = (key: string) =>
    `[{"errorCode":"NOT_FOUND","message":"Provided external ID field does not exist or is not accessible: ${key}"}]`;

  test('is made, changed, read and deleted', async () => {
    const path = byEmail('upsert+1@acme.example');
    const made = await ada.call('PATCH', path, { LastName: 'Byron' });
    const { id } = JSON.parse(made.body);
    expectRow('rest-data 2.5/created', made, 201, `{"id":"${id}","success":true,"errors":[],"created":true}`);
    expectRow(
      'rest-data 2.5/updated',
      await ada.call('PATCH', path, { LastName: 'King' }),
      200,
      `{"id":"${id}","success":true,"errors":[],"created":false}`,
    );
    const old = byEmail('UPSERT+1@acme.example', '/services/data/v45.0');
    expectRow('rest-data 2.5/updated', await ada.call('PATCH', old, { Title: 'x' }), 204, '');
    expectRow(
      'rest-data 2.5/get',
      await ada.get(`${path}?fields=LastName,Title`),
      200,
      record('Contact', id, '"LastName":"King","Title":"x"'),
    );
    expectRow('rest-data 2.5/delete', await ada.call('DELETE', path), 204, '');
    expectRow('rest-data 2.5/get', await ada.get(path), 404, NOT_FOUND);
  });

  test('is made by POST to Id', async () => {
    const made = await ada.call('POST', `${S}/Account/Id`, { Name: 'Acme' });
    const { id } = JSON.parse(made.body);
    expectRow('rest-data 2.5/post-id', made, 201, `{"id":"${id}","success":true,"errors":[]}`, {
      location: `${S}/Account/${id}`,
    });
  });

  test('of several records is the list of them, and nothing is saved', async () => {
    const Email = 'two@acme.example';
    const [a, b] = [
      await ada.create('Contact', { LastName: 'a', Email }),
      await ada.create('Contact', { LastName: 'b', Email }),
    ];
    const urls = `["${S}/Contact/${a}","${S}/Contact/${b}"]`;
    expectRow('rest-data 2.5/several', await ada.call('PATCH', byEmail(Email), { LastName: 'c' }), 300, urls);
    expectRow('rest-data 2.5/several', await ada.get(byEmail(Email)), 300, urls);
    expectRow(
      'rest-data 2.5/several',
      await read('Contact', a, 'LastName'),
      200,
      record('Contact', a, '"LastName":"a"'),
    );
  });

  test('is not made with updateOnly', async () => {
    const path = byEmail('nobody@acme.example');
    expectRow(
      'rest-data 2.5/update-only',
      await ada.call('PATCH', `${path}?updateOnly=true`, { LastName: 'x' }),
      404,
      NOT_FOUND,
    );
    expectRow('rest-data 2.5/update-only', await ada.get(path), 404, NOT_FOUND);
  });

  test.each([
    ['an unknown field', 'Namez/x', 'Namez', 'rest-data 2.5/no-key'],
    ['a field that finds nothing', 'Title/x', 'Title', 'rest-data 2.5/no-key'],
    ['no id', 'INVALID%20ID', 'INVALID ID', 'rest-data 2.5/no-id'],
    ['a number', '-1', '-1', 'rest-data 2.5/no-id'],
  ] as const)('by %s is not found', async (_what, path, key, row) => {
    expectRow(row, await ada.get(`${S}/Contact/${path}`), 404, noKey(key));
    expectRow(row, await ada.call('PATCH', `${S}/Contact/${path}`, { LastName: 'x' }), 404, noKey(key));
    expectRow(row, await ada.call('DELETE', `${S}/Contact/${path}`), 404, noKey(key));
  });

  test('is refused with the key in the body', async () => {
    const Email = 'x@acme.example';
    expectRow(
      'rest-data 2.5/key-in-body',
      await ada.call('PATCH', byEmail(Email), { Email, LastName: 'x' }),
      400,
      refused('INVALID_FIELD', 'The Email field should not be specified in the sobject data.'),
    );
  });
});

describe('conditions', () => {
  const CHANGED = refused('PRECONDITION_FAILED', 'The record has changed since it was read.');
  const EARLIER = 'Mon, 01 Mar 2027 07:59:59 GMT';
  const THEN = 'Mon, 01 Mar 2027 08:00:00 GMT';

  test('by time', async () => {
    const id = await ada.create('Contact', { LastName: 'Byron' });
    const whole = record('Contact', id, '"LastName":"Byron"');
    const ask = (headers: Record<string, string>) => ada.get(`${S}/Contact/${id}?fields=LastName`, headers);
    expectRow('rest-data 2.6/if-modified-since', await ask({ 'if-modified-since': THEN }), 304, '', {
      'last-modified': THEN,
    });
    expectRow('rest-data 2.6/if-modified-since', await ask({ 'if-modified-since': EARLIER }), 200, whole);
    expectRow('rest-data 2.6/if-unmodified-since', await ask({ 'if-unmodified-since': THEN }), 200, whole);
    expectRow(
      'rest-data 2.6/if-unmodified-since',
      await ask({ 'if-unmodified-since': EARLIER }),
      412,
      CHANGED,
    );
    const describe = await ada.get(`${S}/Contact/describe`);
    const { etag, 'last-modified': modified } = describe.headers as Record<string, string>;
    expectRow(
      ['rest-data 2.6/if-modified-since', 'rest-data 3.3/validators'],
      await ada.get(`${S}/Contact/describe`, { 'if-modified-since': modified ?? '' }),
      304,
      '',
      { etag, 'last-modified': modified },
    );
    expectRow(
      ['rest-data 2.6/if-modified-since', 'rest-data 3.3/validators'],
      await ada.get(S, { 'if-modified-since': modified ?? '' }),
      304,
      '',
      { etag: /^"[0-9a-f]{8}"$/, 'last-modified': modified },
    );
  });

  test('by ETag, of accounts alone', async () => {
    const id = await ada.create('Account', { Name: 'Acme' });
    const path = `${S}/Account/${id}`;
    const etag = String((await ada.get(path)).headers.etag);
    expectRow('rest-data 2.6/etag', await ada.get(path, { 'if-none-match': etag }), 304, '', { etag });
    expectRow('rest-data 2.6/etag', await ada.get(path, { 'if-match': '"x"' }), 412, CHANGED);
    const change = (Name: string, headers: Record<string, string>) =>
      ada.call('PATCH', path, { Name }, headers);
    expectRow('rest-data 2.6/etag', await change('x', { 'if-none-match': etag }), 412, CHANGED);
    expectRow('rest-data 2.6/etag', await change('Globex', { 'if-match': etag }), 204, '');
    expectRow('rest-data 2.6/etag', await change('Initech', { 'if-match': etag }), 412, CHANGED);
    expectRow(
      'rest-data 2.6/etag',
      await read('Account', id, 'Name'),
      200,
      record('Account', id, '"Name":"Globex"'),
    );
    expectRow(
      'rest-data 2.6/etag',
      await ada.call('DELETE', path, undefined, { 'if-match': '"x"' }),
      204,
      '',
    );
    const contact = await ada.create('Contact', { LastName: 'x' });
    const url = `${S}/Contact/${contact}?fields=LastName`;
    expectRow(
      'rest-data 2.6/etag',
      await ada.get(url, { 'if-match': '"x"' }),
      200,
      record('Contact', contact, '"LastName":"x"'),
      {
        etag: undefined,
      },
    );
  });
});

describe('values', () => {
  test.each<[RowId, string, object, string, string]>([
    [
      'rest-data 2.7/datetime',
      'Contact',
      { EmailBouncedDate: '2021-12-03T18:59:20+01:00' },
      'EmailBouncedDate',
      '"2021-12-03T17:59:20.000+0000"',
    ],
    [
      'rest-data 2.7/datetime',
      'Contact',
      { EmailBouncedDate: '2021-12-03T17:59:20Z' },
      'EmailBouncedDate',
      '"2021-12-03T17:59:20.000+0000"',
    ],
    [
      'rest-data 2.7/datetime',
      'Contact',
      { EmailBouncedDate: '2021-12-03T17:59:20.000+0000' },
      'EmailBouncedDate',
      '"2021-12-03T17:59:20.000+0000"',
    ],
    ['rest-data 2.7/date', 'Contact', { Birthdate: '2010-01-01' }, 'Birthdate', '"2010-01-01"'],
    [
      'rest-data 2.7/date',
      'Contact',
      { Birthdate: '2019-08-26T16:30:00.000+0000' },
      'Birthdate',
      '"2019-08-26"',
    ],
    ['rest-data 2.7/number', 'Account', { AnnualRevenue: 23 }, 'AnnualRevenue', '23.0'],
    ['rest-data 2.7/number', 'Account', { AnnualRevenue: '33.00' }, 'AnnualRevenue', '33.0'],
    ['rest-data 2.7/number', 'Account', { NumberOfEmployees: '10000' }, 'NumberOfEmployees', '10000'],
    ['rest-data 2.7/large-number', 'Account', { AnnualRevenue: 5.6e8 }, 'AnnualRevenue', '5.6E8'],
    ['rest-data 2.7/others', 'Case', { IsEscalated: true }, 'IsEscalated', 'true'],
    ['rest-data 2.7/others', 'Contact', { OwnerId: ADA.slice(0, 15) }, 'OwnerId', `"${ADA}"`],
    ['rest-data 2.7/others', 'Account', { Rating: 'Hot' }, 'Rating', '"Hot"'],
    ['rest-data 2.7/string', 'Contact', { Title: '  Countess ' }, 'Title', '"Countess"'],
    ['rest-data 2.7/string', 'Contact', { Title: '' }, 'Title', 'null'],
    ['rest-data 2.7/string', 'Contact', { Title: '   ' }, 'Title', 'null'],
    ['rest-data 2.8/unrestricted-picklist', 'Task', { Status: 'Daffy' }, 'Status', '"Daffy"'],
  ])('%s of %s: %j', async (row, object, fields, field, value) => {
    const id = await ada.create(object, { Name: 'x', LastName: 'x', ...OF[object], ...fields });
    expectRow(row, await read(object, id, field), 200, record(object, id, `"${field}":${value}`));
  });

  const OF: Readonly<Record<string, object>> = {
    Account: { LastName: undefined },
    Contact: { Name: undefined },
    Case: { Name: undefined, LastName: undefined },
    Task: { Name: undefined, LastName: undefined },
  };

  test.each(['0x10', '0b1', '1_0', '--1', '.'])('%s is no number', async (NumberOfEmployees) => {
    const { status, body } = await ada.call('POST', `${S}/Account`, { Name: 'x', NumberOfEmployees });
    expect([status, body]).toEqual([
      400,
      expect.stringContaining(`VALUE_STRING value ${NumberOfEmployees} `),
    ]);
  });

  test('an instant without colon and milliseconds was refused', async () => {
    expectRow(
      ['rest-data 2.7/datetime', 'rest-data 2.8/json-type'],
      await ada.call('POST', `${S}/Contact`, { LastName: 'x', EmailBouncedDate: '2013-08-12T15:20:00' }),
      400,
      refused(
        'JSON_PARSER_ERROR',
        'Cannot deserialize instance of datetime from VALUE_STRING value 2013-08-12T15:20:00 or request may be missing a required field at [line:1, column:36]',
      ),
    );
  });
});

describe('permissions', () => {
  test('a user without Create and Edit', async () => {
    sf.arm('record.no-create');
    const { body } = await ada.call('POST', `${S}/Contact`, { LastName: 'x' });
    expect(JSON.parse(body)[0].errorCode).toBe('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY');
    const grace = await Caller.of(sf, 'grace');
    const own = await grace.create('Account', { Name: 'of grace' });
    expectRow(
      'rest-data 2.8/no-edit',
      await grace.call('DELETE', `${S}/Account/${own}`),
      403,
      refused('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id', []),
    );
  });
});
