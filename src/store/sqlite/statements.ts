/**
 * Statements that are prepared when they are first used. A store has 200 of them: preparing all took as long as the rest of its
 * opening, and most stores of tests use twenty.
 */
import type { Database, Statement as Prepared, RunResult } from 'better-sqlite3';

/**
 * The same statement with one plan for all values. SQLite looks at the values of parameters when it plans a join, an order or a limit, and
 * plans anew whenever another value is given: a record by its key took 28 microseconds, of which 24 were the planning. It does not look
 * into `likely`, which returns what it is given.
 *
 * @param sql its parameters have names
 */
export function plannedOnce(sql: string): string {
  return sql.replace(/:(\w+)/g, 'likely(:$1)');
}

/** What a table class makes its statements with. A bare connection is one, too. */
export interface Statements {
  /** @typeParam Row what a row is read as; after `pluck`, its first column */
  prepare<Given extends unknown[], Row = unknown>(sql: string): Statement<Given, Row>;
}

/** The part of better-sqlite3's statement that table classes use. @throws what SQLite says of the SQL, too, when it is used first */
export interface Statement<Given extends unknown[], Row> {
  run(...given: Given): RunResult;
  get(...given: Given): Row | undefined;
  all(...given: Given): Row[];
  iterate(...given: Given): IterableIterator<Row>;
  pluck(): this;
}

export class LateStatements implements Statements {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  prepare<Given extends unknown[], Row = unknown>(sql: string): Statement<Given, Row> {
    return new LateStatement(() => this.#db.prepare<Given, Row>(sql) as Prepared<Given, Row>);
  }
}

class LateStatement<Given extends unknown[], Row> implements Statement<Given, Row> {
  readonly #prepare: () => Prepared<Given, Row>;
  #prepared: Prepared<Given, Row> | undefined;
  #isPlucked = false;

  constructor(prepare: () => Prepared<Given, Row>) {
    this.#prepare = prepare;
  }

  run(...given: Given): RunResult {
    return this.#statement().run(...given);
  }

  get(...given: Given): Row | undefined {
    return this.#statement().get(...given);
  }

  all(...given: Given): Row[] {
    return this.#statement().all(...given);
  }

  iterate(...given: Given): IterableIterator<Row> {
    return this.#statement().iterate(...given);
  }

  pluck(): this {
    this.#isPlucked = true;
    return this;
  }

  #statement(): Prepared<Given, Row> {
    this.#prepared ??= this.#isPlucked ? this.#prepare().pluck() : this.#prepare();
    return this.#prepared;
  }
}
