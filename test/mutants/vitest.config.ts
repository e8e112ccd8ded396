/** Under Stryker: only the tests of the module whose mutants are tried. */
import { defineConfig } from 'vitest/config';

const tests = (process.env.MUTANT_TESTS ?? '').split(' ');

export default defineConfig({
  test: { include: tests.map((test) => `${test}.test.ts`), testTimeout: 60_000, hookTimeout: 60_000 },
});
