/** The seed that a server runs on, and the messages about its projects. */
import { dirname } from 'node:path';
import type { Org } from '../../org/model.ts';
import { builtDemo, DEMO_SEED, withDemoRecords } from '../../seed/demo.ts';
import type { LoadedSeed } from '../../seed/load.ts';
import { formatProblem, type Problem } from '../../seed/problems.ts';
import type { LogStream } from '../log/log-writer.ts';
import type { StartOptions } from './start-options.ts';

/** The parts of a loaded seed that a running server needs. */
export interface SeedInUse {
  readonly orgs: readonly Org[];
  /** Where its files are. */
  readonly directories: readonly string[];
  /** The projects' problems; their parts were left out. */
  readonly problems: readonly Problem[];
}

/** @throws SeedError */
export async function readSeed(paths: readonly string[]): Promise<SeedInUse> {
  return inUse(await load(paths));
}

/** As {@link readSeed}, and reports on stderr about projects: derived keys and passwords, and problems. */
export async function readSeedAloud({ seed, json }: StartOptions): Promise<SeedInUse> {
  const loaded = await load(seed);
  if (loaded.projects.length > 0) {
    const { reportData, startText } = await import('../project-report.ts');
    for (const project of loaded.projects) {
      process.stderr.write(
        json ? `${JSON.stringify({ project: reportData(project) })}\n` : startText(project),
      );
    }
  }
  return inUse(loaded);
}

/** The packaged demo org is read without loading the seed reader. */
async function load(paths: readonly string[]): Promise<LoadedSeed> {
  const isDemo = paths.length === 1 && paths[0] === DEMO_SEED;
  const built = isDemo ? builtDemo() : undefined;
  if (built) return { orgs: withDemoRecords(built), projects: [], directories: [dirname(DEMO_SEED)] };
  const { loadSeed } = await import('../../seed/load.ts');
  const loaded = await loadSeed(paths);
  return isDemo ? { ...loaded, orgs: withDemoRecords(loaded.orgs) } : loaded;
}

function inUse({ orgs, directories, projects }: LoadedSeed): SeedInUse {
  return { orgs, directories, problems: projects.flatMap(({ problems }) => problems) };
}

/** The message of `--watch` about a change; problems go to stderr. */
export function tellOfChange(problems: readonly Problem[], json: boolean, stream: LogStream): void {
  if (problems.length === 0) stream.write(json ? `${JSON.stringify({ reloaded: true })}\n` : 'reloaded\n');
  else if (json)
    process.stderr.write(`${JSON.stringify({ error: 'the seed was not reloaded', problems })}\n`);
  else {
    const lines = problems.map((problem) => `  ${formatProblem(problem)}\n`);
    process.stderr.write(`not reloaded, everything stays as it was:\n${lines.join('')}`);
  }
}
