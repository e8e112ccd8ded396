/** The newest entries, bounded in number, in characters and, where wanted, in age. */
import { stopwatch, stopwatchStart } from '../ground/clock.ts';
import type { Row } from '../store/port.ts';
import type { JournalEntry } from './entry.ts';

export interface JournalBounds {
  /** Requests, in memory and in the store. */
  readonly size?: number | undefined;
  /** Milliseconds of real time, so that moving the clock forgets nothing. Those of an earlier process count from the start. */
  readonly age?: number | undefined;
}

/** An entry in memory: as its JSON until somebody reads it, which nobody does with most of them. */
export class Kept {
  readonly id: string;
  readonly json: string;
  /** By the stopwatch; of what an earlier process left: when this one began. */
  readonly cameAt: number;
  /** When it was answered, in milliseconds of real time by the clock of its process: the same number in all. */
  readonly answeredAt: number;
  /** Its row in the store; undefined while it has none. */
  row: Row | undefined;
  /** Where it stands: when it was answered, as far as rows bear it out. */
  place: number;
  #entry: JournalEntry | undefined;

  constructor(facts: {
    id: string;
    json: string;
    cameAt: number;
    answeredAt: number;
    row?: Row;
    entry?: JournalEntry;
  }) {
    this.id = facts.id;
    this.json = facts.json;
    this.cameAt = facts.cameAt;
    this.answeredAt = facts.answeredAt;
    this.place = facts.answeredAt;
    this.row = facts.row;
    this.#entry = facts.entry;
  }

  /** @throws SyntaxError for JSON that the store spoiled */
  get entry(): JournalEntry {
    this.#entry ??= JSON.parse(this.json) as JournalEntry;
    return this.#entry;
  }
}

/** Requests that the journal keeps unless it is told otherwise. */
const SIZE = 2_000;
/** Characters that an entry may have on average: a usual one has 2,000, one of the largest 50,000. */
const CHARACTERS_EACH = 8_192;
/** However few are kept, one of the largest has room. */
const FEWEST_CHARACTERS = 1024 * 1024;
/** What is too much is let go together. */
const SLACK = 1.2;
/** Behind all rows. */
const NO_ROW = Number.MAX_SAFE_INTEGER;
/**
 * Milliseconds by which processes may write later than they answered. What seems to have waited for longer, or to come from the future,
 * was answered by a machine whose clock is off, or is of an older fauxforce: then rows say the order.
 */
const LATEST_ROW = 4_000;

export class Ring {
  readonly size: number;
  readonly mostCharacters: number;
  readonly #age: number | undefined;
  /** Oldest first. */
  #kept: Kept[] = [];
  #characters = 0;
  #cleared: Row = 0;

  constructor({ size = SIZE, age }: JournalBounds) {
    this.size = size;
    this.mostCharacters = Math.max(size * CHARACTERS_EACH, FEWEST_CHARACTERS);
    this.#age = age;
  }

  add(kept: Kept): void {
    this.#kept.push(kept);
    this.#characters += kept.json.length;
    const isTooMuch = this.#kept.length > this.size * SLACK || this.#characters > this.mostCharacters * SLACK;
    if (isTooMuch) this.#forget();
  }

  /** Oldest first. */
  get entries(): readonly Kept[] {
    this.#forget();
    return this.#kept;
  }

  clear(): void {
    this.#kept = [];
    this.#characters = 0;
  }

  /** Puts in what other processes wrote. */
  place(others: readonly Kept[]): void {
    this.#replace([...this.#kept, ...others]);
    this.#sort();
    this.#forget();
  }

  /** Gives entries their rows, and so their place among what other processes wrote meanwhile. @param last row of the last of them */
  number(written: readonly Kept[], last: Row): void {
    for (const [i, kept] of written.entries()) kept.row = last - written.length + 1 + i;
    if (last - written.length < this.#cleared) this.#letGoOfCleared();
    this.#sort();
  }

  /** Processes write when they have time, so rows alone would not have the order in which requests were answered. */
  #sort(): void {
    this.#kept.sort((a, b) => rowOf(a) - rowOf(b));
    let latest = Number.NEGATIVE_INFINITY;
    const end = stopwatchStart() + stopwatch() + LATEST_ROW;
    for (const kept of this.#kept) {
      const isOff = kept.answeredAt < latest - LATEST_ROW || kept.answeredAt > end;
      kept.place = isOff ? latest : kept.answeredAt;
      latest = Math.max(latest, kept.place);
    }
    this.#kept.sort((a, b) => a.place - b.place);
  }

  /** What was written after an entry, oldest first, also if it was answered before; everything if the entry is not there. */
  after(id: string): readonly Kept[] {
    const kept = this.entries;
    const at = kept.findLastIndex((one) => one.id === id);
    const row = kept[at]?.row;
    return row === undefined ? kept.slice(at + 1) : kept.filter((one) => rowOf(one) > row);
  }

  /** Lets go of the entries up to a row, also of those that turn out to have such a row. */
  keepAfter(cleared: Row): void {
    if (cleared <= this.#cleared) return;
    this.#cleared = cleared;
    this.#letGoOfCleared();
  }

  #letGoOfCleared(): void {
    this.#replace(this.#kept.filter(({ row }) => row === undefined || row > this.#cleared));
  }

  #replace(kept: Kept[]): void {
    this.#kept = kept;
    this.#characters = kept.reduce((sum, { json }) => sum + json.length, 0);
  }

  /** How many rows the store is to keep: as many as are here, where something else than their number bounds them. */
  get rows(): number {
    const isFull = this.#age !== undefined || this.#characters > this.mostCharacters / SLACK;
    return isFull ? this.entries.length : this.size;
  }

  /** Lets go of what is too much or too old. */
  #forget(): void {
    const oldest = this.#age === undefined ? 0 : stopwatch() - this.#age;
    let first = 0;
    for (const { json, cameAt } of this.#kept) {
      const isOver =
        cameAt < oldest ||
        this.#kept.length - first > this.size ||
        (this.#characters > this.mostCharacters && first < this.#kept.length - 1);
      if (!isOver) break;
      this.#characters -= json.length;
      first += 1;
    }
    if (first > 0) this.#kept = this.#kept.slice(first);
  }
}

function rowOf({ row }: Kept): Row {
  return row ?? NO_ROW;
}
