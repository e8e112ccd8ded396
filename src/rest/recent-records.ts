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
  /** By user, then by record id, the last one last. */
  readonly #byUser = new Map<string, Map<string, RecentRecord>>();

  note(by: Viewer, record: RecentRecord): void {
    const user = keyOf(by);
    const own = this.#byUser.get(user) ?? new Map<string, RecentRecord>();
    putLast(own, record.id, record, MOST_OF_A_USER);
    putLast(this.#byUser, user, own, MOST_USERS);
  }

  /** The last one first. */
  of(by: Viewer): readonly RecentRecord[] {
    return [...(this.#byUser.get(keyOf(by))?.values() ?? [])].reverse();
  }
}

/** Beyond the most that are kept, the first one goes. */
function putLast<Value>(all: Map<string, Value>, key: string, value: Value, most: number): void {
  all.delete(key);
  all.set(key, value);
  const [first] = all.keys();
  if (all.size > most && first !== undefined) all.delete(first);
}

function keyOf({ org, user }: Viewer): string {
  return `${org.id} ${user.id}`;
}
