/** The table of log-ins by minute, of a rolling hour (token.md 1.6). */
import type { CountedLogIn, LogInCounts } from '../log-ins.ts';
import type { Given, Kinds, OnSql } from './grouped.ts';
import type { Sql } from './sql.ts';

const MINUTE = 60_000;
/** Minutes. */
const WINDOW = 60;

interface Recent {
  readonly userId: string;
  readonly minute: number;
  recent: number;
  added: number;
}

export class LogInCountTable implements OnSql<LogInCounts, 'count'> {
  readonly kinds: Kinds<LogInCounts, 'count'> = { count: 'joint write' };

  /** @returns how many log-ins there were before each */
  count(sql: Sql, given: Given<LogInCounts, 'count'>): Promise<number[]> {
    return countAll(sql, given, () => 1);
  }

  async fill(sql: Sql, logIn: CountedLogIn): Promise<void> {
    await countAll(sql, [[logIn]], (recent) => logIn.most - recent);
  }
}

/** Counts one after the other, and writes what came of it once for each user and minute. */
async function countAll(
  sql: Sql,
  logIns: readonly (readonly [CountedLogIn])[],
  howMany: (recent: number) => number,
): Promise<number[]> {
  const counts = await readRecent(sql, logIns);
  const before = logIns.map(([{ userId, at, most }]) => {
    const count = counts.get(keyOf(userId, minuteOf(at))) as Recent;
    const { recent } = count;
    if (recent < most) {
      const added = howMany(recent);
      for (const other of counts.values()) if (isOfHour(other, count)) other.recent += added;
      count.added += added;
    }
    return recent;
  });
  await addAll(
    sql,
    [...counts.values()].filter(({ added }) => added > 0),
  );
  return before;
}

/** The log-ins of the hour before each of these minutes. */
async function readRecent(
  sql: Sql,
  logIns: readonly (readonly [CountedLogIn])[],
): Promise<ReadonlyMap<string, Recent>> {
  const wanted = new Map(
    logIns.map(([{ userId, at }]) => [keyOf(userId, minuteOf(at)), { userId, minute: minuteOf(at) }]),
  );
  const all = [...wanted.values()];
  const found = await sql.all<Omit<Recent, 'added'>>`select wanted.user_id, wanted.minute, l.recent
    from unnest(${all.map(({ userId }) => userId)}::text[], ${all.map(({ minute }) => minute)}::double precision[])
      as wanted (user_id, minute)
    cross join lateral (select coalesce(sum(log_ins), 0) as recent from log_ins_of_minute
      where user_id = wanted.user_id and minute > wanted.minute - ${WINDOW}::double precision
        and minute <= wanted.minute) l`;
  return new Map(found.map((recent) => [keyOf(recent.userId, recent.minute), { ...recent, added: 0 }]));
}

async function addAll(sql: Sql, counts: readonly Recent[]): Promise<void> {
  if (counts.length === 0) return;
  const [users, minutes] = [counts.map(({ userId }) => userId), counts.map(({ minute }) => minute)];
  await Promise.all([
    sql.run`insert into log_ins_of_minute as l (user_id, minute, log_ins)
      select * from unnest(${users}::text[], ${minutes}::double precision[],
        ${counts.map(({ added }) => added)}::double precision[])
      on conflict (user_id, minute) do update set log_ins = l.log_ins + excluded.log_ins`,
    sql.run`delete from log_ins_of_minute l using unnest(${users}::text[], ${minutes}::double precision[])
        as counted (user_id, minute)
      where l.user_id = any(${users}::text[]) and l.user_id = counted.user_id and l.minute <= counted.minute - ${WINDOW}::double precision`,
  ]);
}

/** Whether a log-in of that minute counts in the hour of this one. */
function isOfHour(one: Recent, added: Recent): boolean {
  return one.userId === added.userId && added.minute > one.minute - WINDOW && added.minute <= one.minute;
}

function minuteOf(at: number): number {
  return Math.floor(at / MINUTE);
}

function keyOf(userId: string, minute: number): string {
  return `${minute} ${userId}`;
}
