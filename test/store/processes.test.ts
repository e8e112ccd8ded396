import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { exchangeEachOften } from './exchange-each-often.ts';
import { aCode, anAccessToken, anOrg, aRefreshToken } from './records.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

function startChild(script: string, file: string): ChildProcessByStdio<Writable, Readable, null> {
  const path = join(import.meta.dirname, 'children', script);
  return spawn(process.execPath, [path, file], { stdio: ['pipe', 'pipe', 'inherit'] });
}

describe('several processes on one file', () => {
  it('exchange each code once in total', async () => {
    const file = join(folder(), 'race.db');
    const store = await openStore(file);
    const codes = await Promise.all(Array.from({ length: 200 }, () => store.codes.append(aCode())));

    const child = startChild('code-racer.ts', file);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    expect((await lines.next()).value).toBe('ready');
    child.stdin.write(`${codes.join(' ')}\n`);
    const own = await exchangeEachOften(store, codes);
    const others = Number((await lines.next()).value);

    expect(own + others).toBe(200);
    const spent = await Promise.all(codes.map(async (code) => (await store.codes.find(code))?.spentAt));
    expect(spent).not.toContain(undefined);
    await store.close();
  });

  it('make a new file together, with one secret', async () => {
    const file = join(folder(), 'new folder', 'made.db');
    const stores = await Promise.all([1, 2, 3].map(() => openStore(file)));
    expect(new Set(stores.map(({ secret }) => secret.toString('hex'))).size).toBe(1);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('hear of a deleted org, also when another comes while they read', async () => {
    const file = join(folder(), 'orgs.db');
    const [here, there] = [await openStore(file), await openStore(file)];
    const first = await there.orgs.put(anOrg(), 0);
    const gone = { orgIds: [anOrg().orgId], orgIdsOfSeed: [], userIds: [], consumerKeys: [] };
    const deleted = await there.orgs.forget(gone, 0);
    const next = anOrg({ orgId: '00D5g000004GlobxEAC' });

    const news = await here.orgs.after(first!, () => {
      void there.orgs.put(next, deleted);
      void there.close(); // commits at once
      return 'reader';
    });

    expect(news).toEqual({ orgs: [], newest: deleted, all: new Set() });
    const later = await here.orgs.after(news.newest, () => 'reader');
    expect(later.orgs.map(({ orgId }) => orgId)).toEqual([next.orgId]);
    await here.close();
  });

  it('are busy each by itself: of two at once the other finds the token rotated out', async () => {
    const file = join(folder(), 'seen.db');
    const [here, there] = [await openStore(file), await openStore(file)];
    const { refreshToken } = await here.tokens.issue(anAccessToken(), aRefreshToken());
    const rotated = Array.from({ length: 10 }, (_, i) =>
      (i % 2 === 0 ? here : there).tokens.refresh(refreshToken!, anAccessToken(), aRefreshToken()),
    );
    const outcomes = await Promise.all(rotated);
    expect(outcomes.filter((outcome) => typeof outcome === 'object')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'rotated-out')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'busy')).toHaveLength(8);
    await Promise.all([here.close(), there.close()]);
  });
});

describe('a process killed at any moment', () => {
  // Drawn once per run: the moments need not be the same every time, every one of them must hold.
  const moments = Array.from({ length: 4 }, () => Math.ceil(Math.random() * 4000));

  it.each(moments)('loses nothing that it has answered (killed after %i answers)', async (moment) => {
    const file = join(folder(), `killed-${moment}.db`);
    const child = startChild('token-writer.ts', file);
    const exited = once(child, 'exit');
    const answers: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.split(' ').length === 5 && line.length > 130) answers.push(line);
      if (answers.length === moment) child.kill('SIGKILL');
    }
    expect((await exited)[1]).toBe('SIGKILL');
    expect(answers.length).toBeGreaterThanOrEqual(moment);

    const store = await openStore(file);
    for (const answer of answers) {
      const [accessToken, refreshToken, session, accessHash, refreshHash] = answer.split(' ');
      expect((await store.accessTokens.find(Number(accessToken)))?.secretHash.toString('hex')).toBe(
        accessHash,
      );
      expect((await store.refreshTokens.find(Number(refreshToken)))?.secretHash.toString('hex')).toBe(
        refreshHash,
      );
      expect(await store.sessions.find(Number(session))).toBeDefined();
    }
    await store.close();
  });

  it('leaves refresh tokens that work and go on rotating after a restart', async () => {
    const file = join(folder(), 'restarted.db');
    const before = await openStore(file);
    const { refreshToken } = await before.tokens.issue(anAccessToken(), aRefreshToken());
    await before.close();

    const after = await openStore(file);
    expect(after.secret).toEqual(before.secret);
    const outcome = await after.tokens.refresh(refreshToken!, anAccessToken(), aRefreshToken());
    expect(outcome).toHaveProperty('refreshToken', refreshToken! + 1);
    await after.close();
  });
});
