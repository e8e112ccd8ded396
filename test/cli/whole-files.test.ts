/** What commands write is whole or not there. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CommandError } from '../../src/cli/failure.ts';
import { writeWhole } from '../../src/cli/files.ts';
import { exportSnapshot } from '../../src/cli/snapshot-file.ts';
import { StoreError, StoreUnavailable } from '../../src/store/port.ts';
import { startFauxforce } from '../../src/testing/index.ts';
import { run } from './run.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fauxforce-whole-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('pieces come one after the other, with a line end', async () => {
  await writeWhole(join(folder, 'sub', 'file'), ['a', 'b']);
  expect(readFileSync(join(folder, 'sub', 'file'), 'utf8')).toBe('ab\n');
  expect(readdirSync(join(folder, 'sub'))).toEqual(['file']);
});

test('a folder that is a file is said, and left alone', async () => {
  const file = join(folder, 'file');
  await writeWhole(file, ['a']);
  await expect(writeWhole(join(file, 'inside'), ['b'])).rejects.toThrow(
    `${join(file, 'inside')} cannot be written: `,
  );
  expect(readFileSync(file, 'utf8')).toBe('a\n');
});

test('of what cannot be written nothing is left, and the reason is the one of the disk', async () => {
  const writing = writeWhole(folder, ['a']);
  await expect(writing).rejects.toThrow(/^\S+ cannot be written: /);
  expect(readdirSync(folder)).toEqual([]);
  expect(
    readdirSync(join(folder, '..')).filter((name) => name.startsWith(`${folder.split('/').at(-1)}.`)),
  ).toEqual([]);
});

test('a snapshot that the store does not let be read to its end leaves the file of before', async () => {
  await using sf = await startFauxforce();
  const file = join(folder, 'state.json');
  await exportSnapshot(sf.world, file);
  const before = readFileSync(file, 'utf8');
  const { store } = sf.world;
  const dump = store.state.dump.bind(store.state);
  store.state.dump = async () => {
    const reading = await dump();
    return { ...reading, slices: failing(reading.slices), close: () => reading.close() };
  };
  await expect(exportSnapshot(sf.world, file)).rejects.toThrow(`${file} was not written. The store is ill.`);
  expect(readFileSync(file, 'utf8')).toBe(before);
  expect(readdirSync(folder)).toEqual(['state.json']);
});

test('a snapshot that would be too large is told in a sentence, and leaves the file of before', async () => {
  await using sf = await startFauxforce();
  const file = join(folder, 'state.json');
  await exportSnapshot(sf.world, file);
  const before = readFileSync(file, 'utf8');
  sf.world.store.state.dump = () =>
    Promise.reject(new StoreError('The store has 500001 rows: copy its file.'));
  const writing = exportSnapshot(sf.world, file);
  await expect(writing).rejects.toThrow(CommandError);
  await expect(writing).rejects.toThrow(
    /^\S+state\.json was not written\. The store has 500001 rows: copy its file\.$/,
  );
  expect(readFileSync(file, 'utf8')).toBe(before);
  expect(readdirSync(folder)).toEqual(['state.json']);
});

async function* failing<Slice>(slices: Iterable<Slice> | AsyncIterable<Slice>): AsyncGenerator<Slice> {
  for await (const slice of slices) {
    yield slice;
    throw new StoreUnavailable('The store is ill.');
  }
}

test('a snapshot whose server goes away is not saved', { timeout: 30_000 }, async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"fauxforce":"snapshot"', () => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await run({ args: ['snapshot', 'save', 'state.json', '--url', url], folder })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      `${url} ended the connection before the snapshot was whole: nothing was saved`,
    ),
  });
  expect(readdirSync(folder)).toEqual([]);
  server.close();
});
