/**
 * What happened and why: the newest requests in memory, persisted behind the responses.
 *
 * A finished request costs its client nothing but an append: entries are rendered, their secrets fingerprinted and
 * written to the store in groups a moment later. Under load the groups grow, and what newer requests have pushed out
 * of the journal by then is never rendered.
 */
import { clearTimeout, setTimeout } from 'node:timers';
import { type LabClock, stopwatch } from '../lab/clock.ts';
import type { RefusalName } from '../refusals/catalogue.ts';
import type { JournalRow, Store } from '../store/port.ts';
import { redactJson, redactParameters, redactUrl } from './redaction.ts';
import { type LogIn, Trace } from './trace.ts';

/** One request as `GET /_fauxforce/journal` shows it (design 5.3). */
export interface JournalEntry {
  readonly id: string;
  /** ISO instant. */
  readonly at: string;
  readonly org: string | null;
  readonly endpoint: string;
  readonly method: string;
  readonly path: string;
  readonly grantType: string | null;
  readonly clientId: string | null;
  readonly username: string | null;
  /** The caller's address; an entry of an older fauxforce has none. */
  readonly ip?: string;
  readonly outcome: 'answered' | 'refused';
  readonly status: number;
  readonly refusal: {
    readonly name: RefusalName;
    readonly error: string;
    readonly error_description: string;
    readonly why: string;
    readonly fix: string;
    /** The failure of a test's that refused what would have passed. */
    readonly armed?: string;
  } | null;
  /** The armed failure that struck: a refusal's name, `response`, a fault, or `delay`. */
  readonly armed?: { readonly id: string; readonly what: string };
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[];
  /** How the request logged its user in, if it did. */
  readonly logIn?: LogIn;
  /** What a person would have learned elsewhere: the one-time code that Salesforce mails. */
  readonly notes?: Readonly<Record<string, string>>;
  readonly request: Readonly<Record<string, string>>;
  readonly response: { readonly location?: string; readonly body?: unknown };
  /** Milliseconds from the first byte to the answer. */
  readonly ms: number;
}

export interface JournalFilter {
  /** Milliseconds since the epoch. */
  readonly since?: number;
  readonly org?: string;
  readonly client_id?: string;
  readonly username?: string;
  readonly endpoint?: string;
  readonly outcome?: string;
  readonly refusal?: string;
  readonly limit?: number;
}

/** What the server knows of a request once it is answered. */
export interface Answer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: string | undefined;
  readonly location: string | undefined;
}

/** What the journal keeps. */
export interface JournalBounds {
  /** Requests, in memory and in the store. */
  readonly size?: number | undefined;
  /** Milliseconds of real time, so that moving the clock forgets nothing. Those of an earlier process count from the start. */
  readonly age?: number | undefined;
}

interface Listener {
  readonly heard: (entry: JournalEntry) => void;
  readonly refusalsOnly: boolean;
}

interface Pending {
  readonly trace: Trace;
  readonly answer: Answer;
  readonly ms: number;
}

/** Requests that the journal keeps unless it is told otherwise. */
const CAPACITY = 2_000;
const SETTLE_AFTER_MS = 25;
const BUSY = 100;
const SETTLE_WHEN_BUSY_AFTER_MS = 1_000;
const LONGEST_BODY = 4_096;

export class Journal {
  readonly #clock: LabClock;
  readonly #store: Store;
  readonly #listeners = new Set<Listener>();
  readonly #size: number;
  readonly #age: number | undefined;
  /** Oldest first, and when each came by the stopwatch. */
  #entries: JournalEntry[] = [];
  #cameAt: number[] = [];
  #pending: Pending[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #sequence = 0;
  readonly #run: string;

  constructor(clock: LabClock, store: Store, { size = CAPACITY, age }: JournalBounds = {}) {
    this.#clock = clock;
    this.#store = store;
    this.#size = size;
    this.#age = age;
    this.#run = Math.floor(clock.now()).toString(36);
  }

  /** Brings back what an earlier process persisted. */
  async load(): Promise<void> {
    const rows = await this.#store.journal(this.#size);
    this.#entries = rows.reverse().map((row) => JSON.parse(row.entry) as JournalEntry);
    this.#cameAt = rows.map(() => stopwatch());
  }

  /** Starts the trace of a request. */
  open(method: string, path: string): Trace {
    const id = `${this.#run}-${(++this.#sequence).toString(36)}`;
    return new Trace({ id, at: this.#clock.now(), method, path, startedAt: stopwatch() });
  }

  record(trace: Trace, answer: Answer): void {
    this.#pending.push({ trace, answer, ms: stopwatch() - trace.startedAt });
    this.#timer ??= setTimeout(() => this.#settleUnlessBusy(), SETTLE_AFTER_MS).unref();
  }

  /** Called with every entry, or every refusal, once it is rendered. Returns how to stop. */
  listen(heard: (entry: JournalEntry) => void, { refusalsOnly = false } = {}): () => void {
    const listener = { heard, refusalsOnly };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Newest first. */
  entries(filter: JournalFilter = {}): JournalEntry[] {
    this.settle();
    this.#forget();
    const found: JournalEntry[] = [];
    const limit = filter.limit ?? this.#size;
    for (let i = this.#entries.length - 1; i >= 0 && found.length < limit; i--) {
      const entry = this.#entries[i] as JournalEntry;
      if (matches(entry, filter)) found.push(entry);
    }
    return found;
  }

  /** The newest, or the newest of those that are meant. */
  last(filter: JournalFilter = {}): JournalEntry | undefined {
    return this.entries({ ...filter, limit: 1 })[0];
  }

  entry(id: string): JournalEntry | undefined {
    this.settle();
    this.#forget();
    return this.#entries.findLast((entry) => entry.id === id);
  }

  async clear(): Promise<void> {
    this.settle();
    this.#entries = [];
    this.#cameAt = [];
    await this.#writing;
    await this.#store.clearJournal();
  }

  #settleUnlessBusy(): void {
    const [oldest] = this.#pending;
    const waited = oldest ? stopwatch() - oldest.trace.startedAt : 0;
    if (this.#pending.length < BUSY || waited >= SETTLE_WHEN_BUSY_AFTER_MS) this.settle();
    else this.#timer = setTimeout(() => this.#settleUnlessBusy(), SETTLE_WHEN_BUSY_AFTER_MS / 4).unref();
  }

  /** Renders what is pending and hands it to the listeners and the store. */
  settle(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending.length === 0) return;
    const pending = this.#pending;
    this.#pending = [];
    const kept = pending.slice(-this.#size).map(render);
    this.#tell(pending.slice(0, -this.#size), kept);
    this.#entries.push(...kept);
    this.#cameAt.push(...pending.slice(-this.#size).map(({ trace }) => trace.startedAt));
    if (this.#entries.length > this.#size * 1.2 || this.#age !== undefined) this.#forget();
    const rows: JournalRow[] = kept.map((entry) => ({
      id: entry.id,
      at: Date.parse(entry.at),
      entry: JSON.stringify(entry),
    }));
    this.#writing = this.#writing
      .then(() =>
        this.#store.appendJournal(rows, this.#age === undefined ? this.#size : this.#entries.length),
      )
      .catch(() => undefined);
  }

  /** Lets go of what is too much or too old. */
  #forget(): void {
    const oldest = this.#age === undefined ? 0 : stopwatch() - this.#age;
    const tooOld = this.#age === undefined ? 0 : this.#cameAt.findLastIndex((at) => at < oldest) + 1;
    const first = Math.max(tooOld, this.#entries.length - this.#size);
    if (first <= 0) return;
    this.#entries = this.#entries.slice(first);
    this.#cameAt = this.#cameAt.slice(first);
  }

  #tell(passedOver: readonly Pending[], kept: readonly JournalEntry[]): void {
    for (const { heard, refusalsOnly } of this.#listeners) {
      const wanted = refusalsOnly ? passedOver.filter(({ trace }) => trace.refusal) : passedOver;
      for (const entry of wanted.map(render)) heard(entry);
      for (const entry of kept) if (!refusalsOnly || entry.refusal) heard(entry);
    }
  }

  /** Settles and waits until the store has it. */
  async close(): Promise<void> {
    this.settle();
    await this.#writing;
  }
}

/** Whether an entry is one of those that are meant; the limit aside. */
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

function render({ trace, answer, ms }: Pending): JournalEntry {
  const { refusal } = trace;
  return {
    id: trace.id,
    at: new Date(trace.at).toISOString(),
    org: trace.org ?? null,
    endpoint: endpointOf(trace.path),
    method: trace.method,
    path: trace.path,
    grantType: trace.grantType ?? null,
    clientId: trace.clientId ?? null,
    username: trace.username ?? null,
    ...(trace.ip !== undefined && { ip: trace.ip }),
    outcome: refusal ? 'refused' : 'answered',
    status: answer.status,
    refusal: refusal
      ? {
          name: refusal.refusal,
          error: refusal.facts.error,
          error_description: refusal.description,
          why: refusal.why,
          fix: refusal.fix(trace.appKind),
          ...(refusal.armed && { armed: refusal.armed.id }),
        }
      : null,
    ...(trace.struck && { armed: { id: trace.struck.id, what: trace.struck.what } }),
    checks: trace.explainedChecks(),
    ...(trace.logIn && { logIn: trace.logIn }),
    ...(trace.notes && { notes: trace.notes }),
    request: trace.parameters ? redactParameters(trace.parameters) : {},
    response: renderAnswer(answer),
    ms: Math.round(ms * 1000) / 1000,
  };
}

function renderAnswer({ contentType, body, location }: Answer): JournalEntry['response'] {
  return {
    ...(location === undefined ? {} : { location: redactUrl(location) }),
    ...(body === undefined || contentType?.startsWith('text/html')
      ? {}
      : { body: renderBody(body, contentType) }),
  };
}

function renderBody(body: string, contentType = ''): unknown {
  if (body.length > LONGEST_BODY || contentType.startsWith('application/xml'))
    return `${body.length} characters`;
  if (contentType.startsWith('application/x-www-form-urlencoded')) return redactUrl(`?${body}`).slice(1);
  if (!body.startsWith('{') && !body.startsWith('[')) return body;
  try {
    return redactJson(JSON.parse(body));
  } catch {
    return `${body.length} characters`;
  }
}

/** `token` for /services/oauth2/token, `rest` for /services/data/…: the word that filters and armed failures use. */
export function endpointOf(path: string): string {
  const segments = path.split('/').filter(Boolean);
  if (segments[0] === 'services') {
    if (segments[1] === 'auth') return segments[2] === 'headless' ? 'headless' : 'pages';
    return segments[1] === 'oauth2' ? (segments[2] ?? 'oauth2') : 'rest';
  }
  if (segments[0] === '.well-known') return segments[1] ?? '.well-known';
  if (segments[0] === 'id') return segments[1] === 'keys' ? 'keys' : 'identity';
  if (segments[0] === 'setup' || segments[0] === undefined) return 'pages';
  return segments[0];
}
