/** What the lab may rely on: orgs with their row, lists of tokens, dumps. */

import { describe, expect, it } from 'vitest';
import { type Store, StoreError } from '../../src/store/port.ts';
import { type Dumped, dumped } from './dumped.ts';
import {
  aCode,
  anAccessToken,
  anOrg,
  aRefreshToken,
  aRegisteredApp,
  aSession,
  aSigningKey,
  aUserChange,
  NEW_YEAR,
} from './records.ts';

const ACME = '00D5g000004AcmeEAC';
const GLOBEX = '00D5g000004GlobxEAC';

export function labLaws(store: () => Store, fresh: () => Promise<Store>): void {
  const orgsAfter = async (row: number) => (await store().orgs.after(row, () => 'me')).orgs;

  describe('orgs', () => {
    it('are found after the row that was seen last', async () => {
      const row = await store().orgs.put(anOrg({ expiresAt: NEW_YEAR + 1 }), 0);
      expect(await orgsAfter(0)).toEqual([{ row, ...anOrg({ expiresAt: NEW_YEAR + 1 }) }]);
      expect(await orgsAfter(row!)).toEqual([]);
    });

    it('come and change only where nobody else was faster with this one or another', async () => {
      const first = await store().orgs.put(anOrg(), 0);
      expect(await store().orgs.put(anOrg(), 0)).toBeUndefined();
      expect(await store().orgs.put(anOrg({ orgId: GLOBEX }), 0)).toBeUndefined();
      const second = await store().orgs.put(anOrg({ document: '{}' }), first!);
      expect(second).toBeGreaterThan(first!);
      expect(await store().orgs.put(anOrg(), first!)).toBeUndefined();
      expect(await orgsAfter(0)).toEqual([{ row: second, ...anOrg({ document: '{}' }) }]);
    });

    it('say what their seed said, and up to where their users are in the document', async () => {
      const org = anOrg({ seed: 'as-written', userChange: 7 });
      const row = await store().orgs.put(org, 0);
      expect(await orgsAfter(0)).toEqual([{ row, ...org }]);
    });

    it('are handed out as they were read before, to the same reader and until they change', async () => {
      const news = async (reader: string) => (await store().orgs.after(0, () => reader)).orgs;
      const read = { reading: { org: '{"id":"read"}', reader: 'me' } };
      const first = await store().orgs.put(anOrg(read), 0);
      expect(await news('me')).toEqual([
        { row: first, ...anOrg({ document: undefined }), reading: '{"id":"read"}' },
      ]);
      expect(await news('another')).toEqual([{ row: first, ...anOrg(), reading: undefined }]);
      const second = await store().orgs.put(anOrg(), first!);
      expect(await news('me')).toEqual([{ row: second, ...anOrg(), reading: undefined }]);
      await store().orgs.keepReadings([{ row: first!, org: '{"id":"late"}' }], 'me');
      expect(await news('me')).toEqual([{ row: second, ...anOrg(), reading: undefined }]);
      await store().orgs.keepReadings([{ row: second!, org: '{"id":"again"}' }], 'me');
      expect((await news('me'))[0]?.reading).toBe('{"id":"again"}');
      expect((await store().orgs.after(second!, () => expect.fail('nobody reads'))).orgs).toEqual([]);
    });

    it('leave no row when they go, and a number by which others know', async () => {
      const first = await store().orgs.put(anOrg(), 0);
      const second = await store().orgs.put(anOrg({ orgId: GLOBEX }), first!);
      expect((await store().orgs.after(first!, () => 'me')).all).toBeUndefined();
      const records = { orgIds: [ACME], orgIdsOfSeed: [], userIds: [], consumerKeys: [] };
      const newest = await store().orgs.forget(records, NEW_YEAR);
      expect(newest).toBe(second! + 1);
      expect(await orgsAfter(0)).toEqual([{ row: second, ...anOrg({ orgId: GLOBEX }), reading: undefined }]);
      expect(await store().orgs.after(second!, () => 'me')).toEqual({
        orgs: [],
        newest,
        all: new Set([GLOBEX]),
      });
      expect(await store().orgs.put(anOrg(), second!)).toBeUndefined();
      const third = await store().orgs.put(anOrg({ orgId: ACME }), newest);
      expect(third).toBe(newest + 1);
      expect((await store().orgs.after(second!, () => 'me')).all).toEqual(new Set([ACME, GLOBEX]));
      await store().state.clear();
      expect(await store().orgs.after(third!, () => 'me')).toMatchObject({ orgs: [], all: new Set() });
    });

    it('are dropped only as long as they are the same', async () => {
      const first = await store().orgs.put(anOrg(), 0);
      const second = await store().orgs.put(anOrg({ document: '{}' }), first!);
      await store().orgs.drop(ACME, first!);
      expect(await orgsAfter(0)).toHaveLength(1);
      await store().orgs.drop(ACME, second!);
      expect(await orgsAfter(0)).toEqual([]);
    });

    it('and all else that processes keep in memory have a version, which no deletion brings back', async () => {
      const seen = new Set([await store().orgs.version()]);
      const writes = [
        () => store().orgs.put(anOrg(), 0),
        () => store().registeredApps.append(aRegisteredApp()),
        () => store().userChanges.append(aUserChange()),
        () =>
          store().orgs.forget({ orgIds: [ACME], orgIdsOfSeed: [], userIds: [], consumerKeys: [] }, NEW_YEAR),
      ];
      for (const write of writes) {
        await write();
        seen.add(await store().orgs.version());
      }
      expect(seen.size).toBe(writes.length + 1);
      await store().tokens.issue(anAccessToken());
      expect(seen).toContain(await store().orgs.version());
    });

    it('end with all that hangs on them, and nothing else does', async () => {
      const mine = await store().tokens.issue(anAccessToken(), aRefreshToken());
      const theirs = await store().tokens.issue(
        anAccessToken({ orgId: GLOBEX, userId: 'other', consumerKey: 'other' }),
        aRefreshToken(),
      );
      const session = await store().sessions.append(aSession());
      const code = await store().codes.append(aCode());
      await store().signingKeys.append(aSigningKey(), undefined);
      await store().registeredApps.append(aRegisteredApp());
      await store().orgs.put(anOrg(), 0);
      const records = {
        orgIds: [ACME],
        orgIdsOfSeed: [ACME],
        userIds: ['0055g00000AdaByAAC'],
        consumerKeys: ['3MVG9Registered'],
      };
      await store().orgs.forget(records, NEW_YEAR + 5);

      expect((await store().accessTokens.find(mine.accessToken))?.revokedAt).toBe(NEW_YEAR + 5);
      expect((await store().refreshTokens.find(mine.refreshToken!))?.revokedAt).toBe(NEW_YEAR + 5);
      expect((await store().sessions.find(session))?.endedAt).toBe(NEW_YEAR + 5);
      expect((await store().codes.find(code))?.spentAt).toBe(NEW_YEAR + 5);
      expect(await store().signingKeys.newest(ACME)).toEqual([]);
      expect(await store().registeredApps.after(0)).toEqual([]);
      expect((await orgsAfter(0)).map(({ orgId, document }) => [orgId, document])).toEqual([
        [ACME, undefined],
      ]);
      expect((await store().accessTokens.find(theirs.accessToken))?.revokedAt).toBeUndefined();
      expect((await store().refreshTokens.find(theirs.refreshToken!))?.revokedAt).toBeUndefined();
    });
  });

  describe('all tokens', () => {
    it('are listed newest first, by org, user and app', async () => {
      const one = await store().tokens.issue(anAccessToken(), aRefreshToken());
      const other = await store().tokens.issue(anAccessToken({ orgId: GLOBEX, createdAt: NEW_YEAR + 1 }));
      const listed = async (filter: object, limit = 10) =>
        (await store().tokenList.newest(filter, limit)).map(({ kind, row }) => [kind, row]);
      expect(await listed({})).toEqual([
        ['access', other.accessToken],
        ['access', one.accessToken],
        ['refresh', one.refreshToken],
      ]);
      expect(await listed({ orgId: GLOBEX })).toEqual([['access', other.accessToken]]);
      expect(await listed({ userId: 'nobody' })).toEqual([]);
      expect(await listed({}, 1)).toEqual([
        ['access', other.accessToken],
        ['refresh', one.refreshToken],
      ]);
      expect((await store().tokenList.newest({ orgId: GLOBEX }, 1))[0]).toEqual({
        kind: 'access',
        row: other.accessToken,
        orgId: GLOBEX,
        userId: '0055g00000AdaByAAC',
        consumerKey: '3MVG9OrderPortal',
        scopes: 'api refresh_token',
        createdAt: NEW_YEAR + 1,
        lastUsedAt: NEW_YEAR + 1,
        timeout: 7200,
        endedAt: undefined,
      });
    });

    it('can end alone while what brings new ones stays', async () => {
      const mine = await store().tokens.issue(anAccessToken(), aRefreshToken());
      const other = await store().tokens.issue(anAccessToken({ orgId: GLOBEX }));
      await store().tokenList.revokeAccess({ orgId: ACME }, NEW_YEAR + 9);
      expect((await store().accessTokens.find(mine.accessToken))?.revokedAt).toBe(NEW_YEAR + 9);
      expect((await store().refreshTokens.find(mine.refreshToken!))?.revokedAt).toBeUndefined();
      expect((await store().accessTokens.find(other.accessToken))?.revokedAt).toBeUndefined();
    });

    it('are revoked by the same filter', async () => {
      const one = await store().tokens.issue(anAccessToken(), aRefreshToken());
      const other = await store().tokens.issue(anAccessToken({ orgId: GLOBEX }));
      await store().tokenList.revoke({ orgId: ACME, consumerKey: '3MVG9OrderPortal' }, NEW_YEAR + 9);
      const ended = (await store().tokenList.newest({}, 10)).map(({ kind, row, endedAt }) => [
        kind,
        row,
        endedAt,
      ]);
      expect(ended).toEqual([
        ['access', other.accessToken, undefined],
        ['access', one.accessToken, NEW_YEAR + 9],
        ['refresh', one.refreshToken, NEW_YEAR + 9],
      ]);
    });
  });

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
        (dump) => ({ ...dump, version: 2 }),
        'The store of the snapshot is of version 2, and this fauxforce knows 1: restore it with the version that made it.',
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
