/**
 * The table of used assertions. They are not forgotten by time, since a clock moved back makes an old one valid again. The
 * oldest rows go once there are so many that they must be older than some minutes.
 */
import type { Row } from '../rows.ts';
import type { UsedAssertions } from '../used-assertions.ts';
import type { Given, Kinds, OnSql } from './grouped.ts';
import { firsts } from './joint.ts';
import type { Sql } from './sql.ts';

const MOST = 1_000_000;

interface Used {
  readonly row: Row;
  readonly hash: Buffer;
}

/** @returns of each whether it was the first time */
export async function useAssertions(sql: Sql, hashes: readonly Buffer[], most = MOST): Promise<boolean[]> {
  const names = hashes.map((hash) => hash.toString('hex'));
  const isFirst = firsts(names);
  const used = await sql.all<Used>`insert into used_assertion (hash)
    select hash from unnest(${hashes.filter((_, i) => isFirst[i])}::bytea[]) as given (hash)
    on conflict do nothing returning id as row, hash`;
  if (used.length > 0) {
    const newest = Math.max(...used.map(({ row }) => row));
    await sql.run`delete from used_assertion where id <= ${newest - most}`;
  }
  const isNew = new Set(used.map(({ hash }) => hash.toString('hex')));
  return names.map((name, i) => isFirst[i] === true && isNew.has(name));
}

export class UsedAssertionTable implements OnSql<UsedAssertions, 'use'> {
  readonly kinds: Kinds<UsedAssertions, 'use'> = { use: 'joint write' };

  use(sql: Sql, given: Given<UsedAssertions, 'use'>): Promise<boolean[]> {
    return useAssertions(
      sql,
      given.map(([hash]) => hash),
    );
  }
}
