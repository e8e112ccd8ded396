/** The replicas of a run, and what becomes of each request that is sent to one. */
import { Browser, type Visitor, type Walk } from '../../src/testing/browser.ts';
import { JOURNAL_HEADER } from '../../src/wire/headers.ts';
import type { JournalLedger } from './journal-ledger.ts';
import type { Random } from './random.ts';
import type { Replica } from './replica.ts';
import type { Report } from './report.ts';

/** Milliseconds within which every request is answered, also while the store is away. */
const LONGEST_ANSWER = 30_000;
/** Milliseconds after an outage in which a request may still be told of it. */
const AFTER_OUTAGE = 5_000;
/** Is sent while it is read: without its store the rest of it cannot come, and a client must not take the beginning for all. */
const SNAPSHOT = '/_fauxforce/snapshot';

/** What a replica says of a database that answers too late, as docs/replicas.md has it. */
const TOO_SLOW = /takes too long to answer|is held by another replica|no answer yet/;

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Nobody knows what became of a request: its replica was killed, or its store was away. */
export class Lost extends Error {
  override readonly name = 'Lost';
}

/** What a browser does, at one replica. */
type Visit = (browser: Browser, origin: string) => Promise<Walk>;

export class Fleet {
  readonly replicas: readonly Replica[];
  readonly #report: Report;
  readonly #journal: JournalLedger;
  /** When the store was away, the last time. */
  #outage = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY };

  constructor(replicas: readonly Replica[], report: Report, journal: JournalLedger) {
    this.replicas = replicas;
    this.#report = report;
    this.#journal = journal;
  }

  /** While this runs, requests may be told that the store is away. */
  async duringOutage(work: () => Promise<void>): Promise<void> {
    this.#outage = { from: performance.now(), to: Number.POSITIVE_INFINITY };
    await work();
    this.#outage.to = performance.now();
  }

  /** A replica by chance; one that is not up sends its clients to the next. */
  any(random: Random): Replica {
    const first = random.between(0, this.replicas.length - 1);
    const inTurn = [...this.replicas.slice(first), ...this.replicas.slice(0, first)];
    return inTurn.find(({ isUp }) => isUp) ?? (inTurn[0] as Replica);
  }

  get up(): readonly Replica[] {
    return this.replicas.filter(({ isUp }) => isUp);
  }

  /** @throws Lost */
  async send(replica: Replica, path: string, init: RequestInit = {}): Promise<Answer> {
    return this.#watched(replica, path, async () => {
      const signal = AbortSignal.timeout(LONGEST_ANSWER);
      const answer = await fetch(replica.url + path, { ...init, redirect: 'manual', signal });
      const text = await answer.text();
      const id = answer.headers.get(JOURNAL_HEADER);
      if (id) this.#journal.answered(id, replica);
      return { status: answer.status, text };
    });
  }

  /** The same for a form. @throws Lost */
  post(replica: Replica, path: string, form: Readonly<Record<string, string>>): Promise<Answer> {
    return this.send(replica, path, { method: 'POST', body: new URLSearchParams(form) });
  }

  /** What the lab answers. @throws Lost */
  async lab<Body>(replica: Replica, method: string, path: string, body?: unknown): Promise<Body> {
    const { status, text } = await this.send(replica, `/_fauxforce${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (status >= 300) throw new Error(`${method} ${path} answered ${status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Body;
  }

  /** Where a browser's walk ends at a replica. @throws Lost */
  async walk(replica: Replica, browser: Browser, visit: Visit): Promise<Walk> {
    const before = browser.journalIds.length;
    return this.#watched(replica, 'a walk', async () => {
      const walk = await visit(browser, replica.url);
      for (const id of browser.journalIds.slice(before)) this.#journal.answered(id, replica);
      return Object.assign(walk, { status: walk.callback ? 302 : walk.status });
    });
  }

  /** The code that an app gets, whose user presses Allow. @throws Lost */
  async code(replica: Replica, app: Wanted, user: Visitor, browser = new Browser()): Promise<string> {
    const parameters = { response_type: 'code', client_id: app.key, redirect_uri: app.callback };
    const walk = await this.walk(replica, browser, (own, origin) => own.authorize(origin, parameters, user));
    const { code } = walk.callback ?? {};
    if (code) return code;
    throw new Error(`the log-in of ${user.username} ended on ${JSON.stringify(walk).slice(0, 300)}`);
  }

  /** Looks at what becomes of a request. */
  async #watched<Seen extends { readonly status: number }>(
    replica: Replica,
    what: string,
    work: () => Promise<Seen>,
  ): Promise<Seen> {
    const { life, isUp } = replica;
    const begun = performance.now();
    this.#report.count('requests');
    try {
      const seen = await work();
      this.#report.answered(performance.now() - begun);
      if (seen.status >= 500) this.#refused(replica, what, begun, JSON.stringify(seen).slice(0, 300));
      return seen;
    } catch (error) {
      if (error instanceof Lost) throw error;
      if (!isUp || !replica.isUp || replica.life !== life) this.#report.count('requests that a kill cut off');
      else if (what === SNAPSHOT && this.#isOutage(begun))
        this.#report.count('snapshots that an outage cut off');
      else
        this.#report.breaks(
          'requests are answered within a bound, with nothing worse than 503 during an outage',
          `${what} at ${replica.name} ended after ${Math.round(performance.now() - begun)} ms with ${said(error)}`,
        );
      throw new Lost(what);
    }
  }

  /** @param begun when the request was sent */
  #isOutage(begun: number): boolean {
    return performance.now() > this.#outage.from && begun < this.#outage.to + AFTER_OUTAGE;
  }

  #refused(replica: Replica, what: string, begun: number, seen: string): never {
    const isUnavailable = seen.includes('"status":503');
    if (isUnavailable && this.#isOutage(begun)) this.#report.count('requests that an outage refused');
    else if (isUnavailable && TOO_SLOW.test(replica.lastComplaint))
      this.#report.count('requests refused because the machine left the database no time');
    else
      this.#report.breaks(
        'requests are answered within a bound, with nothing worse than 503 during an outage',
        `${what} at ${replica.name} answered ${seen}, and it last said: ${replica.lastComplaint}`,
      );
    throw new Lost(what);
  }
}

/** What a walk needs of an app. */
interface Wanted {
  readonly key: string;
  readonly callback: string;
}

function said(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
