/** The journals of processes on one store, and of one that starts again. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LabClock, pause } from '../../src/ground/clock.ts';
import { Journal } from '../../src/journal/journal.ts';
import { openStore } from '../../src/store/open.ts';
import { type Store, StoreUnavailable } from '../../src/store/port.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

const ANSWER = { status: 200, contentType: undefined, body: undefined, location: undefined };
const folder = temporaryFolder();
let count = 0;
let file: string;
let opened: [Store, Journal][];
beforeEach(() => {
  file = join(folder(), `journal-${++count}.db`);
  opened = [];
});
afterEach(async () => {
  for (const [store, journal] of opened) {
    await journal.close();
    await store.close();
  }
});

async function start(size?: number, age?: number): Promise<Journal> {
  const store = await openStore(file);
  const journal = new Journal(new LabClock(), store, { size, age });
  await journal.load();
  opened.push([store, journal]);
  return journal;
}

async function serve(journal: Journal, ...paths: string[]): Promise<void> {
  for (const path of paths) journal.record(journal.open('GET', path), ANSWER);
  await journal.follow();
}

const pathsOf = (journal: Journal) => journal.entries().map(({ path }) => path);

async function followed(journal: Journal): Promise<string[]> {
  await journal.follow();
  return pathsOf(journal);
}

test('what an earlier process left stays older than what this one serves', async () => {
  await serve(await start(), '/1', '/2');
  const later = await start();
  await serve(later, '/3');
  expect(pathsOf(later)).toEqual(['/3', '/2', '/1']);
  await serve(later, '/4');
  expect(pathsOf(later)).toEqual(['/4', '/3', '/2', '/1']);
  expect(later.last()?.path).toBe('/4');
});

test('what another process clears is gone, also where nobody had looked before', async () => {
  const [one, other] = [await start(), await start()];
  one.record(one.open('GET', '/1'), ANSWER);
  await one.close();
  expect(pathsOf(one)).toEqual(['/1']);
  await other.clear();
  await serve(one, '/2');
  await serve(other, '/3');
  await one.follow();
  expect(pathsOf(one)).toEqual(['/3', '/2']);
  expect(pathsOf(other)).toEqual(['/3', '/2']);
});

test('what an earlier process left is gone when another one clears it', async () => {
  await serve(await start(), '/1');
  const [one, other] = [await start(), await start()];
  await other.clear();
  await serve(one, '/2');
  expect(pathsOf(one)).toEqual(['/2']);
});

test('what a process wrote long ago does not stay on top, and takes no other entry its place', async () => {
  const [one, other] = [await start(5), await start(5)];
  await serve(one, '/1', '/2', '/3');
  for (let i = 0; i < 65; i++) await serve(other, `/other/${i}`);
  await serve(one, '/4');
  const newest = ['/4', '/other/64', '/other/63', '/other/62', '/other/61'];
  expect(pathsOf(one)).toEqual(newest);
  await other.follow();
  expect(pathsOf(other)).toEqual(newest);
  expect(one.last()?.path).toBe('/4');
});

test('what a store without room did not take is written as soon as there is some, in its place', async () => {
  const [one, other] = [await start(), await start()];
  const [[store] = []] = opened;
  const append = vi.spyOn(store!.journal, 'append').mockRejectedValueOnce(new StoreUnavailable('full'));
  await serve(one, '/1');
  await serve(other, '/2');
  await serve(one, '/3');
  expect(append).toHaveBeenCalledTimes(2);
  await other.follow();
  for (const journal of [one, other]) expect(pathsOf(journal)).toEqual(['/3', '/2', '/1']);
});

test('of what a store without room did not take only so much waits as the journal keeps', async () => {
  const one = await start(5);
  const [[store] = []] = opened;
  const append = vi.spyOn(store!.journal, 'append');
  for (let round = 0; round < 4; round++) {
    append.mockRejectedValueOnce(new StoreUnavailable('full'));
    await serve(one, `/${round}a`, `/${round}b`, `/${round}c`);
  }
  await serve(one, '/last');
  expect(append.mock.lastCall?.[0].map(({ entry }) => JSON.parse(entry).path)).toEqual([
    '/2b',
    '/2c',
    '/3a',
    '/3b',
    '/3c',
    '/last',
  ]);
  expect(pathsOf(one)).toEqual(['/last', '/3c', '/3b', '/3a', '/2c']);
});

test('many are written in parts, and none before an older one', async () => {
  const [one, other] = [await start(), await start()];
  const [[store] = []] = opened;
  const { append: write } = store!.journal;
  const append = vi
    .spyOn(store!.journal, 'append')
    .mockImplementationOnce(write)
    .mockRejectedValueOnce(new StoreUnavailable('full'));
  const paths = Array.from({ length: 1_201 }, (_, i) => `/${i}`);
  await serve(one, ...paths.slice(0, -1));
  await serve(one, ...paths.slice(-1));
  expect(append.mock.calls.map(([rows]) => rows.length)).toEqual([500, 500, 500, 201]);
  await other.follow();
  for (const journal of [one, other]) expect(pathsOf(journal)).toEqual(paths.toReversed());
});

test('entries stand in the order in which they were answered, whoever wrote first, also after a start', async () => {
  const [one, other] = [await start(), await start()];
  for (const path of ['/1', '/3', '/5']) {
    one.record(one.open('GET', path), ANSWER);
    await pause(5);
    await serve(other, `/${Number(path.slice(1)) + 1}`);
  }
  await one.follow();
  await other.follow();
  for (const journal of [one, other, await start()])
    expect(pathsOf(journal)).toEqual(['/6', '/5', '/4', '/3', '/2', '/1']);
});

test('who was told of an entry is told of all that is written after it, also of what was answered before', async () => {
  const [one, other] = [await start(), await start()];
  one.record(one.open('GET', '/1'), ANSWER);
  await pause(5);
  await serve(other, '/2', '/3');
  const [newest] = other.entries();
  await one.follow();
  await other.follow();
  expect(other.told({}, newest!.id).map(({ path }) => path)).toEqual(['/1']);
});

test.each([
  ['behind', -3_600_000],
  ['ahead', 3_600_000],
])(
  'entries of a machine whose clock is an hour %s stand where they were written',
  async (_, milliseconds) => {
    const [one, other] = [await start(), await start()];
    const [[store] = []] = opened;
    const { append } = store!.journal;
    vi.spyOn(store!.journal, 'append').mockImplementation((rows, ...more) =>
      append(
        rows.map((row) => ({ ...row, at: row.at + milliseconds })),
        ...more,
      ),
    );
    await serve(other, '/1');
    await serve(one, '/2');
    await followed(other);
    await serve(other, '/3');
    await serve(one, '/4');
    for (const journal of [one, other]) expect(await followed(journal)).toEqual(['/4', '/3', '/2', '/1']);
  },
);

test('what an older fauxforce wrote by a clock of the future takes nothing its place', async () => {
  const old = await openStore(file);
  const row = { id: 'old', at: Date.parse('9999-01-01'), entry: JSON.stringify({ path: '/old' }) };
  await old.journal.append([row], 100);
  await old.close();
  const [one, other] = [await start(), await start()];
  one.record(one.open('GET', '/1'), ANSWER);
  await pause(5);
  await serve(other, '/2');
  await one.follow();
  for (const journal of [one, other]) expect(await followed(journal)).toEqual(['/2', '/1', '/old']);
});

test('what another process answered is as old as it is, however late it is read', async () => {
  const [one, other] = [await start(10, 1_000), await start(10, 1_000)];
  await serve(other, '/1');
  await pause(1_100);
  await serve(other, '/2');
  expect(await followed(one)).toEqual(['/2']);
});

test('who listens to all is told of every entry once and in one order by any process', async () => {
  const [one, other] = [await start(), await start()];
  const told: string[][] = [[], []];
  const stops = [one, other].map((journal, i) =>
    journal.listen(({ path }) => told[i]?.push(path), { ofAll: true }),
  );
  for (const path of ['/1', '/3', '/5']) {
    one.record(one.open('GET', path), ANSWER);
    await serve(other, `/${Number(path.slice(1)) + 1}`);
  }
  await expect.poll(() => told.map(({ length }) => length)).toEqual([6, 6]);
  expect(told[0]?.toSorted()).toEqual(['/1', '/2', '/3', '/4', '/5', '/6']);
  expect(told[1]).toEqual(told[0]);
  for (const stop of stops) stop();
});

test('it is written when somebody reads, also where no further request comes', async () => {
  const [one, other] = [await start(), await start()];
  const [[store] = []] = opened;
  vi.spyOn(store!.journal, 'append').mockRejectedValueOnce(new StoreUnavailable('full'));
  await serve(one, '/1');
  await one.follow();
  await other.follow();
  expect(pathsOf(other)).toEqual(['/1']);
});

test('it is written soon, also where nobody asks this process and something else of the store is in trouble', async () => {
  const [one, other] = [await start(), await start()];
  const [[store] = []] = opened;
  vi.spyOn(store!.availability, 'problem', 'get').mockReturnValue('A table is locked.');
  vi.spyOn(store!.journal, 'append').mockRejectedValueOnce(new StoreUnavailable('full'));
  await serve(one, '/1');
  await expect.poll(() => followed(other), { timeout: 3_000 }).toEqual(['/1']);
});

test('and before the process ends', async () => {
  const [one, other] = [await start(), await start()];
  const [[store] = []] = opened;
  vi.spyOn(store!.availability, 'problem', 'get').mockReturnValue('A table is locked.');
  vi.spyOn(store!.journal, 'append').mockRejectedValueOnce(new StoreUnavailable('full'));
  await serve(one, '/1');
  await one.close();
  expect(await followed(other)).toEqual(['/1']);
});

test('and when another process asks for it', async () => {
  const [one, other] = [await start(), await start()];
  const [[store] = []] = opened;
  vi.spyOn(store!.journal, 'append').mockRejectedValueOnce(new StoreUnavailable('full'));
  await serve(one, '/1');
  one.writeSoon();
  await expect.poll(() => followed(other)).toEqual(['/1']);
});

test('what another process has answered before the journal is cleared does not come after', async () => {
  const [one, other] = [await start(), await start()];
  one.record(one.open('GET', '/1'), ANSWER);
  await other.clear();
  one.record(one.open('GET', '/2'), ANSWER);
  await one.follow();
  await other.follow();
  for (const journal of [one, other]) expect(pathsOf(journal)).toEqual(['/2']);
});

test('who reads while somebody else does learns what was written before it asked', async () => {
  const [one, other] = [await start(), await start()];
  const [[store] = []] = opened;
  const { after } = store!.journal;
  const looked = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  vi.spyOn(store!.journal, 'after').mockImplementationOnce(async (...given) => {
    const news = await after(...given);
    looked.resolve();
    await goOn.promise;
    return news;
  });
  const first = one.follow();
  await looked.promise;
  await serve(other, '/1');
  const second = one.follow();
  goOn.resolve();
  await Promise.all([first, second]);
  expect(pathsOf(one)).toEqual(['/1']);
});

test('an entry that is written while another process clears the journal is there or gone for both', async () => {
  const [one, other] = [await start(), await start()];
  await serve(one, '/1');
  one.record(one.open('GET', '/2'), ANSWER);
  one.settle();
  await other.clear();
  await serve(one, '/3');
  await other.follow();
  expect(pathsOf(one)).toEqual(pathsOf(other));
  expect(pathsOf(one)[0]).toBe('/3');
});

test('a row that cannot be read costs nobody what is there, and is told', async () => {
  const journal = await start();
  const told: unknown[] = [];
  journal.onMistake((error) => told.push(error));
  const [[store] = []] = opened;
  await store?.journal.append([{ id: 'spoiled', at: 0, entry: '{"id":' }], 100);
  await serve(journal, '/1');
  expect(pathsOf(journal)).toEqual(['/1']);
  expect(told).toEqual([expect.any(SyntaxError)]);
});
