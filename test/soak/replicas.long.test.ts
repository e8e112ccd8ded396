/** Two minutes of what `npm run soak` does in ten. */
import { expect, test } from 'vitest';
import { run } from './run.ts';

test.each(['postgres', 'sqlite'] as const)(
  '%s',
  async (store) => {
    const usual = { store, replicas: 3, clients: 6, seed: 1 };
    const times = { minutes: store === 'postgres' ? 2 : 1, killEvery: 15, restartEvery: 50 };
    const { kills, restarts, broken } = await run({ ...usual, ...times });
    expect(broken).toEqual([]);
    expect(kills).toBeGreaterThanOrEqual(store === 'postgres' ? 6 : 3);
    expect(restarts).toBeGreaterThanOrEqual(store === 'postgres' ? 1 : 0);
  },
  600_000,
);
