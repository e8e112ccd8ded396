import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, vi } from 'vitest';
import { LabClock } from '../../src/ground/clock.ts';
import { Journal } from '../../src/journal/journal.ts';
import { catalogue } from '../../src/refusals/catalogue.ts';
import { check } from '../../src/refusals/check.ts';
import { openStore } from '../../src/store/open.ts';
import { startFauxforce } from '../../src/testing/index.ts';
import { postToken, send } from '../helpers/token.ts';

const ANSWER = { status: 200, contentType: undefined, body: undefined, location: undefined };
const EVERYTHING = { rows: 10_000, bytes: 2 ** 31, bytesOfOne: 2 ** 31 };
/** Characters of a journal of usual size. */
const MOST = 2_000 * 8_192;

function fill(journal: Journal, times: number, parameters: ReadonlyMap<string, string>) {
  for (let i = 0; i < times; i++) {
    const trace = journal.open('POST', `/${i}`);
    trace.parameters = parameters;
    journal.record(trace, ANSWER);
  }
}

/** As much as is kept of one request. */
function large(): ReadonlyMap<string, string> {
  return new Map(Array.from({ length: 1_000 }, (_, i) => [`p${i}`, 'x y'.repeat(1_000)]));
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function memoryInUse(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

describe('one value', () => {
  it('is kept to a kilobyte, with its length and a fingerprint, wherever it is told', async () => {
    await using sf = await startFauxforce();
    const long = 'x '.repeat(500_000);
    await postToken(sf, { grant_type: 'client_credentials', client_id: long, client_secret: 'a' });
    const entry = sf.journal.last();
    const told = /^(?:x ){512}… \(1000000 characters, sha256:[0-9a-f]{12}\)$/;
    expect(entry?.clientId).toMatch(told);
    expect(entry?.request.client_id).toBe(entry?.clientId);
    expect(entry?.refusal?.name).toBe('client.unknown');
    expect(entry?.refusal?.why).toContain(entry?.clientId);
    expect(JSON.stringify(entry).length).toBeLessThan(10_000);
    await postToken(sf, { grant_type: long, client_id: 'a' });
    expect(sf.journal.last()?.grantType).toMatch(told);
    expect(JSON.stringify(sf.journal.last()).length).toBeLessThan(10_000);
  });

  it('is whole up to 1024 characters', async () => {
    await using sf = await startFauxforce();
    for (const [length, ending] of [
      [1_024, /^\/y{1023}$/],
      [1_025, /^\/y{1023}… \(1025 characters, sha256:[0-9a-f]{12}\)$/],
    ] as const) {
      await send(sf, `/${'y'.repeat(length - 1)}`);
      expect(sf.journal.last()?.path).toMatch(ending);
    }
  });

  it('leaves nothing of a large request in memory', async () => {
    await using sf = await startFauxforce();
    const { journal } = sf.world;
    const before = memoryInUse();
    for (let i = 0; i < 64; i++) {
      // Node keeps a longer text outside of the heap that is measured here.
      const body = Buffer.alloc(1_000_000, 'z').toString('latin1');
      const trace = journal.open('POST', '/');
      // As parsers of forms do it: a part of the body that keeps all of it.
      trace.parameters = new Map([['state', body.slice(0, 30)]]);
      journal.record(trace, ANSWER, body.length);
      // What waits to be written keeps its trace.
      await journal.close();
    }
    expect(journal.entries()).toHaveLength(64);
    expect(memoryInUse() - before).toBeLessThan(16 * 1024 * 1024);
  });

  it('of many parameters is counted after the hundredth', async () => {
    await using sf = await startFauxforce();
    const form = Object.fromEntries(Array.from({ length: 130 }, (_, i) => [`p${i}`, 'v']));
    await postToken(sf, form);
    const { request } = sf.journal.last() ?? {};
    expect(Object.keys(request ?? {})).toHaveLength(101);
    expect(request).toMatchObject({ p0: 'v', p99: 'v', '…': '30 more parameters' });
  });

  it('of long parameters is counted after 32,768 characters', async () => {
    await using sf = await startFauxforce();
    const value = 'x y'.repeat(330);
    await postToken(sf, Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`p${i + 10}`, value])));
    const { request } = sf.journal.last() ?? {};
    // 32 times 3 + 990 characters.
    expect(Object.keys(request ?? {})).toHaveLength(33);
    expect(request).toMatchObject({ p41: value, '…': '18 more parameters' });
  });

  it('may be a name: of that 128 characters', async () => {
    await using sf = await startFauxforce();
    await postToken(sf, { grant_type: 'x', ['n '.repeat(500_000)]: 'v' });
    expect(Object.keys(sf.journal.last()?.request ?? {})[1]).toMatch(
      /^(?:n ){64}… \(1000000 characters, sha256:[0-9a-f]{12}\)$/,
    );
  });

  it.each([
    [4_096, (body: object) => body],
    [4_097, () => '4097 characters'],
  ])('may be an answer: of %i characters', async (length, told) => {
    await using sf = await startFauxforce();
    const { journal } = sf.world;
    const members = { scope: 'api' };
    const body = JSON.stringify(members).padEnd(length);
    journal.record(journal.open('GET', '/'), { ...ANSWER, contentType: 'application/json', body });
    expect(journal.last()?.response.body).toEqual(told(members));
  });

  it('may be where an answer leads', async () => {
    await using sf = await startFauxforce();
    const { journal } = sf.world;
    const location = `https://a.example/?state=${'s'.repeat(100_000)}`;
    journal.record(journal.open('GET', '/'), { ...ANSWER, status: 302, location });
    expect(journal.last()?.response.location).toMatch(
      /^https:\/\/a\.example\/\?state=s{1024}… \(100000 characters, sha256:[0-9a-f]{12}\)$/,
    );
  });

  it.each([
    [4_096, /^(?:w ){2048}$/],
    [4_098, /^(?:w ){2048}… \(4098 characters, sha256:[0-9a-f]{12}\)$/],
  ])('may be a sentence of ours: of %i characters', async (length, told) => {
    const why = vi.spyOn(catalogue['page.not-found'], 'why').mockReturnValue('w '.repeat(length / 2));
    await using sf = await startFauxforce();
    await send(sf, '/no/such/page');
    const { refusal, checks } = sf.journal.last() ?? {};
    why.mockRestore();
    expect(refusal?.why).toMatch(told);
    const detail = expect.stringMatching(told);
    expect(checks).toEqual([
      { name: 'page.not-found', ok: false, detail, compared: { path: '/no/such/page' } },
    ]);
  });
});

describe('all of it', () => {
  it('is bounded in characters, in memory and in the store', async () => {
    const store = await openStore(':memory:');
    const journal = new Journal(new LabClock(), store);
    for (let round = 0; round < 8; round++) {
      fill(journal, 100, large());
      journal.settle();
    }
    const size = journal.entries().reduce((sum, entry) => sum + JSON.stringify(entry).length, 0);
    expect(size).toBeLessThanOrEqual(MOST);
    expect(size).toBeGreaterThan(MOST / 2);
    expect(journal.last()?.path).toBe('/99');
    await journal.close();
    const rows = await store.journal.newest(EVERYTHING);
    expect(rows.reduce((sum, { entry }) => sum + entry.length, 0)).toBeLessThan(1.3 * MOST);
    await store.close();
  });

  it('is rendered at once where much waits', async () => {
    const store = await openStore(':memory:');
    const journal = new Journal(new LabClock(), store);
    let heard = 0;
    journal.listen(() => {
      heard += 1;
    });
    const wait = () => new Promise((next) => setTimeout(next, 5));
    const trace = () => journal.open('POST', '/');
    journal.record(trace(), ANSWER, 8 * 1024 * 1024);
    await wait();
    expect(heard).toBe(0);
    journal.record(trace(), ANSWER, 1);
    await wait();
    expect(heard).toBe(2);
    await journal.close();
    await store.close();
  });

  it('does not wait where large requests come without an end', async () => {
    const store = await openStore(':memory:');
    const journal = new Journal(new LabClock(), store);
    let isOver = false;
    const load = async () => {
      while (!isOver) {
        journal.record(journal.open('POST', '/'), ANSWER, 1024 * 1024);
        await setImmediate();
      }
    };
    const over = load();
    await expect.poll(() => store.journal.end()).toBeGreaterThan(100);
    isOver = true;
    await over;
    await journal.close();
    await store.close();
  });

  it('counts those that newer ones push out before anybody reads', async () => {
    const store = await openStore(':memory:');
    const journal = new Journal(new LabClock(), store, { size: 100 });
    fill(journal, 1_050, new Map());
    const kept = journal.entries();
    expect(kept.map(({ path }) => path)).toEqual(Array.from({ length: 100 }, (_, i) => `/${1_049 - i}`));
    expect(journal.counts.text()).toContain('fauxforce_request_seconds_count 1050\n');
    await journal.close();
    await store.close();
  });

  it('tells who listens for refusals of every one, also of those that newer ones push out', async () => {
    const store = await openStore(':memory:');
    const journal = new Journal(new LabClock(), store, { size: 100 });
    const heard: string[] = [];
    const stop = journal.listen(({ path }) => heard.push(path), { refusalsOnly: true });
    for (let round = 0; round < 5; round++) {
      const refused = journal.open('GET', `/refused/${round}`);
      expect(() => check({ trace: refused }, 'page.not-found', false, { path: refused.path })).toThrow();
      journal.record(refused, { ...ANSWER, status: 404 });
      fill(journal, 250, new Map());
      expect(heard).toHaveLength(round + 1);
    }
    stop();
    expect(heard).toEqual(['/refused/0', '/refused/1', '/refused/2', '/refused/3', '/refused/4']);
    expect(journal.entries()).toHaveLength(100);
    expect(journal.counts.text()).toContain('fauxforce_request_seconds_count 1255\n');
    await journal.close();
    await store.close();
  });

  it('reaches the store while requests come without an end', async () => {
    const store = await openStore(':memory:');
    const journal = new Journal(new LabClock(), store, { size: 100 });
    const load = setInterval(() => fill(journal, 150, new Map()), 1);
    await expect.poll(() => store.journal.end()).toBeGreaterThan(0);
    clearInterval(load);
    await journal.close();
    await store.close();
  });

  it('has room for a usual journal', async () => {
    const store = await openStore(':memory:');
    const journal = new Journal(new LabClock(), store);
    fill(journal, 2_500, new Map([['state', 'x y'.repeat(300)]]));
    expect(journal.entries()).toHaveLength(2_000);
    await journal.close();
    await store.close();
  });

  it('is read at a start as far as there is room, whatever an older fauxforce left', async () => {
    const store = await openStore(':memory:');
    const earlier = new Journal(new LabClock(), store);
    fill(earlier, 3, new Map());
    await earlier.close();
    const [row] = await store.journal.newest(EVERYTHING);
    const fat = JSON.parse(row?.entry ?? '') as object;
    const text = JSON.stringify({ ...fat, request: { client_id: 'x'.repeat(1024 * 1024) } });
    await store.journal.append(
      Array.from({ length: 20 }, (_, i) => ({ id: `fat-${i}`, at: 0, entry: text })),
      2_000,
    );
    const journal = new Journal(new LabClock(), store);
    await journal.load();
    expect(journal.entries().map(({ path }) => path)).toEqual(['/2', '/1', '/0']);
    await store.close();
  });
});
