/** Snapshots that are kept in the store by name, to go back to them without a file. */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { SnapshotFacts, Snapshots } from '../store/port.ts';
import { asWord } from '../wire/json.ts';
import { LabProblem } from './plane/answer-problem.ts';

/** How many there may be, and of how many characters together. */
const BOUNDS = { most: 20, characters: 64 * 1024 * 1024 };

/** Bounded, and inert in addresses. */
const NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;

/** Packs ten times as fast as the default, and nearly as small. */
const FAST = { level: 1 };
const pack = promisify<string, object, Buffer>(gzip);
const unpack = promisify<Buffer, Buffer>(gunzip);

export class KeptSnapshots {
  readonly #stored: Snapshots;

  constructor(stored: Snapshots) {
    this.#stored = stored;
  }

  /** The newest first. */
  list(): Promise<SnapshotFacts[]> {
    return this.#stored.list();
  }

  /** The whole document. @throws LabProblem when there is none of that name */
  async document(name: string): Promise<unknown> {
    const packed = await this.#stored.document(name);
    if (!packed) throw none(name);
    return JSON.parse((await unpack(packed)).toString());
  }

  /**
   * Keeps a snapshot in the place of an earlier one of that name.
   *
   * @param takenAt by the clock of all
   * @throws LabProblem when there is no room
   */
  async keep(name: string, takenAt: number, text: string): Promise<SnapshotFacts> {
    const facts = { name, takenAt: Math.floor(takenAt), characters: text.length };
    const document = await pack(text, FAST);
    if (await this.#stored.keep({ ...facts, document }, BOUNDS)) return facts;
    (await this.room(name))(text.length);
    throw tooMany();
  }

  /** @throws LabProblem when there is none of that name */
  async forget(name: string): Promise<void> {
    if (!(await this.#stored.forget(name))) throw none(name);
  }

  /**
   * @returns what throws a LabProblem for a snapshot of so many characters, if there is no room for it by this name
   * @throws LabProblem when it is no name, or when there is no room for any
   */
  async room(name: string): Promise<(characters: number) => void> {
    if (!NAME.test(name)) {
      throw new LabProblem(
        400,
        `'${asWord(name)}' is no name of a snapshot: write letters, digits, . _ and -, up to 64`,
      );
    }
    const others = (await this.list()).filter((kept) => kept.name !== name);
    if (others.length >= BOUNDS.most) throw tooMany();
    const taken = others.reduce((sum, { characters }) => sum + characters, 0);
    return (characters) => {
      if (taken + characters > BOUNDS.characters) throw tooLarge();
    };
  }
}

function none(name: string): LabProblem {
  return new LabProblem(404, `there is no snapshot '${asWord(name)}': GET /_fauxforce/snapshots lists them`);
}

function tooMany(): LabProblem {
  return new LabProblem(400, `${BOUNDS.most} snapshots are kept: delete one first`);
}

function tooLarge(): LabProblem {
  return new LabProblem(
    400,
    'the snapshots together would be larger than 64 MiB: delete one, or write it to a file with GET /_fauxforce/snapshot',
  );
}
