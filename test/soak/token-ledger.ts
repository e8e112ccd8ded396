/** Access tokens that were answered, and must live until somebody has asked for their end. */
import type { Random } from './random.ts';

/** The tokens that ended last, of which none may come back. */
const MOST_DEAD = 5_000;

export class TokenLedger {
  /** Token -> the user whom it goes with when all of theirs are revoked; undefined: nobody ends it. */
  readonly #live = new Map<string, string | undefined>();
  readonly #dead: string[] = [];

  add(token: string, user?: string): void {
    this.#live.set(token, user);
  }

  /** Said before its end is asked for, and of what somebody may have ended: from now on it may be dead. */
  mayEnd(token: string): void {
    this.#live.delete(token);
  }

  /** The same for all of a user. @returns them */
  allOfMayEnd(user: string): readonly string[] {
    const own = [...this.#live].filter(([, owner]) => owner === user).map(([token]) => token);
    for (const token of own) this.#live.delete(token);
    return own;
  }

  /** Said once its end was answered. */
  ended(token: string): void {
    this.#dead.push(token);
    if (this.#dead.length > MOST_DEAD) this.#dead.shift();
  }

  isLive(token: string): boolean {
    return this.#live.has(token);
  }

  /** One that must live; undefined if there is none. */
  anyLive(random: Random): string | undefined {
    const tokens = this.live;
    return tokens.length === 0 ? undefined : random.pick(tokens);
  }

  get live(): readonly string[] {
    return [...this.#live.keys()];
  }

  get dead(): readonly string[] {
    return this.#dead;
  }
}
