/** Whatever is sent as records, ids, queries and locators: an answer or a fault of the WSDL, never a mistake of ours, and nothing half written. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { type Client, client, fault, idsIn, session } from './helpers.ts';

let sf: Fauxforce;
let soap: Client;
beforeAll(async () => {
  sf = await startFauxforce();
  soap = client(sf, await session(sf));
});
afterAll(() => sf[Symbol.asyncDispose]());

const IS_FAULT = /<soapenv:Fault><faultcode>(?:sf:[A-Z_]+|soapenv:Client|UNKNOWN_EXCEPTION)<\/faultcode>/;

/** @returns whether it was a fault */
async function ask(operation: string, header = ''): Promise<boolean> {
  const { status, headers, body } = await soap.partner(operation, header);
  expect(headers['content-type']).toBe('text/xml; charset=utf-8');
  expect([200, 500]).toContain(status);
  if (status === 500) expect(body).toMatch(IS_FAULT);
  else expect(body).toMatch(/<soapenv:Body><\w+Response(?:\/>|>)/);
  return status === 500;
}

const xml = (text: string) => text.replace(/[<>&\p{Cc}\ufffe\uffff]/gu, '').toWellFormed();
const text = fc.string({ maxLength: 30, unit: 'grapheme' }).map(xml);
const name = fc.oneof(
  fc.constantFrom(
    'type',
    'Id',
    'fieldsToNull',
    'LastName',
    'Email',
    'Birthdate',
    'MailingLatitude',
    'MailingAddress',
    'AccountId',
    'Account',
    'ReportsTo',
    'attributes',
    '__proto__',
    'constructor',
    'toString',
    'Owner',
    'x',
  ),
  fc.stringMatching(/^[A-Za-z_]\w{0,8}$/),
);
const value = fc.oneof(
  text,
  fc.constantFrom(
    '',
    ' ',
    'Contact',
    'Account',
    '003',
    '003FF0000000000AAA',
    '1815-12-10',
    '1e400',
    'true',
    '-0',
  ),
);
const { field } = fc.letrec<{ field: string }>((tie) => ({
  field: fc
    .tuple(
      name,
      fc.oneof(
        value,
        fc.array(tie('field'), { maxLength: 3 }).map((inner) => inner.join('')),
      ),
    )
    .map(([own, content]) => `<${own}>${content}</${own}>`),
}));
const record = fc
  .tuple(
    fc.constantFrom('<type>Contact</type>', '<type>Account</type>', '<type>User</type>', ''),
    fc.array(field, { maxLength: 6 }),
  )
  .map(([type, fields]) => `<sObjects>${type}${fields.join('')}</sObjects>`);
const headers = fc.constantFrom(
  '',
  '<AllOrNoneHeader><allOrNone>true</allOrNone></AllOrNoneHeader>',
  '<AllowFieldTruncationHeader><allowFieldTruncation>1</allowFieldTruncation></AllowFieldTruncationHeader>',
  '<QueryOptions><batchSize>-1</batchSize></QueryOptions>',
);

describe('laws', () => {
  it('records of any shape are saved, refused one by one, or refused all', async () => {
    const operation = fc.constantFrom('create', 'update', 'upsert');
    const key = fc.constantFrom('Email', 'Id', 'x', '');
    let before = await count();
    await fc.assert(
      fc.asyncProperty(
        operation,
        key,
        fc.array(record, { maxLength: 4 }),
        headers,
        async (own, by, records, header) => {
          const first = own === 'upsert' ? `<externalIDFieldName>${by}</externalIDFieldName>` : '';
          const { status, body } = await soap.partner(`<${own}>${first}${records.join('')}</${own}>`, header);
          expect([200, 500]).toContain(status);
          const now = await count();
          if (status === 500) {
            expect(body).toMatch(IS_FAULT);
            expect(now).toBe(before);
          } else {
            expect(body.match(/<result>/g) ?? []).toHaveLength(records.length);
            expect(now - before).toBeLessThanOrEqual(idsIn({ body }).length);
          }
          before = now;
        },
      ),
      { numRuns: 80 },
    );
  });

  it('ids, fields, objects, queries, searches and locators of any text are an answer or a fault', async () => {
    const calls = fc.oneof(
      fc
        .array(value, { maxLength: 3 })
        .map((ids) => `<delete>${ids.map((id) => `<ids>${id}</ids>`).join('')}</delete>`),
      fc
        .array(value, { maxLength: 3 })
        .map((ids) => `<undelete>${ids.map((id) => `<ids>${id}</ids>`).join('')}</undelete>`),
      fc
        .tuple(text, value, value)
        .map(
          ([fields, object, id]) =>
            `<retrieve><fieldList>${fields}</fieldList><sObjectType>${object}</sObjectType><ids>${id}</ids></retrieve>`,
        ),
      text.map((soql) => `<query><queryString>SELECT ${soql} FROM Contact</queryString></query>`),
      text.map(
        (soql) => `<queryAll><queryString>SELECT Id FROM Contact WHERE ${soql}</queryString></queryAll>`,
      ),
      text.map((sosl) => `<search><searchString>FIND {${sosl}}</searchString></search>`),
      text.map((locator) => `<queryMore><queryLocator>${locator}</queryLocator></queryMore>`),
      value.map((object) => `<describeSObject><sObjectType>${object}</sObjectType></describeSObject>`),
      fc.array(field, { maxLength: 3 }).map((own) => `<retrieve>${own.join('')}</retrieve>`),
    );
    await fc.assert(
      fc.asyncProperty(calls, headers, async (operation, header) => {
        await ask(operation, header);
      }),
      { numRuns: 200 },
    );
  });
});

/** Of contacts and accounts. */
async function count(): Promise<number> {
  const sizes = await Promise.all(
    ['Contact', 'Account'].map(async (object) => {
      const { body } = await soap.partner(
        `<queryAll><queryString>SELECT count() FROM ${object}</queryString></queryAll>`,
      );
      return Number(/<size>(\d+)</.exec(body)?.[1]);
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

describe('names that every object has', () => {
  it.each(['__proto__', 'constructor', 'hasOwnProperty', 'toString'])(
    '%s is no field, and no object',
    async (own) => {
      const { body } = await soap.partner(
        `<create><sObjects><type>Contact</type><LastName>x</LastName><${own}>y</${own}></sObjects></create>`,
      );
      expect(body).toContain(`No such column &apos;${own}&apos; on entity &apos;Contact&apos;`);
      expect(await ask(`<describeSObject><sObjectType>${own}</sObjectType></describeSObject>`)).toBe(true);
    },
  );
});

describe('at once', () => {
  it('writers of one record lose nothing, and upserts of one key make one record', async () => {
    const [id = ''] = idsIn(
      await soap.partner(
        '<create><sObjects><type>Contact</type><LastName>race</LastName></sObjects></create>',
      ),
    );
    const fields = ['Title', 'Department', 'Phone', 'Fax', 'AssistantName', 'MailingCity'];
    await Promise.all(
      fields.map((own) =>
        soap.partner(
          `<update><sObjects><type>Contact</type><Id>${id}</Id><${own}>x</${own}></sObjects></update>`,
        ),
      ),
    );
    const { body } = await soap.partner(
      `<query><queryString>SELECT ${fields.join(', ')} FROM Contact WHERE Id = '${id}'</queryString></query>`,
    );
    for (const own of fields) expect(body).toContain(`<sf:${own}>x</sf:${own}>`);

    const upsert =
      '<upsert><externalIDFieldName>Email</externalIDFieldName><sObjects><type>Contact</type><LastName>race</LastName><Email>race@acme.example</Email></sObjects></upsert>';
    const answers = await Promise.all(Array.from({ length: 6 }, () => soap.partner(upsert)));
    expect(new Set(answers.flatMap(idsIn)).size).toBe(1);
    expect(answers.filter((own) => own.body.includes('<created>true</created>'))).toHaveLength(1);
  });
});

describe('another org', () => {
  it('its records are not there: not to read, to change, to delete or to refer to', async () => {
    await using both = await startFauxforce({ demo: { secondOrg: true } });
    const own = client(both, await session(both));
    const lin = client(
      both,
      await session(both, {
        username: 'lin@globex.example',
        password: `correct-horse${both.users.lin?.securityToken}`,
      }),
    );
    const [id = ''] = idsIn(
      await own.partner('<create><sObjects><type>Account</type><Name>Acme</Name></sObjects></create>'),
    );
    const retrieve = `<retrieve><fieldList>Name</fieldList><sObjectType>Account</sObjectType><ids>${id}</ids></retrieve>`;
    expect((await lin.partner(retrieve)).body).toContain('<result xsi:nil="true"/>');
    for (const operation of [
      `<delete><ids>${id}</ids></delete>`,
      `<undelete><ids>${id}</ids></undelete>`,
      `<update><sObjects><type>Account</type><Id>${id}</Id><Name>x</Name></sObjects></update>`,
      `<create><sObjects><type>Contact</type><LastName>x</LastName><AccountId>${id}</AccountId></sObjects></create>`,
    ])
      expect((await lin.partner(operation)).body).toContain('<success>false</success>');
    expect((await own.partner(retrieve)).body).toContain('<sf:Name>Acme</sf:Name>');
    const found = await lin.partner(
      `<query><queryString>SELECT Id FROM Account WHERE Id = '${id}'</queryString></query>`,
    );
    expect(found.body).toContain('<size>0</size>');
  });
});

describe('large', () => {
  it('a query that is too long is refused', async () => {
    const { body } = await soap.partner(
      `<query><queryString>SELECT Id FROM Contact WHERE Name = '${'x'.repeat(200_000)}'</queryString></query>`,
    );
    expect(body).toContain('<sf:exceptionCode>MALFORMED_QUERY<');
  });

  it('a value that is wrong is not repeated whole', async () => {
    const { body } = await soap.partner(
      `<create><sObjects><type>Contact</type><Birthdate>${'9'.repeat(1_000_000)}</Birthdate></sObjects></create>`,
    );
    expect(body.length).toBeLessThan(2_000);
  });

  it('an id that is wrong is a fault of the retrieve', async () => {
    const { body } = await soap.partner(
      '<retrieve><fieldList/><sObjectType>Contact</sObjectType><ids/></retrieve>',
    );
    expect(body).toBe(fault('sf:MALFORMED_ID', 'InvalidIdFault', 'MALFORMED_ID', 'bad id '));
  });
});
