import { expect, test } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import { anAccessToken, NEW_YEAR } from '../records.ts';
import { freshSchema } from './schemas.ts';

test('the end of a sliding session is where it was moved to, also before that is committed', async () => {
  const url = freshSchema();
  const [here, there] = [await openStore(url), await openStore(url)];
  const { accessToken } = await here.tokens.issue(anAccessToken());
  for (const usedAt of [NEW_YEAR + 1, NEW_YEAR + 2]) {
    here.accessTokens.touch(accessToken, usedAt);
    expect((await here.accessTokens.find(accessToken))?.lastUsedAt).toBe(usedAt);
  }
  // What is written behind is committed before what comes after it.
  await here.approvals.revoke(1, NEW_YEAR);
  expect((await there.accessTokens.find(accessToken))?.lastUsedAt).toBe(NEW_YEAR + 2);
  await Promise.all([here.close(), there.close()]);
});
