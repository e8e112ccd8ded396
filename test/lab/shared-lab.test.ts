/** Clocks and armed failures of processes on one store, changed in several ways at once. */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LabClock } from '../../src/ground/clock.ts';
import { Failures } from '../../src/lab/failures/failures.ts';
import { SharedLab } from '../../src/lab/shared-lab.ts';
import { openStore } from '../../src/store/open.ts';
import { type Store, StoreUnavailable } from '../../src/store/port.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

class Process {
  readonly store: Store;
  readonly clock = new LabClock({ now: () => 0 });
  readonly failures = new Failures([]);
  readonly lab: SharedLab;

  constructor(store: Store) {
    this.store = store;
    this.lab = new SharedLab(store, this.clock, this.failures);
  }

  later(milliseconds: number) {
    return () => this.clock.advance(milliseconds);
  }

  arm() {
    const order = { effect: { delayOnly: true }, times: 1, every: 1, after: 0, delay: 0, where: {} } as const;
    return () => this.failures.arm(order);
  }

  get state() {
    return { now: this.clock.now(), armed: this.failures.list().map(({ id }) => id) };
  }
}

const folder = temporaryFolder();
let count = 0;
let one: Process;
let other: Process;
beforeEach(async () => {
  const file = join(folder(), `lab-${++count}.db`);
  one = new Process(await openStore(file));
  other = new Process(await openStore(file));
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const { store } of [one, other]) await store.close();
});

/** What each has, once all that was asked for is done. */
async function states() {
  for (const { lab } of [one, other, one]) await lab.follow();
  return [one.state, other.state];
}

test('a change that cannot wait keeps those that wait before it', async () => {
  const first = one.lab.change(one.later(HOUR));
  const second = one.lab.change(one.arm());
  one.lab.now(one.later(MINUTE));
  expect(one.clock.now()).toBe(MINUTE);
  await Promise.all([first, second]);
  const all = { now: HOUR + MINUTE, armed: ['f1'] };
  expect(await states()).toEqual([all, all]);
});

test('changes of two processes at once all count, once', async () => {
  one.lab.now(one.later(HOUR));
  other.lab.now(other.later(HOUR));
  const armed = [one.lab.change(one.arm()), other.lab.change(other.arm())];
  one.lab.now(one.later(MINUTE));
  await Promise.all(armed);
  const all = { now: 2 * HOUR + MINUTE, armed: ['f1', 'f2'] };
  expect(await states()).toEqual([all, all]);
});

test('a change that cannot wait is obeyed also while what others did is taken over', async () => {
  await other.lab.change(other.later(HOUR));
  const following = one.lab.follow();
  one.lab.now(one.later(MINUTE));
  await following;
  expect(one.clock.now()).toBe(HOUR + MINUTE);
  expect(await states()).toEqual([one.state, one.state]);
});

test('what a store does not take is taken back, and costs no other change', async () => {
  vi.spyOn(one.store.labState, 'put').mockRejectedValueOnce(new StoreUnavailable('the disk is full'));
  one.lab.now(one.later(MINUTE));
  const refused = one.lab.change(one.later(HOUR));
  one.lab.now(one.arm());
  await expect(refused).resolves.toBeUndefined();
  const all = { now: HOUR + MINUTE, armed: ['f1'] };
  expect(await states()).toEqual([all, all]);

  vi.spyOn(one.store.labState, 'put').mockRejectedValueOnce(new StoreUnavailable('the disk is full'));
  const again = one.lab.change(one.later(HOUR));
  await Promise.resolve();
  one.lab.now(one.later(MINUTE));
  await expect(again).rejects.toThrow('the disk is full');
  const less = { now: HOUR + 2 * MINUTE, armed: ['f1'] };
  expect(one.state).toEqual(less);
  expect(await states()).toEqual([less, less]);
});

/** Other processes want the journals of all, of which only the version of the lab's state tells. */
describe.each([
  ['before anything was changed', 0],
  ['later', 1],
])('a version that was raised alone, %s,', (_, changes) => {
  const before = changes * HOUR;
  beforeEach(async () => {
    if (changes > 0) await other.lab.change(other.later(HOUR));
    await one.lab.follow();
    await other.store.journal.want();
  });

  test('costs a change that waits another attempt, and does not make it twice', async () => {
    const put = vi.spyOn(one.store.labState, 'put');
    const make = vi.fn(one.later(MINUTE));
    await one.lab.change(make);
    expect([put.mock.calls.length, make.mock.calls.length]).toEqual([2, 1]);
    const all = { now: before + MINUTE, armed: [] };
    expect(await states()).toEqual([all, all]);
  });

  test('costs one that cannot wait another attempt, and what comes meanwhile nothing', async () => {
    const put = vi.spyOn(one.store.labState, 'put');
    const make = vi.fn(one.later(MINUTE));
    one.lab.now(make);
    const last = one.lab.change(one.arm());
    one.lab.now(one.later(MINUTE));
    await last;
    const all = { now: before + 2 * MINUTE, armed: ['f1'] };
    expect(await states()).toEqual([all, all]);
    // Twice for those that cannot wait, once for the one that does.
    expect([put.mock.calls.length, make.mock.calls.length]).toEqual([3, 1]);
  });

  test('is followed without a change of anything', async () => {
    const [restore, become] = [vi.spyOn(one.clock, 'restore'), vi.spyOn(one.failures, 'become')];
    await one.lab.follow();
    expect([restore, become].map(({ mock }) => mock.calls)).toEqual([[], []]);
    expect(one.clock.now()).toBe(before);
  });

  test('leaves what the store did not take yet as it is, until it takes it', async () => {
    vi.spyOn(one.store.labState, 'put').mockRejectedValueOnce(new StoreUnavailable('the disk is full'));
    const make = vi.fn(one.later(MINUTE));
    one.lab.now(make);
    await one.lab.follow();
    expect([one.clock.now(), make.mock.calls.length]).toEqual([before + MINUTE, 1]);
    await one.lab.change(one.arm());
    const all = { now: before + MINUTE, armed: ['f1'] };
    expect(await states()).toEqual([all, all]);
  });

  test('leaves nothing of a change that the store then does not take', async () => {
    const { labState } = one.store;
    vi.spyOn(labState, 'read').mockRejectedValueOnce(new StoreUnavailable('gone'));
    await expect(one.lab.change(one.later(MINUTE))).rejects.toThrow('gone');
    expect(one.clock.now()).toBe(before);
    const put = labState.put.bind(labState);
    vi.spyOn(labState, 'put')
      .mockImplementationOnce(put)
      .mockRejectedValueOnce(new StoreUnavailable('the disk is full'));
    await expect(one.lab.change(one.later(MINUTE))).rejects.toThrow('the disk is full');
    const all = { now: before, armed: [] };
    expect(await states()).toEqual([all, all]);
  });

  test('hides no change that another process made as well', async () => {
    await other.lab.change(other.arm());
    await other.store.journal.want();
    await Promise.all([one.lab.change(one.later(MINUTE)), other.lab.change(other.later(MINUTE))]);
    const all = { now: before + 2 * MINUTE, armed: ['f1'] };
    expect(await states()).toEqual([all, all]);
  });
});
