/** A worker as the primary sees it. */
import type { ChildProcess } from 'node:child_process';
import cluster from 'node:cluster';
import { once } from 'node:events';
import { clearTimeout, setTimeout } from 'node:timers';
import colors from 'picocolors';
import { Line, LineGone } from './line.ts';
import type { OfPrimary, OfWorker } from './questions.ts';

/** Milliseconds: longer than requests under way may take, and the rest may then be written. */
const LONGEST_STOP = 15_000;

export class WorkerProcess {
  readonly line: Line<OfPrimary, OfWorker>;
  readonly number: number;
  readonly #process: ChildProcess;
  /** Settles when it has ended and all its output was read: `exit code 1`, `SIGKILL`. */
  readonly ended: Promise<string>;

  /** @param own answers what it asks */
  constructor(number: number, own: OfPrimary) {
    this.number = number;
    cluster.setupPrimary({ serialization: 'advanced', stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    // Its output goes through a pipe, and then where ours goes.
    this.#process = cluster.fork(colors.isColorSupported ? { FORCE_COLOR: '1' } : {}).process;
    this.line = new Line(this.#process, own);
    this.ended = once(this.#process, 'close').then(([code, signal]) => signal ?? `exit code ${code}`);
  }

  get output(): NonNullable<ChildProcess['stdout']> {
    if (!this.#process.stdout) throw new TypeError('a worker writes to a pipe');
    return this.#process.stdout;
  }

  /** Lets its requests under way finish. Settles when it has ended. */
  async stop(): Promise<void> {
    const late = setTimeout(() => this.kill(), LONGEST_STOP);
    try {
      await this.line.ask('stop', undefined);
    } catch (error) {
      if (!(error instanceof LineGone)) this.kill();
    }
    await this.ended;
    clearTimeout(late);
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }
}
