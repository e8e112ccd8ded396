/** What the lab may rely on: orgs with their row, lists of tokens, dumps. */
import { describe, expect, it } from 'vitest';
import type { OrgDocument } from '../../src/store/lab-records.ts';
import { type Store, StoreError } from '../../src/store/port.ts';
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
  return { orgId: ACME, document: '{"org":{}}', expiresAt: undefined, createdAt: NEW_YEAR, ...changes };
}

export function labLaws(store: () => Store, open: () => Promise<Store>): void {
  describe('orgs', () => {
    it('are found after the row that was seen last', async () => {
      expect(await store().orgsVersion()).toBe(0);
      const row = await store().putOrg(anOrg({ expiresAt: NEW_YEAR + 1 }), undefined);
      expect(await store().orgsVersion()).toBe(row);
      expect(await store().orgsAfter(0)).toEqual([{ row, ...anOrg({ expiresAt: NEW_YEAR + 1 }) }]);
      expect(await store().orgsAfter(row!)).toEqual([]);
    });

    it('change only where nobody else was faster', async () => {
      const first = await store().putOrg(anOrg(), undefined);
      expect(await store().putOrg(anOrg(), undefined)).toBeUndefined();
      const second = await store().putOrg(anOrg({ document: '{}' }), first);
      expect(second).toBeGreaterThan(first!);
      expect(await store().putOrg(anOrg(), first)).toBeUndefined();
      expect(await store().orgRow(ACME)).toBe(second);
      expect(await store().orgsAfter(0)).toEqual([{ row: second, ...anOrg({ document: '{}' }) }]);
    });

    it('take with them what their users changed before', async () => {
      await store().appendUserChange(aUserChange());
      await store().appendUserChange(aUserChange({ orgId: GLOBEX }));
      await store().putOrg(anOrg(), undefined);
      expect((await store().userChanges()).map(({ orgId }) => orgId)).toEqual([GLOBEX]);
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
      await store().putOrg(anOrg(), undefined);
      const records = { orgIds: [ACME], userIds: ['0055g00000AdaByAAC'], consumerKeys: ['3MVG9Registered'] };
      await store().forgetOrgs(records, NEW_YEAR + 5);

      expect((await store().accessToken(mine.accessToken))?.revokedAt).toBe(NEW_YEAR + 5);
      expect((await store().refreshToken(mine.refreshToken!))?.revokedAt).toBe(NEW_YEAR + 5);
      expect((await store().session(session))?.endedAt).toBe(NEW_YEAR + 5);
      expect((await store().code(code))?.spentAt).toBe(NEW_YEAR + 5);
      expect(await store().signingKeys(ACME)).toEqual([]);
      expect(await store().registeredApps()).toEqual([]);
      expect((await store().orgsAfter(0)).map(({ orgId, document }) => [orgId, document])).toEqual([
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
      const before = JSON.stringify(await store().dump());
      await store().appendJournal([{ id: 'a', at: NEW_YEAR, entry: '{}' }], 10);
      expect(JSON.stringify(await store().dump())).toBe(before);
      await store().issue(anAccessToken());
      expect(JSON.stringify(await store().dump())).not.toBe(before);
    });

    it('brings everything into another store, the secret and the numbers with it', async () => {
      const issued = await store().issue(anAccessToken(), aRefreshToken());
      const code = await store().appendCode(aCode());
      const dump = JSON.parse(JSON.stringify(await store().dump()));
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
      expect((await other.orgsAfter(0)).map(({ orgId }) => orgId)).toEqual([ACME]);
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
      const dump = await store().dump();
      await expect(store().load(spoil(dump as Dump), [])).rejects.toThrow(StoreError);
      expect(await store().dump()).toEqual(dump);
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
