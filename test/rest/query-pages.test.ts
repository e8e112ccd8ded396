import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import type { Answer } from '../helpers/token.ts';
import { ask } from '../identity/acme.ts';

const NO_LOCATOR = '[{"message":"invalid query locator","errorCode":"INVALID_QUERY_LOCATOR"}]';

let sf: Fauxforce;
beforeAll(async () => {
  const others = Array.from({ length: 449 }, (_, i) => ({
    username: `user${String(i).padStart(3, '0')}@acme.example`,
    profile: 'Standard User',
  }));
  sf = await startFauxforce({
    seed: {
      users: [{ username: 'ada@acme.example', profile: 'System Administrator' }, ...others],
      apps: [{ name: 'Web_Server', scopes: ['api'] }],
    },
  });
});
afterAll(() => sf[Symbol.asyncDispose]());

interface Body {
  readonly totalSize: number;
  readonly done: boolean;
  readonly nextRecordsUrl?: string;
  readonly records: readonly { readonly Username: string }[];
}

function get(path: string, batchSize?: number, user = 'ada'): Promise<Answer> {
  const headers: Record<string, string> = batchSize
    ? { 'Sforce-Query-Options': `batchSize=${batchSize}` }
    : {};
  return ask(sf, path, { headers, user });
}

const query = (version: string, resource = 'query') =>
  `/services/data/${version}/${resource}?q=${encodeURIComponent('SELECT Username FROM User ORDER BY Username')}`;

describe('pages of a query', () => {
  test('follow each other by nextRecordsUrl', async () => {
    const first = await get(query('v58.0'), 200);
    expect(first.body).toMatch(
      /^\{"totalSize":450,"done":false,"nextRecordsUrl":"\/services\/data\/v58\.0\/query\/0r8[A-Za-z0-9]{15}-200","records":\[\{"attributes":\{"type":"User","url":"\/services\/data\/v58\.0\/sobjects\/User\/005/,
    );
    const names = [];
    let url: string | undefined = query('v58.0');
    while (url !== undefined) {
      const body: Body = JSON.parse((await get(url, 200)).body);
      expect(body.done).toBe(body.nextRecordsUrl === undefined);
      expect(body.totalSize).toBe(450);
      names.push(...body.records.map(({ Username }) => Username));
      url = body.nextRecordsUrl;
    }
    expect(names).toHaveLength(450);
    expect(names).toEqual([...names].sort());
  });

  test('have 200 rows at least, and 2000 without being told', async () => {
    expect(JSON.parse((await get(query('v58.0'), 1)).body).records).toHaveLength(200);
    expect(JSON.parse((await get(query('v58.0'), 999_999)).body)).toMatchObject({ done: true });
    expect(JSON.parse((await get(query('v58.0'))).body)).toMatchObject({ done: true });
    const strange = await ask(sf, query('v58.0'), { headers: { 'Sforce-Query-Options': 'batchSize=many' } });
    expect(JSON.parse(strange.body)).toMatchObject({ done: true });
  });

  test('of queryAll are read at /query', async () => {
    const { nextRecordsUrl } = JSON.parse((await get(query('v58.0', 'queryAll'), 200)).body) as Body;
    expect(nextRecordsUrl).toMatch(/^\/services\/data\/v58\.0\/query\/0r8/);
  });

  test.each([
    ['v57.0', '14m', 200],
    ['v57.0', '15m', 400],
    ['v58.0', '47h', 200],
    ['v58.0', '48h', 400],
  ])('of %s after %s answer %i', async (version, time, status) => {
    const { nextRecordsUrl = '' } = JSON.parse((await get(query(version), 200)).body) as Body;
    await sf.clock.advance(time);
    const answer = await get(nextRecordsUrl);
    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.body).toBe(NO_LOCATOR);
  });

  test('are those of the user who asked', async () => {
    const { nextRecordsUrl = '' } = JSON.parse((await get(query('v58.0'), 200)).body) as Body;
    expect(await get(nextRecordsUrl, 200, 'user000')).toMatchObject({ status: 400, body: NO_LOCATOR });
    expect(sf.journal.entries({ limit: 1 })[0]?.refusal?.name).toBe('query.locator');
  });
});

test('explain says how a query would be answered', async () => {
  const soql = encodeURIComponent('SELECT Id FROM User');
  expect((await get(`/services/data/v58.0/query?explain=${soql}`)).body).toBe(
    '{"plans":[{"cardinality":1,"fields":[],"leadingOperationType":"TableScan","notes":[],"relativeCost":1,"sobjectCardinality":1,"sobjectType":"User"}]}',
  );
});

test('a query of the Tooling API says that there is none', async () => {
  expect(await get('/services/data/v58.0/tooling/query?q=SELECT+Id+FROM+ApexClass')).toMatchObject({
    status: 403,
    body: '[{"message":"fauxforce does not implement the Tooling API; see docs/limits.md","errorCode":"FUNCTIONALITY_NOT_ENABLED"}]',
  });
});
