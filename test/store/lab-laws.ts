/** What the lab may rely on: orgs with their row, lists of tokens, dumps. */

import { describe, expect, it } from 'vitest';
import type { OrgDocument } from '../../src/store/lab-records.ts';
import { type Store, StoreError } from '../../src/store/port.ts';
import { dumped } from './dumped.ts';
import {
  aCode,
  anAccessToken,
  aRefreshToken,
  aRegisteredApp,
  aSession,
  aSigningKey,
  aUserChange,
  NEW_YEAR,
} from './records.ts';

const ACME = '00D5g000004AcmeEAC';
const GLOBEX = '00D5g000004GlobxEAC';

function anOrg(changes: Partial<OrgDocument> = {}): OrgDocument {
  return {
    orgId: ACME,
    document: '{"org":{}}',
    expiresAt: undefined,
    createdAt: NEW_YEAR,
    seed: undefined,
    userChange: 0,
    ...changes,
  };
}

export function labLaws(store: () => Store, open: () => Promise<Store>): void {
  const orgsAfter = async (row: number) => (await store().orgsAfter(row, () => 'me')).orgs;

  describe('orgs', () => {
    it('are found after the row that was seen last', async () => {
      const row = await store().putOrg(anOrg({ expiresAt: NEW_YEAR + 1 }), 0);
      expect(await orgsAfter(0)).toEqual([{ row, ...anOrg({ expiresAt: NEW_YEAR + 1 }) }]);
      expect(await orgsAfter(row!)).toEqual([]);
    });

    it('come and change only where nobody else was faster with this one or another', async () => {
      const first = await store().putOrg(anOrg(), 0);
      expect(await store().putOrg(anOrg(), 0)).toBeUndefined();
      expect(await store().putOrg(anOrg({ orgId: GLOBEX }), 0)).toBeUndefined();
      const second = await store().putOrg(anOrg({ document: '{}' }), first!);
      expect(second).toBeGreaterThan(first!);
      expect(await store().putOrg(anOrg(), first!)).toBeUndefined();
      expect(await orgsAfter(0)).toEqual([{ row: second, ...anOrg({ document: '{}' }) }]);
    });

    it('say what their seed said, and up to where their users are in the document', async () => {
      const org = anOrg({ seed: 'as-written', userChange: 7 });
      const row = await store().putOrg(org, 0);
      expect(await orgsAfter(0)).toEqual([{ row, ...org }]);
    });

    it('are handed out as they were read before, to the same reader and until they change', async () => {
      const news = async (reader: string) => (await store().orgsAfter(0, () => reader)).orgs;
      const read = { reading: { org: '{"id":"read"}', reader: 'me' } };
      const first = await store().putOrg(anOrg(read), 0);
      expect(await news('me')).toEqual([
        { row: first, ...anOrg({ document: undefined }), reading: '{"id":"read"}' },
      ]);
      expect(await news('another')).toEqual([{ row: first, ...anOrg(), reading: undefined }]);
      const second = await store().putOrg(anOrg(), first!);
      expect(await news('me')).toEqual([{ row: second, ...anOrg(), reading: undefined }]);
      await store().keepReadings([{ row: first!, org: '{"id":"late"}' }], 'me');
      expect(await news('me')).toEqual([{ row: second, ...anOrg(), reading: undefined }]);
      await store().keepReadings([{ row: second!, org: '{"id":"again"}' }], 'me');
      expect((await news('me'))[0]?.reading).toBe('{"id":"again"}');
      expect((await store().orgsAfter(second!, () => expect.fail('nobody reads'))).orgs).toEqual([]);
    });

    it('leave no row when they go, and a number by which others know', async () => {
      const first = await store().putOrg(anOrg(), 0);
      const second = await store().putOrg(anOrg({ orgId: GLOBEX }), first!);
      expect((await store().orgsAfter(first!, () => 'me')).all).toBeUndefined();
      const records = { orgIds: [ACME], orgIdsOfSeed: [], userIds: [], consumerKeys: [] };
      const newest = await store().forgetOrgs(records, NEW_YEAR);
      expect(newest).toBe(second! + 1);
      expect(await orgsAfter(0)).toEqual([{ row: second, ...anOrg({ orgId: GLOBEX }), reading: undefined }]);
      expect(await store().orgsAfter(second!, () => 'me')).toEqual({
        orgs: [],
        newest,
        all: new Set([GLOBEX]),
      });
      expect(await store().putOrg(anOrg(), second!)).toBeUndefined();
      const third = await store().putOrg(anOrg({ orgId: ACME }), newest);
      expect(third).toBe(newest + 1);
      expect((await store().orgsAfter(second!, () => 'me')).all).toEqual(new Set([ACME, GLOBEX]));
      await store().clear();
      expect(await store().orgsAfter(third!, () => 'me')).toMatchObject({ orgs: [], all: new Set() });
    });

    it('are dropped only as long as they are the same', async () => {
      const first = await store().putOrg(anOrg(), 0);
      const second = await store().putOrg(anOrg({ document: '{}' }), first!);
      await store().dropOrg(ACME, first!);
      expect(await orgsAfter(0)).toHaveLength(1);
      await store().dropOrg(ACME, second!);
      expect(await orgsAfter(0)).toEqual([]);
    });

    it('and all else that processes keep in memory have a version, which no deletion brings back', async () => {
      const seen = new Set([await store().recordsVersion()]);
      const writes = [
        () => store().putOrg(anOrg(), 0),
        () => store().appendRegisteredApp(aRegisteredApp()),
        () => store().appendUserChange(aUserChange()),
        () =>
          store().forgetOrgs({ orgIds: [ACME], orgIdsOfSeed: [], userIds: [], consumerKeys: [] }, NEW_YEAR),
      ];
      for (const write of writes) {
        await write();
        seen.add(await store().recordsVersion());
      }
      expect(seen.size).toBe(writes.length + 1);
      await store().issue(anAccessToken());
      expect(seen).toContain(await store().recordsVersion());
    });

    it('end with all that hangs on them, and nothing else does', async () => {
      const mine = await store().issue(anAccessToken(), aRefreshToken());
      const theirs = await store().issue(
        anAccessToken({ orgId: GLOBEX, userId: 'other', consumerKey: 'other' }),
        aRefreshToken(),
      );
      const session = await store().appendSession(aSession());
      const code = await store().appendCode(aCode());
      await store().appendSigningKey(aSigningKey(), undefined);
      await store().appendRegisteredApp(aRegisteredApp());
      await store().putOrg(anOrg(), 0);
      const records = {
        orgIds: [ACME],
        orgIdsOfSeed: [ACME],
        userIds: ['0055g00000AdaByAAC'],
        consumerKeys: ['3MVG9Registered'],
      };
      await store().forgetOrgs(records, NEW_YEAR + 5);

      expect((await store().accessToken(mine.accessToken))?.revokedAt).toBe(NEW_YEAR + 5);
      expect((await store().refreshToken(mine.refreshToken!))?.revokedAt).toBe(NEW_YEAR + 5);
      expect((await store().session(session))?.endedAt).toBe(NEW_YEAR + 5);
      expect((await store().code(code))?.spentAt).toBe(NEW_YEAR + 5);
      expect(await store().signingKeys(ACME)).toEqual([]);
      expect(await store().registeredApps(0)).toEqual([]);
      expect((await orgsAfter(0)).map(({ orgId, document }) => [orgId, document])).toEqual([
        [ACME, undefined],
      ]);
      expect((await store().accessToken(theirs.accessToken))?.revokedAt).toBeUndefined();
      expect((await store().refreshToken(theirs.refreshToken!))?.revokedAt).toBeUndefined();
    });
  });

  describe('all tokens', () => {
    it('are listed newest first, by org, user and app', async () => {
      const one = await store().issue(anAccessToken(), aRefreshToken());
      const other = await store().issue(anAccessToken({ orgId: GLOBEX, createdAt: NEW_YEAR + 1 }));
      const listed = async (filter: object, limit = 10) =>
        (await store().tokens(filter, limit)).map(({ kind, row }) => [kind, row]);
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
      expect((await store().tokens({ orgId: GLOBEX }, 1))[0]).toEqual({
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
      const mine = await store().issue(anAccessToken(), aRefreshToken());
      const other = await store().issue(anAccessToken({ orgId: GLOBEX }));
      await store().revokeAccessTokens({ orgId: ACME }, NEW_YEAR + 9);
      expect((await store().accessToken(mine.accessToken))?.revokedAt).toBe(NEW_YEAR + 9);
      expect((await store().refreshToken(mine.refreshToken!))?.revokedAt).toBeUndefined();
      expect((await store().accessToken(other.accessToken))?.revokedAt).toBeUndefined();
    });

    it('are revoked by the same filter', async () => {
      const one = await store().issue(anAccessToken(), aRefreshToken());
      const other = await store().issue(anAccessToken({ orgId: GLOBEX }));
      await store().revokeTokens({ orgId: ACME, consumerKey: '3MVG9OrderPortal' }, NEW_YEAR + 9);
      const ended = (await store().tokens({}, 10)).map(({ kind, row, endedAt }) => [kind, row, endedAt]);
      expect(ended).toEqual([
        ['access', other.accessToken, undefined],
        ['access', one.accessToken, NEW_YEAR + 9],
        ['refresh', one.refreshToken, NEW_YEAR + 9],
      ]);
    });
  });

  describe('a dump', () => {
    it('is the same for the same state, whatever the journal says', async () => {
      await store().issue(anAccessToken(), aRefreshToken());
      const before = JSON.stringify(await dumped(store()));
      await store().appendJournal([{ id: 'a', at: NEW_YEAR, entry: '{}' }], 10);
      expect(JSON.stringify(await dumped(store()))).toBe(before);
      await store().issue(anAccessToken());
      expect(JSON.stringify(await dumped(store()))).not.toBe(before);
    });

    it('brings everything into another store, the secret and the numbers with it', async () => {
      const issued = await store().issue(anAccessToken(), aRefreshToken());
      const code = await store().appendCode(aCode());
      const dump = JSON.parse(JSON.stringify(await dumped(store())));
      const other = await open();
      await other.issue(anAccessToken());
      await other.load(dump, [anOrg()]);
      expect(other.secret.equals(store().secret)).toBe(true);
      expect(await other.accessToken(issued.accessToken)).toEqual(
        await store().accessToken(issued.accessToken),
      );
      expect(await other.refreshToken(issued.refreshToken!)).toEqual(
        await store().refreshToken(issued.refreshToken!),
      );
      expect(await other.code(code)).toEqual(await store().code(code));
      expect((await other.orgsAfter(0, () => 'me')).orgs.map(({ orgId }) => orgId)).toEqual([ACME]);
      expect((await other.issue(anAccessToken())).accessToken).toBe(issued.accessToken + 1);
      await other.close();
    });

    it.each([
      ['of another schema', (dump: Dump) => ({ ...dump, schema: dump.schema + 1 })],
      ['without a table', ({ tables: { session: _, ...tables }, ...dump }: Dump) => ({ ...dump, tables })],
      ['with a foreign table', (dump: Dump) => ({ ...dump, tables: { ...dump.tables, extra: [] } })],
      ['without its secret', (dump: Dump) => ({ ...dump, tables: { ...dump.tables, meta: [] } })],
      ['with a row that is none', (dump: Dump) => ({ ...dump, tables: { ...dump.tables, code: [7] } })],
      [
        'with a row that hangs on nothing',
        (dump: Dump) => ({
          ...dump,
          tables: {
            ...dump.tables,
            refresh_token: [{ ...(dump.tables.refresh_token![0] as object), approval_id: 4242 }],
          },
        }),
      ],
    ])('%s is refused, and nothing was changed', async (_what, spoil) => {
      await store().issue(anAccessToken(), aRefreshToken());
      const dump = await dumped(store());
      await expect(store().load(spoil(dump as Dump), [])).rejects.toThrow(StoreError);
      expect(await dumped(store())).toEqual(dump);
    });

    it('of nothing is left when everything is forgotten, but no number comes back', async () => {
      const issued = await store().issue(anAccessToken(), aRefreshToken());
      const { secret } = store();
      await store().clear();
      expect(await store().tokens({}, 10)).toEqual([]);
      expect(store().secret.equals(secret)).toBe(true);
      expect((await store().issue(anAccessToken())).accessToken).toBeGreaterThan(issued.accessToken);
    });
  });
}

interface Dump {
  readonly schema: number;
  readonly tables: Readonly<Record<string, readonly unknown[]>>;
}
