/** The journals of processes on one store, and of one that starts again. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LabClock } from '../../src/ground/clock.ts';
import { Journal } from '../../src/journal/journal.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/port.ts';
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

async function start(): Promise<Journal> {
  const store = await openStore(file);
  const journal = new Journal(new LabClock(), store);
  await journal.load();
  opened.push([store, journal]);
  return journal;
}

async function serve(journal: Journal, ...paths: string[]): Promise<void> {
  for (const path of paths) journal.record(journal.open('GET', path), ANSWER);
  await journal.follow();
}

const pathsOf = (journal: Journal) => journal.entries().map(({ path }) => path);

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
