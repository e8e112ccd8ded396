/**
 * A reporter of vitest: keeps in test/rows/results.tsv which rows of the wire facts the tests showed, for docs/supported.md. What a run
 * leaves out (other files, or by `-t`) keeps its rows. Where `CI` is set nothing is written: the run fails if it shows other rows.
 */
import { existsSync, writeFileSync } from 'node:fs';
import type { Reporter, TestModule, Vitest } from 'vitest/node';
import { afterRun, RESULTS, readResults, resultsText, type Shown } from '../test/rows/results.ts';

const TESTS = new URL('../test/', import.meta.url);

export default class RowResults implements Reporter {
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    if (this.#vitest?.config.testNamePattern) return;
    const passed = modules.filter((module) => module.ok());
    const ran = new Set(passed.map(fileOf));
    const before = readResults();
    const there = before.filter(({ file }) => existsSync(new URL(file, TESTS)));
    const after = resultsText(afterRun(there, ran, passed.flatMap(shownBy)));
    if (after === resultsText(before)) return;
    if (process.env.CI) fail();
    else writeFileSync(RESULTS, after);
  }
}

function shownBy(module: TestModule): readonly Shown[] {
  const rows = Array.from(module.children.allTests('passed')).flatMap((test) => test.meta().rows ?? []);
  return rows.map((row) => ({ row, file: fileOf(module) }));
}

function fileOf({ relativeModuleId }: TestModule): string {
  return relativeModuleId.replace(/^test\//, '');
}

function fail(): void {
  console.error(
    '\ntest/rows/results.tsv is not what this run showed: npm test and npm run docs, then commit both',
  );
  process.exitCode = 1;
}
