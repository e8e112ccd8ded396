/** The tables of wrong passwords since the last correct one, and of used codes. */
import type { FailedLogIns, LogInTry, TriedLogIn, WrongPasswords } from '../log-ins.ts';
import type { Kinds, OnSql } from './grouped.ts';
import type { Sql } from './sql.ts';

export class FailedLogInTable implements OnSql<FailedLogIns> {
  readonly kinds: Kinds<FailedLogIns> = { find: 'read' };

  find(sql: Sql, userId: string): Promise<WrongPasswords | undefined> {
    return sql.one`select failures, last_at from failed_log_in where user_id = ${userId}`;
  }

  async try(sql: Sql, { userId, at, found, codeStep, most, lockout }: LogInTry): Promise<TriedLogIn> {
    const before = await this.find(sql, userId);
    const isFull = before !== undefined && most !== undefined && before.failures >= most;
    if (isFull && (lockout === undefined || at < before.lastAt + lockout)) return 'locked out';
    const isUsed = codeStep !== undefined && !(await useCode(sql, userId, codeStep));
    const outcome = isUsed ? 'used' : found;
    const failures = isFull ? 0 : (before?.failures ?? 0);
    if (outcome === 'right' && before) await this.forget(sql, userId);
    if (most !== undefined && (outcome === 'wrong' || outcome === 'used'))
      await sql.run`insert into failed_log_in (user_id, failures, last_at) values (${userId}, ${failures + 1}, ${at})
        on conflict (user_id) do update set failures = excluded.failures, last_at = excluded.last_at`;
    return outcome;
  }

  async forget(sql: Sql, userId: string): Promise<void> {
    await sql.run`delete from failed_log_in where user_id = ${userId}`;
  }
}

/** @returns whether it was the first time */
async function useCode(sql: Sql, userId: string, step: number): Promise<boolean> {
  return (
    (await sql.run`insert into used_code (user_id, step) values (${userId}, ${step}) on conflict do nothing`) ===
    1
  );
}
