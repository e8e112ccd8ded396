/** Whether the database can be used. Problems are noted as they happen, and are over with the next success. */
import { type Availability, StoreUnavailable } from '../availability.ts';
import { outageOf, sentenceOf } from './outage.ts';

export class ServerAvailability implements Availability {
  readonly #database: string;
  readonly #listeners: ((problem: string | undefined) => void)[] = [];
  #problem: string | undefined;
  /** Writes a little. It throws what is wrong. */
  #probe: () => Promise<unknown> = async () => undefined;

  /** @param database its name, as sentences have it */
  constructor(database: string) {
    this.#database = database;
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  probeBy(probe: () => Promise<unknown>): void {
    this.#probe = probe;
  }

  listen(heard: (problem: string | undefined) => void): void {
    this.#listeners.push(heard);
  }

  async check(): Promise<string | undefined> {
    try {
      await this.#probe();
      this.works();
    } catch (error) {
      this.explain(error);
    }
    return this.#problem;
  }

  /** An outage is noted and becomes a sentence; any other error stays what it is. */
  explain(error: unknown): unknown {
    if (outageOf(error) === undefined) return error;
    return this.fails(sentenceOf(error, this.#database));
  }

  /** Notes a problem. */
  fails(problem: string): StoreUnavailable {
    this.#become(problem);
    return new StoreUnavailable(problem);
  }

  works(): void {
    if (this.#problem !== undefined) this.#become(undefined);
  }

  #become(problem: string | undefined): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    for (const heard of this.#listeners) heard(problem);
  }
}
