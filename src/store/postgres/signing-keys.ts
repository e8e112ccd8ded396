/** The table of private keys. */
import type { Row } from '../rows.ts';
import type { SigningKey, SigningKeys, StoredSigningKey } from '../signing-keys.ts';
import type { Kinds, OnSql } from './grouped.ts';
import { fragment, type Sql } from './sql.ts';

/** How many keys of one owner are kept. */
const KEPT = 3;

const SELECT = fragment`select id as row, owner, kid, private_key, created_at from signing_key`;

export class SigningKeyTable implements OnSql<SigningKeys> {
  readonly kinds: Kinds<SigningKeys> = { newest: 'read', all: 'read' };

  newest(sql: Sql, owner: string): Promise<StoredSigningKey[]> {
    return sql.all`${SELECT} where owner = ${owner} order by id desc limit ${KEPT}`;
  }

  all(sql: Sql): Promise<StoredSigningKey[]> {
    return sql.all`${SELECT} order by id desc`;
  }

  /** @returns false, and nothing happens, when the owner's newest key is not `after` */
  async append(
    sql: Sql,
    { owner, kid, privateKey, createdAt }: SigningKey,
    after: Row | undefined,
  ): Promise<boolean> {
    const [newest] = await this.newest(sql, owner);
    if (newest?.row !== after) return false;
    await sql.run`insert into signing_key (owner, kid, private_key, created_at)
      values (${owner}, ${kid}, ${privateKey}, ${createdAt})`;
    await sql.run`delete from signing_key where owner = ${owner} and id <=
      (select id from signing_key where owner = ${owner} order by id desc limit 1 offset ${KEPT})`;
    return true;
  }
}
