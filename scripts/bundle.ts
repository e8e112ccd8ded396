/** The sources in few files, which load faster (docs/decisions/0005): for the package, and for tests that start the command. */
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { demoToBuild } from '../src/seed/demo.ts';

const ROOT = new URL('../', import.meta.url);

/**
 * What is loaded together, with all that it imports: a module is in the first that wants it. Left alone, rolldown makes a file of each
 * set of modules that other entries share, 90 at a start, each of which has to be found and read.
 */
const GROUPS = [
  { name: 'reader', test: /node_modules.(?:yaml|zod)./, priority: 5 },
  { name: 'command', test: /src.cli.program\.ts$/, priority: 4 },
  // Without a server: what is told of a seed, and of refusals.
  { name: 'org', test: /src.(?:ground|wire|org).|src.seed.(?:fields|records)\.ts$/, priority: 3 },
  { name: 'refusals', test: /src.refusals./, priority: 2 },
  { name: 'server', test: /src.cli.server.serve\.ts$/, priority: 1 },
];

/** What reads seeds comes along in one file, of 160 that these have. They stay dependencies, as types of ours name theirs. */
const TAKEN_IN = ['yaml', 'zod'];

/**
 * Writes scripts, maps and the demo org as it was read. What several entries share is in files that they share, so that there is one
 * `Refusal` for all.
 *
 * @param entries such as `cli/main`, which becomes `cli/main.js`
 * @param folder beside `src`, as deep: scripts find files of the package by `../../seed`
 */
export async function bundle(entries: readonly string[], folder: string): Promise<void> {
  const { dependencies } = JSON.parse(await readFile(new URL('package.json', ROOT), 'utf8'));
  const bundled = await rolldown({
    cwd: fileURLToPath(ROOT),
    input: Object.fromEntries(entries.map((entry) => [entry, `src/${entry}.ts`])),
    platform: 'node',
    external: Object.keys(dependencies)
      .filter((name) => !TAKEN_IN.includes(name))
      .map((name) => new RegExp(`^${name}(?:/|$)`)),
    transform: { target: 'node22' },
  });
  await bundled.write({
    dir: folder,
    chunkFileNames: 'shared/[name].js',
    sourcemap: true,
    codeSplitting: { groups: GROUPS },
  });
  await writeFile(join(folder, 'demo.json'), await demoToBuild());
  for (const name of TAKEN_IN)
    await copyFile(new URL(`node_modules/${name}/LICENSE`, ROOT), join(folder, `LICENSE.${name}`));
}
