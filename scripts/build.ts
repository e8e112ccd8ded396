/** `npm run build`: writes dist/, as it goes into the package. */
import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const DIST = fileURLToPath(new URL('../dist', import.meta.url));

/** What bin/ and the exports of package.json name. */
const ENTRIES = ['cli/main', 'testing/index', 'testing/jest', 'testing/playwright', 'testing/vitest'];

await rm(DIST, { recursive: true, force: true });
writeTypes();
await bundle(ENTRIES, DIST);

function writeTypes(): void {
  const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(1);
}
