/**
 * Runs the command line as a user does: in a process of its own, in an empty folder. What runs is built of the sources, unless a test
 * says otherwise.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { builtCommand } from './built.ts';

/** The command as a checkout runs it. */
export const SOURCES = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

export interface Run {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** The file that Node runs, where it is not what was built. */
  readonly main?: string;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process that goes on. */
export interface Launched {
  readonly pid: number | undefined;
  stdout(): string;
  /** Settles once a line of stdout fits. */
  line(pattern: RegExp): Promise<string>;
  signal(name: NodeJS.Signals): void;
  ended(): Promise<Ended>;
}

export interface Running extends Launched {
  readonly url: string;
  readonly port: number;
  readonly folder: string;
}

export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fauxforce-cli-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs a command to its end. */
export async function run(wanted: Run): Promise<Ended> {
  return ended(await start(wanted));
}

/** Starts a server and waits until it is ready; it is stopped with the test. */
export async function startServer(wanted: Run): Promise<Running> {
  const folder = wanted.folder ?? (await emptyFolder());
  const launched = await launch({ ...wanted, folder });
  const url = /http:\/\/[^"\s]+/.exec(await launched.line(/ready/))?.[0] ?? '';
  return { ...launched, url, port: Number(new URL(url).port), folder };
}

/** Starts a command; it is stopped with the test. */
export async function launch(wanted: Run): Promise<Launched> {
  const child = await start(wanted);
  const end = ended(child);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    child.stdin.destroy();
    await end;
  });
  let stdout = '';
  const waiting = new Set<() => void>();
  child.stdout.on('data', (data) => {
    stdout += data;
    for (const look of waiting) look();
  });
  const line = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const found = stdout.split('\n').find((candidate) => pattern.test(candidate));
        if (found !== undefined) {
          waiting.delete(look);
          resolve(found);
        }
      };
      waiting.add(look);
      end.then((facts) => reject(new Error(`ended without ${pattern}: ${JSON.stringify(facts)}`)));
      look();
    });
  return { pid: child.pid, stdout: () => stdout, line, signal: (name) => child.kill(name), ended: () => end };
}

async function start({ args, env = {}, folder, main }: Run): Promise<ChildProcessWithoutNullStreams> {
  const file = main ?? (await builtCommand());
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  return spawn(process.execPath, [file, ...args], {
    cwd: folder ?? (await emptyFolder()),
    env: { PATH, NODE_COMPILE_CACHE, ...env },
  });
}

async function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}
