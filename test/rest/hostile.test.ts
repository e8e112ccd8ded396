/** Whatever is sent to resources that write: Salesforce's refusal, never a mistake of ours, and nothing half done (rest-data.md 2.8). */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { processorTime } from '../helpers/processor-time.ts';
import { app, send, user } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';

const V = '/services/data/v60.0';
const RESOURCES = [
  ['POST', '/sobjects/Account'],
  ['POST', '/sobjects/Opportunity'],
  ['PATCH', '/sobjects/Contact/Email/x@acme.example'],
  ['PATCH', '/sobjects/Contact/003FF0000000000AAA'],
  ['POST', '/composite'],
  ['POST', '/composite/batch'],
  ['POST', '/composite/sobjects'],
  ['PATCH', '/composite/sobjects'],
  ['PATCH', '/composite/sobjects/Contact/Email'],
  ['POST', '/composite/sobjects/Contact'],
  ['POST', '/composite/tree/Account'],
  ['POST', '/composite/graph'],
  ['POST', '/parameterizedSearch'],
  ['POST', '/sobjects/User/005FF0000000000AAA/password'],
] as const;

let sf: Fauxforce;
let token: string;
beforeAll(async () => {
  sf = await startFauxforce();
  token = await accessTokenFor(sf, { app: app(sf, 'Web_Server'), user: user(sf, 'ada'), scopes: 'api' });
});
afterAll(() => sf[Symbol.asyncDispose]());

const manyTimes = (what: (i: number) => string, length = 500_000) =>
  Array.from({ length }, (_, i) => what(i)).join();

async function expectAnswered(method: string, path: string, body: string): Promise<void> {
  const answer = await send(sf, V + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body,
  });
  expect(answer.status, `${method} ${path} ${body} -> ${answer.body}`).toBeLessThan(500);
  if (answer.body !== '') expect(() => JSON.parse(answer.body)).not.toThrow();
}

const names = fc.constantFrom(
  'Name',
  'LastName',
  'Email',
  'AccountId',
  'Account',
  'CloseDate',
  'Amount',
  'IsPrivate',
  'Birthdate',
  'attributes',
  'type',
  'records',
  'Contacts',
  'ids',
  'fields',
  'allOrNone',
  'compositeRequest',
  'batchRequests',
  'method',
  'url',
  'referenceId',
  'body',
  'richInput',
  'httpHeaders',
  'Id',
  '__proto__',
  'constructor',
  'toString',
  '',
);
const words = fc.oneof(
  fc.string(),
  fc.constantFrom(
    'Account',
    'Contact',
    'GET',
    'POST',
    'DELETE',
    `${V}/sobjects/Account`,
    `${V}/query?q=SELECT Id FROM Account`,
    '@{a.id}',
    '@{',
    '001FF0000000000AAA',
    '2027-02-29',
    '1e400',
    'v60.0/limits',
    `${V}/composite`,
    '%',
    '\u0000',
    '😀',
  ),
);
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    words,
    fc.constantFrom(null, true, false, 0, -1, 1e21, 1e308, 0.1),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(names, tie('value'), { maxKeys: 5 }),
  ),
})).value;

describe('hostile bodies', () => {
  test('of any JSON are answered', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...RESOURCES),
        fc.dictionary(names, values),
        async ([method, path], body) => {
          await expectAnswered(method, path, JSON.stringify(body));
        },
      ),
      { numRuns: 600 },
    );
  });

  test('of any text are answered', async () => {
    const texts = fc.oneof(
      fc.string(),
      fc.json().map((json) => json.slice(0, -1)),
      fc.json(),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...RESOURCES), texts, async ([method, path], body) => {
        await expectAnswered(method, path, body);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['nested very deeply', '{"Name":'.repeat(20_000)],
    ['a list nested very deeply', `{"records":${'['.repeat(100_000)}`],
    ['a whole one nested deeply', `{"Account":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`],
    ['many members', `{${Array.from({ length: 20_000 }, (_, i) => `"f${i}":1`).join(',')}}`],
    ['a long text', JSON.stringify({ Name: 'x'.repeat(900_000) })],
    ['the largest text', `{"Name":"${'\\u0000'.repeat(1_300_000)}"}`],
    ['a byte order mark', '\ufeff{"Name":"x"}'],
  ])('%s are answered', async (_what, body) => {
    for (const [method, path] of RESOURCES) await expectAnswered(method, path, body);
  });

  test('whose objects say how they are written are answered', async () => {
    const own = '{"toString":1,"valueOf":1}';
    const bodies = [
      `{"Id":${own},"Name":${own}}`,
      `{"records":[{"attributes":{"type":"Contact"},"Id":${own},"Email":${own},"Account":{"Name":${own}}}],"ids":[${own}],"fields":[${own}]}`,
      `{"ids":[],"fields":[${own}]}`,
      `{"records":[{"attributes":{"type":"Contact","referenceId":${own}},"Id":${own}}]}`,
      `{"compositeRequest":[{"method":"GET","url":"/services/data/v60.0/limits","referenceId":${own}}]}`,
      `{"compositeRequest":[{"method":"GET","url":"/services/data/v60.0/limits","referenceId":"a","httpHeaders":{"a":${own}}}]}`,
      `{"q":${own},"sobjects":[{"name":${own}}],"fields":[${own}]}`,
      `{"NewPassword":${own}}`,
    ];
    for (const body of bodies) {
      for (const [method, path] of [...RESOURCES, ['PATCH', '/composite/sobjects/Contact/Id'] as const])
        await expectAnswered(method, path, body);
    }
  });

  test('the largest list is answered', async () => {
    await expectAnswered('POST', '/composite/sobjects', `{"records":${'['.repeat(8_000_000)}`);
  });

  test.each<[string, 'POST' | 'PATCH', string, string, string]>([
    [
      'members',
      'PATCH',
      '/composite/sobjects',
      'more than 100000 members',
      `{"records":[{"attributes":{"type":"Account"},${manyTimes((i) => `"a${i}":1`)}}]}`,
    ],
    ['unknown fields', 'POST', '/sobjects/Account', "'a0'", `{${manyTimes((i) => `"a${i}":":::"`, 90_000)}}`],
    [
      'names of fields',
      'POST',
      '/composite/sobjects/Account',
      '[]',
      `{"ids":[],"fields":[${manyTimes(() => '"Id"')}]}`,
    ],
  ])('many %s are answered soon', async (_what, method, path, said, body) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const cost = await processorTime(async () =>
      expect((await send(sf, V + path, { method, headers, body })).body).toContain(said),
    );
    expect(cost).toBeLessThan(4_000);
  });

  test('too large is refused', async () => {
    const answer = await send(sf, `${V}/sobjects/Account`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ Name: 'x'.repeat(8_400_000) }),
    });
    expect(answer.status).toBe(413);
  });
});

test('hostile parameters are answered', async () => {
  const paths = fc.constantFrom(
    '/recent',
    '/query',
    '/queryAll',
    '/search',
    '/parameterizedSearch',
    '/limits/recordCount',
    '/sobjects/Account/updated',
    '/sobjects/Lead/deleted/',
    '/sobjects/Account/001FF0000000000AAA',
    '/composite/sobjects/Account',
    '/sobjects/User/005FF0000000000AAA/password',
  );
  const parameters = fc.dictionary(
    fc.constantFrom(
      'q',
      'explain',
      'limit',
      'start',
      'end',
      'sObjects',
      'sobject',
      'fields',
      'ids',
      '_HttpMethod',
      '',
    ),
    fc.oneof(
      words,
      fc.constantFrom('2027-01-01T00:00:00Z', '9999-12-31T23:59:59+14:00', '-1', 'SELECT Id FROM Account'),
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'HEAD'),
      paths,
      parameters,
      async (method, path, query) => {
        await expectAnswered(method, `${path}?${new URLSearchParams(query)}`, '');
      },
    ),
    { numRuns: 300 },
  );
});

test('hostile paths are answered', async () => {
  const paths = fc.array(
    fc.oneof(
      fc.constantFrom(
        'sobjects',
        'Account',
        'composite',
        'Id',
        'describe',
        'layouts',
        'tooling',
        '001FF0000000000AAA',
      ),
      fc.string(),
    ),
    {
      maxLength: 5,
    },
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE'), paths, async (method, parts) => {
      await expectAnswered(method, `/${parts.map(encodeURIComponent).join('/')}`, '{}');
    }),
    { numRuns: 300 },
  );
});
