import { setImmediate, setTimeout } from 'node:timers';
import { describe, expect, it } from 'vitest';
import { OnceATurn } from '../../src/ground/once-a-turn.ts';

/** Calls in a phase of the event loop. */
const PHASES: readonly [phase: string, call: (callback: () => void) => unknown][] = [
  ['timers', (callback) => setTimeout(callback, 1)],
  ['check', (callback) => setImmediate(callback)],
];

describe('work that is done once a turn', () => {
  it('is shared by those who ask before it begins', async () => {
    const look = new OnceATurn();
    let looks = 0;
    const count = async () => {
      looks += 1;
    };
    await Promise.all([look.run(count), look.run(count)]);
    expect(looks).toBe(1);
    await look.run(count);
    expect(looks).toBe(2);
  });

  it.each(PHASES)(
    'begins after each who asks has asked, the first of them in the %s phase',
    async (_, call) => {
      const look = new OnceATurn();
      let changes = 0;
      let seen = 0;
      const see = async () => {
        seen = changes;
      };
      await new Promise<void>((resolve) => call(resolve));
      const first = look.run(see);
      changes = 1;
      await look.run(see);
      expect(seen).toBe(1);
      await first;
    },
  );

  it('fails for those who share it, and for nobody else', async () => {
    const look = new OnceATurn();
    const fail = () => Promise.reject(new Error('no store'));
    const outcomes = await Promise.allSettled([look.run(fail), look.run(fail)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(look.run(async () => undefined)).resolves.toBeUndefined();
  });
});
