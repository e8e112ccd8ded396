/** Clocks and armed failures of processes on one store, changed in several ways at once. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
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
