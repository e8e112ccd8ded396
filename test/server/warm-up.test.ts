/** What a server loads in the background: each step does what its first request would wait for. */
import { expect, test } from 'vitest';
import { WARM_UP_STEPS, warmUp } from '../../src/server/warm-up.ts';

test('every step works', async () => {
  for (const step of WARM_UP_STEPS) await expect(step()).resolves.toBeDefined();
});

test('it ends when the server does, before the first step', async () => {
  await expect(warmUp(AbortSignal.abort())).resolves.toBeUndefined();
});
