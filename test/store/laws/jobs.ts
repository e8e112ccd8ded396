/** Bulk jobs: nothing of a row is done twice, and nothing is lost. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { JobStep, NewBatch, NewJob, Store } from '../../../src/store/port.ts';
import { NEW_YEAR } from '../records.ts';

const orgId = '00D5g000004AcmeEAC';
const HOUR = 3_600_000;

function aJob(jobId: string, changes: Partial<NewJob> = {}): NewJob {
  const own = {
    orgId,
    userId: '0055g00000AdaByAAC',
    kind: 'ingest',
    state: 'Open',
    facts: '{"n":1}',
  } as const;
  return { jobId, ...own, createdAt: NEW_YEAR, ...changes };
}

const aBatch = (batchId: string, jobId: string): NewBatch => ({ batchId, jobId, orgId, createdAt: NEW_YEAR });
const hold = (holder: string, at = NEW_YEAR) => ({ holder, at, until: at + 1_000 });

function aStep(batchId: string, changes: Partial<JobStep> = {}): JobStep {
  return {
    batchId,
    after: 0,
    changes: [],
    results: ['a', 'b'],
    failed: 1,
    took: 3,
    at: NEW_YEAR + 5,
    isLast: false,
    hold: hold('me'),
    ...changes,
  };
}

const anAccount = (id: string, name: string, isUnique = true) =>
  ({
    kind: 'insert',
    object: 'Account',
    id,
    fields: '{}',
    keys: [{ field: 'Name', value: name, isUnique }],
    needs: [],
  }) as const;

export function jobLaws(given: () => Store): void {
  let store: Store;
  let jobs: Store['jobs'];
  beforeEach(() => {
    store = given();
    jobs = store.jobs;
  });

  const LIMITS = { keepSince: NEW_YEAR - HOUR, daySince: NEW_YEAR - HOUR, at: NEW_YEAR };
  const open = (job: NewJob, batch?: NewBatch, most = 10) =>
    jobs.open(job, batch, { ...LIMITS, most, mostBatches: 10, mostQueries: 10 });
  const move = (jobId: string, from: 'Open' | 'UploadComplete', to: 'UploadComplete' | 'Aborted') =>
    jobs.move({ orgId, jobId }, { from: [from], to, at: NEW_YEAR + 1 });
  const stateOf = async (jobId: string) => (await jobs.find(orgId, jobId))?.state;
  /** A job that somebody works on. */
  const running = async (jobId = 'j', batchId = 'b', holder = 'me') => {
    await open(aJob(jobId));
    await jobs.append({ orgId, batchId, text: 'Name\n', until: NEW_YEAR + HOUR });
    await jobs.deliver(aBatch(batchId, jobId), 1);
    await move(jobId, 'Open', 'UploadComplete');
    expect(await jobs.claim(batchId, hold(holder))).toBe(true);
  };

  describe('bulk jobs', () => {
    it('are found by their org and listed newest first', async () => {
      await open(aJob('j'));
      await open(aJob('k', { kind: 'query', state: 'UploadComplete' }), aBatch('kb', 'k'));
      await open(aJob('l', { kind: 'classic' }));
      expect(await jobs.find(orgId, 'j')).toEqual({
        row: expect.any(Number),
        ...aJob('j'),
        message: undefined,
        modifiedAt: NEW_YEAR,
      });
      expect(await jobs.find('other', 'j')).toBeUndefined();
      const ids = async (...kinds: NewJob['kind'][]) =>
        (await jobs.list(orgId, { kinds, limit: 9 })).map(({ jobId }) => jobId);
      expect(await ids('ingest', 'classic')).toEqual(['l', 'j']);
      expect(await ids('query')).toEqual(['k']);
      const [, second] = await jobs.list(orgId, { kinds: ['ingest', 'query', 'classic'], limit: 9 });
      expect(
        (await jobs.list(orgId, { kinds: ['ingest', 'query'], before: second?.row, limit: 9 })).length,
      ).toBe(1);
      expect((await jobs.batches('k')).map(({ state }) => state)).toEqual(['Queued']);
      expect(await jobs.used(orgId, NEW_YEAR - 1)).toEqual({ batches: 0, queries: 1 });
      expect(await jobs.used(orgId, NEW_YEAR)).toEqual({ batches: 0, queries: 0 });
    });

    it('take data once, while they are open', async () => {
      await open(aJob('j'));
      for (const text of ['Name\n', 'a\n'])
        await jobs.append({ orgId, batchId: 'b', text, until: NEW_YEAR + HOUR });
      expect(await jobs.deliver(aBatch('b', 'j'), 1)).toBe('done');
      expect(await jobs.deliver(aBatch('c', 'j'), 1)).toBe('twice');
      expect(await jobs.deliver(aBatch('c', 'none'), 1)).toBe('not open');
      expect(await Promise.all([0, 1, 2].map((n) => jobs.data('b', n)))).toEqual([
        'Name\n',
        'a\n',
        undefined,
      ]);
      await move('j', 'Open', 'UploadComplete');
      expect(await jobs.deliver(aBatch('c', 'j'), 9)).toBe('not open');
      await jobs.append({ orgId, batchId: 'x', text: '1', until: NEW_YEAR + HOUR });
      await jobs.discard('x');
      expect(await jobs.data('x', 0)).toBeUndefined();
    });

    it('forget uploads that never came to their end', async () => {
      await jobs.append({ orgId, batchId: 'x', text: '1', until: NEW_YEAR });
      await jobs.append({ orgId, batchId: 'y', text: '1', until: NEW_YEAR + 1 });
      await open(aJob('j'));
      expect([await jobs.data('x', 0), await jobs.data('y', 0)]).toEqual([undefined, '1']);
    });

    it('that are closed without data are complete', async () => {
      await open(aJob('j'));
      expect(await move('j', 'Open', 'UploadComplete')).toBe('JobComplete');
      expect(await move('j', 'Open', 'UploadComplete')).toBeUndefined();
    });

    it('are worked on by one at a time, until the hold ends', async () => {
      await running();
      expect(await stateOf('j')).toBe('InProgress');
      expect(await jobs.claim('b', hold('you', NEW_YEAR + 999))).toBe(false);
      expect(await jobs.claim('b', hold('me', NEW_YEAR + 1))).toBe(true);
      expect(await jobs.step(aStep('b', { hold: hold('you') }))).toEqual({ kind: 'stopped' });
      expect(await jobs.claim('b', hold('you', NEW_YEAR + 1_001))).toBe(true);
      expect(await jobs.step(aStep('b'))).toEqual({ kind: 'stopped' });
      await jobs.release('b', 'you');
      expect(await jobs.claim('b', hold('me'))).toBe(true);
      expect(await jobs.runnable()).toEqual([{ orgId, jobId: 'j', batchId: 'b' }]);
      expect(await jobs.runnable('other')).toEqual([]);
    });

    it('do rows, their results and the progress at once, and none of them twice', async () => {
      await running();
      const step = aStep('b', { changes: [anAccount('001A', 'acme')] });
      expect(await jobs.step(step)).toEqual({ kind: 'done' });
      expect(await jobs.step(step)).toEqual({ kind: 'stopped' });
      const [batch] = await jobs.batches('j');
      expect(batch).toMatchObject({ processed: 2, failed: 1, took: 3, modifiedAt: NEW_YEAR + 5 });
      expect(await jobs.step(aStep('b', { after: 2, results: ['c'], failed: 0, isLast: true }))).toEqual({
        kind: 'done',
      });
      expect(await stateOf('j')).toBe('JobComplete');
      expect((await jobs.batches('j'))[0]?.state).toBe('Completed');
      expect(await jobs.results('b', { from: 0, limit: 9 })).toEqual(['a', 'b', 'c']);
      expect(await jobs.results('b', { from: 1, limit: 1 })).toEqual(['b']);
      expect(await jobs.results('b', { from: 2, limit: 5 })).toEqual(['c']);
      expect(await jobs.results('b', { from: 3, limit: 5 })).toEqual([]);
      expect(await store.records.count(orgId, 'Account')).toBe(1);
      expect(await jobs.claim('b', hold('you'))).toBe(false);
    });

    it('do none of the rows where one cannot be done, and say which', async () => {
      await running();
      const changes = [anAccount('001A', 'acme'), anAccount('001B', 'acme')];
      expect(await jobs.step(aStep('b', { changes }))).toEqual({
        kind: 'refused',
        outcomes: [{ done: true }, { done: false, why: { kind: 'taken', field: 'Name', id: '001A' } }],
      });
      expect(await store.records.count(orgId, 'Account')).toBe(0);
      expect((await jobs.batches('j'))[0]?.processed).toBe(0);
    });

    it('stop where they are when they are aborted', async () => {
      await running();
      await jobs.step(aStep('b'));
      expect(
        await jobs.move({ orgId, jobId: 'j' }, { from: ['InProgress'], to: 'Aborted', at: NEW_YEAR + 7 }),
      ).toBe('Aborted');
      const after = aStep('b', { after: 2, changes: [anAccount('001A', 'acme')] });
      expect(await jobs.step(after)).toEqual({ kind: 'stopped' });
      await jobs.fail('b', { message: 'late', at: NEW_YEAR, holder: 'me' });
      expect(await jobs.find(orgId, 'j')).toMatchObject({ state: 'Aborted', modifiedAt: NEW_YEAR + 7 });
      expect((await jobs.batches('j'))[0]).toMatchObject({ state: 'NotProcessed', processed: 2 });
    });

    it('fail with a reason, and begin anew', async () => {
      await running();
      await jobs.step(aStep('b'));
      await jobs.restart('b', 'you');
      expect((await jobs.batches('j'))[0]?.processed).toBe(2);
      await jobs.restart('b', 'me');
      expect(await jobs.results('b', { from: 0, limit: 9 })).toEqual([]);
      await jobs.step(aStep('b'));
      await jobs.fail('b', { message: 'no', at: NEW_YEAR + 8, holder: 'you' });
      await jobs.fail('b', { message: 'broken', at: NEW_YEAR + 9, holder: 'me' });
      expect(await jobs.find(orgId, 'j')).toMatchObject({ state: 'Failed', message: 'broken' });
      expect((await jobs.batches('j'))[0]).toMatchObject({
        state: 'Failed',
        message: 'broken',
        processed: 2,
      });
    });

    it('that are classic are not ended by their batches, and run while open', async () => {
      await open(aJob('j', { kind: 'classic' }));
      for (const id of ['a', 'b']) expect(await jobs.deliver(aBatch(id, 'j'), 2)).toBe('done');
      expect(await jobs.deliver(aBatch('c', 'j'), 2)).toBe('too many');
      expect(await jobs.claim('a', hold('me'))).toBe(true);
      await jobs.step(aStep('a', { isLast: true }));
      expect(await stateOf('j')).toBe('Open');
      await jobs.claim('b', hold('me'));
      await jobs.fail('b', { message: 'no', at: NEW_YEAR, holder: 'me' });
      expect(await stateOf('j')).toBe('Open');
      expect(await jobs.used(orgId, NEW_YEAR - 1)).toEqual({ batches: 2, queries: 0 });
    });

    it('make room for newer ones when they have ended', async () => {
      await open(aJob('a'), undefined, 2);
      await open(aJob('b'), undefined, 2);
      expect(await open(aJob('c'), undefined, 2)).toBe(false);
      await move('b', 'Open', 'Aborted');
      expect(await open(aJob('c'), undefined, 2)).toBe(true);
      expect([await stateOf('a'), await stateOf('b'), await stateOf('c')]).toEqual([
        'Open',
        undefined,
        'Open',
      ]);
      await move('c', 'Open', 'Aborted');
      await jobs.open(aJob('d'), undefined, {
        ...LIMITS,
        keepSince: NEW_YEAR + 1,
        most: 9,
        mostBatches: 9,
        mostQueries: 9,
      });
      expect(await stateOf('c')).toBeUndefined();
    });

    it('are no more than a day has', async () => {
      const day = { ...LIMITS, most: 9, mostBatches: 1, mostQueries: 1 };
      const query = (jobId: string) => aJob(jobId, { kind: 'query', state: 'UploadComplete' });
      expect(await jobs.open(query('q'), aBatch('qb', 'q'), day)).toBe(true);
      expect(await jobs.open(query('r'), aBatch('rb', 'r'), day)).toBe(false);
      expect(await jobs.open(aJob('j'), undefined, day)).toBe(true);
      expect(await jobs.open(aJob('k'), undefined, day)).toBe(true);
      await jobs.deliver(aBatch('b', 'j'), 1);
      expect(await jobs.open(aJob('l'), undefined, day)).toBe(false);
      expect(await jobs.open(query('r'), aBatch('rb', 'r'), { ...day, daySince: NEW_YEAR })).toBe(true);
    });

    it('are removed with all that belongs to them, in a state that allows it', async () => {
      await running();
      await jobs.step(aStep('b'));
      expect(await jobs.remove({ orgId, jobId: 'j' }, ['JobComplete'])).toBe(false);
      expect(await jobs.remove({ orgId: 'other', jobId: 'j' }, ['InProgress'])).toBe(false);
      expect(await jobs.remove({ orgId, jobId: 'j' }, ['InProgress'])).toBe(true);
      expect(await jobs.results('b', { from: 0, limit: 9 })).toEqual([]);
      expect(await jobs.data('b', 0)).toBeUndefined();
      expect(await jobs.batches('j')).toEqual([]);
    });

    it('are gone with their org, and with everything', async () => {
      await running();
      const gone = { orgIds: [orgId], orgIdsOfSeed: [], userIds: [], consumerKeys: [] };
      await store.orgs.forget(gone, NEW_YEAR);
      expect([await stateOf('j'), await jobs.data('b', 0), await jobs.batches('j')]).toEqual([
        undefined,
        undefined,
        [],
      ]);
      await running();
      await store.state.clear();
      expect(await stateOf('j')).toBeUndefined();
    });
  });
}
