/** Installs what tests and the bench want beside the packages of the repository, once for each set of pinned versions. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Installation {
  /** As it is told while somebody waits: "the clients in Go". */
  readonly what: string;
  /** Emptied before, and kept until a pin changes. */
  readonly folder: string;
  /** The files that say what is installed. */
  readonly pins: readonly string[];
  /** Run one after the other in the folder, or in the copy of {@link source} in it. */
  readonly commands: readonly (readonly [string, ...string[]])[];
  /** Of the commands, beside this process's. */
  readonly env?: Readonly<Record<string, string>>;
  /** A folder that the commands run in a copy of: `source` in the folder. */
  readonly source?: string;
}

/** @throws Error when a command fails, with what it said */
export function installOnce({ what, folder, pins, commands, env, source }: Installation): void {
  const hash = createHash('sha256');
  for (const pin of pins) hash.update(readFileSync(pin));
  const wanted = hash.digest('hex');
  // Written last, so that an interrupted installation is not taken for a whole one.
  const stamp = join(folder, '.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error(`installing ${what} into ${folder} (some minutes)`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const cwd = source === undefined ? folder : join(folder, 'source');
  if (source !== undefined) cpSync(source, cwd, { recursive: true });
  for (const [command, ...args] of commands) {
    const { status, stdout, stderr, error } = spawnSync(command, args, {
      cwd,
      env: { ...process.env, ...env },
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    if (status !== 0)
      throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? ''}\n${stdout}${stderr}`);
  }
  writeFileSync(stamp, wanted);
}
