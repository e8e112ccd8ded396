/** The kit's samples in Playwright as it is, and with the expect of Jest. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHROMIUM } from '../browser/unpack.ts';

const run = promisify(execFile);
const here = import.meta.dirname;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fauxforce-kit-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('in-playwright.ts: each test has its own org, in a real browser', async () => {
  const cli = join(here, 'node_modules/@playwright/test/cli.js');
  const env = { ...process.env, FAUXFORCE_CHROMIUM: CHROMIUM };
  const { stdout } = await run(process.execPath, [cli, 'test', '--output', folder], { cwd: here, env });
  expect(stdout).toContain('2 passed');
});

test('in-jest.js: the expect of Jest takes the matchers', async () => {
  const sample = join(here, '../samples/in-jest.js');
  const preload = join(here, 'jest-globals.ts');
  const { stdout } = await run(process.execPath, [
    '--import',
    preload,
    '--test',
    '--test-reporter=tap',
    sample,
  ]);
  expect(stdout).toContain('# pass 2\n# fail 0');
});
