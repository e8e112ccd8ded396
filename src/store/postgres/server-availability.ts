/**
 * Whether the database can be used. An outage begins with the first failure, of any connection, and is over when everything that is
 * tried works: that one connection has come back says nothing of the others.
 */
import { clearTimeout, setTimeout } from 'node:timers';
import { type Availability, StoreUnavailable } from '../availability.ts';
import { StoreError } from '../port.ts';
import { outageOf, sentenceOf } from './outage.ts';

/** Milliseconds between two looks whether an outage is over. */
const LOOK_EVERY = 500;

/** Uses every connection. It throws what is wrong. @param isDoubted whether something has failed since it worked last */
type Probe = (isDoubted: boolean) => Promise<unknown>;

export class ServerAvailability implements Availability {
  readonly #database: string;
  readonly #listeners: ((problem: string | undefined) => void)[] = [];
  #problem: string | undefined;
  /** How often something has failed. */
  #failures = 0;
  #probe: Probe = async () => undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** @param database its name, as sentences have it */
  constructor(database: string) {
    this.#database = database;
  }

  /** The newest reason of the outage. */
  get problem(): string | undefined {
    return this.#problem;
  }

  probeBy(probe: Probe): void {
    this.#probe = probe;
  }

  listen(heard: (problem: string | undefined) => void): void {
    this.#listeners.push(heard);
  }

  async check(): Promise<string | undefined> {
    try {
      // What fails meanwhile may have begun before: then one more look decides.
      if (!(await this.#look())) await this.#look();
    } catch (error) {
      this.unusable(error);
    }
    return this.#problem;
  }

  /** @returns whether nothing has failed meanwhile, and all works. @throws what is wrong */
  async #look(): Promise<boolean> {
    const before = this.#failures;
    await this.#probe(this.#problem !== undefined);
    if (this.#failures !== before) return false;
    this.#become(undefined);
    return true;
  }

  /** An outage is noted and becomes a sentence; any other error stays what it is. */
  explain(error: unknown): unknown {
    const explained = this.inWords(error);
    return explained instanceof StoreUnavailable ? this.#fails(explained.message, error) : explained;
  }

  /** The same, for what fails alone and says nothing of the rest. */
  inWords(error: unknown): unknown {
    if (outageOf(error) === undefined) return error;
    return new StoreUnavailable(sentenceOf(error, this.#database));
  }

  /** Notes that there is no connection, or that a look at everything has failed, whatever the reason is. */
  unusable(error: unknown): StoreUnavailable {
    const isSentence = error instanceof StoreError || error instanceof StoreUnavailable;
    return this.#fails(isSentence ? error.message : sentenceOf(error, this.#database), error);
  }

  #fails(problem: string, cause?: unknown): StoreUnavailable {
    this.#failures += 1;
    this.#become(problem);
    this.#lookAgain();
    return new StoreUnavailable(problem, { cause });
  }

  /** What fails later is noted still, and nobody looks again. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  /** Also where nobody asks: who waits for the end of the outage is told of it. */
  #lookAgain(): void {
    if (this.#isClosed) return;
    this.#timer ??= setTimeout(async () => {
      await this.check();
      this.#timer = undefined;
      if (this.#problem !== undefined) this.#lookAgain();
    }, LOOK_EVERY).unref();
  }

  /** An outage is told once, whatever its reasons are. */
  #become(problem: string | undefined): void {
    const isNews = (problem === undefined) !== (this.#problem === undefined);
    this.#problem = problem;
    if (isNews) for (const heard of this.#listeners) heard(problem);
  }
}
