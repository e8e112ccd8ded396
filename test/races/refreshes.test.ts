/** One refresh at a time of a token, with rotation and without: whoever comes meanwhile is told, and the winner's tokens live (token.md 4). */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
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
const folder = mkdtempSync(`${tmpdir()}/fauxforce-refreshes-`);
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  vi.useRealTimers();
});

const APPS = ['Rotating', 'Web_Server'] as const;
const taking = (refreshProcessingTime: number) => ({ demo: { settings: { refreshProcessingTime } } });

function refreshForm(sf: Fauxforce, app: string, refresh_token: string) {
  const form = { grant_type: 'refresh_token', ...credentials(sf, app), refresh_token };
  return { path: '/services/oauth2/token', form };
}

async function userInfo(sf: Fauxforce, accessToken = ''): Promise<number> {
  const headers = { authorization: `Bearer ${accessToken}` };
  return (await send(sf, '/services/oauth2/userinfo', { headers })).status;
}

async function stored({ world: { store, codec } }: Fauxforce, token: string) {
  const found = await store.refreshTokens.find(codec.read('refresh', token)?.row ?? 0);
  if (!found) throw new Error('the store has no such refresh token');
  return found;
}

/** One has tokens that live, and can be refreshed; the others were told that it was being processed. */
async function expectOneWinner(sf: Fauxforce, app: string, token: string, bodies: readonly string[]) {
  const winners = bodies.filter(isToken);
  expect(winners).toHaveLength(1);
  expect(bodies.filter((body) => body.includes(BUSY.body))).toHaveLength(bodies.length - 1);
  const { access_token, refresh_token = token } = members(/\{.*\}/.exec(winners[0] ?? '')?.[0] ?? '{}');
  expect(await userInfo(sf, access_token)).toBe(200);
  expect((await refreshWith(sf, app, refresh_token)).status).toBe(200);
  expect(await userInfo(sf, access_token)).toBe(200);
}

/** Keeps the process busy for so many milliseconds. */
function work(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

describe.each(APPS)('%s', (app) => {
  test.each([2, 30])('%i at once over sockets of their own', async (count) => {
    await using sf = await startFauxforce(taking(1000));
    const token = await refreshTokenFor(sf, app);
    const answers = await Promise.all(Array.from({ length: count }, () => refreshWith(sf, app, token)));
    await expectOneWinner(
      sf,
      app,
      token,
      answers.map(({ body }) => body),
    );
  });

  test('30 in one segment, in the time a refresh takes when nothing is said', async () => {
    await using sf = await startFauxforce();
    const token = await refreshTokenFor(sf, app);
    const answers = await pipeline(sf, Array(30).fill(refreshForm(sf, app, token)));
    await expectOneWinner(sf, app, token, answers);
  });

  test('30 that a busy process reads only after the first was answered', async () => {
    await using sf = await startFauxforce();
    const token = await refreshTokenFor(sf, app);
    const { refreshTokens } = sf.world.store;
    const find = refreshTokens.find.bind(refreshTokens);
    Object.defineProperty(refreshTokens, 'find', {
      value: (row: number) => find(row).finally(() => work(4)),
    });
    const bodies = await Promise.all(
      Array.from({ length: 30 }, () => pipeline(sf, [refreshForm(sf, app, token)])),
    );
    Object.defineProperty(refreshTokens, 'find', { value: find });
    await expectOneWinner(sf, app, token, bodies.flat());
  });

  test('at two servers of one store', async () => {
    const store = `${folder}/${app}.db`;
    await using one = await startFauxforce({ store, ...taking(500) });
    await using other = await startFauxforce({ store, ...taking(500) });
    const token = await refreshTokenFor(one, app);
    const answers = await Promise.all([one, other, one, other].map((sf) => refreshWith(sf, app, token)));
    await expectOneWinner(
      other,
      app,
      token,
      answers.map(({ body }) => body),
    );
  });

  test('one after the other never meets it', async () => {
    await using sf = await startFauxforce(taking(5));
    let token = await refreshTokenFor(sf, app);
    for (let i = 0; i < 20; i++) {
      const { status, body } = await refreshWith(sf, app, token);
      expect({ status, body }).toMatchObject({ status: 200 });
      token = members(body).refresh_token ?? token;
    }
  });

  test('of different users, at once', async () => {
    await using sf = await startFauxforce(taking(50));
    const tokens = await Promise.all(
      ['ada', 'grace'].map((user) => refreshTokenFor(sf, app, undefined, user)),
    );
    const answers = await Promise.all(tokens.map((token) => refreshWith(sf, app, token)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });

  test('as long as a process holds it that is gone, and no longer', async () => {
    await using sf = await startFauxforce(taking(1));
    const token = await refreshTokenFor(sf, app);
    const { store } = sf.world;
    const { approval } = await stored(sf, token);
    const now = realTime();
    expect(await store.approvals.hold(approval, now - 4000, now + 1000)).toBe(true);
    expect(await refreshWith(sf, app, token)).toMatchObject(BUSY);
    await store.approvals.release(approval.row, now + 1000, realTime());
    expect(await store.approvals.hold(approval, now - 5001, now - 1)).toBe(true);
    expect((await refreshWith(sf, app, token)).status).toBe(200);
  });

  test('with a delay that a test armed: for as long as it really takes', async () => {
    await using sf = await startFauxforce(taking(1));
    const token = await refreshTokenFor(sf, app);
    sf.arm({ delay: '600ms', where: { grant_type: 'refresh_token' } });
    const slow = refreshWith(sf, app, token);
    await vi.waitFor(() =>
      expect(sf.journal.entries({ limit: 1 })[0]).toMatchObject({ grantType: 'refresh_token' }),
    );
    const second = await refreshWith(sf, app, token);
    await expectOneWinner(sf, app, token, [second.body, (await slow).body]);
  });
});

test('a reuse after the answer ends the family, as ever', async () => {
  await using sf = await startFauxforce();
  const token = await refreshTokenFor(sf, 'Rotating');
  const { access_token, refresh_token = '' } = members((await refreshWith(sf, 'Rotating', token)).body);
  expect(await refreshWith(sf, 'Rotating', token)).toMatchObject(DEAD);
  expect(await refreshWith(sf, 'Rotating', refresh_token)).toMatchObject(DEAD);
  expect(await userInfo(sf, access_token)).toBe(403);
});

test('the answer leaves no earlier, by real time, whatever the clock of the org says', async () => {
  await using sf = await startFauxforce(taking(60));
  sf.clock.freeze();
  const token = await refreshTokenFor(sf, 'Web_Server');
  const before = performance.now();
  expect((await refreshWith(sf, 'Web_Server', token)).status).toBe(200);
  expect(performance.now() - before).toBeGreaterThanOrEqual(60);
});

test('nothing is locked meanwhile', async () => {
  const store = `${folder}/unlocked.db`;
  await using sf = await startFauxforce({ store, ...taking(1000) });
  const token = await refreshTokenFor(sf, 'Web_Server');
  let isOver = false;
  const refreshed = refreshWith(sf, 'Web_Server', token).then((answer) => {
    isOver = true;
    return answer;
  });
  for (let i = 0; i < 3; i++) await refreshTokenFor(sf, 'Rotating');
  expect(isOver).toBe(false);
  expect((await refreshed).status).toBe(200);
});

test('a request that is refused lets go of it', async () => {
  await using sf = await startFauxforce({
    demo: { settings: { loginsPerHour: 3, refreshProcessingTime: 1 } },
  });
  const token = await refreshTokenFor(sf, 'Web_Server');
  for (let i = 0; i < 2; i++) expect((await refreshWith(sf, 'Web_Server', token)).status).toBe(200);
  for (let i = 0; i < 2; i++)
    expect((await refreshWith(sf, 'Web_Server', token)).body).toContain('login rate exceeded');
});

test.each(['reset', 'empty'] as const)(
  'of which a test cuts the connection (%s) has ended before its client can know',
  async (fault) => {
    await using sf = await startFauxforce(taking(1));
    const token = await refreshTokenFor(sf, 'Web_Server');
    const { approvals } = sf.world.store;
    const { release } = approvals;
    vi.spyOn(approvals, 'release').mockImplementation(async (...given) => {
      await setTimeout(100);
      return release(...given);
    });
    sf.arm({ fault, where: { grant_type: 'refresh_token' } });
    await expect(refreshWith(sf, 'Web_Server', token)).rejects.toThrow();
    expect((await refreshWith(sf, 'Web_Server', token)).status).toBe(200);
  },
);

test('under fake timers, which nobody advances', async () => {
  vi.useFakeTimers();
  await using sf = await startFauxforce();
  const token = await refreshTokenFor(sf, 'Rotating');
  const answers = await Promise.all([1, 2, 3].map(() => refreshWith(sf, 'Rotating', token)));
  await expectOneWinner(
    sf,
    'Rotating',
    token,
    answers.map(({ body }) => body),
  );
}, 5000);
