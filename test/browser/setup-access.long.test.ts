/** Every page of Setup, in the light and in the dark: axe finds nothing, and nothing overflows. */
import { expect, test } from 'vitest';
import { startFauxforce } from '../../src/testing/index.ts';
import { launchChromium } from './chromium.ts';
import { complaintsOf, SMALLEST } from './setup-complaints.ts';

test.each([
  { theme: 'light', width: 1280 },
  { theme: 'dark', width: SMALLEST },
] as const)('axe finds nothing on any page, and nothing overflows: %o', async (look) => {
  await using sf = await startFauxforce();
  const chromium = await launchChromium();
  try {
    expect(await complaintsOf(chromium, sf, look)).toEqual({});
  } finally {
    await chromium.close();
  }
});
