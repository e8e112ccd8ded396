/** What processes share of the lab. */
import { expect, it } from 'vitest';
import type { Store } from '../../../src/store/port.ts';

export function labStateLaws(store: () => Store): void {
  it('keeps the state of the lab, which is replaced only by who has seen it', async () => {
    const { labState, orgs } = store();
    expect(await labState.read()).toEqual({ version: 0, text: undefined });
    const before = await orgs.version();
    expect(await labState.put('{"clock":1}', 0)).toBe(1);
    expect(await orgs.version()).not.toBe(before);
    expect(await labState.put('{"clock":2}', 0)).toBeUndefined();
    expect(await labState.read()).toEqual({ version: 1, text: '{"clock":1}' });
    await store().state.clear();
    expect(await labState.put('{"clock":3}', 1)).toBe(2);
  });

  it('has another version, and is the same, once a process wants the journals of all', async () => {
    const { labState, journal, orgs } = store();
    const before = await orgs.version();
    await journal.want();
    expect(await orgs.version()).not.toBe(before);
    expect(await labState.read()).toEqual({ version: 1, text: undefined });
    expect(await labState.put('{"clock":1}', 0)).toBeUndefined();
    expect(await labState.put('{"clock":1}', 1)).toBe(2);
    await Promise.all([journal.want(), journal.want()]);
    expect(await labState.read()).toEqual({ version: 4, text: '{"clock":1}' });
  });
}
