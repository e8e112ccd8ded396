import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fauxforce } from '../../src/testing/index.ts';
import { ADA, ask, startAcme } from '../identity/acme.ts';
import { expectRow } from '../rows/expect-row.ts';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startAcme();
});
afterAll(() => sf[Symbol.asyncDispose]());

const sosl = encodeURIComponent('FIND {byron} IN ALL FIELDS RETURNING User(Id, Name)');
const RECORD = (version: string) =>
  `{"attributes":{"type":"User","url":"/services/data/${version}/sobjects/User/${ADA}"},"Id":"${ADA}","Name":"Ada Byron"}`;

test('a search answers its records, a bare list before version 37.0', async () => {
  expectRow(
    'rest-data 8/search',
    await ask(sf, `/services/data/v60.0/search/?q=${sosl}`),
    200,
    `{"searchRecords":[${RECORD('v60.0')}]}`,
  );
  expectRow(
    'rest-data 8/search',
    await ask(sf, `/services/data/v36.0/search?q=${sosl}`),
    200,
    `[${RECORD('v36.0')}]`,
  );
});

test('a parameterized search says the same in parameters', async () => {
  const path = '/services/data/v60.0/parameterizedSearch';
  const found = `{"searchRecords":[${RECORD('v60.0')}]}`;
  expectRow(
    'rest-data 8/parameterized-search',
    await ask(sf, `${path}?q=byron&sobject=User&User.fields=id,name&User.limit=10`),
    200,
    found,
  );
  expect(
    (await ask(sf, `${path}?q=%7Bbyron%7D&sobject=User&fields=Id,Name&in=NAME&overallLimit=1`)).body,
  ).toBe(found);
  expect((await ask(sf, `${path}?q=nobody&sobject=User`)).body).toBe('{"searchRecords":[]}');
});

test('which may stand in a body', async () => {
  const post = (body: string) =>
    ask(sf, '/services/data/v60.0/parameterizedSearch', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
  const asked = {
    q: 'byron',
    in: 'NAME',
    defaultLimit: 5,
    sobjects: [{ name: 'User', fields: ['id', 'name'], limit: 1 }],
  };
  expectRow(
    'rest-data 8/parameterized-search',
    await post(JSON.stringify(asked)),
    200,
    `{"searchRecords":[${RECORD('v60.0')}]}`,
  );
  expect(
    (await post('{"q":"byron","fields":["Id","Name"],"sobjects":[{"name":"User"}],"overallLimit":1}')).body,
  ).toBe(`{"searchRecords":[${RECORD('v60.0')}]}`);
  expect((await post('{"q":"nobody","sobjects":"User"}')).body).toBe('{"searchRecords":[]}');
  for (const body of ['{}', '{"q":7,"sobjects":[7,{}]}', '{"q":""}', '{', '[]', '']) {
    expect(await post(body)).toMatchObject({ status: 400 });
  }
});

test('a search without a term is refused', async () => {
  const refused =
    '[{"message":"No search term found. The search term must be enclosed in braces.","errorCode":"MALFORMED_SEARCH"}]';
  for (const asked of [
    'search',
    'search?q=',
    'search?q=FIND+Acme',
    'parameterizedSearch',
    'parameterizedSearch?q=',
  ]) {
    expectRow('rest-data 8/search-errors', await ask(sf, `/services/data/v60.0/${asked}`), 400, refused);
  }
});
