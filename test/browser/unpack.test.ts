import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeOnce } from '../helpers/write-once.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'fauxforce-unpack-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function slowly(part: string): Promise<void> {
  for (const piece of ['one ', 'two ', 'three']) {
    await appendFile(join(part, 'file'), piece);
    await setImmediate();
  }
}

test('three at once: each finds the whole file, and nothing else is left', async () => {
  const folder = join(home, 'chromium');
  const found = await Promise.all(
    [1, 2, 3].map(async () => {
      await writeOnce(folder, slowly);
      return readFile(join(folder, 'file'), 'utf8');
    }),
  );
  expect(found).toEqual(Array(3).fill('one two three'));
  expect(await readdir(home)).toEqual(['chromium']);
});

test('one that fails says why and leaves nothing, so that the next can try', async () => {
  const folder = join(home, 'chromium');
  const full = async (part: string) => {
    await appendFile(join(part, 'file'), 'one ');
    throw new Error('disk full');
  };
  await expect(writeOnce(folder, full)).rejects.toThrow('disk full');
  expect(await readdir(home)).toEqual([]);
  await writeOnce(folder, slowly);
  expect(await readFile(join(folder, 'file'), 'utf8')).toBe('one two three');
});
