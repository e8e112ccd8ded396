/** Orgs that come, change and go. */
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/port.ts';
import {
  aCode,
  aDeviceCode,
  anAccessToken,
  anOrg,
  aOneTimePassword,
  aRefreshToken,
  aRegisteredApp,
  aSession,
  aSigningKey,
  aUserChange,
  aVerification,
  NEW_YEAR,
} from '../records.ts';

const ACME = '00D5g000004AcmeEAC';
const GLOBEX = '00D5g000004GlobxEAC';

export function orgLaws(store: () => Store): void {
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

    it('lose apps and users with all that hangs on these, if nobody else was faster', async () => {
      const user = '0055g00000EveByAAC';
      const key = '3MVG9Gone';
      const kept = await store().tokens.issue(anAccessToken(), aRefreshToken());
      const ofUser = await store().tokens.issue(anAccessToken({ userId: user }), aRefreshToken());
      const ofApp = await store().tokens.issue(anAccessToken({ consumerKey: key }), aRefreshToken());
      const sessions = [
        await store().sessions.append(aSession()),
        await store().sessions.append(aSession({ userId: user })),
      ];
      await store().sessions.appendApp(sessions[0]!, key);
      const codes = [
        await store().codes.append(aCode()),
        await store().codes.append(aCode({ userId: user })),
        await store().codes.append(aCode({ consumerKey: key })),
      ];
      const passwords = [
        await store().oneTimePasswords.append(aOneTimePassword()),
        await store().oneTimePasswords.append(aOneTimePassword({ userId: user })),
      ];
      const verification = await store().verifications.append(aVerification({ userId: user }));
      const deviceCode = await store().deviceCodes.append(aDeviceCode({ consumerKey: key }), 100, 0);
      await store().registeredApps.append(aRegisteredApp({ consumerKey: key }));
      await store().userChanges.append(aUserChange({ userId: user, newUsername: 'eve@acme.example' }));
      await store().userChanges.append(aUserChange());
      const sighting = { consumerKey: key, secretHash: Buffer.from('1'), isBlocked: false };
      await store().appSightings.record([sighting], NEW_YEAR);
      const first = await store().orgs.put(anOrg(), 0);
      const at = NEW_YEAR + 5;
      const gone = { consumerKeys: [key], userIds: [user], at };

      expect(await store().orgs.put(anOrg(), first! - 1, gone)).toBeUndefined();
      expect((await store().accessTokens.find(ofApp.accessToken))?.revokedAt).toBeUndefined();
      expect(await store().orgs.put(anOrg({ document: '{}' }), first!, gone)).toBe(first! + 1);

      for (const { accessToken, refreshToken } of [ofUser, ofApp]) {
        expect((await store().accessTokens.find(accessToken))?.revokedAt).toBe(at);
        expect((await store().refreshTokens.find(refreshToken!))?.revokedAt).toBe(at);
      }
      expect((await store().accessTokens.find(kept.accessToken))?.revokedAt).toBeUndefined();
      expect((await store().refreshTokens.find(kept.refreshToken!))?.revokedAt).toBeUndefined();
      const ended = await Promise.all(sessions.map((row) => store().sessions.find(row)));
      expect(ended.map((session) => session?.endedAt)).toEqual([undefined, at]);
      expect(await store().sessions.apps(sessions[0]!)).toEqual([]);
      const spent = await Promise.all(codes.map((row) => store().codes.find(row)));
      expect(spent.map((code) => code?.spentAt)).toEqual([undefined, at, at]);
      const used = await Promise.all(passwords.map((row) => store().oneTimePasswords.find(row)));
      expect(used.map((password) => password?.spentAt)).toEqual([undefined, at]);
      expect(await store().verifications.find(verification)).toBeUndefined();
      expect(await store().deviceCodes.find(deviceCode!)).toBeUndefined();
      expect(await store().registeredApps.after(0)).toEqual([]);
      expect((await store().userChanges.after(0)).map(({ userId }) => userId)).toEqual([
        '0055g00000AdaByAAC',
      ]);
      expect(await store().appSightings.record([sighting], at)).toEqual([at]);
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
}
