import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import LongestFirst from './scripts/longest-first.ts';

const UNIT = ['catalogue', 'house', 'org', 'seed', 'store', 'wire'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);
const BROWSER = ['test/browser/**/*.test.ts'];
const CLIENTS = ['test/clients/**/*.test.ts'];
const LANGUAGES = ['test/languages/**/*.test.ts'];
const POSTGRES = ['test/store/postgres/**/*.test.ts'];
const UNPACKED_BROWSER = 'test/browser/unpack.ts';
const LONG = ['test/soak/**/*.test.ts', 'test/**/*.long.test.ts'];
const NOT_OURS = ['**/node_modules/**'];
const NOT_SHORT = [...LONG, ...NOT_OURS];

/** Generous: a loaded machine is slow, and no test waits for time to pass. */
const patience = {
  testTimeout: 120_000,
  hookTimeout: 120_000,
  /** What is polled is there at once, unless the machine is busy: a second, as vitest has it, is then too short. */
  expect: { poll: { timeout: 60_000, interval: 10 } },
};

/** Node warns on stderr of a process that is told both. */
delete process.env.FORCE_COLOR;

const env = {
  /** What Node compiled for one process serves the next: half of what a command costs is that. */
  NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url)),
  /** Text is the same wherever it is made: picocolors colours it where `CI` is set or stdout is a terminal. */
  NO_COLOR: '1',
};

/** The files of a worker share what they import: a file of its own compiles and warms up all of src/, twice the cost. */
const together = { isolate: false, env, ...patience };

export default defineConfig({
  test: {
    maxWorkers: 2,
    reporters: ['default', './scripts/row-results.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { name: 'unit', include: UNIT, exclude: [...POSTGRES, ...NOT_SHORT], ...together } },
      {
        test: {
          name: 'postgres',
          include: POSTGRES,
          exclude: NOT_SHORT,
          globalSetup: ['test/store/postgres/setup.ts'],
          ...together,
        },
      },
      {
        test: {
          name: 'protocol',
          include: ['test/**/*.test.ts'],
          exclude: [...UNIT, ...BROWSER, ...CLIENTS, ...LANGUAGES, ...NOT_SHORT],
          ...together,
        },
      },
      {
        test: {
          name: 'browser',
          include: BROWSER,
          exclude: NOT_SHORT,
          globalSetup: [UNPACKED_BROWSER],
          ...together,
        },
      },
      {
        test: {
          name: 'clients',
          include: CLIENTS,
          exclude: NOT_SHORT,
          globalSetup: ['test/clients/install.ts', UNPACKED_BROWSER],
          ...together,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'languages',
          include: LANGUAGES,
          exclude: NOT_SHORT,
          globalSetup: ['test/languages/install.ts'],
          env,
          ...patience,
        },
      },
      {
        test: {
          name: 'long',
          include: LONG,
          exclude: NOT_OURS,
          globalSetup: ['test/clients/install.ts', UNPACKED_BROWSER],
          env,
          ...patience,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
