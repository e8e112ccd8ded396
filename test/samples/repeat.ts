/**
 * Runs the 200 tests of orders.test.ts so many times, each time in another random order: `node test/samples/repeat.ts 50`.
 * Ends with the first run that fails; the seed it prints gives the same order again (`vitest --sequence.seed=<seed>`).
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VITEST = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs');
const SUITE = join(import.meta.dirname, 'orders.test.ts');

const folder = mkdtempSync(join(tmpdir(), 'fauxforce-repeat-'));
process.on('exit', () => rmSync(folder, { recursive: true }));
const REPORT = join(folder, 'report.json');

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly [{ readonly startTime: number; readonly endTime: number }];
}

const runs = Number(process.argv[2] ?? 50);
const seconds: number[] = [];
for (let seed = 1; seed <= runs; seed++) {
  const { numPassedTests, testResults } = runOnce(seed);
  seconds.push((testResults[0].endTime - testResults[0].startTime) / 1000);
  console.log(`seed ${seed}: ${numPassedTests} passed in ${seconds.at(-1)?.toFixed(2)} s`);
}
seconds.sort((a, b) => a - b);
console.log(
  `${runs} runs passed; median ${seconds[Math.floor(runs / 2)]?.toFixed(2)} s, slowest ${seconds.at(-1)?.toFixed(2)} s`,
);

function runOnce(seed: number): Report {
  const order = ['--sequence.shuffle.tests', `--sequence.seed=${seed}`];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`];
  const run = spawnSync(process.execPath, [VITEST, 'run', SUITE, ...reporters, ...order], {
    encoding: 'utf8',
  });
  const report = run.status === 0 && (JSON.parse(readFileSync(REPORT, 'utf8')) as Report);
  if (report && report.numPassedTests === 200) return report;
  console.error(`seed ${seed} failed:\n${run.stdout}\n${run.stderr}`);
  process.exit(1);
}
