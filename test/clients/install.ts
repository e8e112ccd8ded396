/**
 * Installs the real clients when they are missing or not those of package-lock.json: `node test/clients/install.ts`,
 * and as a global set-up of the tests. They are kept out of the repository's own package.json for their size.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** Written last, so that an interrupted install is not taken for a whole one. */
const stamp = `${folder}node_modules/.installed`;

/** @throws Error when npm fails */
export function setup(): void {
  const lock = createHash('sha256')
    .update(readFileSync(`${folder}package-lock.json`))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.error('installing the real clients into test/clients/node_modules (500 MB, about a minute)');
  const { status, stderr } = spawnSync('npm', ['ci', '--prefix', folder], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm ci in test/clients failed:\n${stderr}`);
  writeFileSync(stamp, lock);
}

if (import.meta.main) setup();
