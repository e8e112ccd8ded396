/** A worker as the primary sees it. */
import type { ChildProcess } from 'node:child_process';
import cluster, { type Worker } from 'node:cluster';
import { clearTimeout, setTimeout } from 'node:timers';
import colors from 'picocolors';
import { Line, LineGone } from './line.ts';
import type { OfPrimary, OfWorker } from './questions.ts';
import type { SentOrg } from './sent-orgs.ts';

/** Milliseconds: longer than requests under way may take, and the rest may then be written. */
const LONGEST_STOP = 15_000;
/** Milliseconds: longer than the largest seed takes where many workers read it. */
const LONGEST_SEED = 60_000;

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
    const worker = cluster.fork(colors.isColorSupported ? { FORCE_COLOR: '1' } : {});
    this.#process = worker.process;
    this.line = new Line(this.#process, own);
    this.ended = endOf(worker);
  }

  /** Undefined where the system has begun no process. */
  get output(): ChildProcess['stdout'] {
    return this.#process.stdout;
  }

  /**
   * Gives it another seed. One that hangs is ended, and who comes in its place begins with that.
   *
   * @throws CommandError what the worker ran into
   */
  async seed(orgs: readonly SentOrg[]): Promise<void> {
    const late = setTimeout(() => this.kill(), LONGEST_SEED);
    try {
      await this.line.ask('seed', orgs);
    } catch (error) {
      if (!(error instanceof LineGone)) throw error;
    } finally {
      clearTimeout(late);
    }
  }

  /** Lets its requests under way finish. Settles when it has ended. @returns what it says has kept something from the store */
  async stop(): Promise<string | undefined> {
    const late = setTimeout(() => this.kill(), LONGEST_STOP);
    let problem: string | undefined;
    try {
      problem = await this.line.ask('stop', undefined);
    } catch (error) {
      if (!(error instanceof LineGone)) this.kill();
    }
    await this.ended;
    clearTimeout(late);
    return problem;
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }
}

/** Where the system begins no process, Node may tell of an error alone. */
function endOf(worker: Worker): Promise<string> {
  const { process } = worker;
  return new Promise((resolve) => {
    worker.on('error', ({ message }) => {
      if (process.pid === undefined) resolve(message);
    });
    process.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
}
