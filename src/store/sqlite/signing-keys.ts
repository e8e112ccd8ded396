/** The table of private keys. */
import type { Row } from '../rows.ts';
import type { SigningKey, SigningKeys, StoredSigningKey } from '../signing-keys.ts';
import type { Kinds, Synchronous } from './grouped.ts';
import type { Statements } from './statements.ts';

/** How many keys of one owner are kept. */
const KEPT = 3;

const COLUMNS = 'id as row, owner, kid, private_key as privateKey, created_at as createdAt';

/** {@link append} belongs inside a transaction. */
export class SigningKeyTable implements Synchronous<SigningKeys> {
  readonly kinds: Kinds<SigningKeys> = { newest: 'read', all: 'read' };
  readonly #newest;
  readonly #all;
  readonly #append;
  readonly #forget;

  constructor(db: Statements) {
    this.#newest = db.prepare<[string], StoredSigningKey>(
      `select ${COLUMNS} from signing_key where owner = ? order by id desc limit ${KEPT}`,
    );
    this.#all = db.prepare<[], StoredSigningKey>(`select ${COLUMNS} from signing_key order by id desc`);
    this.#append = db.prepare(
      'insert into signing_key (owner, kid, private_key, created_at) values (?, ?, ?, ?)',
    );
    this.#forget = db.prepare(
      `delete from signing_key where owner = ? and id <=
         (select id from signing_key where owner = ? order by id desc limit 1 offset ${KEPT})`,
    );
  }

  /** Newest first. */
  newest(owner: string): StoredSigningKey[] {
    return this.#newest.all(owner);
  }

  all(): StoredSigningKey[] {
    return this.#all.all();
  }

  /** @returns false, and nothing happens, when the owner's newest key is not `after` */
  append({ owner, kid, privateKey, createdAt }: SigningKey, after: Row | undefined): boolean {
    if (this.newest(owner)[0]?.row !== after) return false;
    this.#append.run(owner, kid, privateKey, createdAt);
    this.#forget.run(owner, owner);
    return true;
  }
}
