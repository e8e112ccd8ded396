/** create, update, upsert, delete and undelete: results and faults byte for byte (soap-data.md 2 to 7). */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { expectRow } from '../rows/expect-row.ts';
import type { SOAP_DATA } from '../rows/soap-data.ts';
import {
  answerOf,
  type Client,
  client,
  clientFault,
  ENTERPRISE,
  envelope,
  fault,
  idsIn,
  post,
  queryFault,
  session,
} from './helpers.ts';

let sf: Fauxforce;
let soap: Client;
let sessionId: string;
beforeAll(async () => {
  sf = await startFauxforce();
  sessionId = await session(sf);
  soap = client(sf, sessionId);
});
afterAll(() => sf[Symbol.asyncDispose]());

const record = (type: string, fields: string) => `<sObjects><type>${type}</type>${fields}</sObjects>`;
const create = (...records: string[]) => `<create>${records.join('')}</create>`;
const update = (...records: string[]) => `<update>${records.join('')}</update>`;
const upsert = (field: string, ...records: string[]) =>
  `<upsert><externalIDFieldName>${field}</externalIDFieldName>${records.join('')}</upsert>`;
const byIds = (operation: string, ...ids: string[]) =>
  `<${operation}>${ids.map((id) => `<ids>${id}</ids>`).join('')}</${operation}>`;

const saved = (id: string) => `<result><id>${id}</id><success>true</success></result>`;
const failed = (code: string, message: string, ...fields: string[]) =>
  `<result><errors>${fields.map((name) => `<fields>${name}</fields>`).join('')}<message>${message}</message><statusCode>${code}</statusCode></errors><id xsi:nil="true"/><success>false</success></result>`;
const unknownField = (field: string, object: string, api: 'partner' | 'enterprise' = 'partner') =>
  queryFault(
    'InvalidFieldFault',
    'INVALID_FIELD',
    `No such column &apos;${field}&apos; on entity &apos;${object}&apos;. If you are attempting to use a custom field, be sure to append the &apos;__c&apos; after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
    {},
    api,
  );
const ROLLED_BACK = failed(
  'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  'Record rolled back because not all records were valid and the request was using AllOrNone header',
);
const ALL_OR_NONE = '<AllOrNoneHeader><allOrNone>true</allOrNone></AllOrNoneHeader>';

/** Fields of a record, read by REST's own query in the kit. */
async function fieldsOf(soql: string): Promise<Record<string, unknown>[]> {
  const { body } = await soap.partner(`<queryAll><queryString>${soql}</queryString></queryAll>`);
  return [...body.matchAll(/<records [^>]*>(.*?)<\/records>/gs)].map(([, content = '']) =>
    Object.fromEntries(
      [...content.matchAll(/<sf:(\w+)(?: xsi:nil="true"\/>|>([^<]*)<)/g)].map(([, name, value]) => [
        name,
        value ?? null,
      ]),
    ),
  );
}

async function contact(fields = '<LastName>Byron</LastName>'): Promise<string> {
  const [id = ''] = idsIn(await soap.partner(create(record('Contact', fields))));
  return id;
}

describe('create', () => {
  it('answers a result for each record, in their order', async () => {
    const answered = await soap.partner(
      create(
        record('Contact', '<LastName>a</LastName>'),
        record('Contact', '<LastName>b</LastName><Email>badone</Email>'),
        record('account', '<Industry>Energy</Industry>'),
        record('Contact', '<LastName>c</LastName>'),
      ),
    );
    const [a = '', c = ''] = idsIn(answered);
    expectRow(
      [
        'soap-data 5/save',
        'soap-data 5.1/results',
        'soap-data 5.1/order',
        'soap-data 5.1/success',
        'soap-data 5.1/other-texts',
        'soap-data 9/soapforce',
        'soap-data 9/cumulusci',
        'soap-data 9/jsforce',
      ],
      answered,
      200,
      answerOf(
        `<createResponse>${saved(a)}${failed('INVALID_EMAIL_ADDRESS', 'Email: invalid email address: badone', 'Email')}${failed('REQUIRED_FIELD_MISSING', 'Required fields are missing: [Name]', 'Name')}${saved(c)}</createResponse>`,
        ['xsi'],
      ),
      { 'content-type': 'text/xml; charset=utf-8' },
    );
    expect(sf.journal.last()).toMatchObject({
      status: 200,
      outcome: 'answered',
      request: { operation: 'create', sObjects: '4 records' },
    });
    expect(sf.journal.last()?.checks.map(({ name }) => name)).toContain('record.email');
  });

  it('of what is good has no nil, and so declares no prefix', async () => {
    const answered = await soap.partner(create(record('Contact', '<LastName>a</LastName>')));
    const [id = ''] = idsIn(answered);
    expectRow(
      ['soap-data 3/envelope', 'soap-data 9/data-loader'],
      answered,
      200,
      answerOf(`<createResponse>${saved(id)}</createResponse>`, []),
    );
    expect((await soap.partner('<create/>')).body).toBe(answerOf('<createResponse/>', []));
  });

  it('reads values as XML Schema writes them', async () => {
    const id = await contact(
      '<LastName>  Values </LastName><Birthdate>1815-12-10T00:00:00.000Z</Birthdate><MailingLatitude>4.5E1</MailingLatitude><EmailBouncedDate>2026-01-02T03:04:05+01:00</EmailBouncedDate><Department></Department>',
    );
    const soql = `SELECT LastName, Birthdate, MailingLatitude, EmailBouncedDate, Department FROM Contact WHERE Id = '${id}'`;
    expect(await fieldsOf(soql)).toEqual([
      {
        type: 'Contact',
        Id: null,
        LastName: 'Values',
        Birthdate: '1815-12-10',
        MailingLatitude: '45.0',
        EmailBouncedDate: '2026-01-02T02:04:05.000Z',
        Department: null,
      },
    ]);
    const task =
      '<Subject>Values</Subject><ActivityDate>2026-01-02+01:00</ActivityDate><IsReminderSet>1</IsReminderSet><CallDurationInSeconds>+7</CallDurationInSeconds><ReminderDateTime>2026-01-02T03:04:05</ReminderDateTime>';
    await soap.partner(create(record('Task', task)));
    const tasks =
      "SELECT ActivityDate, IsReminderSet, CallDurationInSeconds, ReminderDateTime FROM Task WHERE Subject = 'Values'";
    expect(await fieldsOf(tasks)).toEqual([
      {
        type: 'Task',
        Id: null,
        ActivityDate: '2026-01-02',
        IsReminderSet: 'true',
        CallDurationInSeconds: '7',
        ReminderDateTime: '2026-01-02T03:04:05.000Z',
      },
    ]);
  });

  it.each([
    ['Contact', 'Birthdate', '6/15/19', 'date'],
    ['Contact', 'Birthdate', '2019-02-30', 'date'],
    ['Contact', 'MailingLatitude', '0x10', 'double'],
    ['Contact', 'EmailBouncedDate', '2019-06-15', 'dateTime'],
    ['Task', 'IsReminderSet', 'yes', 'boolean'],
    ['Task', 'CallDurationInSeconds', '12.5', 'int'],
    ['Task', 'CallDurationInSeconds', '3000000000', 'int'],
  ])('of %s refuses the whole call where %s is %s', async (object, field, value, type) => {
    const good = record('Contact', '<LastName>whole call</LastName>');
    const answered = await soap.partner(create(good, record(object, `<${field}>${value}</${field}>`)));
    expectRow(
      'soap-data 7/bad-value',
      answered,
      500,
      clientFault(`&apos;${value}&apos; is not a valid value for the type xsd:${type}`),
    );
    expect(await fieldsOf("SELECT Id FROM Contact WHERE LastName = 'whole call'")).toEqual([]);
  });

  it('refuses the whole call for a field that is not there, in words of its own', async () => {
    const good = record('Contact', '<LastName>whole call</LastName>');
    const answered = await soap.partner(create(good, record('Account', '<fields>x</fields>')));
    expectRow('soap-data 7/unknown-field-of-save', answered, 500, unknownField('fields', 'Account'));
    const nulled = await soap.partner(create(record('Account', '<fieldsToNull>Foo__c</fieldsToNull>')));
    expect(nulled.body).toBe(unknownField('Foo__c', 'Account'));
    const key = record('Contact', '<LastName>x</LastName><Account><Foo>y</Foo></Account>');
    expect((await soap.partner(create(good, key))).body).toBe(unknownField('Account', 'Contact'));
    expect(await fieldsOf("SELECT Id FROM Contact WHERE LastName = 'whole call'")).toEqual([]);
  });

  it('refuses objects that are not there, and records that name none', async () => {
    expectRow(
      'soap-data 7/unknown-object',
      await soap.partner(create(record('Favourite', ''))),
      500,
      queryFault(
        'InvalidSObjectFault',
        'INVALID_TYPE',
        'sObject type &apos;Favourite&apos; is not supported. If you are attempting to use a custom object, be sure to append the &apos;__c&apos; after the entity name. Please reference your WSDL or the describe call for the appropriate names.',
      ),
    );
    for (const sObject of [
      '<sObjects/>',
      '<sObjects xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:type="sObject"/>',
    ]) {
      expectRow(
        'soap-data 7/concrete-type',
        await soap.enterprise(create(sObject)),
        500,
        queryFault(
          'InvalidSObjectFault',
          'INVALID_TYPE',
          'Must send a concrete entity type.',
          {},
          'enterprise',
        ),
      );
    }
  });

  it('of what nobody writes here says so for the whole call', async () => {
    const good = record('Contact', '<LastName>whole call</LastName>');
    expectRow(
      'soap-data 7/not-built',
      await soap.partner(create(good, record('Profile', '<Name>x</Name>'))),
      500,
      fault(
        'sf:FUNCTIONALITY_NOT_ENABLED',
        'UnexpectedErrorFault',
        'FUNCTIONALITY_NOT_ENABLED',
        'fauxforce does not implement writing to Profile; see docs/limits.md',
      ),
    );
    expect(await fieldsOf("SELECT Id FROM Contact WHERE LastName = 'whole call'")).toEqual([]);
  });

  it('takes 200 records of many fields and no more, packed too', async () => {
    const fields = Array.from({ length: 50 }, () => '<Department>x</Department>').join('');
    const many = (count: number) =>
      create(record('Contact', `<LastName>many</LastName>${fields}`).repeat(count));
    const header = `<SessionHeader><sessionId>${sessionId}</sessionId></SessionHeader>`;
    const answered = await post(sf, gzipSync(envelope(many(200), header)), {
      headers: { 'content-encoding': 'gzip' },
    });
    expect(answered.status).toBe(200);
    expect(idsIn(answered)).toHaveLength(200);
    expectRow(
      'soap-data 5.1/too-many',
      await soap.partner(many(201)),
      500,
      fault(
        'sf:EXCEEDED_ID_LIMIT',
        'UnexpectedErrorFault',
        'EXCEEDED_ID_LIMIT',
        'record limit reached. cannot submit more than 200 records into this call',
      ),
    );
    expect(await fieldsOf("SELECT count(Id) n FROM Contact WHERE LastName = 'many'")).toMatchObject([
      { type: 'AggregateResult' },
    ]);
  });

  it('cuts texts where AllowFieldTruncationHeader says so, and refuses them otherwise', async () => {
    const long = `${'x'.repeat(79)}\u{1f600}`;
    const one = create(record('Contact', `<LastName>${long}</LastName>`));
    expect((await soap.partner(one)).body).toContain(
      failed('STRING_TOO_LONG', `Last Name: data value too large: ${long} (max length=80)`, 'LastName'),
    );
    const header =
      '<AllowFieldTruncationHeader><allowFieldTruncation>true</allowFieldTruncation></AllowFieldTruncationHeader>';
    const cut = await soap.partner(one, header);
    const [id = ''] = idsIn(cut);
    expectRow(
      'soap-data 4/truncation',
      cut,
      200,
      answerOf(`<createResponse>${saved(id)}</createResponse>`, []),
    );
    expect(await fieldsOf(`SELECT LastName FROM Contact WHERE Id = '${id}'`)).toMatchObject([
      { LastName: 'x'.repeat(79) },
    ]);
  });

  it('with AllOrNoneHeader makes none where one cannot be', async () => {
    const records = [
      record('Contact', '<LastName>none</LastName>'),
      record('Contact', '<LastName>none</LastName><Email>bad</Email>'),
    ];
    expectRow(
      'soap-data 4/all-or-none',
      await soap.partner(create(...records), ALL_OR_NONE),
      200,
      answerOf(
        `<createResponse>${ROLLED_BACK}${failed('INVALID_EMAIL_ADDRESS', 'Email: invalid email address: bad', 'Email')}</createResponse>`,
        ['xsi'],
      ),
    );
    expect(await fieldsOf("SELECT Id FROM Contact WHERE LastName = 'none'")).toEqual([]);
  });
});

describe('update', () => {
  it('changes and clears fields, whatever way they are cleared', async () => {
    const fields =
      '<LastName>Byron</LastName><FirstName>Ada</FirstName><Title>Countess</Title><Phone>1</Phone>';
    const id = await contact(fields);
    const xsi = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';
    const changed = record(
      'Contact',
      `<Id>${id.slice(0, 15)}</Id><fieldsToNull>firstname</fieldsToNull><Phone ${xsi} i:nil="true"/><Title/><LastName>King</LastName>`,
    );
    expect((await soap.partner(update(changed))).body).toBe(
      answerOf(`<updateResponse>${saved(id)}</updateResponse>`, []),
    );
    const soql = `SELECT FirstName, LastName, Title, Phone FROM Contact WHERE Id = '${id}'`;
    expect(await fieldsOf(soql)).toEqual([
      { type: 'Contact', Id: null, FirstName: null, LastName: 'King', Title: null, Phone: null },
    ]);
  });

  it('refuses records without an id, with a wrong one, and of others', async () => {
    const id = await contact();
    await soap.partner(byIds('delete', id));
    const answered = await soap.partner(
      update(
        record('Contact', '<LastName>x</LastName>'),
        record('Contact', '<Id>003</Id><LastName>x</LastName>'),
        record('Contact', '<Id>003FF0000000000AAA</Id><LastName>x</LastName>'),
        record('Contact', `<Id>${id}</Id><LastName>x</LastName>`),
      ),
    );
    expectRow(
      'soap-data 5.1/no-id',
      answered,
      200,
      answerOf(
        `<updateResponse>${failed('MISSING_ARGUMENT', 'Id not specified in an update call')}${failed('MALFORMED_ID', 'bad id 003')}${failed('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id')}${failed('ENTITY_IS_DELETED', 'entity is deleted')}</updateResponse>`,
        ['xsi'],
      ),
    );
  });

  it('keeps no id of what was rolled back', async () => {
    const id = await contact();
    const records = [record('Contact', `<Id>${id}</Id><LastName>King</LastName>`), record('Contact', '')];
    expect((await soap.partner(update(...records), ALL_OR_NONE)).body).toBe(
      answerOf(
        `<updateResponse>${ROLLED_BACK}${failed('MISSING_ARGUMENT', 'Id not specified in an update call')}</updateResponse>`,
        ['xsi'],
      ),
    );
    expect(await fieldsOf(`SELECT LastName FROM Contact WHERE Id = '${id}'`)).toMatchObject([
      { LastName: 'Byron' },
    ]);
  });
});

describe('upsert', () => {
  it('says what it created', async () => {
    const one = (email: string, name: string) =>
      record('Contact', `<Email>${email}</Email><LastName>${name}</LastName>`);
    const first = await soap.partner(upsert('email', one('up@acme.example', 'a')));
    const [id = ''] = idsIn(first);
    expect(first.body).toBe(
      answerOf(
        `<upsertResponse><result><created>true</created><id>${id}</id><success>true</success></result></upsertResponse>`,
        [],
      ),
    );
    const answered = await soap.partner(
      upsert(
        'Email',
        one('up@acme.example', 'b'),
        one('UP@acme.example', 'c'),
        record('Contact', '<LastName>d</LastName>'),
        one('new@acme.example', ''),
      ),
    );
    const notCreated = (code: string, message: string, ...fields: string[]) =>
      failed(code, message, ...fields).replace('<result>', '<result><created>false</created>');
    expectRow(
      'soap-data 5/upsert',
      answered,
      200,
      answerOf(
        `<upsertResponse><result><created>false</created><id>${id}</id><success>true</success></result>${notCreated('DUPLICATE_VALUE', 'Duplicate external id specified: UP@acme.example')}${notCreated('MISSING_ARGUMENT', 'Email not specified')}${notCreated('REQUIRED_FIELD_MISSING', 'Required fields are missing: [LastName]', 'LastName')}</upsertResponse>`,
        ['xsi'],
      ),
    );
  });

  it('by Id changes those that have one and makes the others', async () => {
    const id = await contact();
    const answered = await soap.partner(
      upsert(
        'Id',
        record('Contact', `<Id>${id}</Id><LastName>King</LastName>`),
        record('Contact', '<LastName>new</LastName>'),
      ),
    );
    const [, made = ''] = idsIn(answered);
    expect(answered.body).toBe(
      answerOf(
        `<upsertResponse><result><created>false</created><id>${id}</id><success>true</success></result><result><created>true</created><id>${made}</id><success>true</success></result></upsertResponse>`,
        [],
      ),
    );
  });

  it('by a field that finds nothing is refused whole', async () => {
    const { body } = await soap.partner(upsert('Industry', record('Account', '<Name>x</Name>')));
    expect(body).toBe(
      queryFault(
        'InvalidFieldFault',
        'INVALID_FIELD',
        'Field name provided, Industry does not match an External ID, Salesforce Id, or indexed field for Account',
      ),
    );
  });
});

describe('delete and undelete', () => {
  it('echo ids, and say of each what was wrong', async () => {
    const id = await contact();
    const deleted = byIds('delete', id.slice(0, 15), id, '006i000004DAKd', '003FF0000000000AAA');
    expectRow(
      ['soap-data 5/delete', 'soap-data 5.1/bad-id', 'soap-data 5.1/deleted-twice'],
      await soap.partner(deleted),
      200,
      answerOf(
        `<deleteResponse>${saved(id)}${failed('ENTITY_IS_DELETED', 'entity is deleted')}${failed('MALFORMED_ID', 'bad id 006i000004DAKd')}${failed('MALFORMED_ID', 'malformed id 003FF0000000000AAA')}</deleteResponse>`,
        ['xsi'],
      ),
    );
    expectRow(
      'soap-data 5.1/deleted-twice',
      await soap.partner(byIds('undelete', id, id, 'x')),
      200,
      answerOf(
        `<undeleteResponse>${saved(id)}${failed('UNDELETE_FAILED', 'Entity is not in the recycle bin')}${failed('MALFORMED_ID', 'bad id x')}</undeleteResponse>`,
        ['xsi'],
      ),
    );
    expect(await fieldsOf(`SELECT IsDeleted FROM Contact WHERE Id = '${id}'`)).toMatchObject([
      { IsDeleted: 'false' },
    ]);
  });

  it('bring back nothing without the parent that it belongs to', async () => {
    const [parent = ''] = idsIn(await soap.partner(create(record('Account', '<Name>Gone</Name>'))));
    const child = await contact(`<LastName>Gone</LastName><AccountId>${parent}</AccountId>`);
    await soap.partner(byIds('delete', child));
    await soap.partner(byIds('delete', parent));
    const refused = answerOf(
      `<undeleteResponse>${failed('ENTITY_IS_DELETED', 'entity is deleted')}</undeleteResponse>`,
      ['xsi'],
    );
    expect((await soap.partner(byIds('undelete', child))).body).toBe(refused);
    const both = await soap.partner(byIds('undelete', parent, child));
    expect(idsIn(both)).toEqual([parent, child]);
  });

  it('take 200 ids', async () => {
    const tooMany = byIds('delete', ...Array.from({ length: 201 }, () => 'x'));
    expect((await soap.partner(tooMany)).body).toContain('<sf:exceptionCode>EXCEEDED_ID_LIMIT<');
  });
});

type Row = keyof typeof SOAP_DATA;

describe('as clients write them', () => {
  const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
  const parent =
    '<create><sObjects><type>Contact</type><LastName>Parent</LastName><Email>parent@acme.example</Email></sObjects></create>';
  beforeAll(async () => {
    await soap.partner(parent);
  });

  it.each<[Row, string]>([
    [
      '2/wsc',
      `<m:create xmlns:m="urn:partner.soap.sforce.com" xmlns:sobj="urn:sobject.partner.soap.sforce.com" ${XSI} xmlns:xsd="http://www.w3.org/2001/XMLSchema"><m:sObjects><sobj:type xsi:type="xsd:string">Contact</sobj:type><sobj:LastName xsi:type="xsd:string">King</sobj:LastName><sobj:fieldsToNull xsi:type="xsd:string">Title</sobj:fieldsToNull><sobj:MailingLatitude xsi:type="xsd:double">45.5</sobj:MailingLatitude><sobj:ReportsTo><sobj:type xsi:type="xsd:string">Contact</sobj:type><sobj:Email xsi:type="xsd:string">parent@acme.example</sobj:Email></sobj:ReportsTo></m:sObjects></m:create>`,
    ],
    [
      '2/jsforce',
      '<create xmlns="urn:partner.soap.sforce.com" xmlns:ns1="sobject.partner.soap.sforce.com"><ns1:sObjects><type>Contact</type><LastName>King</LastName><MailingLatitude>45.5</MailingLatitude><ReportsTo><type>Contact</type><Email>parent@acme.example</Email></ReportsTo></ns1:sObjects></create>',
    ],
    [
      '2/beatbox',
      `<p:create xmlns:p="urn:partner.soap.sforce.com" xmlns:o="urn:sobject.partner.soap.sforce.com" xmlns:x="http://www.w3.org/2001/XMLSchema-instance"><p:sObjects><o:type>Contact</o:type><o:LastName>King</o:LastName><o:MailingLatitude>45.5</o:MailingLatitude><o:Title x:nil="true"></o:Title><p:ReportsTo><o:type>Contact</o:type><o:Email>parent@acme.example</o:Email></p:ReportsTo></p:sObjects></p:create>`,
    ],
    [
      '2/www-salesforce',
      `<sforce:create xmlns:sforce="urn:partner.soap.sforce.com" xmlns:sfons="urn:sobject.partner.soap.sforce.com" ${XSI}><sObjects xmlns="" xsi:type="sfons:Contact"><sfons:LastName>King</sfons:LastName><sfons:MailingLatitude>45.5</sfons:MailingLatitude><sfons:ReportsTo><sfons:Email>parent@acme.example</sfons:Email></sfons:ReportsTo></sObjects></sforce:create>`,
    ],
    [
      '2/rforce',
      '<create xmlns="urn:partner.soap.sforce.com"><c-gensym3 xmlns=""><type>Contact</type><LastName>King</LastName><MailingLatitude>45.5</MailingLatitude><ReportsTo><type>Contact</type><Email>parent@acme.example</Email></ReportsTo></c-gensym3></create>',
    ],
    [
      '2/soapforce',
      '<tns:create xmlns:tns="urn:partner.soap.sforce.com" xmlns:ins0="urn:sobject.partner.soap.sforce.com"><tns:sObjects><ins0:type>Contact</ins0:type><ins0:LastName>King</ins0:LastName><ins0:MailingLatitude>45.5</ins0:MailingLatitude><ins0:ReportsTo><ins0:type>Contact</ins0:type><ins0:Email>parent@acme.example</ins0:Email></ins0:ReportsTo></tns:sObjects></tns:create>',
    ],
    [
      '2/php',
      '<ns1:create xmlns:ns1="urn:partner.soap.sforce.com" xmlns:ns2="urn:sobject.partner.soap.sforce.com"><ns1:sObjects><ns2:type>Contact</ns2:type><LastName xmlns="">King</LastName><MailingLatitude xmlns="">45.5</MailingLatitude><ReportsTo xmlns=""><type>Contact</type><Email>parent@acme.example</Email></ReportsTo></ns1:sObjects></ns1:create>',
    ],
    [
      '2/salesforcer',
      '<urn:create xmlns:urn="urn:partner.soap.sforce.com" xmlns:urn1="urn:sobject.partner.soap.sforce.com"><urn:sObjects xmlns=""><urn1:type>Contact</urn1:type><LastName>King</LastName><MailingLatitude>45.5</MailingLatitude><ReportsTo><type>Contact</type><Email>parent@acme.example</Email></ReportsTo></urn:sObjects></urn:create>',
    ],
    [
      '2/cumulusci',
      `<urn:create xmlns:urn="urn:partner.soap.sforce.com" xmlns:urn1="urn:sobject.partner.soap.sforce.com" ${XSI}><urn:sObjects xsi:type="urn1:Contact" xmlns=""><LastName>King</LastName><MailingLatitude>45.5</MailingLatitude><ReportsTo><Email>parent@acme.example</Email></ReportsTo></urn:sObjects></urn:create>`,
    ],
  ])('soap-data %s', async (row, operation) => {
    const made = await soap.partner(operation);
    const [id = ''] = idsIn(made);
    expectRow(`soap-data ${row}`, made, 200, answerOf(`<createResponse>${saved(id)}</createResponse>`, []));
    const soql = `SELECT LastName, Title, MailingLatitude, ReportsTo.Email FROM Contact WHERE Id = '${id}'`;
    const { body } = await soap.partner(`<query><queryString>${soql}</queryString></query>`);
    expect(body).toContain(
      '<sf:LastName>King</sf:LastName><sf:Title xsi:nil="true"/><sf:MailingLatitude>45.5</sf:MailingLatitude><sf:ReportsTo xsi:type="sf:sObject"><sf:type>Contact</sf:type><sf:Id xsi:nil="true"/><sf:Email>parent@acme.example</sf:Email></sf:ReportsTo>',
    );
  });

  it('Salesforce Inspector, by the enterprise API', async () => {
    const made = await soap.enterprise(
      `<create ${XSI}><sObjects xsi:type="Contact"><LastName>King</LastName><ReportsTo xsi:type="Contact"><Email>parent@acme.example</Email></ReportsTo></sObjects></create>`,
    );
    const [id = ''] = idsIn(made);
    const answer = answerOf(`<createResponse>${saved(id)}</createResponse>`, [], 'enterprise');
    expectRow(['soap-data 2/inspector', 'soap-data 9/inspector'], made, 200, answer);
    const deleted = await soap.enterprise(`<delete><ID>${id}</ID></delete>`);
    expect(deleted.body).toBe(answerOf(`<deleteResponse>${saved(id)}</deleteResponse>`, [], 'enterprise'));
    const wrong = await soap.enterprise(
      `<create ${XSI}><sObjects xsi:type="Contact"><x/></sObjects></create>`,
    );
    expect(wrong.body).toBe(unknownField('x', 'Contact', 'enterprise'));
  });

  it('phpforce, whose types are in the namespace of the operations', async () => {
    const made = await soap.enterprise(
      `<ns1:create xmlns:ns1="urn:enterprise.soap.sforce.com" ${XSI}><ns1:sObjects xsi:type="ns1:Contact"><LastName xmlns="">King</LastName><EmailBouncedDate xmlns="">2026-01-02T03:04:05+01:00</EmailBouncedDate><fieldsToNull xmlns="">Title</fieldsToNull></ns1:sObjects></ns1:create>`,
    );
    const [id = ''] = idsIn(made);
    const answer = answerOf(`<createResponse>${saved(id)}</createResponse>`, [], 'enterprise');
    expectRow('soap-data 2/phpforce', made, 200, answer);
  });

  it('Beatbox deletes by a parameter of another name', async () => {
    const id = await contact();
    expect(idsIn(await soap.partner(`<delete><id>${id}</id></delete>`))).toEqual([id]);
  });

  it('a parent that is not there is said of its record alone', async () => {
    const { body } = await soap.partner(
      create(
        record(
          'Contact',
          '<LastName>x</LastName><ReportsTo><type>Contact</type><Email>no@acme.example</Email></ReportsTo>',
        ),
      ),
    );
    expect(body).toContain(
      failed(
        'INVALID_FIELD',
        'Foreign key external ID: no@acme.example not found for field Email in entity Contact',
      ),
    );
  });

  it('an operation of the other namespace is none', async () => {
    const header = `<SessionHeader><sessionId>${sessionId}</sessionId></SessionHeader>`;
    expectRow(
      ['soap-data 2/other-namespace', 'soap-data 7/operation'],
      await post(sf, envelope('<create/>', header, ENTERPRISE)),
      500,
      clientFault(
        'No operation available for request {urn:enterprise.soap.sforce.com}create, please check the WSDL for the service.',
      ),
    );
  });
});

describe('what a test arms', () => {
  it('of a record is said of every record of the call, which changes nothing', async () => {
    sf.arm('record.row-lock');
    const { status, body } = await soap.partner(
      create(record('Contact', '<LastName>armed</LastName>').repeat(2)),
    );
    expect(status).toBe(200);
    expect(body.match(/<statusCode>UNABLE_TO_LOCK_ROW</g)).toHaveLength(2);
    expect(sf.journal.last()?.refusal?.name).toBe('record.row-lock');
    expect(await fieldsOf("SELECT Id FROM Contact WHERE LastName = 'armed'")).toEqual([]);
  });

  it('of a duplicate rule tells the rule, to clients that know such', async () => {
    const one = create(record('Contact', '<LastName>armed</LastName>'));
    const message =
      'You&apos;re creating a duplicate record. We recommend you use an existing record instead.';
    sf.arm('record.duplicate-rule');
    expectRow(
      'soap-data 5.1/duplicate-rule',
      await soap.partner(one),
      200,
      answerOf(
        `<createResponse><result><errors xsi:type="DuplicateError"><message>${message}</message><statusCode>DUPLICATES_DETECTED</statusCode><duplicateResult><allowSave>true</allowSave><duplicateRule>Standard_Contact_Duplicate_Rule</duplicateRule><duplicateRuleEntityType>Contact</duplicateRuleEntityType><errorMessage>${message}</errorMessage></duplicateResult></errors><id xsi:nil="true"/><success>false</success></result></createResponse>`,
        ['xsi'],
      ),
    );
    sf.arm('record.duplicate-rule');
    expect((await soap.at(36, one)).body).toContain(failed('DUPLICATES_DETECTED', message));
  });

  it('of the whole call is a fault', async () => {
    sf.arm('record.server-fault');
    const { status, body } = await soap.partner(create(record('Contact', '<LastName>armed</LastName>')));
    expect(status).toBe(500);
    expect(body).toContain('<faultcode>sf:UNKNOWN_EXCEPTION</faultcode>');
  });
});
