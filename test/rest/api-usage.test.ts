/** How many calls are counted where there are more orgs than a process remembers. */
import { expect, test, vi } from 'vitest';
import { LabClock } from '../../src/ground/clock.ts';
import type { Org } from '../../src/org/model.ts';
import { Trace } from '../../src/refusals/trace.ts';
import { ApiUsage } from '../../src/rest/api-usage.ts';
import { openStore } from '../../src/store/open.ts';

const CALLER = { trace: new Trace({ id: 'test', at: 0, method: 'GET', path: '/', startedAt: 0 }) };

function orgOf(id: string): Org {
  return { id, settings: { dailyApiRequests: 3 } } as Org;
}

test('a call is of the day that ran when it came, whether the store has it or not', async () => {
  const store = await openStore(':memory:');
  const clock = new LabClock();
  clock.freeze();
  const usage = new ApiUsage({ clock, store });
  usage.count('org');
  await usage.flush();
  clock.advance(24 * 60 * 60_000 - 1);
  usage.count('org');
  expect(usage.of('org')).toBe(2);
  clock.advance(1);
  expect(usage.of('org')).toBe(0);
  usage.count('org');
  expect(usage.of('org')).toBe(1);
  await usage.flush();
  expect(usage.of('org')).toBe(1);
  await store.close();
});

test('an org that was forgotten goes on where the store has it, and one whose calls are on their way is not forgotten', async () => {
  const store = await openStore(':memory:');
  const usage = new ApiUsage({ clock: new LabClock(), store });
  await usage.admit(CALLER, orgOf('written'), 2);
  await usage.flush();
  await usage.admit(CALLER, orgOf('under way'), 2);
  for (let i = 0; i < 10_000; i++) usage.of(`org ${i}`);
  expect([usage.of('written'), usage.of('under way')]).toEqual([0, 2]);
  await usage.admit(CALLER, orgOf('written'));
  expect(usage.of('written')).toBe(3);
  await expect(usage.admit(CALLER, orgOf('written'))).rejects.toThrow();
  await usage.flush();
  await store.close();
});

test('calls of an org that is gone do not get into the store', async () => {
  const store = await openStore(':memory:');
  const usage = new ApiUsage({ clock: new LabClock(), store });
  for (const id of ['gone', 'left']) await usage.admit(CALLER, orgOf(id));
  usage.forget('gone');
  await usage.flush();
  expect(await store.apiUsage.of('gone')).toBeUndefined();
  expect(await store.apiUsage.of('left')).toMatchObject({ calls: 1 });
  await store.close();
});

test('what the store said when it was given calls is believed as long as when it was asked', async () => {
  vi.spyOn(performance, 'now').mockReturnValue(0);
  const store = await openStore(':memory:');
  const asked = vi.spyOn(store.apiUsage, 'of');
  const usage = new ApiUsage({ clock: new LabClock(), store: { ...store, isShared: true } });
  usage.count('org');
  await usage.flush();
  await usage.admit(CALLER, orgOf('org'));
  expect(usage.of('org')).toBe(2);
  expect(asked).not.toHaveBeenCalled();
  vi.restoreAllMocks();
  await usage.flush();
  await store.close();
});
