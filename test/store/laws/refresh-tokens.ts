/** Refresh tokens: filled approvals, refreshes, holds. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Issued, Store } from '../../../src/store/port.ts';
import { anAccessToken, anApproval, aRefreshToken, aSuccessor, issuePair, NEW_YEAR } from '../records.ts';
import { rotationLaws } from './rotation.ts';

const USER = '0055g00000AdaByAAC';
const APP = '3MVG9OrderPortal';

export function refreshTokenLaws(given: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = given();
  });

  describe('refresh tokens', () => {
    it('come with an approval of their own', async () => {
      const refreshToken = aRefreshToken({ issuer: 'https://login.salesforce.com' });
      const issued = await store.tokens.issue(anAccessToken(), refreshToken);
      const [approval] = await store.approvals.live(USER, APP);
      expect(await store.refreshTokens.find(issued.refreshToken!)).toEqual({
        row: issued.refreshToken,
        secretHash: refreshToken.secretHash,
        issuer: 'https://login.salesforce.com',
        approval,
        createdAt: NEW_YEAR,
        lastUsedAt: NEW_YEAR,
        rotatedOutAt: undefined,
        revokedAt: undefined,
        heldUntil: undefined,
      });
      expect((await store.accessTokens.find(issued.accessToken))?.approval).toBe(approval?.row);
    });

    it('fill the approval that the click on Allow made, and a filled one is followed by a further one', async () => {
      const row = await store.approvals.append(anApproval({ scopes: 'full' }));
      const first = await store.tokens.issue(anAccessToken(), aRefreshToken({ approval: row }));
      const second = await store.tokens.issue(anAccessToken(), aRefreshToken({ approval: row }));
      expect((await store.refreshTokens.find(first.refreshToken!))?.approval).toMatchObject({
        row,
        scopes: 'full',
      });
      expect((await store.refreshTokens.find(second.refreshToken!))?.approval.row).toBeGreaterThan(row);
      expect(await store.approvals.live(USER, APP)).toHaveLength(2);
    });

    it('bring further access tokens, counted at their approval', async () => {
      const pair = await issuePair(store);
      const later = NEW_YEAR + 5000;
      const issued = (await store.tokens.refresh(
        pair.refreshToken,
        anAccessToken({ createdAt: later }),
      )) as Issued;
      expect(issued.refreshToken).toBeUndefined();
      expect(await store.accessTokens.find(issued.accessToken)).toMatchObject({ approval: pair.approval });
      expect(await store.refreshTokens.find(pair.refreshToken)).toMatchObject({
        lastUsedAt: later,
        rotatedOutAt: undefined,
        approval: { lastUsedAt: later, useCount: 2 },
      });
      expect((await store.accessTokens.find(pair.accessToken))?.revokedAt).toBeUndefined();
    });

    it('rotate: the successor works, the old one is rotated out', async () => {
      const pair = await issuePair(store);
      const later = NEW_YEAR + 5000;
      const successor = aSuccessor(later);
      const issued = (await store.tokens.refresh(
        pair.refreshToken,
        anAccessToken({ createdAt: later }),
        successor,
      )) as Issued;
      expect((await store.refreshTokens.find(pair.refreshToken))?.rotatedOutAt).toBe(later);
      expect(await store.refreshTokens.find(issued.refreshToken!)).toMatchObject({
        secretHash: successor.secretHash,
        issuer: 'http://localhost:7332',
        createdAt: later,
        approval: { row: pair.approval },
      });
      expect(await store.tokens.refresh(pair.refreshToken, anAccessToken(), aSuccessor())).toBe(
        'rotated-out',
      );
      expect(await store.tokens.refresh(issued.refreshToken!, anAccessToken(), aSuccessor())).toHaveProperty(
        'refreshToken',
      );
    });

    it('of many at once each get their own, with and without rotation', async () => {
      const users = Array.from({ length: 12 }, (_, i) => `0055g00000User${String(i).padStart(2, '0')}AC`);
      const clicks = await Promise.all(users.map((userId) => store.approvals.append(anApproval({ userId }))));
      const asked = users.map((userId, i) => ({
        userId,
        first: anAccessToken({ userId }),
        refreshToken: aRefreshToken({
          approval: i % 3 === 0 ? undefined : clicks[i],
          issuer: `http://host${i}`,
        }),
        next: anAccessToken({ userId, createdAt: NEW_YEAR + i }),
        successor: i % 2 === 0 ? aSuccessor(NEW_YEAR + i) : undefined,
      }));
      const issued = await Promise.all(
        asked.map(({ first, refreshToken }) => store.tokens.issue(first, refreshToken)),
      );
      const refreshed = await Promise.all(
        asked.map(({ next, successor }, i) =>
          store.tokens.refresh(issued[i]!.refreshToken!, next, successor),
        ),
      );
      for (const [i, { userId, first, refreshToken, next, successor }] of asked.entries()) {
        const before = await store.refreshTokens.find(issued[i]!.refreshToken!);
        expect(before).toMatchObject({
          secretHash: refreshToken.secretHash,
          issuer: refreshToken.issuer,
          lastUsedAt: next.createdAt,
          rotatedOutAt: successor && next.createdAt,
          approval: { userId, useCount: 2, lastUsedAt: next.createdAt },
        });
        const approval = before!.approval.row;
        if (i % 3 !== 0) expect(approval).toBe(clicks[i]);
        const hang = async (row: number) => (await store.accessTokens.find(row))!;
        expect(await hang(issued[i]!.accessToken)).toMatchObject({
          secretHash: first.secretHash,
          userId,
          approval,
        });
        const outcome = refreshed[i] as Issued;
        expect(await hang(outcome.accessToken)).toMatchObject({
          secretHash: next.secretHash,
          userId,
          approval,
        });
        if (successor === undefined) expect(outcome.refreshToken).toBeUndefined();
        else
          expect(await store.refreshTokens.find(outcome.refreshToken!)).toMatchObject({
            secretHash: successor.secretHash,
            issuer: refreshToken.issuer,
            rotatedOutAt: undefined,
            approval: { row: approval },
          });
      }
    });

    it('fill an approval once when several come for it at once', async () => {
      const approval = await store.approvals.append(anApproval());
      const issued = await Promise.all(
        Array.from({ length: 3 }, () => store.tokens.issue(anAccessToken(), aRefreshToken({ approval }))),
      );
      const found = await Promise.all(
        issued.map(({ refreshToken }) => store.refreshTokens.find(refreshToken!)),
      );
      expect(new Set(found.map((token) => token?.approval.row)).size).toBe(3);
      expect(found.filter((token) => token?.approval.row === approval)).toHaveLength(1);
      expect(found.map((token) => token?.approval.useCount)).toEqual([1, 1, 1]);
    });

    it('count each use of those that come at once, and none that comes after a rotation', async () => {
      const pair = await issuePair(store);
      const uses = [undefined, undefined, aSuccessor(), undefined];
      const outcomes = await Promise.all(
        uses.map((successor) => store.tokens.refresh(pair.refreshToken, anAccessToken(), successor)),
      );
      const served = outcomes.filter((outcome) => typeof outcome === 'object').length;
      expect((await store.refreshTokens.find(pair.refreshToken))?.approval.useCount).toBe(1 + served);
      expect(outcomes[3]).toMatch(/^(?:busy|rotated-out)$/);
    });

    it('answer revoked once their approval ended, and when they never were', async () => {
      const pair = await issuePair(store);
      await store.approvals.revoke(pair.approval, NEW_YEAR + 1);
      expect(await store.tokens.refresh(pair.refreshToken, anAccessToken(), aSuccessor())).toBe('revoked');
      expect(await store.tokens.refresh(4242, anAccessToken())).toBe('revoked');
    });

    it('serve one request at a time: of 30 at once one gets tokens, 29 are told busy or rotated-out', async () => {
      const pair = await issuePair(store);
      const outcomes = await Promise.all(
        Array.from({ length: 30 }, () =>
          store.tokens.refresh(pair.refreshToken, anAccessToken(), aSuccessor()),
        ),
      );
      const served = outcomes.filter((outcome) => typeof outcome === 'object');
      expect(served).toEqual([expect.objectContaining({ refreshToken: expect.any(Number) })]);
      expect(outcomes.filter((outcome) => outcome === 'busy' || outcome === 'rotated-out')).toHaveLength(29);
      expect(await store.tokens.refresh(pair.refreshToken, anAccessToken(), aSuccessor())).toBe(
        'rotated-out',
      );
    });

    it('are busy one by one: others go on, and the next request finds it free', async () => {
      const pairs = [await issuePair(store), await issuePair(store)];
      const both = () =>
        Promise.all(pairs.map((pair) => store.tokens.refresh(pair.refreshToken, anAccessToken())));
      expect(await both()).not.toContain('busy');
      expect(await both()).not.toContain('busy');
    });

    it('have an approval that one at a time holds, until it lets go or its time is over', async () => {
      const [pair, other] = [await issuePair(store), await issuePair(store)];
      const read = { row: pair.approval, useCount: 1 };
      const heldUntil = async () => (await store.refreshTokens.find(pair.refreshToken))?.heldUntil;
      const hold = (now: number, until: number) => store.approvals.hold(read, now, until);
      const taken = await Promise.all(Array.from({ length: 9 }, () => hold(1000, 6000)));
      expect(taken).toEqual([true, ...Array(8).fill(false)]);
      expect(await heldUntil()).toBe(6000);
      expect(await store.approvals.hold({ row: other.approval, useCount: 1 }, 1000, 6000)).toBe(true);

      await store.approvals.release(pair.approval, 5999, 5998);
      expect(await hold(5999, 10_999)).toBe(false);
      expect(await hold(6000, 11_000)).toBe(true);
      await store.approvals.release(pair.approval, 6000, 5000);
      expect(await heldUntil()).toBe(11_000);
      await store.approvals.release(pair.approval, 11_000, 7000.25);
      expect(await heldUntil()).toBe(7000.25);
      expect(await hold(7000, 12_000)).toBe(false);
      expect(await hold(7000.5, 12_000)).toBe(true);
    });

    it('have approvals that are held and let go each for itself, many at once', async () => {
      const pairs = [await issuePair(store), await issuePair(store), await issuePair(store)];
      const [first, second, third] = pairs.map(({ approval }) => approval) as [number, number, number];
      const hold = (row: number, until: number, useCount = 1) =>
        store.approvals.hold({ row, useCount }, 1000, until);
      const held = [hold(first, 6000), hold(first, 6000, 2), hold(second, 6001), hold(4242, 6000)];
      expect(await Promise.all(held)).toEqual([true, false, true, false]);
      await Promise.all([
        store.approvals.release(first, 6000, 2000),
        store.approvals.release(second, 6000, 3000),
        store.approvals.release(third, 6000, 4000),
      ]);
      const until = pairs.map(async (pair) => (await store.refreshTokens.find(pair.refreshToken))?.heldUntil);
      expect(await Promise.all(until)).toEqual([2000, 6001, undefined]);
    });

    it('are not held for longer because a clock was set back', async () => {
      const pair = await issuePair(store);
      expect(await store.approvals.hold({ row: pair.approval, useCount: 1 }, 900_000, 905_000)).toBe(true);
      expect(await store.approvals.hold({ row: pair.approval, useCount: 1 }, 1000, 6000)).toBe(true);
      expect(await store.approvals.hold({ row: pair.approval, useCount: 1 }, 1000, 6000)).toBe(false);
    });

    it('are used and revoked while they are held', async () => {
      const pair = await issuePair(store);
      await store.approvals.hold({ row: pair.approval, useCount: 1 }, 1000, 6000);
      expect(await store.tokens.refresh(pair.refreshToken, anAccessToken())).toHaveProperty('accessToken');
      await store.approvals.revoke(pair.approval, NEW_YEAR + 1);
      expect((await store.refreshTokens.find(pair.refreshToken))?.revokedAt).toBe(NEW_YEAR + 1);
    });

    it('are not held by who read them before another used them', async () => {
      const pair = await issuePair(store);
      const hold = (useCount: number) => store.approvals.hold({ row: pair.approval, useCount }, 1000, 6000);
      await store.tokens.refresh(pair.refreshToken, anAccessToken());
      expect(await hold(1)).toBe(false);
      expect(await hold(2)).toBe(true);
    });

    rotationLaws(() => store);
  });

  it('frees a refresh token whose request failed', async () => {
    const pair = await issuePair(store);
    const wrong = { ...anAccessToken(), orgId: null as unknown as string };
    await expect(store.tokens.refresh(pair.refreshToken, wrong, aSuccessor())).rejects.toThrow();
    expect(await store.tokens.refresh(pair.refreshToken, anAccessToken(), aSuccessor())).toHaveProperty(
      'accessToken',
    );
  });
}
