/**
 * A reporter of vitest: keeps in test/clients/results.json which clients logged in, for docs/clients.md. Where `CI` is set nothing is
 * written: the run fails if it finds another client, version or flow than the file. Rows of clients whose tests did not run stay.
 */
import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';
import { RESULTS, type Result, readResults, resultsOf } from '../test/clients/results.ts';

export default class ClientResults implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => Array.from(module.children.allTests()));
    if (tests.length === 0 || tests.some((test) => test.result().state === 'failed')) return;
    const passed = tests.filter((test) => test.result().state === 'passed').map((test) => test.meta());
    const date = new Date().toISOString().slice(0, 10);
    const found = resultsOf(passed, date);
    const notFound = readResults().filter(({ client }) => found.every((other) => other.client !== client));
    const results = [...found, ...notFound].sort((one, other) => one.client.localeCompare(other.client));
    if (process.env.CI) compare(results);
    else writeFileSync(RESULTS, `${JSON.stringify(results, undefined, 2)}\n`);
  }
}

function compare(results: readonly Result[]): void {
  const undated = (rows: readonly Result[]) => JSON.stringify(rows.map(({ date, ...row }) => row));
  if (undated(results) === undated(readResults())) return;
  console.error(
    '\ntest/clients/results.json is not what this run found: npm run test:all and npm run docs, then commit both',
  );
  process.exitCode = 1;
}
