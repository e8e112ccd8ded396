/** `npm run build`: writes dist/, as it goes into the package: the sources in few files, which load faster (docs/decisions/0005). */
import { spawnSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { demoToBuild } from '../src/seed/demo.ts';

const ROOT = new URL('../', import.meta.url);
const DIST = new URL('dist/', ROOT);

/** What bin/ and the exports of package.json name. */
const ENTRIES = ['cli/main', 'testing/index', 'testing/jest', 'testing/playwright', 'testing/vitest'];

await rm(DIST, { recursive: true, force: true });
writeTypes();
await writeScripts();
await writeFile(new URL('demo.json', DIST), await demoToBuild());

function writeTypes(): void {
  const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], {
    cwd: fileURLToPath(ROOT),
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(1);
}

/** What several entries share is in files that they share, so that there is one `Refusal` for all. */
async function writeScripts(): Promise<void> {
  const { dependencies } = JSON.parse(await readFile(new URL('package.json', ROOT), 'utf8'));
  const bundle = await rolldown({
    cwd: fileURLToPath(ROOT),
    input: Object.fromEntries(ENTRIES.map((entry) => [entry, `src/${entry}.ts`])),
    platform: 'node',
    external: Object.keys(dependencies).map((name) => new RegExp(`^${name}(?:/|$)`)),
    transform: { target: 'node22' },
  });
  // As deep as sources are, which find files of the package beside src/ or dist/.
  await bundle.write({ dir: fileURLToPath(DIST), chunkFileNames: 'shared/[name].js', sourcemap: true });
}
