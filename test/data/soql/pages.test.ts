import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { firstPage, type Page, type PageReader, pageAt } from '../../../src/data/soql/pages.ts';
import { prepareQuery, runQuery } from '../../../src/data/soql/query.ts';
import type { ResultList, ResultRow } from '../../../src/data/soql/result.ts';
import { SystemEntropy } from '../../../src/ground/entropy.ts';
import { Trace } from '../../../src/refusals/trace.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/port.ts';
import { id, MemorySource } from './memory-source.ts';

const MINUTE = 60_000;
const leads = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ Id: id('00Q', i), Name: `Lead ${i}` }));

let store: Store;
beforeEach(async () => {
  store = await openStore(':memory:');
});
afterEach(() => store.close());

function reader(changes: Partial<PageReader> = {}): PageReader {
  return {
    cursors: store.queryCursors,
    entropy: new SystemEntropy(),
    orgId: '00D5g000004AcmeEAC',
    userId: id('005', 1),
    at: 0,
    lifetime: 15 * MINUTE,
    batchSize: 200,
    ...changes,
  };
}

async function first(soql: string, source: MemorySource, changes?: Partial<PageReader>): Promise<Page> {
  const trace = new Trace({ id: 'test', at: 0, method: 'GET', path: '/', startedAt: 0 });
  const plan = prepareQuery({ soql, options: { apiVersion: 60, includeDeleted: false }, trace }, source);
  return firstPage(await runQuery(plan), reader(changes));
}

/** The rows of all pages behind a locator, page by page. */
async function follow(locator: string | undefined, changes?: Partial<PageReader>): Promise<ResultRow[][]> {
  const pages: ResultRow[][] = [];
  for (let next = locator; next !== undefined; ) {
    const page = await pageAt(next, reader(changes));
    pages.push([...(page?.rows ?? [])]);
    next = page?.next;
  }
  return pages;
}

const names = (rows: readonly ResultRow[]) => rows.map(({ cells }) => cells[0]);

describe('pages', () => {
  test('of one answer are its rows, in order', async () => {
    const source = new MemorySource({ rows: { Lead: leads(4_321) } });
    const page = await first('SELECT Name FROM Lead', source, { batchSize: 2_000 });
    expect(page).toMatchObject({ object: 'Lead', size: 4_321 });
    expect(page.next).toMatch(/^0r8[A-Za-z0-9]{15}-2000$/);
    const rest = await follow(page.next, { batchSize: 2_000 });
    expect(rest.map(({ length }) => length)).toEqual([2_000, 321]);
    expect(names([page.rows, ...rest].flat())).toEqual(leads(4_321).map(({ Name }) => Name));
  });

  test('may have other sizes than the first', async () => {
    const source = new MemorySource({ rows: { Lead: leads(1_000) } });
    const page = await first('SELECT Name FROM Lead ORDER BY Id DESC', source, { batchSize: 250 });
    const second = await pageAt(page.next ?? '', reader({ batchSize: 333 }));
    expect(second).toMatchObject({ size: 1_000, next: page.next?.replace('-250', '-583') });
    expect(names(second?.rows ?? [])[0]).toBe('Lead 749');
    expect((await follow(second?.next, { batchSize: 2_000 })).map(({ length }) => length)).toEqual([417]);
  });

  test('stay as they were found', async () => {
    const Lead = leads(400);
    const page = await first('SELECT Name FROM Lead', new MemorySource({ rows: { Lead } }));
    for (const lead of Lead) lead.Name = 'changed';
    expect(names((await follow(page.next)).flat())).toEqual(
      leads(400)
        .slice(200)
        .map(({ Name }) => Name),
    );
  });

  test('an answer that fits has one and keeps nothing', async () => {
    const source = new MemorySource({ rows: { Lead: leads(200) } });
    expect(await first('SELECT Name FROM Lead', source)).toMatchObject({ size: 200, next: undefined });
    expect(await first('SELECT COUNT() FROM Lead', source)).toMatchObject({
      size: 200,
      rows: [],
      next: undefined,
    });
    expect(await first('SELECT Name FROM Lead LIMIT 0', source)).toMatchObject({ size: 0, next: undefined });
  });

  test('count children, and long lists of them have pages of their own', async () => {
    const Contact = Array.from({ length: 700 }, (_, i) => ({
      Id: id('003', i),
      LastName: `Contact ${i}`,
      AccountId: id('001', i < 500 ? 1 : 2),
    }));
    const Account = [1, 2, 3].map((n) => ({ Id: id('001', n), Name: `Account ${n}` }));
    const source = new MemorySource({ rows: { Account, Contact } });
    const page = await first('SELECT Name, (SELECT LastName FROM Contacts) FROM Account', source);
    expect(page.rows).toHaveLength(1);
    const list = page.rows[0]?.cells[1] as ResultList;
    expect(list).toMatchObject({ size: 500, next: expect.stringMatching(/^0r8.{15}-200$/) });
    const rest = await follow(list.next);
    expect(rest.map(({ length }) => length)).toEqual([200, 100]);
    expect(names([list.rows, ...rest].flat())).toEqual(Contact.slice(0, 500).map(({ LastName }) => LastName));
    const others = await follow(page.next);
    expect(others.map(names)).toEqual([['Account 2'], ['Account 3']]);
    expect(others[1]?.[0]?.cells[1]).toBeNull();
  });
});

describe('a locator', () => {
  const start = () => first('SELECT Name FROM Lead', new MemorySource({ rows: { Lead: leads(500) } }));

  test('is of one user of one org', async () => {
    const { next = '' } = await start();
    expect(await pageAt(next, reader({ userId: id('005', 2) }))).toBeUndefined();
    expect(await pageAt(next, reader({ orgId: '00D5g000004GlobEAC' }))).toBeUndefined();
    expect(await pageAt(next, reader())).toBeDefined();
  });

  test('can be used again, until the last page was read', async () => {
    const { next = '' } = await start();
    const page = await pageAt(next, reader());
    expect(await pageAt(next, reader())).toEqual(page);
    expect((await pageAt(page?.next ?? '', reader()))?.next).toBeUndefined();
    expect(await pageAt(next, reader())).toBeUndefined();
  });

  test('lives as long as it is used', async () => {
    const { next = '' } = await start();
    expect(await pageAt(next, reader({ at: 15 * MINUTE - 1 }))).toBeDefined();
    expect(await pageAt(next, reader({ at: 30 * MINUTE - 2 }))).toBeDefined();
    expect(await pageAt(next, reader({ at: 45 * MINUTE - 2 }))).toBeUndefined();
  });

  test('is forgotten when ten newer ones have come', async () => {
    const { next = '' } = await start();
    for (let i = 0; i < 9; i++) await start();
    expect(await pageAt(next, reader())).toBeDefined();
    await start();
    expect(await pageAt(next, reader())).toBeUndefined();
  });

  test.each([
    '',
    'x',
    '0r8000000000000AAA',
    '0r8000000000000AAA-',
    '0r8000000000000AAA-1',
    '-1',
    'é'.repeat(18),
  ])('%j leads nowhere', async (locator) => {
    expect(await pageAt(locator, reader())).toBeUndefined();
  });

  test('leads nowhere beyond its rows', async () => {
    const { next = '' } = await start();
    for (const offset of ['500', '501', '9999999', '99999999', '0x1', '-1', '1.5']) {
      expect(await pageAt(next.replace('-200', `-${offset}`), reader())).toBeUndefined();
    }
  });
});
