/** What only fields of an org's own can show: unique values, times of day, several choices (rest-data.md 2.7, 2.8). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { expectRow } from '../rows/expect-row.ts';
import { attributes, Caller, NOT_FOUND, refused, S, V } from './caller.ts';

let sf: Fauxforce;
let ada: Caller;
beforeAll(async () => {
  sf = await startFauxforce({
    seed: {
      users: [{ username: 'ada@acme.example', profile: 'System Administrator' }],
      apps: [{ name: 'Web_Server', scopes: ['api'] }],
      objects: {
        Provider__c: {
          label: 'Provider',
          fields: {
            NPI__c: { type: 'Text', length: 20, externalId: true, unique: true },
            Opens__c: { type: 'Time' },
            Number__c: { type: 'Number', precision: 8, scale: 0, externalId: true, unique: true },
            Days__c: { type: 'MultiselectPicklist', values: ['four', 'five', 'six'] },
          },
        },
        Visit__c: {
          label: 'Visit',
          fields: { Provider__c: { type: 'Lookup', referenceTo: 'Provider__c' } },
        },
      },
    },
  });
  ada = await Caller.of(sf);
});
afterAll(() => sf[Symbol.asyncDispose]());

const read = (id: string, field: string) => ada.get(`${S}/Provider__c/${id}?fields=${field}`);
const record = (id: string, field: string) => `{${attributes('Provider__c', id)},${field},"Id":"${id}"}`;

test('a unique value is taken once', async () => {
  const id = await ada.create('Provider__c', { Name: 'A', NPI__c: '0116' });
  const duplicate = refused(
    'DUPLICATE_VALUE',
    `duplicate value found: NPI__c duplicates value on record with id: ${id.slice(0, 15)}`,
    [],
  );
  const post = () => ada.call('POST', `${S}/Provider__c`, { Name: 'B', NPI__c: '0116' });
  expectRow(['rest-data 2.8/unique', 'rest-data 1/ids-in-messages'], await post(), 400, duplicate);
  const other = await ada.create('Provider__c', { Name: 'B' });
  expectRow(
    'rest-data 2.8/unique',
    await ada.call('PATCH', `${S}/Provider__c/${other}`, { NPI__c: '0116' }),
    400,
    duplicate,
  );
  await ada.call('DELETE', `${S}/Provider__c/${id}`);
  expect((await post()).status).toBe(201);
});

test('by a key of the org, and a parent by a key that nobody has', async () => {
  const made = await ada.call('PATCH', `${S}/Provider__c/NPI__c/0117`, { Name: 'C' });
  const { id } = JSON.parse(made.body);
  expectRow('rest-data 2.5/created', made, 201, `{"id":"${id}","success":true,"errors":[],"created":true}`);
  expectRow(
    'rest-data 2.5/get',
    await ada.get(`${S}/Provider__c/NPI__c/0117?fields=Name`),
    200,
    record(id, '"Name":"C"'),
  );
});

test('a number that is a key is found however it is written', async () => {
  const at = (key: string) => `${S}/Provider__c/Number__c/${key}`;
  const { id } = JSON.parse((await ada.call('PATCH', at('7'), { Name: 'Seven' })).body);
  const upserted = await ada.call('PATCH', at('07.0'), { Name: 'Still seven' });
  expect(upserted.body).toBe(`{"id":"${id}","success":true,"errors":[],"created":false}`);
  const found = await ada.get(`${at('7.0')}?fields=Name`);
  expect(found.body).toBe(record(id, '"Name":"Still seven"'));
  expect((await ada.get(at('seven'))).body).toBe(NOT_FOUND);
  const visit = (Number__c: unknown) => ada.call('POST', `${S}/Visit__c`, { Provider__r: { Number__c } });
  expect((await visit('7.0')).status).toBe(201);
  expect((await visit('seven')).body).toBe(
    refused(
      'INVALID_FIELD',
      'Foreign key external ID: seven not found for field Number__c in entity Provider__c',
      [],
    ),
  );
  const records = ['7', 7.0, '07'].map((key) => ({ attributes: { type: 'Provider__c' }, Number__c: key }));
  const many = await ada.call('PATCH', `${V}/composite/sobjects/Provider__c/Number__c`, { records });
  expect(JSON.parse(many.body).map(({ success }: { success: boolean }) => success)).toEqual([
    true,
    false,
    false,
  ]);
});

test.each(['17:30:45.125Z', '17:30:45.125'])('a time of day %s', async (Opens__c) => {
  const id = await ada.create('Provider__c', { Name: 'A', Opens__c });
  expectRow('rest-data 2.7/time', await read(id, 'Opens__c'), 200, record(id, '"Opens__c":"17:30:45.125Z"'));
});

test('several choices', async () => {
  const id = await ada.create('Provider__c', { Name: 'A', Days__c: 'four;six' });
  expectRow('rest-data 2.7/others', await read(id, 'Days__c'), 200, record(id, '"Days__c":"four;six"'));
});
