/** A store that cannot be used: full, or deleted under the server. */
import { mkdtemp, rename, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { lab } from '../lab/helpers.ts';
import { fill, makeRoom, withDatabase } from './database.ts';

const PAGE =
  '<!DOCTYPE html>\n<html><head><title>Service Unavailable</title></head><body><h1>Service Unavailable</h1>' +
  '<p>The service is temporarily unavailable. Please try again later.</p></body></html>';

/** A server on a store file of its own, what it was told of its store, and the bugs it ran into. */
async function start() {
  const folder = await mkdtemp(join(tmpdir(), 'fauxforce-unavailable-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const store = join(folder, 'state.db');
  const onBug = vi.fn();
  const { opened: sf, db } = await withDatabase(() => startFauxforce({ store, onBug }));
  onTestFinished(async () => {
    await sf[Symbol.asyncDispose]();
    expect(onBug).not.toHaveBeenCalled();
  });
  const told: (string | undefined)[] = [];
  sf.world.store.availability.listen((problem) => told.push(problem));
  return { sf, db, store, told };
}

async function token(sf: Fauxforce): Promise<{ status: number; type: string | null; text: string }> {
  const { consumerKey = '', consumerSecret = '' } = sf.apps.Client_Credentials ?? {};
  const answer = await fetch(`${sf.url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: consumerKey,
      client_secret: consumerSecret,
    }),
  });
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
}

async function userInfo(sf: Fauxforce, accessToken: string): Promise<number> {
  const headers = { authorization: `Bearer ${accessToken}` };
  return (await fetch(`${sf.url}/services/oauth2/userinfo`, { headers })).status;
}

/** So many tokens need more than a page. */
async function tokensUntilRefused(sf: Fauxforce) {
  for (let sent = 0; sent < 200; sent += 1) {
    const answer = await token(sf);
    if (answer.status !== 200) return answer;
  }
  throw new Error('the store took all of them');
}

describe('a full disk', () => {
  test('is a 503 with a page, told once, and over when there is room', async () => {
    const { sf, db, store, told } = await start();
    const { access_token } = JSON.parse((await token(sf)).text);
    fill(db);
    const sentence = `The store ${store} has no room, the disk is full: make room, and it goes on by itself.`;

    expect(await tokensUntilRefused(sf)).toEqual({
      status: 503,
      type: 'text/html;charset=UTF-8',
      text: PAGE,
    });
    expect(sf.journal.last()?.refusal).toMatchObject({
      name: 'server.unavailable',
      why: `fauxforce cannot use its store: ${sentence}`,
    });
    expect(await lab(sf, 'GET', '/health')).toEqual({
      status: 503,
      body: { status: 'unavailable', reason: sentence },
    });
    expect(await lab(sf, 'POST', '/orgs', {})).toEqual({ status: 503, body: { error: sentence } });
    expect(await userInfo(sf, access_token)).toBe(200);
    expect((await token(sf)).status).toBe(503);
    expect(told).toEqual([sentence]);

    makeRoom(db);
    expect(await lab(sf, 'GET', '/health')).toMatchObject({ status: 200, body: { status: 'ready' } });
    expect((await token(sf)).status).toBe(200);
    expect(told).toEqual([sentence, undefined]);
  });

  test('a snapshot that finds no room is no broken snapshot, and nothing has changed', async () => {
    const { sf, db } = await start();
    for (let i = 0; i < 50; i += 1) await token(sf);
    const { body: snapshot } = await lab(sf, 'GET', '/snapshot');
    await lab(sf, 'POST', '/reset');
    db.exec('vacuum');
    fill(db);
    const answer = await lab<{ error: string }>(sf, 'PUT', '/snapshot', snapshot);
    expect(answer).toMatchObject({
      status: 503,
      body: { error: expect.stringContaining('the disk is full') },
    });
    makeRoom(db);
    expect(await lab(sf, 'GET', '/tokens')).toEqual({ status: 200, body: { tokens: [] } });
  });
});

describe('a file that is gone', () => {
  test.each(['', '-wal', '-shm'])('state.db%s', async (suffix) => {
    const { sf, store, told } = await start();
    const { access_token } = JSON.parse((await token(sf)).text);
    await rm(`${store}${suffix}`);
    const reason =
      `${store}${suffix} was deleted, moved or replaced under the running server: nothing is written any more. ` +
      'What it had can still be saved with fauxforce snapshot save <file>; then stop, and start again.';
    expect(await lab(sf, 'GET', '/health')).toEqual({ status: 503, body: { status: 'unavailable', reason } });
    expect(await token(sf)).toMatchObject({ status: 503, text: PAGE });
    expect(await lab(sf, 'POST', '/orgs', {})).toEqual({ status: 503, body: { error: reason } });
    expect(told).toEqual([reason]);

    const { body } = await lab(sf, 'GET', '/snapshot');
    await using other = await startFauxforce();
    expect((await lab(other, 'PUT', '/snapshot', body)).status).toBe(204);
    expect(await userInfo(other, access_token)).toBe(200);
  });

  test.each([0, 4_096])('cut to %i bytes in its place', async (bytes) => {
    const { sf, db, store, told } = await start();
    await token(sf);
    expect((await lab(sf, 'GET', '/health')).status).toBe(200);
    await truncate(store, bytes);
    const reason =
      `${store} was emptied or cut short under the running server: nothing is written any more. ` +
      'Stop, restore it from a copy or move it away, and start again.';
    const unavailable = { status: 503, body: { status: 'unavailable', reason } };
    expect(await lab(sf, 'GET', '/health')).toEqual(unavailable);
    // What SQLite has in memory can be read meanwhile.
    db.pragma('shrink_memory');
    expect(await lab(sf, 'GET', '/health')).toEqual(unavailable);
    expect(await token(sf)).toMatchObject({ status: 503, text: PAGE });
    expect(told).toEqual([reason]);
  });

  test('is noticed when nobody asks', async () => {
    const { sf, store } = await start();
    const told = new Promise((resolve) => sf.world.store.availability.listen(resolve));
    await rm(store);
    expect(await told).toContain(`${store} was deleted`);
  });

  test('another in its place is not ours, and neither is ours once it was away', async () => {
    const { sf, store } = await start();
    await rename(store, `${store}.old`);
    expect((await lab(sf, 'GET', '/health')).status).toBe(503);
    await rename(`${store}.old`, store);
    expect((await lab(sf, 'GET', '/health')).status).toBe(503);
  });

  test('a request whose client left while the server stopped is no mistake of ours', async () => {
    const onBug = vi.fn();
    const sf = await startFauxforce({ onBug });
    await sf[Symbol.asyncDispose]();
    const { journal } = sf.world;
    const late = journal.open('GET', '/late');
    journal.record(late, { status: 400, contentType: undefined, body: undefined, location: undefined });
    await journal.close();
    expect(onBug).not.toHaveBeenCalled();
  });

  test('a store in memory has no file to lose', async () => {
    await using sf = await startFauxforce();
    expect(await sf.world.store.availability.check()).toBeUndefined();
  });
});
