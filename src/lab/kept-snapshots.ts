/** Snapshots that are kept in memory by name, to go back to them without a file. They end with the process. */
import { asWord } from '../wire/json.ts';
import type { LabWorld } from './lab-world.ts';
import { LabProblem } from './plane/answer-problem.ts';
import { restoreSnapshot } from './snapshot.ts';
import { openSnapshot } from './take-snapshot.ts';

const MOST_SNAPSHOTS = 20;

/** Characters of all together. */
const MOST_CHARACTERS = 64 * 1024 * 1024;

/** Bounded, and inert in addresses. */
const NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;

export interface KeptSnapshot {
  readonly name: string;
  /** By the clock of all, in milliseconds. */
  readonly takenAt: number;
  /** The whole document. */
  readonly text: string;
}

export class KeptSnapshots {
  readonly #kept = new Map<string, KeptSnapshot>();

  /** The newest first. */
  list(): KeptSnapshot[] {
    return [...this.#kept.values()].reverse();
  }

  /** @throws LabProblem when there is none of that name */
  named(name: string): KeptSnapshot {
    const kept = this.#kept.get(name);
    if (!kept)
      throw new LabProblem(
        404,
        `there is no snapshot '${asWord(name)}': GET /_fauxforce/snapshots lists them`,
      );
    return kept;
  }

  /** Takes a snapshot in the place of an earlier one of that name. @throws LabProblem when there is no room */
  async take(world: LabWorld, name: string): Promise<KeptSnapshot> {
    if (!NAME.test(name)) {
      throw new LabProblem(
        400,
        `'${asWord(name)}' is no name of a snapshot: write letters, digits, . _ and -, up to 64`,
      );
    }
    const takenAt = world.clock.now();
    const kept = { name, takenAt, text: await this.#textWithin(world, name) };
    // Another snapshot may have been kept while this one was written.
    this.#refuseBeyond(name, kept.text.length);
    this.#kept.delete(name);
    this.#kept.set(name, kept);
    return kept;
  }

  async restore(world: LabWorld, name: string): Promise<void> {
    await restoreSnapshot(world, JSON.parse(this.named(name).text));
  }

  /** @throws LabProblem when there is none of that name */
  forget(name: string): void {
    this.#kept.delete(this.named(name).name);
  }

  async #textWithin(world: LabWorld, name: string): Promise<string> {
    this.#refuseBeyond(name, 0);
    const { pieces, close } = await openSnapshot(world);
    try {
      let text = '';
      for await (const piece of pieces) {
        text += piece;
        this.#refuseBeyond(name, text.length);
      }
      return text;
    } finally {
      close();
    }
  }

  /** @throws LabProblem */
  #refuseBeyond(name: string, characters: number): void {
    const others = this.list().filter((kept) => kept.name !== name);
    const size = others.reduce((sum, { text }) => sum + text.length, characters);
    if (others.length >= MOST_SNAPSHOTS)
      throw new LabProblem(400, `${MOST_SNAPSHOTS} snapshots are kept: delete one first`);
    if (size > MOST_CHARACTERS) {
      throw new LabProblem(
        400,
        'the snapshots together would be larger than 64 MiB: delete one, or write it to a file with GET /_fauxforce/snapshot',
      );
    }
  }
}
