/**
 * What happened and why: the newest requests in memory, persisted behind the responses.
 *
 * A finished request costs its client nothing but an append: entries are rendered, their secrets fingerprinted and
 * written to the store in groups, once somebody wants to read them or there is time for it. What newer requests have
 * pushed out of the journal by then is never rendered.
 */
import { type EventLoopUtilization, performance } from 'node:perf_hooks';
import { clearInterval, clearTimeout, setInterval, setTimeout } from 'node:timers';
import { setTimeout as wait } from 'node:timers/promises';
import { type LabClock, stopwatch, stopwatchStart } from '../ground/clock.ts';
import { SystemEntropy } from '../ground/entropy.ts';
import { Trace } from '../refusals/trace.ts';
import { type JournalRow, type Store, StoreUnavailable } from '../store/port.ts';
import { Backlog, type Waiting } from './backlog.ts';
import { endpointOf } from './endpoints.ts';
import type { JournalEntry } from './entry.ts';
import { type JournalFilter, matches } from './filter.ts';
import { Listeners } from './listeners.ts';
import { type KnownSecrets, NO_SECRETS } from './misplaced.ts';
import { LARGEST_ROW, OtherProcesses, readRows } from './other-processes.ts';
import { RequestCounts } from './request-counts.ts';
import { type JournalBounds, Kept, Ring } from './ring.ts';
import { SentRequests } from './sent.ts';
import { type Answer, writeEntry } from './write-entry.ts';

/** Told of a mistake of ours, and of the request that ran into it. */
type OnMistake = (error: unknown, trace: Trace) => void;

interface Rendered {
  readonly row: JournalRow;
  readonly kept: Kept;
  readonly trace: Trace;
}

/** Milliseconds between two looks whether there is time for what waits. */
const LOOK_EVERY = 25;
/** Milliseconds after which a process that is not busy has written what it answered, or says that it has not. */
const WRITTEN_AFTER = 2 * LOOK_EVERY;
/** Fewer are rendered at once, however busy the process is. */
const FEW = 20;
/** The share of its time that a busy process spends on anything but waiting. */
const BUSY = 0.5;
/** How many a busy process renders in one go. */
const PART = 50;
/** How many are handed to the store at once. The client of PostgreSQL keeps as much memory as its largest message took. */
const AT_ONCE = 500;
/** Milliseconds that a busy process has at most, and as long as somebody listens. */
const LATEST = 3_000;
const LATEST_IF_HEARD = 250;
/** Milliseconds for which other processes are told that this one is behind. */
const BEHIND_FOR = 2_000;
/** Milliseconds after which the store is handed again what it could not take: its trouble may be another one by then. */
const AGAIN_AFTER_MS = 500;
/** Milliseconds between two looks at what other processes wrote, while somebody listens for it. */
const FOLLOW_EVERY_MS = 25;

export class Journal {
  readonly #clock: LabClock;
  readonly #store: Store;
  readonly #known: KnownSecrets;
  readonly #listeners: Listeners;
  readonly #ring: Ring;
  readonly #backlog: Backlog;
  readonly #others: OtherProcesses;
  /** Since when some of them wait, by the stopwatch. */
  #waitingSince = 0;
  #timer: NodeJS.Timeout | undefined;
  #isHurried = false;
  #utilization: EventLoopUtilization | undefined;
  /** Until when other processes are told, by the stopwatch. */
  #toldUntil = 0;
  #writing: Promise<void> = Promise.resolve();
  #onMistake: OnMistake | undefined;
  #sequence = 0;
  readonly #run: string;
  #following: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  /** What the store could not take, as much as it is to keep. */
  #unwritten: readonly Rendered[] = [];
  #againTimer: NodeJS.Timeout | undefined;
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
    this.#backlog = new Backlog(this.#ring.size);
    this.#listeners = new Listeners(store.isShared, (error, trace) => this.#mistake(error, trace));
    this.#others = new OtherProcesses({
      store,
      ring: this.#ring,
      run: this.#run,
      onRow: (json) => {
        if (this.#listeners.areForRows) this.#listeners.tell(JSON.parse(json), 'row');
      },
    });
  }

  /** Brings back what an earlier process persisted, as far as there is room for it. */
  async load(): Promise<void> {
    const { size, mostCharacters } = this.#ring;
    this.#others.begin(await this.#store.journal.end());
    const rows = await this.#store.journal.newest({
      rows: size,
      bytes: mostCharacters,
      bytesOfOne: LARGEST_ROW,
    });
    const now = stopwatch();
    this.#ring.place(readRows(rows.reverse(), () => now));
  }

  /** Starts the trace of a request. */
  open(method: string, path: string): Trace {
    const id = `${this.#run}-${(++this.#sequence).toString(36)}`;
    return new Trace({ id, at: this.#clock.now(), method, path, startedAt: stopwatch() });
  }

  /** @param size of the request in bytes, about */
  record(trace: Trace, answer: Answer, size = 0): void {
    const characters = size + (answer.body?.length ?? 0);
    if (this.#backlog.length === 0) this.#waitingSince = trace.startedAt;
    this.#backlog.add({ trace, answer, ms: stopwatch() - trace.startedAt, characters });
    if (this.#backlog.isOver && !this.#listeners.areForAnswers) this.#passOver(this.#backlog.pushedOut());
    // Once: each further request would put it off.
    if (this.#backlog.isHeavy && !this.#isHurried) this.#lookIn(0);
    else if (!this.#timer) this.#lookIn(LOOK_EVERY);
  }

  /**
   * Called with every entry, or every refusal, once it is rendered. Returns how to stop.
   *
   * @param ofAll whether also with those of other processes on the store: then all are told in the order of rows, once they are written,
   * so that a listener of any process can go on behind the newest that it was told
   */
  listen(heard: (entry: JournalEntry) => void, { refusalsOnly = false, ofAll = false } = {}): () => void {
    const stop = this.#listeners.add({ heard, refusalsOnly, ofAll });
    if (this.#listeners.areForRows) this.#followTimer ??= this.#followOften();
    return () => {
      stop();
      if (this.#listeners.areForRows) return;
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
    // What is under way may have looked too early for who comes now.
    this.#next ??= this.#following.then(() => {
      this.#next = undefined;
      return this.#follow();
    });
    this.#following = this.#next;
    await this.#following;
  }

  async #follow(): Promise<void> {
    await this.#writing;
    try {
      await this.#others.follow();
    } catch (error) {
      // What this process has can still be read. The store tells by itself that it is gone.
      if (!(error instanceof StoreUnavailable)) this.#mistake(error);
    }
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
    const end = before === undefined ? kept.length : kept.findLastIndex((one) => one.id === before);
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

  /**
   * What a listener of all was told by now, newest first.
   *
   * @param after id of an entry: what was told after it; everything if the journal does not have it
   */
  told(filter: JournalFilter = {}, after?: string): JournalEntry[] {
    this.settle();
    const kept = after === undefined ? this.#ring.entries : this.#ring.after(after);
    const { row: newest } = this.#others;
    return kept
      .filter(({ row = Number.POSITIVE_INFINITY }) => !this.#store.isShared || row <= newest)
      .map(({ entry }) => entry)
      .filter((entry) => matches(entry, filter))
      .reverse();
  }

  entry(id: string): JournalEntry | undefined {
    this.settle();
    return this.#ring.entries.findLast((kept) => kept.id === id)?.entry;
  }

  async clear(): Promise<void> {
    this.settle();
    if (this.#store.isShared) {
      // What others have answered by now is in the store then, or they say that they are behind: it would come after.
      await wait(WRITTEN_AFTER);
      await this.follow();
    }
    this.#ring.clear();
    this.sent.clear();
    await this.#writing;
    this.#unwritten = [];
    await this.#store.journal.clear();
  }

  #lookIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#isHurried = milliseconds === 0;
    this.#utilization = performance.eventLoopUtilization();
    this.#timer = setTimeout(() => this.#settleUnlessBusy(), milliseconds).unref();
  }

  #settleUnlessBusy(): void {
    const { utilization } = performance.eventLoopUtilization(this.#utilization);
    const latest = this.#listeners.size > 0 ? LATEST_IF_HEARD : LATEST;
    const isDue = this.#backlog.isHeavy || stopwatch() - this.#waitingSince >= latest;
    if (this.#backlog.length < FEW || utilization < BUSY) {
      this.settle();
    } else if (isDue) {
      this.#settleInParts(this.#backlog.length);
    } else {
      this.#tellOthers();
      this.#lookIn(LOOK_EVERY);
    }
  }

  /** Renders what waits by now, and lets requests in between: another process wants to read it. */
  writeSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#settleInParts(this.#backlog.length);
  }

  /** Requests that come meanwhile wait for one part, and not for all. @param left how many are rendered */
  #settleInParts(left: number): void {
    this.#passOver(this.#backlog.pushedOut());
    const isLast = left <= PART || this.#backlog.length <= PART;
    if (this.#backlog.length + this.#unwritten.length > 0) this.#render(this.#backlog.take(PART), isLast);
    if (!isLast) {
      this.#timer = setTimeout(() => this.#settleInParts(left - PART), 1).unref();
      return;
    }
    this.#waitingSince = stopwatch();
    if (this.#backlog.length > 0) this.#lookIn(LOOK_EVERY);
    else this.#timer = undefined;
  }

  /** Other processes learn that there is more than the store has, and can ask for it. */
  #tellOthers(): void {
    if (!this.#store.isShared || stopwatch() < this.#toldUntil - BEHIND_FOR / 2) return;
    this.#toldUntil = stopwatch() + BEHIND_FOR;
    this.#writing = this.#writing
      .then(() => this.#store.journal.fallBehind(this.#run, BEHIND_FOR))
      .catch((error) => {
        if (!(error instanceof StoreUnavailable)) this.#mistake(error);
      });
  }

  /** Renders what waits and hands it to the listeners and the store. @param again with what that could not take before */
  settle(again = this.#store.availability.problem === undefined): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const isUnwritten = again && this.#unwritten.length > 0;
    if (this.#backlog.length === 0 && !isUnwritten) return;
    this.#passOver(this.#backlog.pushedOut());
    this.#render(this.#backlog.take(), true);
  }

  /** @param isLast whether this process is no longer behind, of which others were told */
  #render(waiting: readonly Waiting[], isLast: boolean): void {
    const rows: Rendered[] = [];
    const start = stopwatchStart();
    for (const request of waiting) {
      const { trace } = request;
      const answeredAt = start + trace.startedAt + request.ms;
      const { entry, json } = writeEntry(request, this.#known);
      this.counts.count(entry.endpoint, trace.refusal ? 'refused' : 'answered', request.ms);
      const kept = new Kept({ id: trace.id, json, cameAt: trace.startedAt, answeredAt });
      this.#ring.add(kept);
      rows.push({ trace, kept, row: { id: trace.id, at: answeredAt, entry: json } });
      this.#listeners.tell(entry, 'new', trace);
    }
    const keep = this.#ring.rows;
    const run = isLast && this.#toldUntil > 0 ? this.#run : undefined;
    if (isLast) this.#toldUntil = 0;
    this.#writing = this.#writing.then(() => this.#append(rows, keep, run));
  }

  /** Never rejects. What comes after something that found no room waits with it. */
  async #append(rendered: readonly Rendered[], keep: number, run?: string): Promise<void> {
    const all = [...this.#unwritten, ...rendered];
    this.#unwritten = [];
    let at = 0;
    do {
      const part = all.slice(at, at + AT_ONCE);
      at += part.length;
      await this.#appendPart(part, keep, at === all.length ? run : undefined);
    } while (at < all.length && this.#unwritten.length === 0);
    if (this.#unwritten.length > 0)
      this.#unwritten = [...this.#unwritten, ...all.slice(at)].slice(-Math.max(keep, 1));
  }

  /** A row that the store does not take costs no other its place. */
  async #appendPart(part: readonly Rendered[], keep: number, run?: string): Promise<void> {
    try {
      const rows = part.map(({ row }) => row);
      const last = await this.#store.journal.append(rows, keep, run);
      const written = part.map(({ kept }) => kept);
      if (this.#store.isShared) this.#ring.number(written, last);
    } catch (error) {
      const [first] = part;
      // The store tells by itself that it is full or gone.
      if (error instanceof StoreUnavailable) this.#keepUnwritten(part);
      else if (part.length === 1 && first) this.#mistake(error, first.trace);
      else for (const one of part) await this.#append([one], keep);
    }
  }

  #keepUnwritten(part: readonly Rendered[]): void {
    this.#unwritten = part;
    this.#againTimer ??= setTimeout(() => {
      this.#againTimer = undefined;
      this.settle(true);
    }, AGAIN_AFTER_MS).unref();
  }

  #mistake(error: unknown, trace: Trace = this.open('JOURNAL', '/')): void {
    this.#onMistake?.(error, trace);
    this.#onMistake = undefined;
  }

  /** Renders only what somebody listens for: there is no room for it. */
  #passOver(pushedOut: readonly Waiting[]): void {
    for (const { trace, ms } of pushedOut)
      this.counts.count(endpointOf(trace.path), trace.refusal ? 'refused' : 'answered', ms);
    if (this.#listeners.size === 0) return;
    const isHeard = this.#listeners.areForAnswers;
    for (const request of pushedOut)
      if (isHeard || request.trace.refusal)
        this.#listeners.tell(writeEntry(request, this.#known).entry, 'unkept', request.trace);
  }

  /** Settles and waits until the store has it. */
  async close(): Promise<void> {
    clearInterval(this.#followTimer);
    this.settle(true);
    await this.#writing;
    clearTimeout(this.#againTimer);
  }
}
