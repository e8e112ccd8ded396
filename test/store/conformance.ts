/** What every store must do, whatever it is made of. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/port.ts';
import { accessTokenLaws } from './laws/access-tokens.ts';
import { approvalLaws } from './laws/approvals.ts';
import { appLaws } from './laws/apps.ts';
import { codeLaws } from './laws/codes.ts';
import { deviceCodeLaws } from './laws/device-codes.ts';
import { dumpLaws } from './laws/dump.ts';
import { jobLaws } from './laws/jobs.ts';
import { journalLaws } from './laws/journal.ts';
import { labStateLaws } from './laws/lab-state.ts';
import { logInLaws } from './laws/log-ins.ts';
import { oneTimePasswordLaws } from './laws/one-time-passwords.ts';
import { orgLaws } from './laws/orgs.ts';
import { outboxLaws } from './laws/outbox.ts';
import { queryCursorLaws } from './laws/query-cursors.ts';
import { raceLaws } from './laws/races.ts';
import { recordLaws } from './laws/records.ts';
import { refreshTokenLaws } from './laws/refresh-tokens.ts';
import { secondFactorLaws } from './laws/second-factor.ts';
import { sessionLaws } from './laws/sessions.ts';
import { sharedTokenLaws } from './laws/shared-tokens.ts';
import { signingKeyLaws } from './laws/signing-keys.ts';
import { snapshotLaws } from './laws/snapshots.ts';
import { tokenListLaws } from './laws/token-list.ts';
import { usageLaws } from './laws/usage.ts';
import { usedAssertionLaws } from './laws/used-assertions.ts';
import { userChangeLaws } from './laws/user-changes.ts';
import { verificationLaws } from './laws/verifications.ts';
import { walkLaws } from './laws/walks.ts';
import { aCode, anAccessToken, aSession, freshHash } from './records.ts';

/** By the part of the port that they are about. */
const LAWS: readonly ((store: () => Store) => void)[] = [
  accessTokenLaws,
  refreshTokenLaws,
  sharedTokenLaws,
  tokenListLaws,
  usageLaws,
  approvalLaws,
  codeLaws,
  deviceCodeLaws,
  sessionLaws,
  secondFactorLaws,
  oneTimePasswordLaws,
  usedAssertionLaws,
  verificationLaws,
  outboxLaws,
  logInLaws,
  signingKeyLaws,
  orgLaws,
  appLaws,
  userChangeLaws,
  recordLaws,
  queryCursorLaws,
  jobLaws,
  journalLaws,
  labStateLaws,
  snapshotLaws,
  walkLaws,
];

export interface Connections {
  /** A new, empty store. */
  readonly fresh: () => Promise<Store>;
  /** Another connection to the state of the one that was made last. Left out: there is only ever one. */
  readonly again?: () => Promise<Store>;
}

export function storeConformance(name: string, { fresh, again }: Connections): void {
  describe(`store: ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await fresh();
    });
    afterEach(() => store.close());

    for (const laws of LAWS) laws(() => store);
    dumpLaws(() => store, fresh);
    if (again) raceLaws(() => store, again);

    it('keeps a secret of 32 bytes, its own', async () => {
      expect(store.secret).toHaveLength(32);
      const other = await fresh();
      expect(other.secret.equals(store.secret)).toBe(false);
      await other.close();
    });

    it('lets only the write fail that is wrong, among others of the same moment', async () => {
      const wrong = { ...anAccessToken(), orgId: null as unknown as string };
      const right = store.tokens.issue(anAccessToken());
      const outcomes = await Promise.allSettled([
        right,
        store.tokens.issue(wrong),
        store.codes.append(aCode({ approval: 4242 })),
        store.sessions.append(aSession({ secretHash: freshHash() })),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual([
        'fulfilled',
        'rejected',
        'rejected',
        'fulfilled',
      ]);
      expect(await store.accessTokens.find((await right).accessToken)).toBeDefined();
    });

    it('commits what is pending when it closes', async () => {
      const other = await fresh();
      const pending = other.tokens.issue(anAccessToken());
      await other.close();
      expect((await pending).accessToken).toBeGreaterThan(0);
      await expect(other.tokens.issue(anAccessToken())).rejects.toThrow();
    });
  });
}
