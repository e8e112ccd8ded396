/** A replica: one process after the other, each on the same store. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { builtCommand } from '../cli/built.ts';
import { residentBytes } from '../helpers/resident.ts';

/** Milliseconds until a process is ready, also on a machine with far too much to do. */
const LONGEST_START = 120_000;

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** What a process holds. */
export interface Held {
  /** Seconds since it started. */
  readonly age: number;
  /** Resident. */
  readonly mebibytes: number;
  /** Files, sockets and pipes. */
  readonly handles: number;
}

export interface ReplicaOptions {
  readonly name: string;
  /** Of `fauxforce start`, without the port. */
  readonly args: readonly string[];
  /** Told of a line on stderr. */
  readonly onComplaint: (line: string) => void;
  /** Told of an end that nobody asked for. */
  readonly onEnd: (how: string) => void;
}

export class Replica {
  readonly name: string;
  readonly #options: ReplicaOptions;
  #child: Child | undefined;
  #startedAt = 0;
  #url: string | undefined;
  /** Of its processes, how many there were. */
  life = 0;
  /** What it said last on stderr. */
  lastComplaint = '';
  /** Of each of its processes, what it held as time passed. */
  readonly held: Held[][] = [];

  constructor(options: ReplicaOptions) {
    this.#options = options;
    this.name = options.name;
  }

  get isUp(): boolean {
    return this.#url !== undefined;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get url(): string {
    return this.#url ?? '';
  }

  /** Starts a process. @throws if it ends before it is ready, as one is made to that takes too long */
  async start(): Promise<void> {
    const args = [await builtCommand(), 'start', '--port', '0', ...this.#options.args];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    this.#startedAt = performance.now();
    this.held.push([]);
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (line === '') return;
      this.lastComplaint = line;
      this.#options.onComplaint(line);
    });
    child.once('exit', (code, signal) => {
      if (this.#child !== child || this.#url === undefined) return;
      this.#url = undefined;
      this.#options.onEnd(`${this.name} ended with ${signal ?? code}`);
    });
    this.#url = await readyUrl(child);
    this.life += 1;
  }

  /** Ends the process without a word. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Ends the process as a deployment does. @returns its exit code */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    this.#child = undefined;
    this.#url = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = once(child, 'exit');
    child.kill(signal);
    const [code] = (await ended) as [number | null];
    return code;
  }

  /** Looks at what its process holds, where the system tells. */
  look(): void {
    const { pid } = this;
    const bytes = residentBytes(pid);
    if (!this.isUp || bytes === undefined) return;
    const age = (performance.now() - this.#startedAt) / 1_000;
    this.held.at(-1)?.push({ age, mebibytes: bytes / 1024 ** 2, handles: handlesOf(pid) });
  }
}

/** How many it has open; 0 where it has just ended. */
function handlesOf(pid: number | undefined): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}

function readyUrl(child: Child): Promise<string> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => child.kill('SIGKILL'), LONGEST_START);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /^ready (\S+)/.exec(line)?.[1];
      if (url === undefined) return;
      clearTimeout(late);
      resolve(url);
    });
    child.once('exit', () => {
      clearTimeout(late);
      reject(new Error('the replica ended before it was ready'));
    });
  });
}
