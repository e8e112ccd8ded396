/** What stories share: the replicas, and what was answered so far. */
import { type Fleet, Lost } from './fleet.ts';
import type { Random } from './random.ts';
import type { RecordLedger } from './record-ledger.ts';
import type { Replica } from './replica.ts';
import type { Report } from './report.ts';
import { PASSWORD, usernames } from './seed.ts';
import type { TokenLedger } from './token-ledger.ts';

/** Something that clients do, with what must come of it. It ends with {@link Lost} where nobody can know any more. */
export type Story = (soak: Soak, random: Random) => Promise<void>;

export interface Soak {
  readonly fleet: Fleet;
  readonly report: Report;
  readonly tokens: TokenLedger;
  readonly records: RecordLedger;
  readonly users: Users;
}

/** Users of whom each is in one story at a time. Who was in none for the longest time is next. */
export class Users {
  readonly #free = [...usernames];

  /** Runs with a user who has no approval and no token. */
  async with(
    { fleet, report, tokens }: Omit<Soak, 'users'>,
    random: Random,
    run: (user: { readonly username: string; readonly password: string }) => Promise<void>,
  ): Promise<void> {
    const username = this.#free.shift();
    if (username === undefined) throw new Error('no user is free');
    try {
      const own = tokens.allOfMayEnd(username);
      await fleet.lab(fleet.any(random), 'DELETE', `/tokens?username=${username}`);
      for (const token of own) tokens.ended(token);
      report.count('users whose tokens were all revoked');
      await everywhere(fleet, own.slice(0, 2), (token, replica, lives) =>
        report.expect(
          !lives,
          'what is revoked is dead everywhere',
          () => `after DELETE /tokens of ${username} ${token} lives at ${replica.name}`,
        ),
      );
      await run({ username, password: PASSWORD });
    } finally {
      this.#free.push(username);
    }
  }
}

/** Whether a replica takes an access token. @throws Lost */
export async function lives(fleet: Fleet, replica: Replica, token: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${token}` };
  const { status, text } = await fleet.send(replica, '/services/oauth2/userinfo', { headers });
  if (status === 200) return true;
  if (status === 403) return false;
  throw new Error(`userinfo answered ${status}: ${text}`);
}

/** Asks every replica that is up of every token. What is lost is not told. */
export async function everywhere(
  fleet: Fleet,
  tokens: readonly string[],
  tell: (token: string, replica: Replica, lives: boolean) => void,
): Promise<void> {
  const asked = tokens.flatMap((token) => fleet.up.map((replica) => ({ token, replica })));
  await Promise.all(
    asked.map(async ({ token, replica }) => {
      const alive = await orLost(lives(fleet, replica, token));
      if (alive !== undefined) tell(token, replica, alive);
    }),
  );
}

/** Undefined where nobody knows what became of it. */
export async function orLost<Result>(work: Promise<Result>): Promise<Result | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Lost) return undefined;
    throw error;
  }
}

/** Sends the same at once, each to any replica. @returns what was answered, without what was lost */
export async function race<Result>(times: number, send: () => Promise<Result>): Promise<Result[]> {
  const answers = await Promise.all(Array.from({ length: times }, () => orLost(send())));
  return answers.filter((answer): answer is Exclude<typeof answer, undefined> => answer !== undefined);
}

/** Does something for each, some at a time. What is lost is left out. */
export async function eachOf<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  const inTurn = async () => {
    for (const item of rest) await orLost(work(item));
  };
  await Promise.all(Array.from({ length: 8 }, inTurn));
}
