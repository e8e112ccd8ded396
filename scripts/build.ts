/** `npm run build`: writes dist/, as it goes into the package. */
import { spawnSync } from 'node:child_process';
import { cp, readdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { demoToBuild } from '../src/seed/demo.ts';

const ROOT = new URL('../', import.meta.url);
const SRC = new URL('src/', ROOT);
const DIST = new URL('dist/', ROOT);

await rm(DIST, { recursive: true, force: true });
compile();
await copyAssets();
await writeFile(new URL('demo.json', DIST), await demoToBuild());

function compile(): void {
  const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], {
    cwd: fileURLToPath(ROOT),
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(1);
}

/** Templates and the like, which tsc leaves behind. */
async function copyAssets(): Promise<void> {
  for (const file of await readdir(SRC, { recursive: true, withFileTypes: true })) {
    if (!file.isFile() || file.name.endsWith('.ts')) continue;
    const from = `${file.parentPath}/${file.name}`;
    await cp(from, from.replace(fileURLToPath(SRC), fileURLToPath(DIST)));
  }
}
