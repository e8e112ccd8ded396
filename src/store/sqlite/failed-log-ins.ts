/**
 * The tables of wrong passwords since the last correct one, and of used codes. The methods that write belong inside a
 * transaction.
 */
import type { FailedLogIns, LogInTry, TriedLogIn, WrongPasswords } from '../log-ins.ts';
import type { Kinds, Synchronous } from './grouped.ts';
import type { Statements } from './statements.ts';

export class FailedLogInTable implements Synchronous<FailedLogIns> {
  readonly kinds: Kinds<FailedLogIns> = { find: 'read' };
  readonly #find;
  readonly #count;
  readonly #forget;
  readonly #useCode;

  constructor(db: Statements) {
    this.#find = db.prepare<[string], WrongPasswords>(
      'select failures, last_at as lastAt from failed_log_in where user_id = ?',
    );
    this.#count = db.prepare(
      `insert into failed_log_in (user_id, failures, last_at) values (?, ?, ?)
       on conflict (user_id) do update set failures = excluded.failures, last_at = excluded.last_at`,
    );
    this.#forget = db.prepare('delete from failed_log_in where user_id = ?');
    this.#useCode = db.prepare('insert or ignore into used_code (user_id, step) values (?, ?)');
  }

  find(userId: string): WrongPasswords | undefined {
    return this.#find.get(userId);
  }

  try({ userId, at, found, codeStep, most, lockout }: LogInTry): TriedLogIn {
    const before = this.find(userId);
    const isFull = before !== undefined && most !== undefined && before.failures >= most;
    if (isFull && (lockout === undefined || at < before.lastAt + lockout)) return 'locked out';
    const isUsed = codeStep !== undefined && this.#useCode.run(userId, codeStep).changes === 0;
    const outcome = isUsed ? 'used' : found;
    const failures = isFull ? 0 : (before?.failures ?? 0);
    if (outcome === 'right' && before) this.forget(userId);
    if (most !== undefined && (outcome === 'wrong' || outcome === 'used'))
      this.#count.run(userId, failures + 1, at);
    return outcome;
  }

  forget(userId: string): void {
    this.#forget.run(userId);
  }
}
