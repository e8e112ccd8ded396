/** What a store keeps for policies: the age of apps and their secrets, wrong passwords, second factors. */
import { describe, expect, it } from 'vitest';
import type { LogInTry, Store } from '../../src/store/port.ts';
import { anAccessToken, aRefreshToken, aSession, aWrongTry, freshHash, NEW_YEAR } from './records.ts';

const APP = '3MVG9OrderPortal';
const MINUTE = 60_000;
const ADA = '0055g00000AdaByAAC';

export function policyRecordLaws(store: () => Store): void {
  describe('apps', () => {
    const secretHash = freshHash();
    const seen = (changes = {}, at = NEW_YEAR) =>
      store().appSightings.record([{ consumerKey: APP, secretHash, isBlocked: false, ...changes }], at);

    it('are remembered from when they were first seen, in the order given', async () => {
      expect(await seen()).toEqual([NEW_YEAR]);
      const other = { consumerKey: '3MVG9Other', secretHash: freshHash(), isBlocked: false };
      const sighting = { consumerKey: APP, secretHash, isBlocked: false };
      expect(await store().appSightings.record([other, sighting], NEW_YEAR + 5)).toEqual([
        NEW_YEAR + 5,
        NEW_YEAR,
      ]);
    });

    it('keep their tokens while their secret stays', async () => {
      await seen();
      const { accessToken, refreshToken } = await store().tokens.issue(anAccessToken(), aRefreshToken());
      await seen({}, NEW_YEAR + 1);
      expect((await store().accessTokens.find(accessToken))?.revokedAt).toBeUndefined();
      expect((await store().refreshTokens.find(refreshToken as number))?.revokedAt).toBeUndefined();
    });

    it('lose all of them with their secret, and no others', async () => {
      await seen();
      const alone = await store().tokens.issue(anAccessToken());
      const pair = await store().tokens.issue(anAccessToken(), aRefreshToken());
      const others = await store().tokens.issue(
        anAccessToken({ consumerKey: '3MVG9Other' }),
        aRefreshToken(),
      );
      expect(await seen({ secretHash: freshHash() }, NEW_YEAR + 1)).toEqual([NEW_YEAR]);
      expect((await store().accessTokens.find(alone.accessToken))?.revokedAt).toBeDefined();
      expect((await store().accessTokens.find(pair.accessToken))?.revokedAt).toBeDefined();
      expect((await store().refreshTokens.find(pair.refreshToken as number))?.revokedAt).toBe(NEW_YEAR + 1);
      expect(await store().approvals.live(ADA, APP)).toEqual([]);
      expect((await store().accessTokens.find(others.accessToken))?.revokedAt).toBeUndefined();
      expect((await store().refreshTokens.find(others.refreshToken as number))?.revokedAt).toBeUndefined();
      const later = await store().tokens.issue(anAccessToken(), aRefreshToken());
      expect((await store().accessTokens.find(later.accessToken))?.revokedAt).toBeUndefined();
    });

    it('lose their access tokens when they are blocked, and keep their approvals', async () => {
      await seen();
      const alone = await store().tokens.issue(anAccessToken());
      const { refreshToken } = await store().tokens.issue(anAccessToken(), aRefreshToken());
      await seen({ isBlocked: true }, NEW_YEAR + 1);
      expect((await store().accessTokens.find(alone.accessToken))?.revokedAt).toBeDefined();
      expect((await store().refreshTokens.find(refreshToken as number))?.revokedAt).toBeUndefined();
    });
  });

  describe('tries to log in', () => {
    const HOUR = 60 * MINUTE;
    const limits = { most: 3, lockout: HOUR };
    const attempt = (found: LogInTry['found'], changes: Partial<LogInTry> = {}) =>
      store().failedLogIns.try(aWrongTry({ found, ...limits, ...changes }));
    const failures = async () => (await store().failedLogIns.find(ADA))?.failures;

    it('count while they are wrong, until one is right', async () => {
      expect(await store().failedLogIns.find(ADA)).toBeUndefined();
      expect(await attempt('wrong')).toBe('wrong');
      expect(await attempt('wrong', { at: NEW_YEAR + 1 })).toBe('wrong');
      expect(await store().failedLogIns.find(ADA)).toEqual({ failures: 2, lastAt: NEW_YEAR + 1 });
      expect(await attempt('unfinished')).toBe('unfinished');
      expect(await failures()).toBe(2);
      expect(await attempt('right')).toBe('right');
      expect(await failures()).toBeUndefined();
    });

    it('are refused after so many, right or wrong, and do not count then', async () => {
      for (let i = 0; i < 3; i++) await attempt('wrong');
      for (const found of ['wrong', 'unfinished', 'right'] as const)
        expect(await attempt(found, { at: NEW_YEAR + HOUR - 1 })).toBe('locked out');
      expect(await store().failedLogIns.find(ADA)).toEqual({ failures: 3, lastAt: NEW_YEAR });
      expect(await attempt('right', { userId: 'grace' })).toBe('right');
    });

    it('count anew when the lockout is over, which it is not without an interval', async () => {
      for (let i = 0; i < 3; i++) await attempt('wrong');
      expect(await attempt('right', { at: NEW_YEAR + 1000 * HOUR, lockout: undefined })).toBe('locked out');
      expect(await attempt('wrong', { at: NEW_YEAR + HOUR })).toBe('wrong');
      expect(await store().failedLogIns.find(ADA)).toEqual({ failures: 1, lastAt: NEW_YEAR + HOUR });
      await attempt('wrong', { at: NEW_YEAR + HOUR });
      await attempt('wrong', { at: NEW_YEAR + HOUR });
      expect(await attempt('right', { at: NEW_YEAR + HOUR })).toBe('locked out');
      await store().failedLogIns.forget(ADA);
      expect(await attempt('right', { at: NEW_YEAR + HOUR })).toBe('right');
    });

    it('have as many as that when they come at once, the right one last', async () => {
      const tries = Array.from({ length: 20 }, () => attempt('wrong'));
      const outcomes = await Promise.all([...tries, attempt('right')]);
      expect(outcomes.filter((outcome) => outcome === 'wrong')).toHaveLength(3);
      expect(outcomes.filter((outcome) => outcome === 'locked out')).toHaveLength(18);
      expect(await failures()).toBe(3);
    });

    it('with a code are right once for its step, and wrong after that', async () => {
      const code = (codeStep: number, more: Partial<LogInTry> = {}) =>
        attempt('right', { codeStep, ...more });
      const outcomes = await Promise.all([code(7), code(7), code(8), code(7, { userId: 'grace' })]);
      expect(outcomes).toEqual(['right', 'used', 'right', 'right']);
      expect(await failures()).toBeUndefined();
      expect(await code(7)).toBe('used');
      expect(await failures()).toBe(1);
      expect(await code(7, { most: undefined })).toBe('used');
      expect(await failures()).toBe(1);
    });
  });

  describe('log-ins', () => {
    const noon = Date.parse('2026-01-01T12:00:30Z');
    const logIn = (at: number, most = 3600, userId = ADA) => store().logInCounts.count({ userId, at, most });
    /** A window that has no room is looked at without being counted. */
    const recent = (at: number, userId = ADA) => logIn(at, 0, userId);

    it('are counted by the minute, for a rolling hour', async () => {
      for (let i = 0; i < 3600; i += 100)
        await Promise.all(Array.from({ length: 100 }, (_, j) => logIn(noon + (i + j) * 900)));
      expect(await recent(noon + 54 * MINUTE)).toBe(3600);
      expect(await recent(noon, 'grace')).toBe(0);
      // The first minute, which began half way, leaves the hour.
      expect(await recent(noon + 60 * MINUTE)).toBe(3600 - 34);
      expect(await recent(noon + 3 * 60 * MINUTE)).toBe(0);
    });

    it('count if the hour has room, also when they come at once', async () => {
      const before = await Promise.all(Array.from({ length: 10 }, () => logIn(noon, 3)));
      expect(before).toEqual([0, 1, 2, 3, 3, 3, 3, 3, 3, 3]);
      expect(await logIn(noon + 59 * MINUTE, 3)).toBe(3);
      expect(await logIn(noon + 60 * MINUTE, 3)).toBe(0);
    });

    it('that a clock has gone back behind do not count', async () => {
      await logIn(noon);
      expect(await logIn(noon - 50 * MINUTE)).toBe(0);
      expect(await recent(noon)).toBe(2);
    });

    it('fill the hour on command', async () => {
      await logIn(noon);
      await store().logInCounts.fill({ userId: ADA, at: noon, most: 5 });
      expect(await logIn(noon, 5)).toBe(5);
      expect(await logIn(noon, 6)).toBe(5);
      await store().logInCounts.fill({ userId: ADA, at: noon, most: 5 });
      expect(await recent(noon)).toBe(6);
    });

    it('and codes that were used go with the org', async () => {
      await logIn(noon);
      await store().failedLogIns.try(aWrongTry({ found: 'right', codeStep: 7 }));
      await store().orgs.forget({ orgIds: [], orgIdsOfSeed: [], userIds: [ADA], consumerKeys: [] }, NEW_YEAR);
      expect(await recent(noon)).toBe(0);
      expect(await store().failedLogIns.try(aWrongTry({ found: 'right', codeStep: 7 }))).toBe('right');
    });
  });

  describe('a second factor', () => {
    it('is remembered of a session, from its beginning or later', async () => {
      const plain = await store().sessions.append(aSession());
      const raised = await store().sessions.append(aSession({ isHighAssurance: true }));
      expect((await store().sessions.find(plain))?.isHighAssurance).toBeUndefined();
      expect((await store().sessions.find(raised))?.isHighAssurance).toBe(true);
      await store().sessions.raise(plain);
      expect((await store().sessions.find(plain))?.isHighAssurance).toBe(true);
    });

    it('is remembered of an access token and of the approval it came with', async () => {
      const { accessToken, refreshToken } = await store().tokens.issue(
        anAccessToken({ isHighAssurance: true, byPassword: true }),
        aRefreshToken(),
      );
      const plain = await store().tokens.issue(anAccessToken(), aRefreshToken());
      expect(await store().accessTokens.find(accessToken)).toMatchObject({
        isHighAssurance: true,
        byPassword: true,
      });
      expect((await store().refreshTokens.find(refreshToken as number))?.approval.isHighAssurance).toBe(true);
      expect((await store().accessTokens.find(plain.accessToken))?.byPassword).toBeUndefined();
      const approval = (await store().refreshTokens.find(plain.refreshToken as number))?.approval;
      expect(approval?.isHighAssurance).toBeUndefined();
    });
  });
}
