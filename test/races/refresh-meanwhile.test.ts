/** What happens to a refresh token between its reading and its refresh: each is decided by what the store then holds (token.md 4). */
import { expect, test } from 'vitest';
import { realTime } from '../../src/ground/clock.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { credentials, members, refreshTokenFor, refreshWith, send } from '../helpers/token.ts';
import { isToken, pipeline } from './pipeline.ts';

const BUSY = {
  status: 400,
  body: '{"error":"invalid_grant","error_description":"token request is already being processed"}',
};
const DEAD = {
  status: 400,
  body: '{"error":"invalid_grant","error_description":"expired access/refresh token"}',
};

const taking = (refreshProcessingTime: number) => ({ demo: { settings: { refreshProcessingTime } } });

async function userInfo(sf: Fauxforce, accessToken = ''): Promise<number> {
  const headers = { authorization: `Bearer ${accessToken}` };
  return (await send(sf, '/services/oauth2/userinfo', { headers })).status;
}

/** Has something happen once, after a refresh has read its token and before it goes on. */
function meanwhile({ world }: Fauxforce, happens: () => Promise<void>): void {
  const { refreshTokens } = world.store;
  const read = refreshTokens.find.bind(refreshTokens);
  Object.defineProperty(refreshTokens, 'find', {
    configurable: true,
    async value(row: number) {
      const found = await read(row);
      Object.defineProperty(refreshTokens, 'find', { value: read });
      await happens();
      return found;
    },
  });
}

test.each([0, 1])('whoever read it before the winner wrote ends nothing (%i ms)', async (time) => {
  await using sf = await startFauxforce(taking(time));
  const token = await refreshTokenFor(sf, 'Rotating');
  let tokens: Record<string, string> = {};
  meanwhile(sf, async () => {
    tokens = members((await refreshWith(sf, 'Rotating', token)).body);
  });
  expect(await refreshWith(sf, 'Rotating', token)).toMatchObject(BUSY);
  expect(sf.journal.last({ outcome: 'refused' })?.refusal?.name).toBe('refresh.busy');
  expect(await userInfo(sf, tokens.access_token)).toBe(200);
  expect((await refreshWith(sf, 'Rotating', tokens.refresh_token ?? '')).status).toBe(200);
});

test.each(['Rotating', 'Web_Server'])('one of %s that is being processed is told so', async (app) => {
  await using sf = await startFauxforce(taking(500));
  const token = await refreshTokenFor(sf, app);
  const answers = await Promise.all([refreshWith(sf, app, token), refreshWith(sf, app, token)]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400]);
  expect(answers.find(({ status }) => status === 400)).toMatchObject(BUSY);
});

test.each(['Rotating', 'Web_Server'])('one of %s that is revoked is dead', async (app) => {
  await using sf = await startFauxforce(taking(0));
  const token = await refreshTokenFor(sf, app);
  meanwhile(sf, async () => {
    await send(sf, `/services/oauth2/revoke?${new URLSearchParams({ token })}`, { method: 'POST' });
  });
  expect(await refreshWith(sf, app, token)).toMatchObject(DEAD);
  expect(sf.journal.last({ outcome: 'refused' })?.refusal?.name).toBe('refresh.revoked');
});

test('a token that was used up is told to wait while its successor is refreshed, and ends the family later', async () => {
  await using sf = await startFauxforce();
  const first = await refreshTokenFor(sf, 'Rotating');
  const { refresh_token: second = '' } = members((await refreshWith(sf, 'Rotating', first)).body);
  const { store, codec } = sf.world;
  const found = await store.refreshTokens.find(codec.read('refresh', second)?.row ?? 0);
  const approval = found?.approval;
  if (!approval) throw new Error('the store has no such refresh token');
  const now = realTime();
  await store.approvals.hold(approval, now, now + 5000);
  for (const token of [first, second]) {
    expect(await refreshWith(sf, 'Rotating', token)).toMatchObject(BUSY);
    expect(sf.journal.last({ outcome: 'refused' })?.refusal?.name).toBe('refresh.busy');
  }
  await store.approvals.release(approval.row, now + 5000, realTime());
  expect(await refreshWith(sf, 'Rotating', first)).toMatchObject(DEAD);
  expect(await refreshWith(sf, 'Rotating', second)).toMatchObject(DEAD);
});

test('0 holds nothing, and rotation is one operation all the same', async () => {
  await using sf = await startFauxforce(taking(0));
  const token = await refreshTokenFor(sf, 'Rotating');
  const form = { grant_type: 'refresh_token', ...credentials(sf, 'Rotating'), refresh_token: token };
  const answers = await pipeline(sf, Array(30).fill({ path: '/services/oauth2/token', form }));
  expect(answers.filter(isToken)).toHaveLength(1);
  const refused = answers.filter((answer) => [BUSY, DEAD].some(({ body }) => answer.includes(body)));
  expect(refused).toHaveLength(29);
});
