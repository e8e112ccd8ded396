/** Everything as one document. */
import { describe, expect, it } from 'vitest';
import { type Store, StoreError } from '../../../src/store/port.ts';
import { type Dumped, dumped } from '../dumped.ts';
import { aCode, anAccessToken, anOrg, aRefreshToken, aSession, aUserChange, NEW_YEAR } from '../records.ts';

const ACME = '00D5g000004AcmeEAC';

export function dumpLaws(store: () => Store, fresh: () => Promise<Store>): void {
  const orgsAfter = async (row: number) => (await store().orgs.after(row, () => 'me')).orgs;

  describe('a dump', () => {
    it('is the same for the same state, whatever the journal says', async () => {
      await store().tokens.issue(anAccessToken(), aRefreshToken());
      const before = JSON.stringify(await dumped(store()));
      await store().journal.append([{ id: 'a', at: NEW_YEAR, entry: '{}' }], 10);
      expect(JSON.stringify(await dumped(store()))).toBe(before);
      await store().tokens.issue(anAccessToken());
      expect(JSON.stringify(await dumped(store()))).not.toBe(before);
    });

    it('brings everything into another store, the secret and the numbers with it', async () => {
      const issued = await store().tokens.issue(anAccessToken(), aRefreshToken());
      const code = await store().codes.append(aCode());
      const dump = JSON.parse(JSON.stringify(await dumped(store())));
      const other = await fresh();
      await other.tokens.issue(anAccessToken());
      await other.state.load(dump, [anOrg()]);
      expect(other.secret.equals(store().secret)).toBe(true);
      expect(await other.accessTokens.find(issued.accessToken)).toEqual(
        await store().accessTokens.find(issued.accessToken),
      );
      expect(await other.refreshTokens.find(issued.refreshToken!)).toEqual(
        await store().refreshTokens.find(issued.refreshToken!),
      );
      expect(await other.codes.find(code)).toEqual(await store().codes.find(code));
      expect((await other.orgs.after(0, () => 'me')).orgs.map(({ orgId }) => orgId)).toEqual([ACME]);
      expect((await other.tokens.issue(anAccessToken())).accessToken).toBe(issued.accessToken + 1);
      await other.close();
    });

    it('brings the apps of a session in the order in which it logged in to them', async () => {
      const session = await store().sessions.append(aSession());
      for (const key of ['3MVG9B', '3MVG9A']) await store().sessions.appendApp(session, key);
      await store().state.load(JSON.parse(JSON.stringify(await dumped(store()))), []);
      expect(await store().sessions.apps(session)).toEqual(['3MVG9B', '3MVG9A']);
    });

    it('brings orgs that have in them what their users changed', async () => {
      await store().userChanges.append(aUserChange());
      await store().userChanges.append(aUserChange());
      const [, newest] = await store().userChanges.after(0);
      await store().state.load(JSON.parse(JSON.stringify(await dumped(store()))), [anOrg()]);
      expect((await orgsAfter(0))[0]?.userChange).toBe(newest?.row);
    });

    const withParts = ({ parts, ...dump }: Dumped, changed: object) => ({
      ...dump,
      parts: { ...parts, ...changed },
    });

    it.each<[string, (dump: Dumped) => unknown, string]>([
      [
        'of another version',
        (dump) => ({ ...dump, version: 5 }),
        'The store of the snapshot is of version 5, and this fauxforce knows 4: restore it with the version that made it.',
      ],
      [
        'of no version',
        ({ version: _, ...dump }) => dump,
        'The snapshot is not whole: store is missing or does not fit.',
      ],
      ['that is none', () => 7, 'The snapshot is not whole: store is missing or does not fit.'],
      [
        'without a part',
        ({ parts: { sessions: _, ...parts }, ...dump }) => ({ ...dump, parts }),
        'The snapshot is not whole: it lacks sessions.',
      ],
      [
        'with a foreign part',
        (dump) => withParts(dump, { extra: [] }),
        'The snapshot has unknown parts: extra.',
      ],
      [
        'with a part that is no list',
        (dump) => withParts(dump, { codes: {} }),
        'The snapshot is not whole: store.parts.codes is missing or does not fit.',
      ],
      [
        'without its secret',
        ({ secret: _, ...dump }) => dump,
        'The snapshot is not whole: store.secret is missing or does not fit.',
      ],
      [
        'with another secret than 32 bytes',
        (dump) => ({ ...dump, secret: 'AAAA' }),
        'The snapshot is not whole: store.secret is missing or does not fit.',
      ],
      [
        'with a number that is none',
        (dump) => ({ ...dump, numbers: { codes: 1.5 } }),
        'The snapshot is not whole: store.numbers is missing or does not fit.',
      ],
      [
        'with numbers of what has none',
        (dump) => ({ ...dump, numbers: { usedCodes: 1 } }),
        'The snapshot is not whole: store.numbers is missing or does not fit.',
      ],
      [
        'with a row that is none',
        (dump) => withParts(dump, { usedCodes: [7] }),
        'The snapshot has a row of usedCodes that does not fit: the fields are userId, step.',
      ],
      [
        'with a field that no row has',
        (dump) => withParts(dump, { usedCodes: [{ userId: 'u', step: 1, more: 1 }] }),
        'The snapshot has a row of usedCodes that does not fit: the fields are userId, step.',
      ],
      [
        'with a row that lacks a field',
        (dump) => withParts(dump, { usedCodes: [{ userId: 'u' }] }),
        'The snapshot has a row of usedCodes that does not fit: undefined is no step.',
      ],
    ])('%s is refused, and nothing was changed', async (_what, spoil, said) => {
      await store().tokens.issue(anAccessToken(), aRefreshToken());
      const dump = JSON.parse(JSON.stringify(await dumped(store()))) as Dumped;
      await expect(store().state.load(spoil(dump), [])).rejects.toThrow(new StoreError(said));
      expect(JSON.parse(JSON.stringify(await dumped(store())))).toEqual(dump);
    });

    it('with a row that hangs on nothing is refused, and nothing was changed', async () => {
      await store().tokens.issue(anAccessToken(), aRefreshToken());
      const dump = await dumped(store());
      const [token] = dump.parts.refreshTokens as object[];
      const hanging = withParts(dump, { refreshTokens: [{ ...token, approval: 4242 }] });
      await expect(store().state.load(hanging, [])).rejects.toThrow(StoreError);
      expect(await dumped(store())).toEqual(dump);
    });

    it('of nothing is left when everything is forgotten, but no number comes back', async () => {
      const issued = await store().tokens.issue(anAccessToken(), aRefreshToken());
      const { secret } = store();
      await store().state.clear();
      expect(await store().tokenList.newest({}, 10)).toEqual([]);
      expect(store().secret.equals(secret)).toBe(true);
      expect((await store().tokens.issue(anAccessToken())).accessToken).toBeGreaterThan(issued.accessToken);
    });
  });
}
