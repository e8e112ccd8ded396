/** What users saw last: the records that they made, and those that they read or changed with `Sforce-Mru: updateMru=true`. */

export interface RecentRecord {
  readonly object: string;
  /** 18 characters. */
  readonly id: string;
}

interface Viewer {
  readonly org: { readonly id: string };
  readonly user: { readonly id: string };
}

/** As many as Salesforce keeps. */
const MOST_OF_A_USER = 200;
const MOST_USERS = 1_000;

/** In memory of one process, as API usage is. */
export class RecentRecords {
  readonly #byUser = new Map<string, readonly RecentRecord[]>();

  note(by: Viewer, record: RecentRecord): void {
    const others = this.of(by).filter(({ id }) => id !== record.id);
    const user = keyOf(by);
    this.#byUser.delete(user);
    this.#byUser.set(user, [record, ...others.slice(0, MOST_OF_A_USER - 1)]);
    const [oldest] = this.#byUser.keys();
    if (this.#byUser.size > MOST_USERS && oldest !== undefined) this.#byUser.delete(oldest);
  }

  /** The last one first. */
  of(by: Viewer): readonly RecentRecord[] {
    return this.#byUser.get(keyOf(by)) ?? [];
  }
}

function keyOf({ org, user }: Viewer): string {
  return `${org.id} ${user.id}`;
}
