/** Two processes on one state, each with a connection of its own: what happens at once in both happens once. */
import { setImmediate } from 'node:timers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/port.ts';
import {
  aCode,
  aDeviceApproval,
  aDeviceCode,
  anAccessToken,
  anApproval,
  anOrg,
  aOneTimePassword,
  aRefreshToken,
  aRegisteredApp,
  aSession,
  aSigningKey,
  aSuccessor,
  aUserChange,
  aVerification,
  aWrongTry,
  freshHash,
  NEW_YEAR,
} from '../records.ts';

const ADA = '0055g00000AdaByAAC';
const APP = '3MVG9OrderPortal';

/** @param again another connection to the state of the store */
export function raceLaws(store: () => Store, again: () => Promise<Store>): void {
  describe('two connections', () => {
    let here: Store;
    let there: Store;
    beforeEach(async () => {
      here = store();
      there = await again();
    });
    afterEach(() => there.close());

    /** In turn on both, all at once. */
    const race = <Outcome>(times: number, run: (store: Store) => Promise<Outcome>): Promise<Outcome[]> =>
      Promise.all(Array.from({ length: times }, (_, i) => run(i % 2 === 0 ? here : there)));
    const winners = async (times: number, run: (store: Store) => Promise<unknown>) =>
      (await race(times, run)).filter((outcome) => outcome !== undefined && outcome !== false).length;

    it('have one secret, and find what the other one wrote', async () => {
      expect(there.secret.equals(here.secret)).toBe(true);
      expect([here.isShared, there.isShared]).toEqual([true, true]);
      const { accessToken, refreshToken } = await here.tokens.issue(anAccessToken(), aRefreshToken());
      const session = await there.sessions.append(aSession());
      expect(await there.accessTokens.find(accessToken)).toEqual(await here.accessTokens.find(accessToken));
      expect(await there.refreshTokens.find(refreshToken!)).toBeDefined();
      expect(await here.sessions.find(session)).toBeDefined();
    });

    it('never give one number twice', async () => {
      const issued = await race(40, ({ tokens }) => tokens.issue(anAccessToken(), aRefreshToken()));
      expect(new Set(issued.map(({ accessToken }) => accessToken)).size).toBe(40);
      expect(new Set(issued.map(({ refreshToken }) => refreshToken)).size).toBe(40);
    });

    it('exchange a code once', async () => {
      const code = await here.codes.append(aCode());
      const exchange = ({ tokens }: Store) =>
        tokens.exchangeCode(code, NEW_YEAR, anAccessToken(), aRefreshToken());
      expect(await winners(40, exchange)).toBe(1);
      expect(await there.approvals.live(ADA, APP)).toHaveLength(1);
    });

    it('give nothing for a code whose approval ended in the other', async () => {
      const approval = await here.approvals.append(anApproval());
      const code = await here.codes.append(aCode({ approval }));
      await there.approvals.revoke(approval, NEW_YEAR + 1);
      expect(await here.tokens.exchangeCode(code, NEW_YEAR + 2, anAccessToken())).toBeUndefined();
    });

    it('decide a device code once, exchange it once and poll it at its interval', async () => {
      const row = (await here.deviceCodes.append(aDeviceCode(), 9, NEW_YEAR - 1)) as number;
      expect(await winners(20, ({ deviceCodes }) => deviceCodes.poll(row, NEW_YEAR, 5000))).toBe(1);
      expect(
        await winners(20, ({ deviceCodes }) => deviceCodes.approve(row, NEW_YEAR, aDeviceApproval())),
      ).toBe(1);
      expect(await there.deviceCodes.deny(row, NEW_YEAR)).toBe(false);
      const exchange = ({ tokens }: Store) => tokens.exchangeDeviceCode(row, NEW_YEAR, anAccessToken());
      expect(await winners(20, exchange)).toBe(1);
    });

    it('let so many device codes wait, together', async () => {
      expect(await winners(20, ({ deviceCodes }) => deviceCodes.append(aDeviceCode(), 5, NEW_YEAR - 1))).toBe(
        5,
      );
    });

    it('take an assertion, a one-time password, a code that was sent and the code of a step once', async () => {
      const assertion = freshHash();
      expect(await winners(20, ({ tokens }) => tokens.exchangeAssertion(assertion, anAccessToken()))).toBe(1);
      const password = await here.oneTimePasswords.append(aOneTimePassword());
      expect(await winners(20, ({ oneTimePasswords }) => oneTimePasswords.spend(password, NEW_YEAR))).toBe(1);
      const { secretHash } = aVerification();
      const sent = await there.verifications.append(aVerification({ secretHash }));
      expect(await winners(20, ({ verifications }) => verifications.use(sent, secretHash, NEW_YEAR, 5))).toBe(
        1,
      );
      const step = aWrongTry({ found: 'right', codeStep: 7 });
      const tried = await race(20, ({ failedLogIns }) => failedLogIns.try(step));
      expect(tried.filter((outcome) => outcome === 'right')).toHaveLength(1);
    });

    it('let a code that was sent be tried so many times, together', async () => {
      const sent = await here.verifications.append(aVerification());
      await race(20, ({ verifications }) => verifications.use(sent, freshHash(), NEW_YEAR, 5));
      expect(await there.verifications.find(sent)).toMatchObject({ attempts: 5, spentAt: undefined });
    });

    it('rotate a refresh token once: rotated in one, rotated out in the other', async () => {
      const { refreshToken } = await here.tokens.issue(anAccessToken(), aRefreshToken());
      const outcomes = await race(10, ({ tokens }) =>
        tokens.refresh(refreshToken!, anAccessToken(), aSuccessor()),
      );
      expect(outcomes.filter((outcome) => typeof outcome === 'object')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome !== 'busy' && outcome !== 'rotated-out')).toHaveLength(1);
      expect(await here.tokens.refresh(refreshToken!, anAccessToken(), aSuccessor())).toBe('rotated-out');
      expect(await there.tokens.refresh(refreshToken!, anAccessToken(), aSuccessor())).toBe('rotated-out');
    });

    it('have an approval that one request of all holds, and none that ended in the other', async () => {
      const { refreshToken } = await here.tokens.issue(anAccessToken(), aRefreshToken());
      const { row } = (await there.refreshTokens.find(refreshToken!))!.approval;
      const hold = ({ approvals }: Store) => approvals.hold({ row, useCount: 1 }, 1000, 6000);
      expect(await winners(20, hold)).toBe(1);
      await there.approvals.release(row, 6000, 1000);
      expect(await here.approvals.hold({ row, useCount: 1 }, 1000, 6000)).toBe(true);
      await there.approvals.revoke(row, NEW_YEAR + 1);
      expect(await here.tokens.refresh(refreshToken!, anAccessToken())).toBe('revoked');
    });

    it('keep five approvals, together', async () => {
      const issued = await race(40, ({ tokens }) => tokens.issue(anAccessToken(), aRefreshToken()));
      const found = await Promise.all(
        issued.map(({ refreshToken }) => there.refreshTokens.find(refreshToken!)),
      );
      expect(found.filter((token) => token?.revokedAt === undefined)).toHaveLength(5);
      expect(await here.approvals.live(ADA, APP)).toHaveLength(5);
    });

    it('share one access token', async () => {
      const issued = await race(9, ({ tokens }) => tokens.issue(anAccessToken({ nonce: freshHash() })));
      expect(new Set(issued.map(({ accessToken }) => accessToken)).size).toBe(1);
    });

    it('end the tokens of an app whose secret is another one, wherever they were issued', async () => {
      const seen = ({ appSightings }: Store, secretHash: Buffer, at: number) =>
        appSightings.record([{ consumerKey: APP, secretHash, isBlocked: false }], at);
      const secretHash = freshHash();
      expect(await race(4, (one) => seen(one, secretHash, NEW_YEAR))).toEqual(Array(4).fill([NEW_YEAR]));
      const { accessToken } = await here.tokens.issue(anAccessToken());
      await seen(there, freshHash(), NEW_YEAR + 1);
      expect((await here.accessTokens.find(accessToken))?.revokedAt).toBeDefined();
      const later = await here.tokens.issue(anAccessToken());
      expect((await there.accessTokens.find(later.accessToken))?.revokedAt).toBeUndefined();
    });

    it('judge so many wrong passwords, and count so many log-ins, together', async () => {
      const wrong = aWrongTry({ most: 3, lockout: undefined });
      const tried = await race(20, ({ failedLogIns }) => failedLogIns.try(wrong));
      expect(tried.filter((outcome) => outcome === 'wrong')).toHaveLength(3);
      expect(tried.filter((outcome) => outcome === 'locked out')).toHaveLength(17);
      const logIn = { userId: ADA, at: NEW_YEAR, most: 5 };
      const before = await race(20, ({ logInCounts }) => logInCounts.count(logIn));
      expect(before.filter((count) => count < 5).sort()).toEqual([0, 1, 2, 3, 4]);
    });

    it('keep one of the signing keys that both make at once', async () => {
      const append = ({ signingKeys }: Store) => signingKeys.append(aSigningKey(), undefined);
      expect(await winners(20, append)).toBe(1);
      const [key, ...others] = await here.signingKeys.newest(aSigningKey().owner);
      expect(others).toEqual([]);
      expect(await there.signingKeys.newest(aSigningKey().owner)).toEqual([key]);
    });

    it('register a username once', async () => {
      const change = aUserChange({ newUsername: 'new@acme.example' });
      expect(await winners(20, ({ userChanges }) => userChanges.append(change))).toBe(1);
    });

    it('take a walk once, and let it go for both', async () => {
      await here.walks.add('a', 'begun', 50);
      const take = async ({ walks }: Store) => {
        const holder = freshHash().toString('hex');
        const taken = await walks.take('a', { holder, at: NEW_YEAR, until: NEW_YEAR + 1_000 });
        return taken === 'busy' ? undefined : holder;
      };
      const holder = (await race(20, take)).find((taken) => taken !== undefined) ?? '';
      expect(await winners(20, take)).toBe(0);
      expect(await there.walks.write('a', 'a hop', { holder, until: 0 })).toBe(true);
      expect(await here.walks.find('a')).toBe('a hop');
      expect(await winners(20, take)).toBe(1);
    });

    it('keep the newest walks of both', async () => {
      let number = 0;
      await race(20, ({ walks }) => walks.add(`walk ${number++}`, 'begun', 5));
      const ids = Array.from({ length: 20 }, (_, i) => `walk ${i}`);
      const left = (store: Store) => Promise.all(ids.map((id) => store.walks.find(id)));
      expect((await left(here)).filter((text) => text !== undefined)).toHaveLength(5);
      expect(await left(there)).toEqual(await left(here));
    });

    it('replace the state of the lab once for each that was seen', async () => {
      expect(await winners(20, ({ labState }) => labState.put('{}', 0))).toBe(1);
      expect(await there.labState.read()).toEqual(await here.labState.read());
    });

    it('replace the state of the lab, and write what else is followed, while both want the journals of all', async () => {
      const put = async ({ labState, registeredApps }: Store) => {
        for (;;) {
          const { version } = await labState.read();
          const [, after] = await Promise.all([
            registeredApps.append(aRegisteredApp()),
            labState.put('{}', version),
          ]);
          if (after !== undefined) return;
        }
      };
      const want = async ({ journal }: Store) => {
        for (let i = 0; i < 20; i++) await journal.want();
      };
      await Promise.all([race(4, put), race(2, want)]);
      expect(await here.labState.read()).toEqual({ version: 44, text: '{}' });
    });

    it('find the rows of each that is behind no more', async () => {
      const runs = Array.from({ length: 20 }, (_, i) => `run${i}`);
      await race(20, ({ journal }) => journal.fallBehind(runs.shift()!, 60_000));
      const marked = (await here.journal.after(0, 100)).behind;
      expect(marked).toHaveLength(20);
      const left = [...marked];
      let isWriting = true;
      const write = async ({ journal }: Store) => {
        for (let run = left.shift(); run !== undefined; run = left.shift())
          await journal.append([{ id: run, at: NEW_YEAR, entry: '{}' }], 100, run);
      };
      const written = race(2, write).finally(() => {
        isWriting = false;
      });
      while (isWriting) {
        const { behind, rows } = await here.journal.after(0, 100);
        const found = rows.map(({ id }) => id);
        expect(marked.filter((run) => !behind.includes(run) && !found.includes(run))).toEqual([]);
        await new Promise(setImmediate);
      }
      await written;
      expect(await here.journal.after(0, 100)).toMatchObject({ behind: [], rows: { length: 20 } });
    });

    it('keep an org that one of them made of what both had seen', async () => {
      expect(await winners(20, ({ orgs }) => orgs.put(anOrg(), 0))).toBe(1);
      const { newest } = await here.orgs.after(0, () => 'me');
      expect((await there.orgs.after(newest, () => 'me')).orgs).toEqual([]);
      expect(await there.orgs.put(anOrg({ document: '{}' }), newest)).toBeGreaterThan(newest);
      expect((await here.orgs.after(newest, () => 'me')).orgs).toHaveLength(1);
    });

    it('notice what the other one wrote that is kept in memory, as soon as it is written', async () => {
      const writes = [
        () => there.orgs.put(anOrg(), 0),
        () => there.registeredApps.append(aRegisteredApp()),
        () => there.userChanges.append(aUserChange()),
        () => there.state.clear(),
        () => there.labState.put('{}', 0),
        () => there.journal.want(),
      ];
      for (const write of writes) {
        const before = await here.orgs.version();
        await write();
        expect(await here.orgs.version()).not.toBe(before);
        expect(await there.orgs.version()).toBe(await here.orgs.version());
      }
    });

    /** The rows that are found by asking for newer ones while both connections write, and once more afterwards. */
    async function follow<T extends { readonly row: number }>(
      after: (row: number) => Promise<readonly T[]>,
      written: Promise<unknown>,
    ): Promise<T[]> {
      const rows: T[] = [];
      const look = async () => rows.push(...(await after(rows.at(-1)?.row ?? 0)));
      for (let i = 0; i < 5; i++) await look();
      await written;
      await look();
      return rows;
    }

    it('miss nothing of what is written in both at once', async () => {
      const apps = Array.from({ length: 20 }, (_, i) => aRegisteredApp({ consumerKey: `3MVG9Racing${i}` }));
      const written = race(apps.length, ({ registeredApps }) => registeredApps.append(apps.pop()!));
      const rows = await follow((row) => here.registeredApps.after(row), written);
      expect(new Set(rows.map(({ consumerKey }) => consumerKey)).size).toBe(20);
      expect(rows).toHaveLength(20);
    });

    it('miss no change of a user that is written in both at once', async () => {
      let password = 0;
      const written = race(20, ({ userChanges }) => {
        password += 1;
        return userChanges.append(aUserChange({ changes: `{"password":"${password}"}` }));
      });
      const rows = await follow((row) => here.userChanges.after(row), written);
      expect(new Set(rows.map(({ changes }) => changes)).size).toBe(20);
      expect(rows).toHaveLength(20);
    });
  });
}
