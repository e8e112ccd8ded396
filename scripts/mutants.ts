/**
 * `npm run mutants [module…]`: StrykerJS changes a rule in one place at a time, and a test must notice (docs/mutants.md).
 * `--changed` takes the modules whose files have changed since they were mutated last.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { explanationOf } from '../test/mutants/explained.ts';
import { modules } from '../test/mutants/modules.ts';
import { fingerprintOf, RESULTS, type Result, readResults, scoreOf } from '../test/mutants/results.ts';

/** Percent. */
const WANTED = 90;

const { values, positionals } = parseArgs({
  options: { changed: { type: 'boolean', default: false } },
  allowPositionals: true,
});

for (const name of chosen()) {
  const result = await mutate(name);
  const unexplained = result.survivors.filter((survivor) => explanationOf(survivor) === undefined);
  console.log(`${name}: ${result.killed} of ${result.mutants} killed, ${scoreOf(result)} %`);
  for (const { file, line, from, to } of unexplained) {
    console.log(`  ${file}:${line} survived and is not explained\n    - ${from}\n    + ${to}`);
  }
  if (scoreOf(result) < WANTED || unexplained.length > 0) process.exitCode = 1;
  writeFileSync(RESULTS, `${JSON.stringify({ ...readResults(), [name]: result }, null, 2)}\n`);
}
process.exit();

function chosen(): readonly string[] {
  const unknown = positionals.filter((name) => !Object.hasOwn(modules, name));
  if (unknown.length > 0) {
    throw new Error(`no module ${unknown.join(', ')}: there are ${Object.keys(modules).join(', ')}`);
  }
  if (positionals.length > 0) return positionals;
  return values.changed ? changedModules() : Object.keys(modules);
}

function changedModules(): readonly string[] {
  const results = readResults();
  return Object.entries(modules)
    .filter(([name, { files }]) => results[name]?.fingerprint !== fingerprintOf(files))
    .map(([name]) => name);
}

async function mutate(name: string): Promise<Result> {
  const { files = [], tests = [] } = modules[name] ?? {};
  process.env.MUTANT_TESTS = tests.join(' ');
  // Its time-out is long, because a test that is cut off on a loaded machine would count as one that noticed; there is no
  // tsconfig, because Stryker rewrites it with what TypeScript 7 no longer exports, and nothing reads it.
  const stryker = new Stryker({ configFile: 'test/mutants/stryker.json', mutate: [...files] });
  const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
  const results = await stryker.runMutationTest();
  const tried = results.filter(({ status }) => status !== 'Ignored');
  const survivors = tried.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  return {
    fingerprint: fingerprintOf(files),
    mutants: tried.length,
    killed: tried.length - survivors.length,
    survivors: survivors.map(({ fileName, location, replacement }) => {
      const file = files.find((one) => fileName.endsWith(one)) ?? fileName;
      const from = oneLine(textAt(texts.get(file) ?? '', location));
      return { file, line: location.start.line, from, to: oneLine(replacement) };
    }),
  };
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** Lines and columns begin with one. */
function textAt(text: string, { start, end }: { start: Place; end: Place }): string {
  const lines = text.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  lines[last] = (lines[last] ?? '').slice(0, end.column - 1);
  lines[0] = (lines[0] ?? '').slice(start.column - 1);
  return lines.join('\n');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
