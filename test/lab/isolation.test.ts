/** Nothing that happens in an org shows in another: whatever is done to one, the others answer as before. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { type LabOrg, lab, tokenOf, userInfo } from './helpers.ts';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce();
});
afterAll(() => sf[Symbol.asyncDispose]());

/** An org that was used: it has tokens, an approval and a browser's log-in behind it. */
async function makeUsed(): Promise<{ org: LabOrg; token: string; refreshToken: string }> {
  const { body: org } = await lab<LabOrg>(sf, 'POST', '/orgs', {});
  const token = await tokenOf(sf, org.apps[0]!);
  const minted = await lab<{ refresh_token: string }>(sf, 'POST', '/tokens', {
    client_id: org.apps[0]!.consumerKey,
    username: org.users[0]!.username,
  });
  return { org, token, refreshToken: minted.body.refresh_token };
}

type Used = Awaited<ReturnType<typeof makeUsed>>;

/** Everything that can be seen of an org. */
async function seen({ org, token, refreshToken }: Used) {
  const { id } = org.org;
  const record = sf.world.orgs.org(id);
  const [user] = record?.users ?? [];
  const reference = sf.world.codec.read('refresh', refreshToken);
  return {
    org: (await lab(sf, 'GET', `/orgs/${id}`)).body,
    record,
    info: await userInfo(sf, token),
    tokens: (await sf.world.store.tokenList.newest({ orgId: id }, 100)).map(({ row, endedAt }) => [
      row,
      endedAt,
    ]),
    approvals: await sf.world.store.approvals.live(user?.id ?? '', org.apps[0]!.consumerKey),
    refreshToken: await sf.world.store.refreshTokens.find(reference?.row ?? 0),
    ahead: sf.world.clock.state().orgs?.[id],
    failures: sf.world.failures.list(id),
    journal: sf.journal.entries({ org: id }).filter(({ endpoint }) => endpoint !== 'userinfo'),
  };
}

const ACTIONS: Readonly<Record<string, (used: Used) => Promise<unknown>>> = {
  'a token is issued': ({ org }) => tokenOf(sf, org.apps[0]!).catch(() => undefined),
  'a token is refused': ({ org }) =>
    tokenOf(sf, { ...org.apps[0]!, consumerSecret: 'wrong' }).catch(() => undefined),
  'its clock moves': ({ org }) => lab(sf, 'POST', `/clock?org=${org.org.id}`, { advance: '5h' }),
  'its clock is set back': ({ org }) => lab(sf, 'POST', `/clock?org=${org.org.id}`, { advance: '-9h' }),
  'its app is blocked': ({ org }) =>
    lab(sf, 'PATCH', `/apps/${org.apps[0]!.consumerKey}`, { state: 'blocked' }),
  'its app gets another secret': ({ org }) =>
    lab(sf, 'PATCH', `/apps/${org.apps[0]!.consumerKey}`, { consumerSecret: 'ANOTHER0SECRET' }),
  'its PlatformCLI is blocked': ({ org }) =>
    lab(sf, 'PATCH', `/apps/PlatformCLI?org=${org.org.id}`, { state: 'blocked' }),
  'its user is deactivated': ({ org }) =>
    lab(sf, 'PATCH', `/users/${org.users[0]!.username}`, { isActive: false }),
  'its settings change': ({ org }) =>
    lab(sf, 'PATCH', `/orgs/${org.org.id}`, { settings: { sessionTimeout: 15 } }),
  'its tokens are revoked': ({ org }) => lab(sf, 'DELETE', `/tokens?org=${org.org.id}`),
  'a failure is armed for it': ({ org }) =>
    lab(sf, 'POST', '/failures', { refusal: 'client.secret-wrong', where: { org: org.org.id } }),
  'it is deleted': ({ org }) => lab(sf, 'DELETE', `/orgs/${org.org.id}`),
};

it('whatever is done to one org', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...Object.keys(ACTIONS)), { minLength: 1, maxLength: 6 }),
      async (names) => {
        const [mine, others] = [await makeUsed(), await makeUsed()];
        const before = await seen(others);
        for (const name of names) await ACTIONS[name]!(mine);
        expect(await seen(others)).toEqual(before);
      },
    ),
    { numRuns: 40 },
  );
});
