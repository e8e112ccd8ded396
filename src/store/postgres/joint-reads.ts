/** Reads of one turn of the event loop are one statement (docs/decisions/0004): each by itself costs both sides more than it finds. */
import { setImmediate } from 'node:timers';
import type { Joint } from './joint.ts';
import type { Link } from './link.ts';

/** The most reads of one statement. */
const LARGEST = 512;

interface Read {
  readonly given: readonly unknown[];
  readonly resolve: (found: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export class JointReads {
  readonly #link: Link;
  readonly #joint: Joint;
  #pending: Read[] = [];

  constructor(link: Link, joint: Joint) {
    this.#link = link;
    this.#joint = joint;
  }

  /** @throws StoreUnavailable */
  run(given: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#pending.length === 0) setImmediate(() => this.#readAll());
      this.#pending.push({ given, resolve, reject });
    });
  }

  #readAll(): void {
    while (this.#pending.length > 0) this.#read(this.#pending.splice(0, LARGEST));
  }

  async #read(reads: readonly Read[]): Promise<void> {
    try {
      const given = reads.map((read) => read.given);
      const found = await this.#link.use((sql) => this.#joint(sql, given));
      for (const [i, { resolve }] of reads.entries()) resolve(found[i]);
    } catch (error) {
      for (const { reject } of reads) reject(error);
    }
  }
}
