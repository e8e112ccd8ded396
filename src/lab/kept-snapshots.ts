/** Snapshots that are kept in memory by name, to go back to them without a file. They end with the process. */
import { asWord } from '../wire/json.ts';
import { LabProblem } from './plane/answer-problem.ts';

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

  /** Keeps a snapshot in the place of an earlier one of that name. @throws LabProblem when there is no room */
  keep(snapshot: KeptSnapshot): KeptSnapshot {
    const { name, text } = snapshot;
    this.refuseBeyond(name, text.length);
    this.#kept.delete(name);
    this.#kept.set(name, snapshot);
    return snapshot;
  }

  /** @throws LabProblem when there is none of that name */
  forget(name: string): void {
    this.#kept.delete(this.named(name).name);
  }

  /**
   * @param characters of a snapshot that is to be kept by this name
   * @throws LabProblem when it is no name, or when there is no room
   */
  refuseBeyond(name: string, characters: number): void {
    if (!NAME.test(name)) {
      throw new LabProblem(
        400,
        `'${asWord(name)}' is no name of a snapshot: write letters, digits, . _ and -, up to 64`,
      );
    }
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
