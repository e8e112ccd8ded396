/** Works on batches: on several in turns, a slice of each, so that everything else is answered meanwhile. */
import { setImmediate } from 'node:timers/promises';
import { realTime } from '../ground/clock.ts';
import { Refusal } from '../refusals/catalogue.ts';
import { StoreUnavailable } from '../store/port.ts';
import type { World } from '../world/world.ts';
import { factsOf, isQuery } from './facts.ts';
import { ingest } from './ingest.ts';
import { runQueryJob } from './query.ts';
import { JobFailure, JobStopped, type Run, type Slices } from './run.ts';

/** Batches that are worked on at a time. */
const MOST = 10;
/** Milliseconds of real time after which another process takes a batch over from one that says nothing more. */
const HELD = 3_000;

interface Working {
  readonly orgId: string;
  readonly batchId: string;
  readonly slices: Slices;
  heldAt: number;
}

export class JobRunner {
  readonly #world: World;
  readonly #report: (error: unknown) => void;
  readonly #holder: string;
  #loop: Promise<void> | undefined;
  #isWanted = false;
  #isStopped = false;
  #later: NodeJS.Timeout | undefined;

  /** @param report told of mistakes of ours that ended a job */
  constructor(world: World, report: (error: unknown) => void) {
    this.#world = world;
    this.#report = report;
    this.#holder = world.entropy.bytes(9).toString('base64url');
  }

  /** Works on what is there to work on. Called when something was added, or may have been left by somebody. */
  wake(): void {
    this.#isWanted = true;
    if (this.#isStopped || this.#loop) return;
    this.#loop = this.#run().finally(() => {
      this.#loop = undefined;
    });
  }

  /** Ends with the slices that are worked on. Others, or the next process, go on from there. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#later);
    await this.#loop;
  }

  async #run(): Promise<void> {
    const working = new Map<string, Working>();
    try {
      while (!this.#isStopped && (this.#isWanted || working.size > 0)) {
        if (this.#isWanted) await this.#take(working);
        for (const one of working.values()) {
          if (this.#isStopped || (await this.#slice(one))) working.delete(one.batchId);
          await setImmediate();
        }
      }
      for (const { batchId } of working.values()) await this.#world.store.jobs.release(batchId, this.#holder);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) this.#report(error);
      this.#wakeLater();
    }
  }

  /** Begins with batches that nobody works on. */
  async #take(working: Map<string, Working>): Promise<void> {
    this.#isWanted = false;
    const { jobs } = this.#world.store;
    for (const { orgId, jobId, batchId } of await jobs.runnable()) {
      if (working.has(batchId)) continue;
      if (working.size >= MOST) {
        this.#isWanted = true;
        return;
      }
      if (await jobs.claim(batchId, this.#hold())) {
        const slices = this.#begin(orgId, jobId, batchId);
        working.set(batchId, { orgId, batchId, slices, heldAt: realTime() });
      } else this.#wakeLater();
    }
  }

  async *#begin(orgId: string, jobId: string, batchId: string): Slices {
    const { jobs } = this.#world.store;
    const job = await jobs.find(orgId, jobId);
    const batch = (await jobs.batches(jobId)).find((one) => one.batchId === batchId);
    if (!job || !batch) throw new JobStopped();
    const org = this.#world.orgs.org(orgId);
    const user = this.#world.orgs.user(job.userId);
    if (!org || !user?.isActive) throw new JobFailure('InvalidUser : The user of the job is not active');
    const facts = factsOf(job);
    const run: Run = {
      world: this.#world,
      org,
      user,
      job,
      facts,
      batchId,
      hold: () => this.#hold(),
    };
    yield* isQuery(facts.operation) ? runQueryJob(run) : ingest(run, batch.processed);
  }

  /** @returns whether it was the last one */
  async #slice(one: Working): Promise<boolean> {
    try {
      if (realTime() - one.heldAt > HELD / 3) await this.#holdOn(one);
      return (await one.slices.next()).done === true;
    } catch (error) {
      if (error instanceof JobStopped) return true;
      if (error instanceof StoreUnavailable) throw error;
      await this.#fail(one, error);
      return true;
    }
  }

  async #holdOn(one: Working): Promise<void> {
    if (!(await this.#world.store.jobs.claim(one.batchId, this.#hold()))) throw new JobStopped();
    one.heldAt = realTime();
  }

  async #fail({ orgId, batchId }: Working, error: unknown): Promise<void> {
    if (!(error instanceof JobFailure || error instanceof Refusal)) this.#report(error);
    const at = this.#world.clock.of(orgId).now();
    await this.#world.store.jobs.fail(batchId, { message: reasonOf(error), at, holder: this.#holder });
  }

  #hold() {
    const at = realTime();
    return { holder: this.#holder, at, until: at + HELD };
  }

  #wakeLater(): void {
    if (this.#isStopped) return;
    clearTimeout(this.#later);
    this.#later = setTimeout(() => this.wake(), HELD / 3);
    this.#later.unref();
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof JobFailure) return error.message;
  if (error instanceof Refusal)
    return `InvalidBatch : Failed to process query: ${error.facts.error}: ${error.description}`;
  return 'InternalServerError : fauxforce made a mistake while working on this job: its log has the details';
}
