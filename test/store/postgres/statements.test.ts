/** How many statements what happens at once takes: as many for 64 as for one, not 64 times as many. */
import { createHash } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/port.ts';
import { aCode, anAccessToken, aRefreshToken, aSuccessor, NEW_YEAR } from '../records.ts';
import { freshSchema } from './schemas.ts';

const AT_ONCE = 64;
let store: Store;
let sent: string[];

beforeAll(async () => {
  const { query } = pg.Client.prototype;
  vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...given: unknown[]) {
    const [statement] = given as [string | { text: string }];
    sent.push(named(typeof statement === 'string' ? statement : statement.text));
    return Reflect.apply(query, this, given);
  });
  sent = [];
  store = await openStore(freshSchema());
  // The first of each lane connects.
  await store.tokens.issue(anAccessToken());
  await store.journal.append([], 10);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await store.close();
});
beforeEach(() => {
  sent.length = 0;
});

/** What a statement does, and to which table. */
function named(text: string): string {
  const spent = /^with spent as \(\s*update (\w+)/.exec(text);
  if (spent) return `spend ${spent[1]}`;
  const [, verb = text, table = ''] =
    /^(begin|commit|insert into|update|delete from|select)\b\s*(\w*)/.exec(text) ?? [];
  if (verb !== 'select')
    return verb === 'begin' || verb === 'commit' ? verb : `${verb.split(' ')[0]} ${table}`;
  return `select ${[...text.matchAll(/\bfrom (\w+)/g)].at(-1)?.[1]}`;
}

const many = <Result>(run: (i: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: AT_ONCE }, (_, i) => run(i)));
const userOf = (i: number) => `0055g00000User${String(i).padStart(2, '0')}AC`;
const GROUP = (...own: string[]) => ['begin', 'insert writer', ...own, 'commit'];

describe(`${AT_ONCE} at once`, () => {
  test('issue access tokens', async () => {
    await many(() => store.tokens.issue(anAccessToken()));
    expect(sent).toEqual(GROUP('insert access_token'));
  });

  test('issue refresh tokens, evict nobody, and refresh', async () => {
    const issued = await many((i) =>
      store.tokens.issue(anAccessToken({ userId: userOf(i) }), aRefreshToken()),
    );
    expect(sent).toEqual(
      GROUP('insert approval', 'select approval', 'insert access_token', 'insert refresh_token'),
    );
    const rows = issued.map(({ refreshToken }) => refreshToken as number);
    sent.length = 0;
    await many((i) => store.refreshTokens.find(rows[i]!));
    expect(sent).toEqual(['select refresh_token']);
    const refresh = GROUP(
      'select refresh_token',
      'update approval',
      'update refresh_token',
      'insert access_token',
    );
    sent.length = 0;
    await many((i) => store.tokens.refresh(rows[i]!, anAccessToken({ userId: userOf(i) })));
    expect(sent).toEqual(refresh);
    sent.length = 0;
    await many((i) => store.tokens.refresh(rows[i]!, anAccessToken({ userId: userOf(i) }), aSuccessor()));
    expect(sent).toEqual(refresh.toSpliced(-2, 0, 'insert refresh_token'));
  });

  test('hold and let go of approvals', async () => {
    await many((row) => store.approvals.hold({ row: row + 1, useCount: 3 }, 1000, 6000));
    expect(sent).toEqual(GROUP('update approval'));
    sent.length = 0;
    await many((row) => store.approvals.release(row + 1, 6000, 2000));
    expect(sent).toEqual(GROUP('update approval'));
  });

  test('keep and exchange codes', async () => {
    const codes = await many(() => store.codes.append(aCode()));
    expect(sent).toEqual(GROUP('insert code'));
    sent.length = 0;
    await many((i) => store.codes.find(codes[i]!));
    expect(sent).toEqual(['select code']);
    sent.length = 0;
    await many((i) => store.tokens.exchangeCode(codes[i]!, NEW_YEAR, anAccessToken()));
    expect(sent).toEqual(GROUP('spend code', 'insert access_token'));
  });

  test('make records', async () => {
    const needs = [{ field: 'ParentId', object: 'Account', id: '001000' }];
    const insert = (id: string, more: object) => ({
      kind: 'insert' as const,
      object: 'Account',
      id,
      fields: '{}',
      keys: [],
      needs: [],
      ...more,
    });
    const save = (id: string, more = {}) =>
      store.records.save('00D5g000004AcmeEAC', [insert(id, more)], { allOrNone: false, at: NEW_YEAR });
    await save('001000');
    sent.length = 0;
    const keys = (i: number) => [{ field: 'Number__c', value: `${i}`, isUnique: true }];
    await many((i) => save(`001${i}`, { needs, keys: keys(i) }));
    expect(sent).toEqual(
      GROUP('select record', 'select record', 'select record', 'insert record', 'insert record_key'),
    );
  });

  test('use assertions, and look for approvals and tokens', async () => {
    const hash = (i: number) => createHash('sha256').update(`assertion ${i}`).digest();
    await many((i) => store.tokens.exchangeAssertion(hash(i), anAccessToken()));
    expect(sent).toEqual(GROUP('insert used_assertion', 'delete used_assertion', 'insert access_token'));
    sent.length = 0;
    await many((i) => store.approvals.live(userOf(i), '3MVG9OrderPortal'));
    await many((i) => store.accessTokens.find(i + 1));
    expect(sent).toEqual(['select approval', 'select access_token']);
  });
});

describe('what the journal tells of several processes', () => {
  test('is read marks first: whose mark is gone has its rows among those that are read next', async () => {
    await store.journal.after(0, 10);
    expect(sent).toEqual(['select journal_behind', 'select journal']);
  });

  test('is written with the rows', async () => {
    await store.journal.append([{ id: 'a', at: NEW_YEAR, entry: '{}' }], 10);
    expect(sent).toEqual(GROUP('insert journal', 'delete journal'));
    sent.length = 0;
    await store.journal.append([], 10, 'run');
    expect(sent).toEqual(GROUP('insert journal', 'delete journal', 'delete journal_behind'));
    sent.length = 0;
    await Promise.all([store.journal.fallBehind('run', 1), store.journal.want()]);
    const [marks, wants] = [
      ['delete journal_behind', 'insert journal_behind'],
      ['update lab_state', 'update followed'],
    ];
    expect(sent.toSorted()).toEqual([...GROUP(...marks), ...GROUP(...wants)].toSorted());
  });
});
