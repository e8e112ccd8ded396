/** What SQLite answers beyond the law of the port: within one process the requests that come second are told at once. */
import { expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { anAccessToken, aSuccessor, issuePair } from './records.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

it.each([':memory:', 'busy.db'])(
  'of 30 at once the first is answered, 29 are told busy (%s)',
  async (name) => {
    const store = await openStore(name === ':memory:' ? name : `${folder()}/${name}`);
    const pair = await issuePair(store);
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, () =>
        store.tokens.refresh(pair.refreshToken, anAccessToken(), aSuccessor()),
      ),
    );
    expect(outcomes[0]).toHaveProperty('refreshToken', expect.any(Number));
    expect(outcomes.filter((outcome) => outcome === 'busy')).toHaveLength(29);
    expect(await store.tokens.refresh(pair.refreshToken, anAccessToken(), aSuccessor())).toBe('rotated-out');
    await store.close();
  },
);
