/** The table of log-ins by minute, of a rolling hour (token.md 1.6). The methods belong inside a transaction. */
import type { CountedLogIn, LogInCounts } from '../log-ins.ts';
import type { Synchronous } from './grouped.ts';
import type { Statements } from './statements.ts';

const MINUTE = 60_000;
/** Minutes. */
const WINDOW = 60;

export class LogInCountTable implements Synchronous<LogInCounts> {
  readonly #recent;
  readonly #add;
  readonly #forget;

  constructor(db: Statements) {
    this.#recent = db
      .prepare<[string, number, number], number>(
        `select coalesce(sum(log_ins), 0) from log_ins_of_minute
         where user_id = ? and minute > ? and minute <= ?`,
      )
      .pluck();
    this.#add = db.prepare(
      `insert into log_ins_of_minute (user_id, minute, log_ins) values (?, ?, ?)
       on conflict (user_id, minute) do update set log_ins = log_ins + excluded.log_ins`,
    );
    this.#forget = db.prepare('delete from log_ins_of_minute where user_id = ? and minute <= ?');
  }

  /** @returns how many log-ins there were before */
  count(logIn: CountedLogIn): number {
    return this.#addTo(logIn, () => 1);
  }

  fill(logIn: CountedLogIn): void {
    this.#addTo(logIn, (recent) => logIn.most - recent);
  }

  #addTo({ userId, at, most }: CountedLogIn, logIns: (recent: number) => number): number {
    const minute = Math.floor(at / MINUTE);
    const recent = this.#recent.get(userId, minute - WINDOW, minute) ?? 0;
    if (recent < most) {
      this.#add.run(userId, minute, logIns(recent));
      this.#forget.run(userId, minute - WINDOW);
    }
    return recent;
  }
}
