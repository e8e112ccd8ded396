/** Which core does what, where the system has a word for it: a server and what asks it must not take turns on one. */
import { type ChildProcess, spawnSync } from 'node:child_process';
import { cpus } from 'node:os';

const CORES = { generator: '0', server: '1', any: `0-${cpus().length - 1}` } as const;

/** @param role `any` lets it go again: what it starts would inherit its core */
export function pin({ pid }: Pick<ChildProcess, 'pid'>, role: keyof typeof CORES): void {
  if (process.platform === 'linux' && cpus().length > 1)
    spawnSync('taskset', ['-a', '-c', '-p', CORES[role], String(pid)]);
}
