/** Every page of Setup in the dark, at the smallest width: axe finds nothing, and nothing overflows. */
import { expect, test } from 'vitest';
import { startFauxforce } from '../../src/testing/index.ts';
import { launchChromium } from './chromium.ts';
import { complaintsOfAll, SMALLEST } from './setup-complaints.ts';

test('axe finds nothing on any page, and nothing overflows', async () => {
  await using sf = await startFauxforce();
  const chromium = await launchChromium();
  try {
    expect(await complaintsOfAll(chromium, sf, 'dark', SMALLEST)).toEqual({});
  } finally {
    await chromium.close();
  }
});
