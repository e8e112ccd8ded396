/** How often users logged in, and failed to. */
import { describe, expect, it } from 'vitest';
import type { LogInTry, Store } from '../../../src/store/port.ts';
import { aWrongTry, NEW_YEAR } from '../records.ts';

const ADA = '0055g00000AdaByAAC';
const MINUTE = 60_000;

export function logInLaws(store: () => Store): void {
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
}
