/**
 * Installs the clients that are in other languages, where the language is: `node test/languages/install.ts`, and as a global set-up of
 * the tests. Their versions are pinned in requirements*.txt, go.mod and pom.xml beside this file. All of it is below node_modules/.cache,
 * so that `npm ci` takes it away.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Installation, installations } from './installations.ts';
import { HERE, isThere } from './language.ts';

/** @throws Error when one cannot be installed, with what the installer said */
export function setup(): void {
  for (const installation of installations) {
    if (isThere(installation.language)) install(installation);
    else console.error(`${installation.language} is not on this machine: clients in it are skipped`);
  }
}

function install({ language, folder, pins, commands, env, source }: Installation): void {
  const hash = createHash('sha256');
  for (const pin of pins) hash.update(readFileSync(join(HERE, pin)));
  const wanted = hash.digest('hex');
  // Written last, so that an interrupted installation is not taken for a whole one.
  const stamp = join(folder, '.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error(`installing the clients in ${language} into ${folder} (some minutes)`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const cwd = source === undefined ? folder : join(folder, 'source');
  if (source !== undefined) cpSync(join(HERE, source), cwd, { recursive: true });
  for (const [command, ...args] of commands) {
    const { status, stdout, stderr, error } = spawnSync(command, args, {
      cwd,
      env: { ...process.env, ...env },
      encoding: 'utf8',
    });
    if (status !== 0)
      throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? ''}\n${stdout}${stderr}`);
  }
  writeFileSync(stamp, wanted);
}

if (import.meta.main) setup();
