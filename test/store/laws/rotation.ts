/** Rotation families against a model: token.md 4, "reuse of a rotated-out token revokes the current one and its access tokens". */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Store } from '../../../src/store/port.ts';
import { anAccessToken, aRefreshToken, aSuccessor, NEW_YEAR } from '../records.ts';

/** What a family must look like: whether it has ended, and its tokens as rows. */
interface Family {
  ended: boolean;
  readonly refreshTokens: { readonly row: number; rotatedOut: boolean }[];
  readonly accessTokens: number[];
}

/** `token` picks among the family's refresh tokens, so that rotated-out ones are used again. */
type Step =
  | { readonly kind: 'refresh'; readonly family: number; readonly token: number; readonly rotate: boolean }
  | { readonly kind: 'revoke'; readonly family: number };

const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('refresh' as const),
        family: fc.nat(2),
        token: fc.nat(),
        rotate: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('revoke' as const), family: fc.nat(2) }) },
  ),
  { maxLength: 25 },
);

export function rotationLaws(store: () => Store): void {
  it('obey the law of rotation in any order of refresh, reuse and revocation', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const families = await Promise.all([0, 1, 2].map((index) => newFamily(store(), index)));
        for (const step of sequence) await perform(store(), families[step.family]!, step);
        for (const family of families) await expectSame(store(), family);
      }),
      { numRuns: 40 },
    );
  });
}

/** Each of its own user, so that families do not evict each other. */
async function newFamily(store: Store, index: number): Promise<Family> {
  const issued = await store.tokens.issue(
    anAccessToken({ userId: `0055g00000Fam0${index}AAC` }),
    aRefreshToken(),
  );
  return {
    ended: false,
    refreshTokens: [{ row: issued.refreshToken!, rotatedOut: false }],
    accessTokens: [issued.accessToken],
  };
}

async function perform(store: Store, family: Family, step: Step): Promise<void> {
  if (step.kind === 'revoke') return end(store, family);
  const token = family.refreshTokens[step.token % family.refreshTokens.length]!;
  const outcome = await store.tokens.refresh(
    token.row,
    anAccessToken(),
    step.rotate ? aSuccessor() : undefined,
  );

  if (family.ended) expect(outcome).toBe('revoked');
  else if (token.rotatedOut) {
    expect(outcome).toBe('rotated-out');
    await end(store, family);
  } else {
    if (typeof outcome === 'string') throw new Error(`a live refresh token was answered ${outcome}`);
    family.accessTokens.push(outcome.accessToken);
    expect(outcome.refreshToken !== undefined).toBe(step.rotate);
    if (outcome.refreshToken !== undefined) {
      token.rotatedOut = true;
      family.refreshTokens.push({ row: outcome.refreshToken, rotatedOut: false });
    }
  }
}

async function end(store: Store, family: Family): Promise<void> {
  const token = await store.refreshTokens.find(family.refreshTokens[0]!.row);
  await store.approvals.revoke(token!.approval.row, NEW_YEAR + 1);
  family.ended = true;
}

async function expectSame(store: Store, family: Family): Promise<void> {
  const revokedAt = family.ended ? NEW_YEAR + 1 : undefined;
  for (const { row, rotatedOut } of family.refreshTokens) {
    const stored = await store.refreshTokens.find(row);
    expect(stored?.revokedAt).toBe(revokedAt);
    expect(stored?.rotatedOutAt !== undefined).toBe(rotatedOut);
  }
  for (const row of family.accessTokens)
    expect((await store.accessTokens.find(row))?.revokedAt).toBe(revokedAt);
}
