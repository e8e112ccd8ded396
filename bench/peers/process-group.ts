/** A program in a process group of its own, and what all of it has used. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { Program } from './peer.ts';

/** Milliseconds that a program has to end by itself. */
const GRACE = 10_000;
/** Of what it said, in a message. */
const MOST_SAID = 2_000;
/** Hertz in which Linux tells times, on every machine. */
const TICKS = 100;

/** What a program has used: microseconds of processor from its start on, and the bytes that it has in memory now. */
export interface Used {
  readonly processorTime: number;
  readonly resident: number;
}

export class ProcessGroup {
  readonly child: ChildProcess;
  readonly #log: string;

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
  }

  /** Rejects when the program has ended. */
  async end(): Promise<never> {
    const [code, signal] = await once(this.child, 'exit');
    const said = readFileSync(this.#log, 'utf8').slice(-MOST_SAID);
    throw new Error(`${this.child.spawnfile} ended with ${code ?? signal}:\n${said}`);
  }

  /** Undefined where the system does not tell: only Linux does. */
  used(): Used | undefined {
    if (process.platform !== 'linux') return undefined;
    const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? this.#usedBy(name) : []));
    return {
      processorTime: all.reduce((sum, { processorTime }) => sum + processorTime, 0),
      resident: all.reduce((sum, { resident }) => sum + resident, 0),
    };
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      this.#signal('SIGTERM');
      await Promise.race([ended, setTimeout(GRACE, undefined, { ref: false })]);
    }
    this.#signal('SIGKILL');
  }

  #signal(signal: NodeJS.Signals): void {
    try {
      process.kill(-(this.child.pid ?? 0), signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  /** Empty for a process of another group, or one that is gone meanwhile. */
  #usedBy(pid: string): Used[] {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // proc(5), from the state on: what stands before it is the name, which may have spaces.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const [group, user, system] = [fields[2], fields[11], fields[12]].map(Number);
      if (group !== this.child.pid) return [];
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const kibibytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
      return [
        {
          processorTime: (((user ?? 0) + (system ?? 0)) / TICKS) * 1_000_000,
          resident: kibibytes * 1024,
        },
      ];
    } catch {
      return [];
    }
  }
}
