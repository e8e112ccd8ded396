/** Records of orgs. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { ChildRules, RecordChange, RecordOutcome, Store } from '../../../src/store/port.ts';
import { dumped } from '../dumped.ts';
import { NEW_YEAR } from '../records.ts';

const ACME = '00D5g000004AcmeEAC';
const GLOBEX = '00D5g000004GlobEAC';
const EACH = { allOrNone: false, at: NEW_YEAR };
const ALL = { allOrNone: true, at: NEW_YEAR };
const DONE: RecordOutcome = { done: true };
const ROLLED_BACK: RecordOutcome = { done: false, why: { kind: 'rolled back' } };

type Insert = Extract<RecordChange, { kind: 'insert' }>;

function account(id: string, changes: Partial<Insert> = {}): Insert {
  return {
    kind: 'insert',
    object: 'Account',
    id,
    fields: '{"Name":"Acme"}',
    keys: [],
    needs: [],
    ...changes,
  };
}

function contact(id: string, of: string, changes: Partial<Insert> = {}): Insert {
  const key = { field: 'AccountId', value: of, isUnique: false };
  const needs = [{ field: 'AccountId', object: 'Account', id: of }];
  return {
    kind: 'insert',
    object: 'Contact',
    id,
    fields: `{"AccountId":"${of}"}`,
    keys: [key],
    needs,
    ...changes,
  };
}

function unique(value: string) {
  return [{ field: 'Number__c', value, isUnique: true }];
}

function renamed(id: string, seen: number, name: string): RecordChange {
  const fields = JSON.stringify({ Name: name });
  return { kind: 'update', object: 'Account', id, seen, fields, gone: [], keys: [], needs: [] };
}

function gone(id: string, seen: number, rules: ChildRules = {}): RecordChange {
  return { kind: 'delete', object: 'Account', id, seen, rules, most: 100_000 };
}

export function recordLaws(given: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = given();
  });
  const rowsOf = (orgId: string, object = 'Account', includeDeleted = false) =>
    store.records.page(orgId, { object, limit: 100, includeDeleted });
  const idsOf = async (orgId: string, object = 'Account') =>
    (await rowsOf(orgId, object)).map(({ id }) => id);

  describe('records', () => {
    it('are found by id, in the order asked for, in their own org and object', async () => {
      await store.records.save(ACME, [account('001A'), account('001B')], EACH);
      const found = await store.records.find(ACME, 'Account', ['001B', '001X', '001A']);
      expect(found.map((row) => row?.id)).toEqual(['001B', undefined, '001A']);
      expect(found[0]).toEqual({
        object: 'Account',
        id: '001B',
        fields: '{"Name":"Acme"}',
        version: 1,
        deletedAt: undefined,
      });
      expect(await store.records.find(GLOBEX, 'Account', ['001A'])).toEqual([undefined]);
      expect(await store.records.find(ACME, 'Contact', ['001A'])).toEqual([undefined]);
    });

    it('come a page at a time in the order of their ids, and are counted', async () => {
      await store.records.save(
        ACME,
        ['001C', '001A', '001B'].map((id) => account(id)),
        EACH,
      );
      const page = { object: 'Account', limit: 2, includeDeleted: false };
      expect((await store.records.page(ACME, page)).map(({ id }) => id)).toEqual(['001A', '001B']);
      expect((await store.records.page(ACME, { ...page, after: '001B' })).map(({ id }) => id)).toEqual([
        '001C',
      ]);
      expect(await store.records.count(ACME, 'Account')).toBe(3);
      expect(await store.records.count(GLOBEX, 'Account')).toBe(0);
    });

    it('are found by any of several keys, a page at a time', async () => {
      await store.records.save(
        ACME,
        [
          account('001A'),
          account('001B'),
          contact('003B', '001B'),
          contact('003A', '001A'),
          contact('003C', '001A'),
        ],
        EACH,
      );
      const page = { object: 'Contact', field: 'AccountId', limit: 2, includeDeleted: false };
      const ids = async (values: string[], after?: string) =>
        (await store.records.pageOfKeys(ACME, { ...page, values, after })).map(({ id }) => id);
      expect(await ids(['001A'])).toEqual(['003A', '003C']);
      expect(await ids(['001A', '001B'])).toEqual(['003A', '003B']);
      expect(await ids(['001A', '001B'], '003B')).toEqual(['003C']);
      expect(await ids(['001A'], '003A')).toEqual(['003C']);
      expect(await ids(['001A'], '003C')).toEqual([]);
      expect(await ids([])).toEqual([]);
    });

    it('are counted by their keys, up to a number', async () => {
      await store.records.save(
        ACME,
        [
          account('001A'),
          account('001B'),
          contact('003A', '001A'),
          contact('003B', '001A'),
          contact('003C', '001B'),
        ],
        EACH,
      );
      const count = (values: string[], most: number, orgId = ACME) =>
        store.records.countOfKeys(orgId, { object: 'Contact', field: 'AccountId', values, most });
      expect(await count(['001A', '001B'], 10)).toBe(3);
      expect(await count(['001A', '001B'], 2)).toBe(2);
      expect(await count(['001A'], 10)).toBe(2);
      expect(await count(['001X'], 10)).toBe(0);
      expect(await count([], 10)).toBe(0);
      expect(await count(['001A'], 10, GLOBEX)).toBe(0);
    });

    it('of one id are made once', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, () => store.records.save(ACME, [account('001A')], EACH)),
      );
      expect(outcomes.flat().filter(({ done }) => done)).toHaveLength(1);
    });

    it('of several orgs are made at once, each by itself', async () => {
      const numbers = [{ field: 'Name', prefix: 'INV-', digits: 3, suffix: '', first: 7, isFolded: true }];
      const number = (id: string) => account(id, { numbers, fields: '{}', keys: unique(id) });
      const saved = await Promise.all([
        store.records.save(ACME, [number('001A')], EACH),
        store.records.save(GLOBEX, [number('001A')], ALL),
        store.records.save(ACME, [number('001B')], ALL),
        store.records.save(ACME, [contact('003A', '001X')], ALL),
        store.records.save(ACME, [account('001C', { keys: unique('001A') })], EACH),
        store.records.save(ACME, [number('001D'), contact('003B', '001D'), number('001E')], EACH),
      ]);
      const missing = { kind: 'reference', field: 'AccountId', id: '001X', isDeleted: false };
      const taken = { kind: 'taken', field: 'Number__c', id: '001A' };
      expect(saved).toEqual([
        [DONE],
        [DONE],
        [DONE],
        [{ done: false, why: missing }],
        [{ done: false, why: taken }],
        [DONE, DONE, DONE],
      ]);
      const names = async (orgId: string) =>
        (await rowsOf(orgId)).map(({ id, fields }) => `${id} ${JSON.parse(fields).Name}`);
      expect(await names(GLOBEX)).toEqual(['001A INV-007']);
      expect(await names(ACME)).toEqual(['001A INV-007', '001B INV-008', '001D INV-009', '001E INV-010']);
      const wanted = {
        object: 'Account',
        field: 'Name',
        values: ['inv-010'],
        limit: 5,
        includeDeleted: false,
      };
      expect((await store.records.pageOfKeys(ACME, wanted)).map(({ id }) => id)).toEqual(['001E']);
    });

    it('change once for each version, so that two writers lose nothing', async () => {
      await store.records.save(ACME, [account('001A')], EACH);
      const outcomes = await Promise.all(
        ['a', 'b', 'c'].map((name) => store.records.save(ACME, [renamed('001A', 1, name)], EACH)),
      );
      expect(outcomes.flat().filter(({ done }) => done)).toHaveLength(1);
      expect((await store.records.find(ACME, 'Account', ['001A']))[0]?.version).toBe(2);
      expect(await store.records.save(ACME, [renamed('001X', 1, 'x')], EACH)).toEqual([
        { done: false, why: { kind: 'changed' } },
      ]);
    });

    it('lose the keys that go, and get those that come', async () => {
      await store.records.save(ACME, [account('001A', { keys: unique('1') })], EACH);
      const change = {
        kind: 'update' as const,
        object: 'Account',
        id: '001A',
        seen: 1,
        fields: '{}',
        needs: [],
      };
      await store.records.save(ACME, [{ ...change, gone: unique('1'), keys: unique('2') }], EACH);
      const ids = async (value: string) =>
        (
          await store.records.pageOfKeys(ACME, {
            object: 'Account',
            field: 'Number__c',
            values: [value],
            limit: 10,
            includeDeleted: false,
          })
        ).map(({ id }) => id);
      expect(await ids('1')).toEqual([]);
      expect(await ids('2')).toEqual(['001A']);
    });

    it('with a unique key keep others from it, also of the same moment, until they are deleted', async () => {
      const outcomes = await Promise.all(
        ['001A', '001B'].map((id) => store.records.save(ACME, [account(id, { keys: unique('7') })], EACH)),
      );
      const [[first], [second]] = outcomes as [[RecordOutcome], [RecordOutcome]];
      expect(first).toEqual(DONE);
      expect(second).toEqual({ done: false, why: { kind: 'taken', field: 'Number__c', id: '001A' } });
      expect(await store.records.save(GLOBEX, [account('001A', { keys: unique('7') })], EACH)).toEqual([
        DONE,
      ]);
      await store.records.save(ACME, [gone('001A', 1)], EACH);
      expect(await store.records.save(ACME, [account('001B', { keys: unique('7') })], EACH)).toEqual([DONE]);
    });

    it('refer only to what is there', async () => {
      const why = { kind: 'reference', field: 'AccountId', id: '001A', isDeleted: false };
      expect(await store.records.save(ACME, [contact('003A', '001A')], EACH)).toEqual([{ done: false, why }]);
      expect(await store.records.save(ACME, [account('001A'), contact('003A', '001A')], EACH)).toEqual([
        DONE,
        DONE,
      ]);
      await store.records.save(ACME, [gone('001A', 1)], EACH);
      expect(await store.records.save(ACME, [contact('003B', '001A')], EACH)).toEqual([
        { done: false, why: { ...why, isDeleted: true } },
      ]);
    });

    it('are saved all or none', async () => {
      const changes = [account('001A'), contact('003A', '001X'), account('001B')];
      const why = { kind: 'reference', field: 'AccountId', id: '001X', isDeleted: false };
      const outcomes = await store.records.save(ACME, changes, ALL);
      expect(outcomes).toEqual([ROLLED_BACK, { done: false, why }, ROLLED_BACK]);
      expect(await rowsOf(ACME, 'Account', true)).toEqual([]);
      expect(await store.records.save(ACME, changes, EACH)).toEqual([DONE, { done: false, why }, DONE]);
      expect(await idsOf(ACME)).toEqual(['001A', '001B']);
    });

    it('that fail all together take nothing away from others of the same moment', async () => {
      const [, [other]] = await Promise.all([
        store.records.save(ACME, [account('001A'), contact('003A', '001X')], ALL),
        store.records.save(ACME, [account('001B')], EACH),
      ]);
      expect(other).toEqual(DONE);
      expect(await idsOf(ACME)).toEqual(['001B']);
    });

    it('go to the recycle bin and come back, with what went along', async () => {
      const rules: ChildRules = { Account: [{ object: 'Contact', field: 'AccountId', onDelete: 'cascade' }] };
      await store.records.save(
        ACME,
        [account('001A'), contact('003A', '001A'), contact('003B', '001A')],
        EACH,
      );
      await store.records.save(
        ACME,
        [{ kind: 'delete', object: 'Contact', id: '003B', seen: 1, rules: {}, most: 100 }],
        EACH,
      );
      expect(await store.records.save(ACME, [gone('001A', 1, rules)], EACH)).toEqual([DONE]);
      expect(await idsOf(ACME)).toEqual([]);
      expect((await rowsOf(ACME, 'Contact', true)).map(({ deletedAt }) => deletedAt)).toEqual([
        NEW_YEAR,
        NEW_YEAR,
      ]);
      expect(await store.records.save(ACME, [gone('001A', 2, rules)], EACH)).toEqual([
        { done: false, why: { kind: 'changed' } },
      ]);
      const back = {
        kind: 'undelete' as const,
        object: 'Account',
        id: '001A',
        keys: [],
        needs: [],
        uniques: {},
      };
      expect(await store.records.save(ACME, [back], EACH)).toEqual([DONE]);
      expect(await idsOf(ACME, 'Contact')).toEqual(['003A']);
      expect(await store.records.save(ACME, [back], EACH)).toEqual([
        { done: false, why: { kind: 'changed' } },
      ]);
    });

    it('come back with their parent only if nobody has their unique keys', async () => {
      const rules: ChildRules = {
        Account: [{ object: 'Contact', field: 'AccountId', onDelete: 'cascade' }],
      };
      const uniques = { Contact: [{ field: 'Number__c', isFolded: true }] };
      const fields = '{"AccountId":"001A","Number__c":"Seven"}';
      const child = contact('003A', '001A', { fields });
      await store.records.save(
        ACME,
        [account('001A'), { ...child, keys: [...child.keys, ...unique('seven')] }],
        EACH,
      );
      await store.records.save(ACME, [gone('001A', 1, rules)], EACH);
      await store.records.save(
        ACME,
        [account('001B'), contact('003B', '001B', { keys: unique('seven') })],
        EACH,
      );
      const back = { kind: 'undelete', object: 'Account', id: '001A', keys: [], needs: [], uniques } as const;
      expect(await store.records.save(ACME, [back], EACH)).toEqual([
        { done: false, why: { kind: 'taken', field: 'Number__c', id: '003B' } },
      ]);
      expect([await idsOf(ACME), await idsOf(ACME, 'Contact')]).toEqual([['001B'], ['003B']]);
      await store.records.save(
        ACME,
        [gone('003B', 1)].map((own) => ({ ...own, object: 'Contact' })),
        EACH,
      );
      expect(await store.records.save(ACME, [back], EACH)).toEqual([DONE]);
      expect([await idsOf(ACME), await idsOf(ACME, 'Contact')]).toEqual([['001A', '001B'], ['003A']]);
    });

    it('stay when more would be touched than one deletion may touch', async () => {
      const rules: ChildRules = {
        Account: [
          { object: 'Contact', field: 'AccountId', onDelete: 'cascade' },
          { object: 'Task', field: 'AccountId', onDelete: 'clear' },
        ],
      };
      const children = ['1', '2', '3'].map((number) => contact(`003${number}`, '001A'));
      const task = { ...contact('00T1', '001A'), object: 'Task' };
      await store.records.save(ACME, [account('001A'), ...children, task], EACH);
      const deletion = (most: number) => ({ ...gone('001A', 1, rules), most }) as RecordChange;
      for (const most of [1, 3, 4]) {
        expect(await store.records.save(ACME, [deletion(most)], EACH)).toEqual([
          { done: false, why: { kind: 'too many', most } },
        ]);
      }
      expect(await idsOf(ACME, 'Contact')).toEqual(['0031', '0032', '0033']);
      expect(await store.records.save(ACME, [deletion(5)], EACH)).toEqual([DONE]);
      expect(await idsOf(ACME, 'Contact')).toEqual([]);
    });

    it('come back neither to a unique key that another has now, nor without what they need', async () => {
      const keys = unique('7');
      const needs = [{ field: 'AccountId', object: 'Account', id: '001C' }];
      await store.records.save(ACME, [account('001A', { keys }), account('001C')], EACH);
      await store.records.save(ACME, [gone('001A', 1), gone('001C', 1), account('001B', { keys })], EACH);
      const back = {
        kind: 'undelete',
        object: 'Account',
        id: '001A',
        keys: [],
        needs: [],
        uniques: {},
      } as const;
      expect(
        await store.records.save(
          ACME,
          [
            { ...back, keys },
            { ...back, needs },
          ],
          EACH,
        ),
      ).toEqual([
        { done: false, why: { kind: 'taken', field: 'Number__c', id: '001B' } },
        { done: false, why: { kind: 'reference', field: 'AccountId', id: '001C', isDeleted: true } },
      ]);
      expect(await idsOf(ACME)).toEqual(['001B']);
    });

    it('stay while others restrict their deletion', async () => {
      const rules: ChildRules = {
        Account: [{ object: 'Contact', field: 'AccountId', onDelete: 'restrict' }],
      };
      await store.records.save(ACME, [account('001A'), contact('003A', '001A')], EACH);
      expect(await store.records.save(ACME, [gone('001A', 1, rules)], EACH)).toEqual([
        { done: false, why: { kind: 'restricted', object: 'Contact', ids: ['003A'] } },
      ]);
      expect(await idsOf(ACME)).toEqual(['001A']);
    });

    it('leave references to them empty', async () => {
      const rules: ChildRules = { Account: [{ object: 'Contact', field: 'AccountId', onDelete: 'clear' }] };
      await store.records.save(ACME, [account('001A'), contact('003A', '001A')], EACH);
      await store.records.save(ACME, [gone('001A', 1, rules)], EACH);
      expect(await store.records.find(ACME, 'Contact', ['003A'])).toMatchObject([
        { fields: '{}', version: 2 },
      ]);
    });

    it('that many others lead to are deleted in the time that their changes take', async () => {
      const ids = Array.from({ length: 6_000 }, (_, i) => `003${String(i).padStart(12, '0')}`);
      const took = async (work: () => Promise<unknown>) => {
        const started = performance.now();
        await work();
        return performance.now() - started;
      };
      await store.records.save(ACME, [account('001A')], EACH);
      const made = await took(() =>
        store.records.save(
          ACME,
          ids.map((id) => contact(id, '001A')),
          ALL,
        ),
      );
      const rules = { Account: [{ object: 'Contact', field: 'AccountId', onDelete: 'clear' }] } as const;
      const deleted = await took(() => store.records.save(ACME, [gone('001A', 1, rules)], EACH));
      const [first] = await store.records.find(ACME, 'Contact', ids.slice(-1));
      expect(first?.fields).toBe('{}');
      expect(deleted).toBeLessThan(4 * made + 200);
    });

    it('count up from the first number, once each', async () => {
      const number = { field: 'Number', prefix: 'A-', digits: 4, suffix: '', first: 1000, isFolded: true };
      await Promise.all(
        ['001A', '001B'].map((id) => store.records.save(ACME, [account(id, { numbers: [number] })], EACH)),
      );
      const fields = (await rowsOf(ACME)).map((row) => JSON.parse(row.fields));
      expect(fields).toEqual([
        { Name: 'Acme', Number: 'A-1000' },
        { Name: 'Acme', Number: 'A-1001' },
      ]);
      const page = {
        object: 'Account',
        field: 'Number',
        values: ['a-1001'],
        limit: 5,
        includeDeleted: false,
      };
      expect((await store.records.pageOfKeys(ACME, page)).map(({ id }) => id)).toEqual(['001B']);
    });

    it('of an org go with it, and nobody else notices', async () => {
      for (const orgId of [ACME, GLOBEX]) {
        const number = { field: 'Number', prefix: '', digits: 1, suffix: '', first: 1, isFolded: false };
        await store.records.save(orgId, [account('001A', { keys: unique('7'), numbers: [number] })], EACH);
      }
      const records = { orgIds: [ACME], orgIdsOfSeed: [], userIds: [], consumerKeys: [] };
      await store.orgs.forget(records, NEW_YEAR);
      expect([await idsOf(ACME), await idsOf(GLOBEX)]).toEqual([[], ['001A']]);
      const { parts } = await dumped(store);
      for (const part of ['records', 'recordKeys', 'recordNumbers']) {
        expect(JSON.stringify(parts[part])).not.toContain(ACME);
        expect(JSON.stringify(parts[part])).toContain(GLOBEX);
      }
    });

    it('are in a dump with their keys, and older dumps have none', async () => {
      await store.records.save(ACME, [account('001A', { keys: unique('7') })], EACH);
      const dump = JSON.parse(JSON.stringify(await dumped(store)));
      await store.state.clear();
      expect(await idsOf(ACME)).toEqual([]);
      await store.state.load(dump, []);
      expect(await store.records.save(ACME, [account('001B', { keys: unique('7') })], EACH)).toMatchObject([
        { why: { kind: 'taken' } },
      ]);
      const { records: _, recordKeys: __, recordNumbers: ___, ...parts } = dump.parts;
      await store.state.load({ ...dump, version: 1, parts }, []);
      expect(await idsOf(ACME)).toEqual([]);
    });
  });
}
