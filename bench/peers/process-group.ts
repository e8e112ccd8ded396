/** A program in a process group of its own, and what all of it has used. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { basename } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { residentBytes } from '../../test/helpers/resident.ts';
import { processes } from '../processes.ts';
import type { Program } from './peer.ts';

/** Milliseconds that a program has to end by itself. */
const GRACE = 10_000;
/** Of what it said, in a message. */
const MOST_SAID = 2_000;

/** What a program has used: microseconds of processor from its start on, and the bytes that it has in memory now. */
export interface Used {
  readonly processorTime: number;
  readonly resident: number;
}

const living = new Set<ProcessGroup>();

/** Groups of their own outlive who started them. */
function endAllWithThisProcess(): void {
  process.once('exit', () => {
    for (const group of living) group.kill();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
}
let isWatching = false;

export class ProcessGroup {
  readonly child: ChildProcess;
  readonly #log: string;
  readonly #ended: Promise<unknown[]>;

  /** @param log the file that what it says is added to */
  constructor({ command: [command, ...args], cwd, env }: Program, log: string) {
    this.#log = log;
    const said = openSync(log, 'a');
    this.child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      detached: true,
      stdio: ['ignore', said, said],
    });
    closeSync(said);
    this.#ended = once(this.child, 'exit');
    if (!isWatching) endAllWithThisProcess();
    isWatching = true;
    living.add(this);
  }

  /** Rejects when the program has ended. */
  async end(): Promise<never> {
    const [code, signal] = await this.#ended;
    throw new Error(`${basename(this.child.spawnfile)} ended with ${code ?? signal}:\n${this.said()}`);
  }

  /** The end of what it said. */
  said(): string {
    return readFileSync(this.#log, 'utf8').slice(-MOST_SAID);
  }

  /** Undefined where the system does not tell: only Linux does. */
  used(): Used | undefined {
    if (process.platform !== 'linux') return undefined;
    const own = processes().filter(({ group }) => group === this.child.pid);
    return {
      processorTime: own.reduce((sum, { processorTime }) => sum + processorTime, 0),
      resident: own.reduce((sum, { pid }) => sum + (residentBytes(pid) ?? 0), 0),
    };
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (child.exitCode === null && child.signalCode === null) {
      this.#signal('SIGTERM');
      await Promise.race([this.#ended, setTimeout(GRACE, undefined, { ref: false })]);
    }
    this.kill();
  }

  kill(): void {
    this.#signal('SIGKILL');
    living.delete(this);
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.child;
    // It was not there to be started; group 0 would be our own.
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}
