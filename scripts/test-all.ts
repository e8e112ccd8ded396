/** `npm run test:all`: all of `npm test` and what takes long (docs/tests.md). With `--no-skips` a test that was skipped fails it. */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { 'no-skips': { type: 'boolean', default: false } } });
const reporters = [
  'default',
  './scripts/row-results.ts',
  './scripts/client-results.ts',
  ...(values['no-skips'] ? ['./scripts/no-skips.ts'] : []),
].map((reporter) => `--reporter=${reporter}`);

for (const [command, ...args] of [
  ['npm', 'run', 'check'],
  ['vitest', 'run', ...reporters],
  ['npm', 'run', 'mutants', '--', '--changed'],
] as const) {
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(1);
}
