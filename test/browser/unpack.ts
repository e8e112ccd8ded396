/**
 * Unpacks the Chromium of the tests once, before any worker starts: a global set-up of vitest. Its package writes into the
 * temporary folder under the final names, so that a process which comes second starts a half-written file (`ETXTBSY`).
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import chromium from '@sparticuz/chromium';
import { writeOnce } from '../helpers/write-once.ts';

const MODULES = fileURLToPath(new URL('../../node_modules/', import.meta.url));
const { version } = JSON.parse(readFileSync(join(MODULES, '@sparticuz/chromium/package.json'), 'utf8'));

/** Below `node_modules`, so that `npm ci` takes it away. */
const FOLDER = join(MODULES, `.cache/chromium-${version}`);

export const CHROMIUM = join(FOLDER, 'chromium');

export async function setup(): Promise<void> {
  await writeOnce(FOLDER, unpack);
}

/** In a process of its own, because the package knows no folder but the temporary one. */
function unpack(part: string): Promise<unknown> {
  const env = { ...process.env, TMPDIR: part };
  return promisify(execFile)(process.execPath, [fileURLToPath(import.meta.url)], { env });
}

if (import.meta.main) await chromium.executablePath();
