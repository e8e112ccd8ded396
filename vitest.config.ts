import { defineConfig } from 'vitest/config';

const UNIT = ['catalogue', 'house', 'org', 'seed', 'store', 'wire'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);
const BROWSER = ['test/browser/**/*.test.ts'];
const CLIENTS = ['test/clients/**/*.test.ts'];
const UNPACKED_BROWSER = 'test/browser/unpack.ts';
const LONG = ['test/soak/**/*.test.ts', 'test/**/*.long.test.ts'];
const NOT_OURS = ['**/node_modules/**'];
const NOT_SHORT = [...LONG, ...NOT_OURS];

/** Generous: a loaded machine is slow, and no test waits for time to pass. */
const patience = { testTimeout: 30_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { name: 'unit', include: UNIT, exclude: NOT_SHORT, ...patience } },
      {
        test: {
          name: 'protocol',
          include: ['test/**/*.test.ts'],
          exclude: [...UNIT, ...BROWSER, ...CLIENTS, ...NOT_SHORT],
          ...patience,
        },
      },
      {
        test: {
          name: 'browser',
          include: BROWSER,
          exclude: NOT_SHORT,
          globalSetup: [UNPACKED_BROWSER],
          ...patience,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'clients',
          include: CLIENTS,
          exclude: NOT_SHORT,
          globalSetup: ['test/clients/install.ts', UNPACKED_BROWSER],
          ...patience,
          testTimeout: 120_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'long',
          include: LONG,
          exclude: NOT_OURS,
          globalSetup: [UNPACKED_BROWSER],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
