/** The table of snapshots that have a name. */
import type { KeptSnapshot, SnapshotBounds, SnapshotFacts, Snapshots } from '../snapshots.ts';
import type { Kinds, OnSql } from './grouped.ts';
import type { Sql } from './sql.ts';

export class SnapshotTable implements OnSql<Snapshots> {
  readonly kinds: Kinds<Snapshots> = { list: 'read', document: 'long read' };

  list(sql: Sql): Promise<SnapshotFacts[]> {
    return sql.all`select name, taken_at, characters from kept_snapshot order by id desc`;
  }

  document(sql: Sql, name: string): Promise<Buffer | undefined> {
    return sql.value`select document from kept_snapshot where name = ${name}`;
  }

  async keep(
    sql: Sql,
    { name, takenAt, characters, document }: KeptSnapshot,
    bounds: SnapshotBounds,
  ): Promise<boolean> {
    const others = await sql.one<{ count: number; characters: number }>`select count(*) as count,
      coalesce(sum(characters), 0)::bigint as characters from kept_snapshot where name <> ${name}`;
    if (!others || others.count >= bounds.most) return false;
    if (others.characters + characters > bounds.characters) return false;
    await sql.run`delete from kept_snapshot where name = ${name}`;
    await sql.run`insert into kept_snapshot (name, taken_at, characters, document)
      values (${name}, ${takenAt}, ${characters}, ${document})`;
    return true;
  }

  async forget(sql: Sql, name: string): Promise<boolean> {
    return (await sql.run`delete from kept_snapshot where name = ${name}`) > 0;
  }
}
