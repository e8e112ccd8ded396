/** Rules that hold for every resource (rest-data.md 1), and headers with effect (2.6). */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fauxforce } from '../../src/testing/index.ts';
import { startAcme } from '../identity/acme.ts';
import { expectRow } from '../rows/expect-row.ts';
import { attributes, Caller, NOT_FOUND, refused, S, V } from './caller.ts';

const MADE = /^\{"id":"001FF0[0-9A-Za-z]{9}[A-Z0-5]{3}","success":true,"errors":\[\]\}$/;

const DUPLICATE = "You're creating a duplicate record. We recommend you use an existing record instead.";
const DUPLICATES = `[{"duplicateResut":{"allowSave":true,"duplicateRule":"Standard_Contact_Duplicate_Rule","duplicateRuleEntityType":"Contact","errorMessage":"${DUPLICATE}","matchResults":[]},"errorCode":"DUPLICATES_DETECTED","message":"${DUPLICATE}"}]`;

let sf: Fauxforce;
let ada: Caller;
beforeAll(async () => {
  sf = await startAcme();
  ada = await Caller.of(sf);
});
afterAll(() => sf[Symbol.asyncDispose]());

const named = (id: string, name = 'Acme') => `{${attributes('Account', id)},"Name":"${name}","Id":"${id}"}`;

describe('errors', () => {
  test('have a code of the request, and inside of a call a status code of the record', async () => {
    const sent = { LastName: 'x', Email: 'x' };
    expectRow(
      ['rest-data 1/two-shapes', 'rest-data 1/fields-of-saves', 'rest-data 1/labels', 'rest-data 1/order'],
      await ada.call('POST', `${S}/Contact`, sent),
      400,
      '[{"message":"Email: invalid email address: x","errorCode":"INVALID_EMAIL_ADDRESS","fields":["Email"]}]',
    );
    const records = [{ attributes: { type: 'Contact' }, ...sent }];
    expectRow(
      'rest-data 1/two-shapes',
      await ada.call('POST', `${V}/composite/sobjects`, { records }),
      200,
      '[{"success":false,"errors":[{"statusCode":"INVALID_EMAIL_ADDRESS","message":"Email: invalid email address: x","fields":["Email"]}]}]',
    );
  });

  test('have fields when they come from a save, an empty list when it names none', async () => {
    const id = await ada.create('Account', { Name: 'Acme' });
    await ada.call('DELETE', `${S}/Account/${id}`);
    expectRow(
      'rest-data 1/fields-of-saves',
      await ada.call('DELETE', `${S}/Account/${id}`),
      404,
      '[{"message":"entity is deleted","errorCode":"ENTITY_IS_DELETED","fields":[]}]',
    );
    for (const [path, body] of [
      ['/query', refused('MALFORMED_QUERY', 'A query string has to be specified')],
      [
        '/sobjects/Account/x',
        '[{"errorCode":"NOT_FOUND","message":"Provided external ID field does not exist or is not accessible: x"}]',
      ],
    ] as const)
      expectRow('rest-data 1/fields-of-saves', await ada.get(V + path), path === '/query' ? 400 : 404, body);
  });

  test('say the code first where nothing is found', async () => {
    expectRow('rest-data 1/order', await ada.get(`${S}/Nothing`), 404, NOT_FOUND);
    sf.arm('record.duplicate-rule');
    expectRow(
      'rest-data 1/order',
      await ada.call('POST', `${S}/Contact`, { LastName: 'x' }),
      400,
      DUPLICATES,
    );
  });

  test('name ids of 15 characters', async () => {
    expectRow(
      'rest-data 1/ids-in-messages',
      await ada.call('POST', `${S}/Contact`, { LastName: 'x', AccountId: '001FF0000000000AAA' }),
      400,
      refused(
        'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
        'insufficient access rights on cross-reference id: 001FF0000000000',
        [],
      ),
    );
  });

  test('are an array, however many problems a record has', async () => {
    expectRow(
      'rest-data 1/one-of-several',
      await ada.call('POST', `${S}/Opportunity`, { Amount: 1 }),
      400,
      refused('REQUIRED_FIELD_MISSING', 'Required fields are missing: [Name, StageName, CloseDate]', [
        'Name',
        'StageName',
        'CloseDate',
      ]),
    );
  });
});

describe('headers of answers', () => {
  test('say how many calls were made, and one more with each', async () => {
    const id = await ada.create('Account', { Name: 'Acme' });
    const used = async () => {
      const answer = await ada.get(`${S}/Account/${id}?fields=Name`);
      expectRow('rest-data 1/limit-info-form', answer, 200, named(id), {
        'sforce-limit-info': /^api-usage=[0-9]+\/15000$/,
      });
      return Number(/=(\d+)/.exec(String(answer.headers['sforce-limit-info']))?.[1]);
    };
    const before = await used();
    expectRow(
      ['rest-data 1/limit-info', 'rest-data 1/limit-info-counts', 'rest-data 1/vary'],
      await ada.get(`${S}/Account/001FF0000000000AAA`),
      404,
      NOT_FOUND,
      { 'sforce-limit-info': `api-usage=${before + 1}/15000`, vary: undefined },
    );
    expectRow('rest-data 1/limit-info', await ada.get(`${V}/nothing`), 404, NOT_FOUND, {
      'sforce-limit-info': `api-usage=${before + 2}/15000`,
    });
    const made = await ada.call('POST', `${S}/Account`, { Name: 'Acme' });
    expectRow(
      ['rest-data 1/limit-info', 'rest-data 1/limit-info-counts', 'rest-data 1/vary'],
      made,
      201,
      MADE,
      {
        'sforce-limit-info': `api-usage=${before + 3}/15000`,
        vary: 'Accept-Encoding',
      },
    );
  });

  test('say Vary of what was read and made, not of changes of collections', async () => {
    const id = await ada.create('Account', { Name: 'Acme' });
    const path = `${V}/composite/sobjects`;
    const done = `[{"id":"${id}","success":true,"errors":[]}]`;
    expectRow('rest-data 1/vary', await ada.get(`${S}/Account/${id}?fields=Name`), 200, named(id), {
      vary: 'Accept-Encoding',
    });
    const records = [{ attributes: { type: 'Account' }, id, Name: 'Acme' }];
    expectRow('rest-data 1/vary', await ada.call('PATCH', path, { records }), 200, done, { vary: undefined });
    expectRow('rest-data 1/vary', await ada.call('DELETE', `${path}?ids=${id}`), 200, done, {
      vary: undefined,
    });
  });

  test('are in the order that was recorded', async () => {
    const { body, headers } = await ada.call('POST', `${S}/Account`, { Name: 'Acme' });
    const names = Object.keys(headers);
    expect(names.indexOf('sforce-limit-info')).toBeLessThan(names.indexOf('location'));
    expect(names.indexOf('location')).toBeLessThan(names.indexOf('content-type'));
    expect(names.indexOf('content-type')).toBeLessThan(names.indexOf('vary'));
    expect(body).toMatch(MADE);
  });
});

describe('requests', () => {
  test('find nothing behind a doubled slash, and take one at the end', async () => {
    const id = await ada.create('Account', { Name: 'Acme' });
    expectRow('rest-data 1/slashes', await ada.get(`${V}//sobjects/Account/${id}`), 404, NOT_FOUND);
    expectRow('rest-data 1/slashes', await ada.get(`${S}/Account/${id}/?fields=Name`), 200, named(id));
  });

  test('may say their method in a parameter of a POST', async () => {
    const id = await ada.create('Account', { Name: 'Acme' });
    const path = `${S}/Account/${id}`;
    expectRow(
      'rest-data 1/http-method',
      await ada.call('POST', `${path}?_HttpMethod=PATCH`, { Name: 'Globex' }),
      204,
      '',
    );
    expectRow('rest-data 1/http-method', await ada.get(`${path}?fields=Name`), 200, named(id, 'Globex'));
    expectRow('rest-data 1/http-method', await ada.call('POST', `${path}?_HttpMethod=DELETE`), 204, '');
    expectRow('rest-data 1/http-method', await ada.get(path), 404, NOT_FOUND);
  });

  test('may name JSON without a body, and headers that nobody knows', async () => {
    const id = await ada.create('Account', { Name: 'Acme' });
    const json = { 'content-type': 'application/json', accept: 'application/json' };
    expectRow(
      'rest-data 1/json-without-body',
      await ada.get(`${S}/Account/${id}?fields=Name`, json),
      200,
      named(id),
    );
    expectRow(
      'rest-data 1/unknown-headers',
      await ada.get(`${S}/Account/${id}?fields=Name`, { 'sforce-nothing': 'x', 'sforce-query-options': 'x' }),
      200,
      named(id),
    );
    expectRow(
      'rest-data 1/json-without-body',
      await ada.call('DELETE', `${S}/Account/${id}`, undefined, json),
      204,
      '',
    );
  });

  test('may be compressed', async () => {
    const gzip = { 'content-encoding': 'gzip' };
    const packed = gzipSync(JSON.stringify({ Name: 'Packed' }));
    expectRow('rest-data 1/gzip', await ada.call('POST', `${S}/Account`, packed, gzip), 201, MADE);
    expectRow(
      'rest-data 1/gzip',
      await ada.call('POST', `${S}/Account`, { Name: 'not packed' }, gzip),
      400,
      refused('JSON_PARSER_ERROR', 'Not in GZIP format'),
    );
    const bomb = gzipSync(Buffer.alloc(20_000_000, ' '));
    expect(await ada.call('POST', `${S}/Account`, bomb, gzip)).toMatchObject({ status: 413 });
  });

  test('may be larger than those of log-ins', async () => {
    const records = Array.from({ length: 200 }, () => ({
      attributes: { type: 'Account' },
      Name: 'Large',
      Description: 'x'.repeat(32_000),
    }));
    const { status, body } = await ada.call('POST', `${V}/composite/sobjects`, { records });
    expect([status, JSON.parse(body).length]).toEqual([200, 200]);
    expect((await ada.call('POST', `${S}/Account`, `{"Name":"${'x'.repeat(9_000_000)}"}`)).status).toBe(413);
  });

  test('name records by 15 characters, objects and fields in any case', async () => {
    const id = await ada.create('Account', { Name: 'Acme' });
    expectRow(
      ['rest-data 1/ids-in-urls', 'rest-data 1/names-without-case', 'rest-data 2.2/fields'],
      await ada.get(`${S}/ACCOUNT/${id.slice(0, 15)}?fields=nAME`),
      200,
      named(id),
    );
    expectRow(
      'rest-data 1/names-without-case',
      await ada.query(`select NAME, id from ACCOUNT where ID = '${id.slice(0, 15)}'`),
      200,
      `{"totalSize":1,"done":true,"records":[${named(id)}]}`,
    );
  });

  test('are not changed by headers of assignment, of the recent list, of the caller and of packages', async () => {
    expectRow(
      'rest-data 2.6/no-effect',
      await ada.call(
        'POST',
        `${S}/Account`,
        { Name: 'Acme' },
        {
          'sforce-auto-assign': 'FALSE',
          'sforce-mru': 'updateMru=true',
          'sforce-call-options': 'client=SfdcInternalAPI/, defaultNamespace=x',
          'x-sfdc-packageversion-x': '1.0',
        },
      ),
      201,
      MADE,
    );
  });

  test('may ask for indented answers', async () => {
    const pretty = { 'x-prettyprint': '1' };
    const made = await ada.call('POST', `${S}/Account`, { Name: 'Acme' }, pretty);
    const { id } = JSON.parse(made.body);
    expectRow(
      ['rest-data 2.1/pretty', 'rest-data 2.6/pretty'],
      made,
      201,
      `{\n  "id" : "${id}",\n  "success" : true,\n  "errors" : [ ]\n}`,
    );
  });
});
