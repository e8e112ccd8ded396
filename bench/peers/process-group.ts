/** A program in a process group of its own, and what all of it has used. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
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
  }

  /** Rejects when the program has ended. */
  async end(): Promise<never> {
    const [code, signal] = await this.#ended;
    const said = readFileSync(this.#log, 'utf8').slice(-MOST_SAID);
    throw new Error(`${this.child.spawnfile} ended with ${code ?? signal}:\n${said}`);
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
    this.#signal('SIGKILL');
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
