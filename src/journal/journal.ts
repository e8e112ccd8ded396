/**
 * What happened and why: the newest requests in memory, persisted behind the responses.
 *
 * A finished request costs its client nothing but an append: entries are rendered, their secrets fingerprinted and
 * written to the store in groups a moment later. Under load the groups grow, and what newer requests have pushed out
 * of the journal by then is never rendered.
 */
import { clearInterval, clearTimeout, setInterval, setTimeout } from 'node:timers';
import { type LabClock, stopwatch } from '../ground/clock.ts';
import { SystemEntropy } from '../ground/entropy.ts';
import { Trace } from '../refusals/trace.ts';
import {
  type JournalRow,
  type Row,
  type Store,
  type StoredJournalRow,
  StoreUnavailable,
} from '../store/port.ts';
import { endpointOf } from './endpoints.ts';
import type { JournalEntry } from './entry.ts';
import { type KnownSecrets, NO_SECRETS } from './misplaced.ts';
import { RequestCounts } from './request-counts.ts';
import { type JournalBounds, type Kept, Ring } from './ring.ts';
import { SentRequests } from './sent.ts';
import { type Answer, type Answered, type WrittenEntry, writeEntry } from './write-entry.ts';

export interface JournalFilter {
  /** Milliseconds since the epoch. */
  readonly since?: number;
  readonly org?: string;
  readonly client_id?: string;
  readonly username?: string;
  readonly endpoint?: string;
  readonly outcome?: string;
  readonly refusal?: string;
  /** Id of an entry: only older ones. */
  readonly before?: string;
  readonly limit?: number;
}

/** Told of a mistake of ours, and of the request that ran into it. */
type OnMistake = (error: unknown, trace: Trace) => void;

interface Listener {
  readonly heard: (entry: JournalEntry) => void;
  readonly refusalsOnly: boolean;
  readonly ofAll: boolean;
}

interface Rendered {
  readonly row: JournalRow;
  readonly trace: Trace;
}

interface Pending extends Answered {
  /** Characters that it keeps in memory until it is rendered, about. */
  readonly characters: number;
}

const SETTLE_AFTER_MS = 25;
const BUSY = 100;
const SETTLE_WHEN_BUSY_AFTER_MS = 1_000;
/** Characters of what waits to be rendered, after which it waits no longer. */
const MOST_PENDING = 4 * 1024 * 1024;
/** How often what waits would fill the journal, from where on the oldest is let go. */
const MOST_RINGS = 2;
/** Characters of a request, from which on nothing of its entry may be a part of it in memory. */
const LARGE = 16_384;
/** Rows of other processes that are read in one go. */
const FOLLOWED_AT_ONCE = 500;
/** Milliseconds between two looks at what other processes wrote, while somebody listens for it. */
const FOLLOW_EVERY_MS = 25;
/** Bytes, more than an entry can have; rows of an older fauxforce may be larger. */
const LARGEST_ROW = 512 * 1024;

export class Journal {
  readonly #clock: LabClock;
  readonly #store: Store;
  readonly #known: KnownSecrets;
  readonly #listeners = new Set<Listener>();
  readonly #ring: Ring;
  #pending: Pending[] = [];
  #pendingCharacters = 0;
  /** When the first came of those that wait, by the stopwatch. */
  #pendingSince = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #onMistake: OnMistake | undefined;
  #sequence = 0;
  readonly #run: string;
  /** The newest row that was read, and the newest that was cleared. */
  #row: Row = 0;
  #cleared: Row = 0;
  #following: Promise<void> | undefined;
  #followTimer: NodeJS.Timeout | undefined;
  /** Of the requests that were settled. */
  readonly counts = new RequestCounts();
  /** The newest requests as they came, to be sent again. */
  readonly sent = new SentRequests();

  /** @param known which of the texts that a client sent are secrets, whatever the field */
  constructor(clock: LabClock, store: Store, bounds: JournalBounds = {}, known: KnownSecrets = NO_SECRETS) {
    this.#known = known;
    this.#clock = clock;
    this.#store = store;
    this.#ring = new Ring(bounds);
    this.#run = Math.floor(clock.now()).toString(36);
    // Processes that start in the same millisecond have ids of their own.
    if (store.isShared) this.#run += new SystemEntropy().bytes(4).readUInt32BE().toString(36);
  }

  /** Brings back what an earlier process persisted, as far as there is room for it. */
  async load(): Promise<void> {
    const { size, mostCharacters } = this.#ring;
    this.#row = await this.#store.journal.end();
    const rows = await this.#store.journal.newest({
      rows: size,
      bytes: mostCharacters,
      bytesOfOne: LARGEST_ROW,
    });
    const cameAt = stopwatch();
    for (const { row, entry } of rows.reverse()) {
      this.#ring.add({ entry: JSON.parse(entry) as JournalEntry, row, characters: entry.length, cameAt });
    }
  }

  /** Starts the trace of a request. */
  open(method: string, path: string): Trace {
    const id = `${this.#run}-${(++this.#sequence).toString(36)}`;
    return new Trace({ id, at: this.#clock.now(), method, path, startedAt: stopwatch() });
  }

  /** @param size of the request in bytes, about */
  record(trace: Trace, answer: Answer, size = 0): void {
    const characters = size + (answer.body?.length ?? 0);
    if (this.#pending.length === 0) this.#pendingSince = trace.startedAt;
    this.#pending.push({ trace, answer, ms: stopwatch() - trace.startedAt, characters });
    this.#pendingCharacters += characters;
    if (this.#pending.length >= MOST_RINGS * this.#ring.size && !this.#isHeard) this.#letGo();
    if (this.#pendingCharacters > MOST_PENDING) this.#settleIn(0);
    else this.#timer ??= this.#settleIn(SETTLE_AFTER_MS);
  }

  /**
   * Called with every entry, or every refusal, once it is rendered. Returns how to stop.
   *
   * @param ofAll whether also with those of other processes on the store
   */
  listen(heard: (entry: JournalEntry) => void, { refusalsOnly = false, ofAll = false } = {}): () => void {
    const listener = { heard, refusalsOnly, ofAll };
    this.#listeners.add(listener);
    if (ofAll && this.#store.isShared) this.#followTimer ??= this.#followOften();
    return () => {
      this.#listeners.delete(listener);
      if ([...this.#listeners].some((other) => other.ofAll)) return;
      clearInterval(this.#followTimer);
      this.#followTimer = undefined;
    };
  }

  #followOften(): NodeJS.Timeout {
    return setInterval(() => void this.follow(), FOLLOW_EVERY_MS).unref();
  }

  /** Takes over what other processes on the store wrote by now. What this one wrote gets its place among it. Never rejects. */
  async follow(): Promise<void> {
    if (!this.#store.isShared) return;
    this.settle();
    this.#following ??= this.#follow().finally(() => {
      this.#following = undefined;
    });
    await this.#following;
  }

  async #follow(): Promise<void> {
    await this.#writing;
    try {
      while (await this.#takeOver());
    } catch (error) {
      // What this process has can still be read. The store tells by itself that it is gone.
      if (!(error instanceof StoreUnavailable)) this.#mistake(error);
    }
  }

  /** @returns whether there may be more */
  async #takeOver(): Promise<boolean> {
    const { rows, cleared } = await this.#store.journal.after(this.#row, FOLLOWED_AT_ONCE);
    // What this process wrote since, and has no row of yet, is among those rows or the next ones.
    if (cleared > this.#cleared) this.#ring.keepAfter(cleared);
    this.#cleared = Math.max(cleared, this.#cleared);
    if (rows.length > 0) this.#place(rows);
    return rows.length === FOLLOWED_AT_ONCE;
  }

  #place(rows: readonly StoredJournalRow[]): void {
    this.#row = rows.at(-1)?.row ?? this.#row;
    const known = new Map(this.#ring.entries.map((kept) => [kept.entry.id, kept]));
    const cameAt = stopwatch();
    const placed = rows
      .filter(({ entry }) => entry.length <= LARGEST_ROW)
      .map(({ row, id, entry }) => ({
        ...(known.get(id) ?? { entry: JSON.parse(entry) as JournalEntry, characters: entry.length, cameAt }),
        row,
      }));
    this.#ring.place(placed);
    for (const { entry } of placed) if (!this.#isOwn(entry.id)) this.#tell(entry, undefined);
  }

  #isOwn(id: string): boolean {
    return id.startsWith(`${this.#run}-`);
  }

  /** Who is told once that a listener failed or that the store does not take a row. */
  onMistake(told: OnMistake): void {
    this.#onMistake = told;
  }

  /** Newest first. Before an entry that the journal does not have there is none. */
  entries(filter: JournalFilter = {}): JournalEntry[] {
    this.settle();
    const kept = this.#ring.entries;
    const found: JournalEntry[] = [];
    const limit = filter.limit ?? kept.length;
    const { before } = filter;
    const end = before === undefined ? kept.length : kept.findLastIndex(({ entry }) => entry.id === before);
    for (let i = end - 1; i >= 0 && found.length < limit; i--) {
      const { entry } = kept[i] as Kept;
      if (matches(entry, filter)) found.push(entry);
    }
    return found;
  }

  /** The newest, or the newest of those that are meant. */
  last(filter: JournalFilter = {}): JournalEntry | undefined {
    return this.entries({ ...filter, limit: 1 })[0];
  }

  /** What came after an entry, newest first; all that is kept if the entry is not. */
  entriesAfter(id: string, filter: JournalFilter = {}): JournalEntry[] {
    this.settle();
    const kept = this.#ring.entries;
    const end = kept.findLastIndex(({ entry }) => entry.id === id);
    return kept
      .slice(end + 1)
      .map(({ entry }) => entry)
      .filter((entry) => matches(entry, filter))
      .reverse();
  }

  entry(id: string): JournalEntry | undefined {
    this.settle();
    return this.#ring.entries.findLast(({ entry }) => entry.id === id)?.entry;
  }

  async clear(): Promise<void> {
    this.settle();
    this.#ring.clear();
    this.sent.clear();
    await this.#writing;
    await this.#store.journal.clear();
  }

  #settleIn(milliseconds: number): NodeJS.Timeout {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#settleUnlessBusy(), milliseconds).unref();
    return this.#timer;
  }

  #settleUnlessBusy(): void {
    const waited = stopwatch() - this.#pendingSince;
    const mayWait = waited < SETTLE_WHEN_BUSY_AFTER_MS && this.#pendingCharacters <= MOST_PENDING;
    if (this.#pending.length >= BUSY && mayWait) this.#settleIn(SETTLE_WHEN_BUSY_AFTER_MS / 4);
    else this.settle();
  }

  /** Renders what is pending and hands it to the listeners and the store. */
  settle(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending.length === 0) return;
    const pending = this.#pending;
    this.#pending = [];
    this.#pendingCharacters = 0;
    const { size } = this.#ring;
    this.#passOver(pending.slice(0, -size));
    const rows: Rendered[] = [];
    for (const request of pending.slice(-size)) {
      const { trace } = request;
      const { entry, json } = this.#write(request);
      this.counts.count(entry.endpoint, trace.refusal ? 'refused' : 'answered', request.ms);
      this.#ring.add({ entry, characters: json.length, cameAt: trace.startedAt });
      rows.push({ trace, row: { id: trace.id, at: Math.floor(trace.at), entry: json } });
      this.#tell(entry, trace);
    }
    const keep = this.#ring.rows;
    this.#writing = this.#writing.then(() => this.#append(rows, keep));
  }

  /** Never rejects. A row that the store does not take costs no other its place. */
  async #append(rows: readonly Rendered[], keep: number): Promise<void> {
    try {
      await this.#store.journal.append(
        rows.map(({ row }) => row),
        keep,
      );
    } catch (error) {
      // The store tells by itself that it is full or gone.
      if (error instanceof StoreUnavailable) return;
      const [first] = rows;
      if (rows.length === 1 && first) this.#mistake(error, first.trace);
      else for (const row of rows) await this.#append([row], keep);
    }
  }

  #mistake(error: unknown, trace: Trace = this.open('JOURNAL', '/')): void {
    this.#onMistake?.(error, trace);
    this.#onMistake = undefined;
  }

  /** Passes over what newer requests have pushed out already: under load most of it never waits to be rendered. */
  #letGo(): void {
    const over = this.#pending.splice(0, this.#pending.length - this.#ring.size);
    for (const { characters } of over) this.#pendingCharacters -= characters;
    this.#passOver(over);
  }

  /** Renders only what somebody listens for: there is no room for it. */
  #passOver(pending: readonly Pending[]): void {
    for (const { trace, ms } of pending)
      this.counts.count(endpointOf(trace.path), trace.refusal ? 'refused' : 'answered', ms);
    if (this.#listeners.size === 0) return;
    const isHeard = this.#isHeard;
    for (const request of pending)
      if (isHeard || request.trace.refusal) this.#tell(this.#write(request).entry, request.trace);
  }

  /** Whether somebody listens for more than refusals. */
  get #isHeard(): boolean {
    return [...this.#listeners].some(({ refusalsOnly }) => !refusalsOnly);
  }

  #write(request: Pending): WrittenEntry {
    return writeEntry(request, this.#known, request.characters > LARGE);
  }

  /** A listener that throws must neither keep the entry from the other listeners nor end the process. */
  #tell(entry: JournalEntry, trace: Trace | undefined): void {
    for (const { heard, refusalsOnly, ofAll } of this.#listeners) {
      if ((refusalsOnly && !entry.refusal) || (!trace && !ofAll)) continue;
      try {
        heard(entry);
      } catch (error) {
        this.#mistake(error, trace);
      }
    }
  }

  /** Settles and waits until the store has it. */
  async close(): Promise<void> {
    clearInterval(this.#followTimer);
    this.settle();
    await this.#writing;
  }
}

/** Whether an entry is one of those that are meant; its place and the limit aside. */
export function matches(entry: JournalEntry, filter: JournalFilter): boolean {
  return (
    (filter.since === undefined || Date.parse(entry.at) >= filter.since) &&
    (filter.org === undefined || entry.org?.startsWith(filter.org) === true) &&
    (filter.client_id === undefined || entry.clientId === filter.client_id) &&
    (filter.username === undefined || entry.username?.toLowerCase() === filter.username.toLowerCase()) &&
    (filter.endpoint === undefined || entry.endpoint === filter.endpoint) &&
    (filter.outcome === undefined || entry.outcome === filter.outcome) &&
    (filter.refusal === undefined || entry.refusal?.name === filter.refusal)
  );
}
