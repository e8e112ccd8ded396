/**
 * Grouped commits (docs/decisions/0001): writes that come while a group is being committed are the next group, one transaction.
 *
 * A group holds the lock of its lane, so that of all replicas one writes at a time: what an operation reads is still true when it
 * writes, rows are numbered in the order of their commits, and no two wait for each other. In its transaction a group marks that it was
 * here: if the connection is lost during the commit, the mark says whether it was committed.
 */
import { setImmediate } from 'node:timers';
import { StoreUnavailable } from '../availability.ts';
import type { Joint } from './joint.ts';
import type { Link } from './link.ts';
import { isOfStatement } from './outage.ts';
import type { Sql } from './sql.ts';

/** The most operations of one group. */
const LARGEST_GROUP = 512;

interface Write {
  /** Runs once for all of a group that have the same. It may run twice, the first time rolled back: it must change nothing but the database. */
  readonly joint: Joint;
  readonly given: readonly unknown[];
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** A lane of writes: its name is unique among all processes. */
export interface Lane {
  readonly link: Link;
  readonly writer: string;
  /** SQL that takes the lane's lock until the end of the transaction. */
  readonly lock: string;
}

export class GroupWrites {
  readonly #lane: Lane;
  #pending: Write[] = [];
  #running: Promise<void> | undefined;
  #groups = 0;

  constructor(lane: Lane) {
    this.#lane = lane;
  }

  /** @returns the operation's result, once committed; rejects with what it threw */
  run<T>(operation: (sql: Sql) => Promise<T>): Promise<T> {
    return this.runJoint(async (sql) => [await operation(sql)], []) as Promise<T>;
  }

  /** The same for what is done once for all of a group. */
  runJoint(joint: Joint, given: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ joint, given, resolve, reject });
      this.#running ??= this.#runAll();
    });
  }

  /** Waits until everything that was asked for is committed. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #runAll(): Promise<void> {
    // The writes of one turn of the event loop are one group.
    await new Promise(setImmediate);
    while (this.#pending.length > 0) await this.#commit(this.#pending.splice(0, LARGEST_GROUP));
    this.#running = undefined;
  }

  async #commit(group: readonly Write[]): Promise<void> {
    const number = ++this.#groups;
    let done: readonly unknown[] | undefined;
    try {
      const results = await this.#lane.link.use(async (sql) => {
        const isDone = done !== undefined && (await this.#wasCommitted(sql, number));
        if (!isDone) done = undefined;
        return done ?? this.#attempt(sql, group, number, (all) => (done = all));
      });
      group.forEach((write, i) => {
        write.resolve(results[i]);
      });
    } catch (error) {
      const isOfAll = error instanceof StoreUnavailable && !isOfStatement(error.cause);
      if (group.length === 1 || isOfAll) for (const write of group) write.reject(error);
      else for (const write of group) await this.#commit([write]);
    }
  }

  /** @param ready called with the results before they are committed: whether they were is not known if the commit fails */
  async #attempt(
    sql: Sql,
    group: readonly Write[],
    number: number,
    ready: (results: readonly unknown[]) => void,
  ): Promise<readonly unknown[]> {
    const { lock, writer } = this.#lane;
    // Sent at once, with the first statement behind it: the answers come in the order of the statements.
    const begun = sql.script(`begin; ${lock}`);
    const marked = sql.run`insert into writer (name, groups) values (${writer}, ${number})
      on conflict (name) do update set groups = excluded.groups, at = now()`;
    const outcomes = await Promise.allSettled([begun, marked, runAll(sql, group)]);
    try {
      const results = outcomes.map(resultOf)[2] as readonly unknown[];
      ready(results);
      await sql.script('commit');
      return results;
    } catch (error) {
      await rollback(sql);
      throw error;
    }
  }

  /** Once the lock is there, the transaction that was lost has ended, one way or the other. */
  async #wasCommitted(sql: Sql, number: number): Promise<boolean> {
    try {
      await sql.script(`begin; ${this.#lane.lock}`);
      const groups = await sql.value<number>`select groups from writer where name = ${this.#lane.writer}`;
      return groups === number;
    } finally {
      await rollback(sql);
    }
  }
}

/** One after the other. */
async function runAll(sql: Sql, group: readonly Write[]): Promise<unknown[]> {
  const results = new Map<Write, unknown>();
  for (const [joint, writes] of Map.groupBy(group, (write) => write.joint)) {
    const given = writes.map((write) => write.given);
    const found = await joint(sql, given);
    for (const [i, write] of writes.entries()) results.set(write, found[i]);
  }
  return group.map((write) => results.get(write));
}

/** Whatever went wrong: the connection is as it was, or lost. */
async function rollback(sql: Sql): Promise<void> {
  await sql.script('rollback').catch(() => undefined);
}

function resultOf(outcome: PromiseSettledResult<unknown>): unknown {
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}
