/** The workers of a port: begun, replaced, asked and stopped. */
import { setTimeout } from 'node:timers/promises';
import { pause, stopwatch } from '../../ground/clock.ts';
import { RequestCounts } from '../../journal/request-counts.ts';
import { CommandError } from '../failure.ts';
import { Connections, type Take } from './connections.ts';
import { LineGone } from './line.ts';
import type { OfPrimary, Start } from './questions.ts';
import type { SentOrg } from './sent-orgs.ts';
import { WorkerProcess } from './worker-process.ts';

/** A worker that ends sooner, in milliseconds, ends at once. */
const AT_ONCE = 10_000;
/** How often in a row one may end at once. */
const MOST_AT_ONCE = 5;
/** Milliseconds between two begins, after the second end in a row. */
const BETWEEN = 500;
/** Milliseconds that metrics wait for a worker that does not answer. */
const PATIENCE = 2_000;

interface Surroundings {
  /** How many there are. */
  readonly size: number;
  /** All that a worker must know to begin, as it is now. */
  readonly start: () => Omit<Start, 'number' | 'of'>;
  /** Called with what a worker writes. */
  readonly read: (worker: WorkerProcess) => void;
  /** Called with what keeps https from working, once each time that it changes. */
  readonly trouble: (sentence: string) => void;
  /** Whether a worker can begin: nothing is wrong with the store. */
  readonly canBegin: () => boolean;
}

export class Crew {
  readonly #surroundings: Surroundings;
  readonly #connections = new Connections();
  readonly #all = new Set<WorkerProcess>();
  readonly #counts = new RequestCounts();
  readonly #counting = new Map<WorkerProcess, Promise<void>>();
  readonly #failed = Promise.withResolvers<CommandError>();
  #isStopping = false;
  #trouble: string | undefined;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** Takes connections for the workers. Until all serve they wait. */
  get add(): Connections['add'] {
    return this.#connections.add;
  }

  /** Settles when a worker ends at once again and again. */
  get failed(): Promise<CommandError> {
    return this.#failed.promise;
  }

  /** @throws CommandError what the first worker says that cannot serve */
  async begin(): Promise<void> {
    const numbers = Array.from({ length: this.#surroundings.size }, (_, i) => i + 1);
    const workers = await Promise.all(numbers.map((number) => this.#begin(number)));
    for (const worker of workers) void this.#keep(worker);
  }

  /** Gives all another seed. */
  async seed(orgs: readonly SentOrg[]): Promise<void> {
    await Promise.all([...this.#all].map((worker) => worker.seed(orgs)));
  }

  /** Lets requests under way finish. @returns what a worker says has kept something from the store */
  async stop(): Promise<string | undefined> {
    this.#isStopping = true;
    this.#connections.close();
    const problems = await Promise.all([...this.#all].map((worker) => worker.stop()));
    return problems.find((problem) => problem !== undefined);
  }

  async #begin(number: number): Promise<WorkerProcess> {
    const worker = new WorkerProcess(number, this.#own);
    this.#all.add(worker);
    void worker.ended.then(() => this.#all.delete(worker));
    this.#surroundings.read(worker);
    try {
      await worker.line.ask('serve', { number, of: this.#surroundings.size, ...this.#surroundings.start() });
    } catch (error) {
      if (!(error instanceof LineGone)) worker.kill();
      const how = await worker.ended;
      throw error instanceof LineGone ? new CommandError(`worker ${number} could not begin (${how})`) : error;
    }
    return worker;
  }

  /** Replaces a worker that ends, as long as the others serve. */
  async #keep(first: WorkerProcess): Promise<void> {
    const { number } = first;
    let begun = stopwatch();
    let how = await this.#serve(first);
    for (let ends = 0; !this.#isStopping; ) {
      const isAtOnce = stopwatch() - begun < AT_ONCE && this.#surroundings.canBegin();
      ends = isAtOnce ? ends + 1 : 0;
      if (ends === MOST_AT_ONCE) return this.#failed.resolve(endsAtOnce(number, how));
      if (ends !== 1) await pause(BETWEEN);
      if (this.#isStopping) return;
      begun = stopwatch();
      how = await this.#begin(number).then(
        (worker) => this.#serve(worker),
        (error: Error) => error.message,
      );
    }
  }

  /** @returns how it ended */
  async #serve({ line, ended }: WorkerProcess): Promise<string> {
    const take: Take = (socket, since) => line.ask('connection', since, socket);
    this.#connections.join(take);
    const how = await ended;
    this.#connections.leave(take);
    return how;
  }

  /** Adds what a worker counted. One that has not answered yet is not asked again. */
  #count(worker: WorkerProcess): Promise<void> {
    const counting =
      this.#counting.get(worker) ??
      worker.line
        .ask('count', undefined)
        .then(
          (counted) => this.#counts.add(counted),
          () => undefined,
        )
        .finally(() => this.#counting.delete(worker));
    this.#counting.set(worker, counting);
    return counting;
  }

  readonly #own: OfPrimary = {
    counts: async () => {
      const counting = Promise.all([...this.#all].map((worker) => this.#count(worker)));
      await Promise.race([counting, setTimeout(PATIENCE, undefined, { ref: false })]);
      return this.#counts.text();
    },
    trouble: (sentence) => {
      if (sentence !== this.#trouble) this.#surroundings.trouble(sentence);
      this.#trouble = sentence;
    },
  };
}

function endsAtOnce(number: number, how: string): CommandError {
  const often = `${MOST_AT_ONCE} times in a row, each time within ${AT_ONCE / 1000} seconds`;
  return new CommandError(`worker ${number} ended ${often}, at last by this: ${how}`);
}
