/**
 * Whether a database file can be used. What SQLite says of its disk is noted as it happens; whether its files are still the
 * ones that were opened is looked up once a second, as SQLite itself goes on in a file that has no name any more.
 */
import { statSync } from 'node:fs';
import { clearInterval, setInterval } from 'node:timers';
import type { Database } from 'better-sqlite3';
import { type Availability, StoreUnavailable } from '../availability.ts';

/** Milliseconds of real time. */
const LOOK_EVERY = 1_000;

/** What SQLite says when the disk, the permissions or another process are at fault, and not the statement. */
const OUTAGE = /^SQLITE_(?:FULL|IOERR|CANTOPEN|READONLY|PERM|NOMEM|PROTOCOL|BUSY|CORRUPT|NOTADB)/;

export class FileAvailability implements Availability {
  readonly #db: Database;
  /** The database with its side files, and what they were when they were opened; none of a database in memory. */
  readonly #files: readonly (readonly [path: string, identity: string])[];
  /** Bytes of the database file when it was looked at last. It never shrinks: nothing here gives pages back. */
  #size: number;
  readonly #listeners: ((problem: string | undefined) => void)[] = [];
  readonly #timer: NodeJS.Timeout | undefined;
  #problem: string | undefined;
  /** Whether writing would make it worse: no file of that name is ours any more, or what is in it is spoiled. */
  #isLost = false;

  constructor(db: Database) {
    this.#db = db;
    const paths = db.memory ? [] : [db.name, `${db.name}-wal`, `${db.name}-shm`];
    this.#files = paths.map((path) => [path, identityOf(path)] as const).filter(([, is]) => is !== NO_FILE);
    this.#size = sizeOf(db);
    if (!db.memory) this.#timer = setInterval(() => void this.check(), LOOK_EVERY).unref();
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  listen(heard: (problem: string | undefined) => void): void {
    this.#listeners.push(heard);
  }

  async check(): Promise<string | undefined> {
    const gone = this.#files.find(([path, identity]) => identityOf(path) !== identity)?.[0];
    if (gone !== undefined) this.#lose(goneSentence(gone));
    else if (this.#hasShrunk()) this.#lose(shrunkSentence(this.#db.name));
    else if (this.#problem !== undefined && !this.#isLost) this.#probe();
    return this.#problem;
  }

  /** @throws StoreUnavailable when what is written would be lost */
  wantFile(): void {
    if (this.#isLost) throw new StoreUnavailable(this.#problem);
  }

  /** An outage is noted and becomes a sentence; any other error stays what it is. */
  explain(error: unknown): unknown {
    if (!isOutage(error)) return error;
    const { code, message } = error;
    const store = `The store ${this.#db.name}`;
    // It passes by itself, and has cost five seconds of waiting already.
    if (code.startsWith('SQLITE_BUSY'))
      return new StoreUnavailable(`${store} is locked by another process: end that one.`);
    if (this.#isLost) return new StoreUnavailable(this.#problem);
    if (/^SQLITE_(?:CORRUPT|NOTADB)/.test(code))
      this.#lose(`${store} is corrupt (${message}): stop, and restore it from a copy or move it away.`);
    else if (code === 'SQLITE_FULL')
      this.#become(`${store} has no room, the disk is full: make room, and it goes on by itself.`);
    else this.#become(`${store} cannot be used (${message}): look after its disk and its permissions.`);
    return new StoreUnavailable(this.#problem);
  }

  /** What is read, with its errors explained. @throws StoreUnavailable */
  async explained<Found>(read: () => Found | Promise<Found>): Promise<Found> {
    try {
      return await read();
    } catch (error) {
      throw this.explain(error);
    }
  }

  /** Requests may end later still, whose clients have left: what they would write is lost, and nobody is told. */
  close(): void {
    clearInterval(this.#timer);
    this.#isLost = true;
  }

  #hasShrunk(): boolean {
    const before = this.#size;
    this.#size = sizeOf(this.#db);
    return this.#size < before;
  }

  /** Writes more than a page and takes it back. That some write succeeds says little: a small one finds room where the next does not. */
  #probe(): void {
    try {
      const write = this.#db.transaction(() => {
        this.#db.exec("insert into meta (name, value) values ('probe', zeroblob(65536))");
        this.#db.exec("delete from meta where name = 'probe'");
      });
      write.immediate();
      this.#become(undefined);
    } catch (error) {
      this.explain(error);
    }
  }

  #lose(problem: string): void {
    this.#isLost = true;
    this.#become(problem);
  }

  #become(problem: string | undefined): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    for (const heard of this.#listeners) heard(problem);
  }
}

interface SqliteFailure extends Error {
  readonly code: string;
}

/** Whether the disk, the permissions or another process are at fault, and not what was asked. */
export function isOutage(error: unknown): error is SqliteFailure {
  return error instanceof Error && 'code' in error && OUTAGE.test(String(error.code));
}

const NO_FILE = 'none';

/** Another word for another file of the same name. */
function identityOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? NO_FILE : `${found.dev}:${found.ino}`;
}

function sizeOf({ memory, name }: Database): number {
  return memory ? 0 : (statSync(name, { throwIfNoEntry: false })?.size ?? 0);
}

function shrunkSentence(path: string): string {
  return (
    `${path} was emptied or cut short under the running server: nothing is written any more. ` +
    'Stop, restore it from a copy or move it away, and start again.'
  );
}

function goneSentence(path: string): string {
  return (
    `${path} was deleted, moved or replaced under the running server: nothing is written any more. ` +
    'What it had can still be saved with fauxforce snapshot save <file>; then stop, and start again.'
  );
}
