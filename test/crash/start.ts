/** Starts a server that a test kills. */
import { type ChildProcess, spawn } from 'node:child_process';
import { builtCommand } from '../cli/built.ts';

export interface Running {
  readonly url: string;
  readonly child: ChildProcess;
}

/** A server on a store file, once it is ready. */
export async function start(store: string, ...more: string[]): Promise<Running> {
  const shown = ['--log-level', 'silent', ...more];
  const args = [await builtCommand(), 'start', '--port', '0', '--store', store, ...shown];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  for await (const chunk of child.stdout) {
    printed += chunk;
    const url = /^ready (\S+)/m.exec(printed)?.[1];
    if (url) return { url, child };
  }
  throw new Error(`fauxforce ended before it was ready: ${printed}`);
}
