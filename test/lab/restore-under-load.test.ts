import { expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { credentials, members, postToken, send } from '../helpers/token.ts';

const CLIENTS = 16;
const TURNS = 25;

/** Logs in, refreshes and calls REST, whatever becomes of its tokens; gives back what was answered. */
async function client(sf: Fauxforce, isOver: () => boolean): Promise<number[]> {
  const statuses: number[] = [];
  while (!isOver()) {
    const machine = { grant_type: 'client_credentials', ...credentials(sf, 'Client_Credentials') };
    const { status, body } = await postToken(sf, machine);
    const authorization = `Bearer ${status === 200 ? members(body).access_token : 'none'}`;
    const userinfo = await send(sf, '/services/oauth2/userinfo', { headers: { authorization } });
    const minted = await sf.token({ app: 'Web_Server', user: 'ada' }).catch(() => undefined);
    const refresh = await postToken(sf, {
      grant_type: 'refresh_token',
      ...credentials(sf, 'Web_Server'),
      refresh_token: minted?.refresh_token ?? 'none',
    });
    statuses.push(status, userinfo.status, refresh.status);
  }
  return statuses;
}

test('resets and restores between requests under way break none of them', async () => {
  await using sf = await startFauxforce();
  const before = await sf.snapshot();
  let isOver = false;
  const clients = Array.from({ length: CLIENTS }, () => client(sf, () => isOver));
  for (let turn = 0; turn < TURNS; turn++) {
    await sf.token({ app: 'Web_Server', user: 'ada' });
    await (turn % 2 === 0 ? sf.reset() : sf.restore(before));
  }
  isOver = true;
  const statuses = (await Promise.all(clients)).flat();
  expect(statuses.filter((status) => ![200, 400, 403].includes(status))).toEqual([]);
  expect(statuses).toContain(200);

  await sf.restore(before);
  expect(JSON.stringify(await sf.snapshot())).toBe(JSON.stringify(before));
  const { status } = await postToken(sf, {
    grant_type: 'client_credentials',
    ...credentials(sf, 'Client_Credentials'),
  });
  expect(status).toBe(200);
});
