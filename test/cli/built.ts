/**
 * The command as the package has it, in few files: it starts in a third of the processor time of the sources. The folder is named by
 * all that it is made of, so that none is ever older than the sources.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../scripts/bundle.ts';
import { writeOnce } from '../helpers/write-once.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MADE_OF = ['src', 'scripts/bundle.ts', 'package.json', 'package-lock.json', 'seed/demo.yaml'];
const NAME = '.built-';

/** Milliseconds after which no run of tests uses a folder any more. */
const LONGEST_RUN = 3_600_000;

let made: Promise<string> | undefined;

/** @returns the file that Node runs; made by the first who asks, of all workers */
export function builtCommand(): Promise<string> {
  made ??= make();
  return made;
}

async function make(): Promise<string> {
  const folder = join(ROOT, `${NAME}${hashOfSources()}`);
  await writeOnce(folder, async (part) => {
    await forgetOld();
    await bundle(['cli/main'], part);
  });
  return join(folder, 'cli/main.js');
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const path of MADE_OF.flatMap(filesAt))
    hash.update(`${path}\0`).update(readFileSync(join(ROOT, path)));
  return hash.digest('hex').slice(0, 16);
}

function filesAt(path: string): string[] {
  if (statSync(join(ROOT, path)).isFile()) return [path];
  const entries = readdirSync(join(ROOT, path), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length))
    .sort();
}

async function forgetOld(): Promise<void> {
  const before = Date.now() - LONGEST_RUN;
  for (const name of (await readdir(ROOT)).filter((candidate) => candidate.startsWith(NAME))) {
    const folder = join(ROOT, name);
    const made = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? before;
    if (made < before) await rm(folder, { recursive: true, force: true });
  }
}
