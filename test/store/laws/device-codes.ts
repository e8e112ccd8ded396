/** What every store must do with what works once: device codes and assertions. */
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/port.ts';
import {
  aDeviceApproval,
  aDeviceCode,
  anAccessToken,
  aRefreshToken,
  freshHash,
  NEW_YEAR,
} from '../records.ts';

const USER = '0055g00000AdaByAAC';
const APP = '3MVG9OrderPortal';

export function deviceCodeLaws(store: () => Store): void {
  describe('device codes', () => {
    const LONG_AGO = NEW_YEAR - 600_000;
    const append = async (changes = {}) =>
      (await store().deviceCodes.append(aDeviceCode(changes), 100, LONG_AGO)) as number;

    it('are found as they were made, then as they were approved and spent', async () => {
      const row = await append();
      const untouched = { lastPolledAt: undefined, decidedAt: undefined, spentAt: undefined };
      expect(await store().deviceCodes.find(row)).toEqual({
        ...aDeviceCode(),
        ...untouched,
        row,
        approvedBy: undefined,
      });
      expect(await store().deviceCodes.approve(row, NEW_YEAR + 1, aDeviceApproval())).toBe(true);
      const [approval] = await store().approvals.live(USER, APP);
      expect(approval).toMatchObject({ scopes: 'api refresh_token', createdAt: NEW_YEAR + 1, useCount: 0 });
      const { scopes: _scopes, ...who } = aDeviceApproval();
      expect(await store().deviceCodes.find(row)).toMatchObject({
        decidedAt: NEW_YEAR + 1,
        approvedBy: { ...who, approval: approval?.row },
      });
      await store().tokens.exchangeDeviceCode(row, NEW_YEAR + 2, anAccessToken());
      expect((await store().deviceCodes.find(row))?.spentAt).toBe(NEW_YEAR + 2);
      expect(await store().deviceCodes.find(4242)).toBeUndefined();
    });

    it('of several devices at once are found and polled each for itself', async () => {
      const rows = [await append({ ip: '10.0.0.1' }), await append({ ip: '10.0.0.2' })];
      const found = [...rows, 4242, ...rows].map((row) => store().deviceCodes.find(row));
      expect((await Promise.all(found)).map((code) => code?.ip)).toEqual([
        '10.0.0.1',
        '10.0.0.2',
        undefined,
        '10.0.0.1',
        '10.0.0.2',
      ]);
      const poll = (row: number, at: number) => store().deviceCodes.poll(row, at, 5000);
      const [one = 0, other = 0] = rows;
      expect(await poll(one, NEW_YEAR)).toBe(true);
      const polls = [poll(one, NEW_YEAR + 4999), poll(other, NEW_YEAR + 4999), poll(4242, NEW_YEAR)];
      expect(await Promise.all(polls)).toEqual([false, true, false]);
      expect((await store().deviceCodes.find(one))?.lastPolledAt).toBe(NEW_YEAR);
      expect((await store().deviceCodes.find(other))?.lastPolledAt).toBe(NEW_YEAR + 4999);
    });

    it('are decided once, by whoever is first', async () => {
      const row = await append();
      const decisions = await Promise.all([
        store().deviceCodes.deny(row, NEW_YEAR),
        store().deviceCodes.approve(row, NEW_YEAR, aDeviceApproval()),
        store().deviceCodes.deny(row, NEW_YEAR),
      ]);
      expect(decisions).toEqual([true, false, false]);
      expect((await store().deviceCodes.find(row))?.approvedBy).toBeUndefined();
      expect(await store().approvals.live(USER, APP)).toEqual([]);
      expect(await store().tokens.exchangeDeviceCode(row, NEW_YEAR, anAccessToken())).toBeUndefined();
      expect(await store().deviceCodes.approve(4242, NEW_YEAR, aDeviceApproval())).toBe(false);
      expect(await store().deviceCodes.deny(4242, NEW_YEAR)).toBe(false);
    });

    it('are approved once: of 40 clicks at once one makes an approval', async () => {
      const row = await append();
      const clicks = await Promise.all(
        Array.from({ length: 40 }, () => store().deviceCodes.approve(row, NEW_YEAR, aDeviceApproval())),
      );
      expect(clicks.filter(Boolean)).toHaveLength(1);
      expect(await store().approvals.live(USER, APP)).toHaveLength(1);
    });

    it('are worth something once: of 200 exchanges at once one is answered, and it fills the approval', async () => {
      const row = await append();
      await store().deviceCodes.approve(row, NEW_YEAR, aDeviceApproval());
      const { approval } = (await store().deviceCodes.find(row))!.approvedBy!;
      const outcomes = await Promise.all(
        Array.from({ length: 200 }, () =>
          store().tokens.exchangeDeviceCode(row, NEW_YEAR, anAccessToken(), aRefreshToken({ approval })),
        ),
      );
      const issued = outcomes.filter((outcome) => outcome !== undefined);
      expect(issued).toHaveLength(1);
      expect((await store().refreshTokens.find(issued[0]!.refreshToken!))?.approval.row).toBe(approval);
      expect(await store().approvals.live(USER, APP)).toHaveLength(1);
    });

    it('are worth nothing before they are approved, and once their approval was revoked', async () => {
      const row = await append();
      expect(await store().tokens.exchangeDeviceCode(row, NEW_YEAR, anAccessToken())).toBeUndefined();
      await store().deviceCodes.approve(row, NEW_YEAR, aDeviceApproval());
      await store().approvals.revoke((await store().approvals.live(USER, APP))[0]!.row, NEW_YEAR + 1);
      expect(await store().tokens.exchangeDeviceCode(row, NEW_YEAR + 2, anAccessToken())).toBeUndefined();
    });

    it('are worth something without an approval where none is recorded', async () => {
      const row = await append();
      await store().deviceCodes.approve(row, NEW_YEAR, aDeviceApproval({ scopes: undefined }));
      expect(await store().approvals.live(USER, APP)).toEqual([]);
      expect((await store().deviceCodes.find(row))?.approvedBy?.approval).toBeUndefined();
      expect(await store().tokens.exchangeDeviceCode(row, NEW_YEAR, anAccessToken())).toBeDefined();
    });

    it('are polled at an interval; a poll that came too early does not count', async () => {
      const row = await append();
      const polls = [];
      for (const at of [0, 4999, 5000, 9999, 10_000]) {
        polls.push(await store().deviceCodes.poll(row, NEW_YEAR + at, 5000));
      }
      expect(polls).toEqual([true, false, true, false, true]);
      expect((await store().deviceCodes.find(row))?.lastPolledAt).toBe(NEW_YEAR + 10_000);
      const other = await append();
      const atOnce = await Promise.all(
        Array.from({ length: 20 }, () => store().deviceCodes.poll(other, NEW_YEAR, 5000)),
      );
      expect(atOnce.filter(Boolean)).toHaveLength(1);
    });

    it('wait in limited numbers per app; the decided and the old do not count', async () => {
      const since = NEW_YEAR - 600_000;
      const start = (changes = {}) => store().deviceCodes.append(aDeviceCode(changes), 2, since);
      const first = (await start()) as number;
      await start({ createdAt: since });
      expect(await Promise.all([start(), start(), start()])).toEqual([
        expect.any(Number),
        undefined,
        undefined,
      ]);
      expect(await start({ consumerKey: '3MVG9Other' })).toEqual(expect.any(Number));
      await store().deviceCodes.deny(first, NEW_YEAR);
      expect(await start()).toEqual(expect.any(Number));
      expect(await start()).toBeUndefined();
    });
  });

  describe('assertions', () => {
    it('work once: of 200 exchanges at once one is answered', async () => {
      const assertion = freshHash();
      const outcomes = await Promise.all(
        Array.from({ length: 200 }, () => store().tokens.exchangeAssertion(assertion, anAccessToken())),
      );
      const issued = outcomes.filter((outcome) => outcome !== undefined);
      expect(issued).toHaveLength(1);
      expect(await store().accessTokens.find(issued[0]!.accessToken)).toBeDefined();
      expect(await store().tokens.exchangeAssertion(freshHash(), anAccessToken())).toBeDefined();
    });

    it('are remembered wherever the clock goes', async () => {
      const assertion = freshHash();
      const YEAR = 365 * 86_400_000;
      const at = (createdAt: number) => anAccessToken({ createdAt });
      expect(await store().tokens.exchangeAssertion(assertion, at(NEW_YEAR))).toBeDefined();
      expect(await store().tokens.exchangeAssertion(freshHash(), at(NEW_YEAR + YEAR))).toBeDefined();
      for (const when of [NEW_YEAR, NEW_YEAR + YEAR, NEW_YEAR - YEAR])
        expect(await store().tokens.exchangeAssertion(assertion, at(when))).toBeUndefined();
    });
  });
}
