/**
 * The table of used assertions. They are not forgotten by time, since a clock moved back makes an old one valid again. The
 * oldest rows go once there are so many that they must be older than some minutes.
 */
import type { Row } from '../rows.ts';
import type { UsedAssertions } from '../used-assertions.ts';
import type { Kinds, OnSql } from './grouped.ts';
import type { Sql } from './sql.ts';

const MOST = 1_000_000;

/** @returns whether it was the first time */
export async function useAssertion(sql: Sql, hash: Buffer, most = MOST): Promise<boolean> {
  const row =
    await sql.value<Row>`insert into used_assertion (hash) values (${hash}) on conflict do nothing returning id`;
  if (row === undefined) return false;
  await sql.run`delete from used_assertion where id <= ${row - most}`;
  return true;
}

export class UsedAssertionTable implements OnSql<UsedAssertions> {
  readonly kinds: Kinds<UsedAssertions> = {};

  use(sql: Sql, hash: Buffer): Promise<boolean> {
    return useAssertion(sql, hash);
  }
}
