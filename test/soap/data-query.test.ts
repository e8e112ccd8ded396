/** query, queryMore, queryAll, retrieve and search: records byte for byte, partner and enterprise (soap-data.md 3 to 7). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { send } from '../helpers/token.ts';
import { expectRow } from '../rows/expect-row.ts';
import type { SOAP_DATA } from '../rows/soap-data.ts';
import { answerOf, type Client, client, clientFault, fault, idsIn, queryFault, session } from './helpers.ts';

let sf: Fauxforce;
let soap: Client;
let sessionId: string;
let account: string;
let contact: string;
let lonely: string;

const create = (records: string) => `<create>${records}</create>`;

beforeAll(async () => {
  sf = await startFauxforce();
  sf.clock.freeze();
  sf.clock.set('2026-11-29T06:35:00Z');
  sessionId = await session(sf);
  soap = client(sf, sessionId);
  [account = ''] = idsIn(
    await soap.partner(
      create(
        "<sObjects><type>Account</type><Name>Bee's &lt;knees&gt; &amp; Co</Name><AnnualRevenue>560000000</AnnualRevenue><NumberOfEmployees>12</NumberOfEmployees><BillingCity>Paris</BillingCity><BillingLatitude>48.85</BillingLatitude></sObjects>",
      ),
    ),
  );
  [contact = '', lonely = ''] = idsIn(
    await soap.partner(
      create(
        `<sObjects><type>Contact</type><LastName>Byron</LastName><AccountId>${account}</AccountId></sObjects><sObjects><type>Contact</type><LastName>Lonely</LastName></sObjects>`,
      ),
    ),
  );
});
afterAll(() => sf[Symbol.asyncDispose]());

const soql = (text: string, operation = 'query') =>
  `<${operation}><queryString>${text}</queryString></${operation}>`;
const PARTNER = ['xsi', 'sf'];
const found = (records: string, size: number, operation = 'query') =>
  `<${operation}Response><result xsi:type="QueryResult"><done>true</done><queryLocator xsi:nil="true"/>${records}<size>${size}</size></result></${operation}Response>`;
const enterpriseFound = (records: string, size: number) =>
  `<queryResponse><result><done>true</done><queryLocator xsi:nil="true"/>${records}<size>${size}</size></result></queryResponse>`;

describe('a record of the partner API', () => {
  it('has its type and id first, the id again where it was selected, and its fields in the order of the query', async () => {
    const answered = await soap.partner(
      soql(
        `SELECT name, Industry, Id, AnnualRevenue, NumberOfEmployees, CreatedDate, IsDeleted FROM account WHERE Id = '${account}'`,
      ),
    );
    expectRow(
      [
        'soap-data 3.1/record',
        'soap-data 3.1/result',
        'soap-data 3.1/type-and-id',
        'soap-data 3.1/id-selected',
        'soap-data 3.1/order',
        'soap-data 3.1/datetime',
        'soap-data 3.1/boolean-int',
        'soap-data 3.1/double',
        'soap-data 3.1/id',
        'soap-data 3/escapes',
        'soap-data 5/query',
        'soap-data 9/zksforce',
        'soap-data 9/go-soapforce',
        'soap-data 9/php',
        'soap-data 9/rforce',
      ],
      answered,
      200,
      answerOf(
        found(
          `<records xsi:type="sf:sObject"><sf:type>Account</sf:type><sf:Id>${account}</sf:Id><sf:Name>Bee&apos;s &lt;knees&gt; &amp; Co</sf:Name><sf:Industry xsi:nil="true"/><sf:Id>${account}</sf:Id><sf:AnnualRevenue>5.6E8</sf:AnnualRevenue><sf:NumberOfEmployees>12</sf:NumberOfEmployees><sf:CreatedDate>2026-11-29T06:35:00.000Z</sf:CreatedDate><sf:IsDeleted>false</sf:IsDeleted></records>`,
          1,
        ),
        PARTNER,
      ),
    );
  });

  it('has an id without a value where it was not selected', async () => {
    const answered = await soap.partner(soql(`SELECT LastName FROM Contact WHERE Id = '${contact}'`));
    expectRow(
      ['soap-data 3.1/type-and-id', 'soap-data 9/beatbox'],
      answered,
      200,
      answerOf(
        found(
          '<records xsi:type="sf:sObject"><sf:type>Contact</sf:type><sf:Id xsi:nil="true"/><sf:LastName>Byron</sf:LastName></records>',
          1,
        ),
        PARTNER,
      ),
    );
  });

  it('has parents at the place of their first field, and nothing where there is none', async () => {
    const parent = '<sf:Account xsi:type="sf:sObject"><sf:type>Account</sf:type>';
    const answered = await soap.partner(
      soql(`SELECT Account.Name, LastName, Account.Id FROM Contact WHERE Id IN ('${contact}','${lonely}')`),
    );
    const record = '<records xsi:type="sf:sObject"><sf:type>Contact</sf:type><sf:Id xsi:nil="true"/>';
    expectRow(
      ['soap-data 3.1/parent', 'soap-data 3.1/null-parent'],
      answered,
      200,
      answerOf(
        found(
          `${record}${parent}<sf:Id>${account}</sf:Id><sf:Name>Bee&apos;s &lt;knees&gt; &amp; Co</sf:Name><sf:Id>${account}</sf:Id></sf:Account><sf:LastName>Byron</sf:LastName></records>${record}<sf:Account xsi:nil="true"/><sf:LastName>Lonely</sf:LastName></records>`,
          2,
        ),
        PARTNER,
      ),
    );
  });

  it('has lists of children, and nothing where there are none', async () => {
    const answered = await soap.partner(
      soql(
        `SELECT (SELECT LastName FROM Contacts), (SELECT Id FROM Cases) FROM Account WHERE Id = '${account}'`,
      ),
    );
    expectRow(
      'soap-data 3.1/children',
      answered,
      200,
      answerOf(
        found(
          '<records xsi:type="sf:sObject"><sf:type>Account</sf:type><sf:Id xsi:nil="true"/><sf:Contacts xsi:type="QueryResult"><done>true</done><queryLocator xsi:nil="true"/><records xsi:type="sf:sObject"><sf:type>Contact</sf:type><sf:Id xsi:nil="true"/><sf:LastName>Byron</sf:LastName></records><size>1</size></sf:Contacts><sf:Cases xsi:nil="true"/></records>',
          1,
        ),
        PARTNER,
      ),
    );
  });

  it('has addresses with their place first', async () => {
    const answered = await soap.partner(
      soql(`SELECT BillingAddress, ShippingAddress FROM Account WHERE Id = '${account}'`),
    );
    expectRow(
      'soap-data 3.1/address',
      answered,
      200,
      answerOf(
        found(
          '<records xsi:type="sf:sObject"><sf:type>Account</sf:type><sf:Id xsi:nil="true"/><sf:BillingAddress xsi:type="address"><latitude>48.85</latitude><longitude xsi:nil="true"/><city>Paris</city><country xsi:nil="true"/><countryCode xsi:nil="true"/><geocodeAccuracy xsi:nil="true"/><postalCode xsi:nil="true"/><state xsi:nil="true"/><stateCode xsi:nil="true"/><street xsi:nil="true"/></sf:BillingAddress><sf:ShippingAddress xsi:nil="true"/></records>',
          1,
        ),
        PARTNER,
      ),
    );
  });

  it('has days as they are', async () => {
    const day = '<Birthdate>1815-12-10</Birthdate>';
    const [id = ''] = idsIn(
      await soap.partner(create(`<sObjects><type>Contact</type><LastName>Born</LastName>${day}</sObjects>`)),
    );
    expectRow(
      'soap-data 3.1/date-time',
      await soap.partner(soql(`SELECT Birthdate FROM Contact WHERE Id = '${id}'`)),
      200,
      answerOf(
        found(
          '<records xsi:type="sf:sObject"><sf:type>Contact</sf:type><sf:Id xsi:nil="true"/><sf:Birthdate>1815-12-10</sf:Birthdate></records>',
          1,
        ),
        PARTNER,
      ),
    );
  });

  it('of a group says the types of its values', async () => {
    const answered = await soap.partner(
      soql(
        `SELECT Name, count(Id), sum(AnnualRevenue) total, max(CreatedDate), min(Industry) FROM Account WHERE Id = '${account}' GROUP BY Name`,
      ),
    );
    expectRow(
      ['soap-data 3.1/aggregate', 'soap-data 3.1/any-type'],
      answered,
      200,
      answerOf(
        found(
          '<records xsi:type="sf:sObject"><sf:type>AggregateResult</sf:type><sf:Id xsi:nil="true"/><sf:Name xsi:type="xsd:string">Bee&apos;s &lt;knees&gt; &amp; Co</sf:Name><sf:expr0 xsi:type="xsd:int">1</sf:expr0><sf:total xsi:type="xsd:double">5.6E8</sf:total><sf:expr1 xsi:type="xsd:dateTime">2026-11-29T06:35:00.000Z</sf:expr1><sf:expr2 xsi:nil="true"/></records>',
          1,
        ),
        ['xsi', 'sf', 'xsd'],
      ),
    );
  });

  it('is none where nothing was found, or only counted', async () => {
    expectRow(
      'soap-data 3.1/nothing',
      await soap.partner(soql("SELECT Id FROM Contact WHERE LastName = 'nobody'")),
      200,
      answerOf(found('', 0), ['xsi']),
    );
    expectRow(
      'soap-data 3.1/count',
      await soap.partner(soql("SELECT count() FROM Contact WHERE LastName = 'Byron'")),
      200,
      answerOf(found('', 1), ['xsi']),
    );
  });
});

describe('a record of the enterprise API', () => {
  it('has the type of its object, Id and then its fields in the order of the alphabet, and no nulls', async () => {
    const answered = await soap.enterprise(
      soql(
        `SELECT LastName, FirstName, Account.Name, Account.Industry, Id FROM Contact WHERE Id = '${contact}'`,
      ),
    );
    expectRow(
      [
        'soap-data 3.1/record',
        'soap-data 3.1/result',
        'soap-data 3.1/order',
        'soap-data 3.1/null',
        'soap-data 3.1/parent',
        'soap-data 2/wsc-enterprise',
      ],
      answered,
      200,
      answerOf(
        enterpriseFound(
          `<records xsi:type="sf:Contact"><sf:Id>${contact}</sf:Id><sf:Account xsi:type="sf:Account"><sf:Name>Bee&apos;s &lt;knees&gt; &amp; Co</sf:Name></sf:Account><sf:LastName>Byron</sf:LastName></records>`,
          1,
        ),
        PARTNER,
        'enterprise',
      ),
    );
  });

  it('has children in lists, and leaves out what has none', async () => {
    const answered = await soap.enterprise(
      soql(
        `SELECT Name, (SELECT LastName FROM Contacts), (SELECT Id FROM Cases) FROM Account WHERE Id = '${account}'`,
      ),
    );
    expectRow(
      ['soap-data 3.1/children', 'soap-data 3.1/null'],
      answered,
      200,
      answerOf(
        enterpriseFound(
          '<records xsi:type="sf:Account"><sf:Contacts xsi:type="QueryResult"><done>true</done><queryLocator xsi:nil="true"/><records xsi:type="sf:Contact"><sf:LastName>Byron</sf:LastName></records><size>1</size></sf:Contacts><sf:Name>Bee&apos;s &lt;knees&gt; &amp; Co</sf:Name></records>',
          1,
        ),
        PARTNER,
        'enterprise',
      ),
    );
    const lonelyOne = await soap.enterprise(soql(`SELECT Account.Name FROM Contact WHERE Id = '${lonely}'`));
    expect(lonelyOne.body).toBe(
      answerOf(enterpriseFound('<records xsi:type="sf:Contact"/>', 1), ['xsi', 'sf'], 'enterprise'),
    );
  });

  it('of a group has its values as they were selected', async () => {
    const answered = await soap.enterprise(
      soql(`SELECT count(Id), Name FROM Account WHERE Id = '${account}' GROUP BY Name`),
    );
    expectRow(
      'soap-data 3.1/aggregate',
      answered,
      200,
      answerOf(
        enterpriseFound(
          '<records xsi:type="sf:AggregateResult"><sf:expr0 xsi:type="xsd:int">1</sf:expr0><sf:Name xsi:type="xsd:string">Bee&apos;s &lt;knees&gt; &amp; Co</sf:Name></records>',
          1,
        ),
        ['xsi', 'sf', 'xsd'],
        'enterprise',
      ),
    );
  });
});

describe('pages', () => {
  const more = (locator: string) => `<queryMore><queryLocator>${locator}</queryLocator></queryMore>`;
  const pageSize = (size: number) => `<QueryOptions><batchSize>${size}</batchSize></QueryOptions>`;
  const locatorIn = (body: string) => /<queryLocator>(.*?)<\/queryLocator>/.exec(body)?.[1] ?? '';
  const count = (body: string) => body.split('<records ').length - 1;
  const ALL = soql("SELECT LastName FROM Contact WHERE LastName = 'paged'");

  beforeAll(async () => {
    const one = '<sObjects><type>Contact</type><LastName>paged</LastName></sObjects>';
    for (let batch = 0; batch < 3; batch++) await soap.partner(create(one.repeat(200)));
  });

  it('have 500 rows, or as many as QueryOptions say, from 200 to 2000', async () => {
    const page = await soap.partner(ALL, pageSize(200));
    const record =
      '<records xsi:type="sf:sObject"><sf:type>Contact</sf:type><sf:Id xsi:nil="true"/><sf:LastName>paged</sf:LastName></records>';
    expectRow(
      'soap-data 4/query-options',
      page,
      200,
      answerOf(
        `<queryResponse><result xsi:type="QueryResult"><done>false</done><queryLocator>${locatorIn(page.body)}</queryLocator>${record.repeat(200)}<size>600</size></result></queryResponse>`,
        PARTNER,
      ),
    );
    expect(count((await soap.partner(ALL)).body)).toBe(500);
    expect(count((await soap.partner(ALL, pageSize(200))).body)).toBe(200);
    expect(count((await soap.partner(ALL, pageSize(1))).body)).toBe(200);
    expect(count((await soap.partner(ALL, pageSize(9_999))).body)).toBe(600);
    expect(
      count((await soap.partner(ALL, '<QueryOptions><batchSize>x</batchSize></QueryOptions>')).body),
    ).toBe(500);
  });

  it('say the size of the whole, and how to get the next; the last one says that it is', async () => {
    const first = (await soap.partner(ALL, pageSize(400))).body;
    const locator = locatorIn(first);
    expect(locator).toMatch(/^0r8[A-Za-z0-9]{15}-400$/);
    expect(first).toContain(
      `<queryResponse><result xsi:type="QueryResult"><done>false</done><queryLocator>${locator}</queryLocator><records `,
    );
    expect(first).toContain('<size>600</size></result></queryResponse>');
    const record =
      '<records xsi:type="sf:sObject"><sf:type>Contact</sf:type><sf:Id xsi:nil="true"/><sf:LastName>paged</sf:LastName></records>';
    expectRow(
      'soap-data 5/query-more',
      await soap.partner(more(locator)),
      200,
      answerOf(found(record.repeat(200), 600, 'queryMore'), PARTNER),
    );
    expectRow(
      'soap-data 7/locator',
      await soap.partner(more(locator)),
      500,
      fault(
        'sf:INVALID_QUERY_LOCATOR',
        'InvalidQueryLocatorFault',
        'INVALID_QUERY_LOCATOR',
        'invalid query locator',
      ),
    );
  });

  it('are good for REST, and those of REST for SOAP', async () => {
    const locator = locatorIn((await soap.partner(ALL, pageSize(200))).body);
    const rest = await send(sf, `/services/data/v60.0/query/${locator}`, {
      headers: { authorization: `Bearer ${sessionId}`, 'sforce-query-options': 'batchSize=200' },
    });
    const { nextRecordsUrl, records } = JSON.parse(rest.body);
    expect(records).toHaveLength(200);
    const last = await soap.enterprise(more(String(nextRecordsUrl).split('/').at(-1) ?? ''));
    expect(count(last.body)).toBe(200);
    expect(last.body).toContain('<records xsi:type="sf:Contact"><sf:LastName>paged</sf:LastName></records>');
  });

  it.each(['', 'x', '0r8000000000000AAA-2000', '0r8000000000000AAA-99999999999999'])(
    'with the locator %s there are none',
    async (locator) => {
      expect((await soap.partner(more(locator))).body).toContain('sf:INVALID_QUERY_LOCATOR');
    },
  );

  it('of another user are theirs alone', async () => {
    const locator = locatorIn((await soap.partner(ALL, pageSize(200))).body);
    const password = `${sf.users.integration?.password}${sf.users.integration?.securityToken}`;
    const username = sf.users.integration?.username ?? '';
    const other = client(sf, await session(sf, { username, password }));
    expect((await other.partner(more(locator))).body).toContain('sf:INVALID_QUERY_LOCATOR');
  });
});

describe('queryAll', () => {
  it('finds what is in the recycle bin', async () => {
    const [id = ''] = idsIn(
      await soap.partner(create('<sObjects><type>Contact</type><LastName>gone</LastName></sObjects>')),
    );
    await soap.partner(`<delete><ids>${id}</ids></delete>`);
    const text = "SELECT IsDeleted FROM Contact WHERE LastName = 'gone'";
    expect((await soap.partner(soql(text))).body).toBe(answerOf(found('', 0), ['xsi']));
    expect((await soap.partner(soql(text, 'queryAll'))).body).toBe(
      answerOf(
        found(
          '<records xsi:type="sf:sObject"><sf:type>Contact</sf:type><sf:Id xsi:nil="true"/><sf:IsDeleted>true</sf:IsDeleted></records>',
          1,
          'queryAll',
        ),
        PARTNER,
      ),
    );
  });
});

type Row = keyof typeof SOAP_DATA;

describe('a query that is wrong', () => {
  const COLUMN =
    'If you are attempting to use a custom field, be sure to append the &apos;__c&apos; after the custom field name. Please reference your WSDL or the describe call for the appropriate names.';
  const OBJECT =
    'If you are attempting to use a custom object, be sure to append the &apos;__c&apos; after the entity name. Please reference your WSDL or the describe call for the appropriate names.';

  it.each<[Row, string, string, string, string, { row: number; column: number }?]>([
    [
      '7/unknown-field',
      'select adfId, Name, Account.Name from Contact',
      'InvalidFieldFault',
      'INVALID_FIELD',
      `\nselect adfId, Name, Account.Name from\n       ^\nERROR at Row:1:Column:8\nNo such column &apos;adfId&apos; on entity &apos;Contact&apos;. ${COLUMN}`,
      { row: 1, column: 8 },
    ],
    [
      '7/unknown-object',
      'select count() from XYZZY',
      'InvalidSObjectFault',
      'INVALID_TYPE',
      `\nselect count() from XYZZY\n                    ^\nERROR at Row:1:Column:21\nsObject type &apos;XYZZY&apos; is not supported. ${OBJECT}`,
      { row: 1, column: 21 },
    ],
    [
      '7/syntax',
      'SELECT Id, FROM User',
      'MalformedQueryFault',
      'MALFORMED_QUERY',
      '\nSELECT Id, FROM User\n          ^\nERROR at Row:1:Column:11\nunexpected token: &apos;FROM&apos;',
      { row: 1, column: 11 },
    ],
    ['7/syntax', '', 'MalformedQueryFault', 'MALFORMED_QUERY', 'SOQL statements cannot be empty or null'],
  ])('%s: %s is a %s', async (row, text, type, code, message, place) => {
    const answered = await soap.at(60, soql(text));
    expectRow([`soap-data ${row}`, 'soap-data 9/wsc'], answered, 500, queryFault(type, code, message, place));
  });

  it('of a kind that has no place in the WSDL has none', async () => {
    const { body } = await soap.at(60, soql('SELECT Id FROM User OFFSET 2001'));
    expect(body).toContain(
      '<sf:UnexpectedErrorFault xsi:type="sf:UnexpectedErrorFault"><sf:exceptionCode>NUMBER_OUTSIDE_VALID_RANGE</sf:exceptionCode>',
    );
    expect(body).not.toContain('<sf:row>');
  });

  it('or not evaluated here says so', async () => {
    const { status, body } = await soap.partner(
      soql('SELECT TYPEOF Owner WHEN User THEN Email END FROM Account'),
    );
    expect(status).toBe(500);
    expect(body).toContain('<faultcode>sf:FUNCTIONALITY_NOT_ENABLED</faultcode>');
  });

  it('says so in the namespace of the enterprise API', async () => {
    expect((await soap.enterprise(soql(''))).body).toBe(
      queryFault(
        'MalformedQueryFault',
        'MALFORMED_QUERY',
        'SOQL statements cannot be empty or null',
        {},
        'enterprise',
      ),
    );
  });
});

describe('retrieve', () => {
  const ask = (fields: string, object: string, ...ids: string[]) =>
    `<retrieve><fieldList>${fields}</fieldList><sObjectType>${object}</sObjectType>${ids.map((id) => `<ids>${id}</ids>`).join('')}</retrieve>`;

  it('answers in the order of the ids, and nothing where there is no record', async () => {
    const record = (id: string, name: string) =>
      `<result xsi:type="sf:sObject"><sf:type>Contact</sf:type><sf:Id>${id}</sf:Id><sf:LastName>${name}</sf:LastName><sf:FirstName xsi:nil="true"/></result>`;
    const answered = await soap.partner(
      ask(
        'LastName, firstname ,LastName',
        'contact',
        lonely,
        '003FF0000000000AAA',
        contact.slice(0, 15),
        account,
      ),
    );
    expectRow(
      'soap-data 5/retrieve',
      answered,
      200,
      answerOf(
        `<retrieveResponse>${record(lonely, 'Lonely')}<result xsi:nil="true"/>${record(contact, 'Byron')}<result xsi:nil="true"/></retrieveResponse>`,
        ['sf', 'xsi'],
      ),
    );
  });

  it('has the id by the enterprise API though it was not asked for', async () => {
    const answered = await soap.enterprise(ask('LastName,FirstName', 'Contact', contact));
    expectRow(
      'soap-data 5/retrieve',
      answered,
      200,
      answerOf(
        `<retrieveResponse><result xsi:type="sf:Contact"><sf:Id>${contact}</sf:Id><sf:LastName>Byron</sf:LastName></result></retrieveResponse>`,
        ['sf', 'xsi'],
        'enterprise',
      ),
    );
  });

  it('takes its parameters by their places too', async () => {
    const { body } = await soap.partner(
      `<retrieve><a>LastName</a><b>Contact</b><c>${contact}</c><d>${lonely}</d></retrieve>`,
    );
    expect(body).toContain('<sf:LastName>Byron</sf:LastName>');
    expect(body).toContain('<sf:LastName>Lonely</sf:LastName>');
  });

  it('refuses fields, objects and ids that are none, and too many', async () => {
    expectRow(
      'soap-data 7/unknown-field',
      await soap.partner(ask('Foo', 'Contact', contact)),
      500,
      queryFault(
        'InvalidFieldFault',
        'INVALID_FIELD',
        'No such column &apos;Foo&apos; on entity &apos;Contact&apos;. If you are attempting to use a custom field, be sure to append the &apos;__c&apos; after the custom field name. Please reference your WSDL or the describe call for the appropriate names.',
      ),
    );
    expect((await soap.partner(ask('Id', 'Foo', contact))).body).toContain('<faultcode>sf:INVALID_TYPE<');
    expect((await soap.partner(ask('Id', 'Contact', 'x'))).body).toBe(
      fault('sf:MALFORMED_ID', 'InvalidIdFault', 'MALFORMED_ID', 'bad id x'),
    );
    const many = Array.from({ length: 2_001 }, () => contact);
    expect((await soap.partner(ask('Id', 'Contact', ...many))).body).toContain(
      'cannot submit more than 2000 records into this call',
    );
  });
});

describe('getUpdated and getDeleted', () => {
  const ask = (operation: string, object: string, start: string, end: string) =>
    `<${operation}><sObjectType>${object}</sObjectType><startDate>${start}</startDate><endDate>${end}</endDate></${operation}>`;
  const DAY = ['2026-11-29T00:00:00Z', '2026-11-30T01:00:00.000+01:00'] as const;

  it('say what was made, changed and deleted, and when', async () => {
    const [id = '', gone = ''] = idsIn(
      await soap.partner(create('<sObjects><type>Case</type><Subject>x</Subject></sObjects>'.repeat(2))),
    );
    await soap.partner(`<delete><ids>${gone}</ids></delete>`);
    expectRow(
      'soap-data 5/changes',
      await soap.partner(ask('getUpdated', 'case', ...DAY)),
      200,
      answerOf(
        `<getUpdatedResponse><result><ids>${id}</ids><latestDateCovered>2026-11-29T06:35:00.000Z</latestDateCovered></result></getUpdatedResponse>`,
        [],
      ),
    );
    expectRow(
      'soap-data 5/changes',
      await soap.partner(ask('getDeleted', 'Case', ...DAY)),
      200,
      answerOf(
        `<getDeletedResponse><result><deletedRecords><deletedDate>2026-11-29T06:35:00.000Z</deletedDate><id>${gone}</id></deletedRecords><earliestDateAvailable>2026-11-14T06:35:00.000Z</earliestDateAvailable><latestDateCovered>2026-11-29T06:35:00.000Z</latestDateCovered></result></getDeletedResponse>`,
        [],
      ),
    );
  });

  it('refuse a time that is none, and an object that is none', async () => {
    const wrong = await soap.partner(ask('getUpdated', 'Case', 'yesterday', DAY[1]));
    expect(wrong.body).toBe(
      clientFault('&apos;yesterday&apos; is not a valid value for the type xsd:dateTime'),
    );
    const reversed = await soap.partner(ask('getDeleted', 'Case', DAY[1], DAY[0]));
    expect(reversed.status).toBe(500);
    expect(reversed.body).toContain('<faultcode>sf:INVALID_REPLICATION_DATE</faultcode>');
    expect((await soap.partner(ask('getUpdated', 'Foo', ...DAY))).body).toContain('sf:INVALID_TYPE');
  });
});

describe('search', () => {
  const sosl = (text: string) => `<search><searchString>${text}</searchString></search>`;
  const QUERY_ID = /<queryId>[0-9a-f]{20}<\/queryId>/;

  it('answers records, and an id of its own from 32.0 on', async () => {
    const text = 'FIND {Byron} RETURNING Contact(LastName WHERE FirstName = null)';
    const record =
      '<searchRecords><record xsi:type="sf:sObject"><sf:type>Contact</sf:type><sf:Id xsi:nil="true"/><sf:LastName>Byron</sf:LastName></record></searchRecords>';
    const { body } = await soap.partner(sosl(text));
    expect(body).toMatch(QUERY_ID);
    const answer = answerOf(`<searchResponse><result>${record}</result></searchResponse>`, ['sf', 'xsi']);
    expect(body.replace(QUERY_ID, '')).toBe(answer);
    expectRow('soap-data 5/search', await soap.at(31, sosl(text)), 200, answer);
    expectRow(
      'soap-data 5/search',
      await soap.at(31, sosl('FIND {nowhere} RETURNING Contact(Id)')),
      200,
      answerOf('<searchResponse><result/></searchResponse>', []),
    );
  });

  it('that is wrong is a MalformedSearchFault', async () => {
    expectRow(
      'soap-data 7/search',
      await soap.partner(sosl('Byron')),
      500,
      queryFault(
        'MalformedSearchFault',
        'MALFORMED_SEARCH',
        'No search term found. The search term must be enclosed in braces.',
      ),
    );
  });
});

describe('counting', () => {
  it('a call counts once, as for REST, and no more are served than the org may have', async () => {
    const before = Number((await soap.partner(soql('SELECT count() FROM User'))).headers['content-length']);
    expect(before).toBeGreaterThan(0);
    const rest = async () =>
      (await send(sf, '/services/data/v60.0/limits', { headers: { authorization: `Bearer ${sessionId}` } }))
        .headers['sforce-limit-info'];
    const calls = async () => Number(/=(\d+)\//.exec(String(await rest()))?.[1]);
    const first = await calls();
    await soap.partner(soql('SELECT Id FROM User'));
    await soap.partner(soql('SELECT'));
    expect(await calls()).toBe(first + 3);
  });
});
