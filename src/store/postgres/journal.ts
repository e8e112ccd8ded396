/** The journal table: a bounded tail of what happened. */
import {
  type JournalNews,
  type JournalRoom,
  type JournalRow,
  type JournalRows,
  LONGEST_BEHIND,
  type StoredJournalRow,
} from '../journal.ts';
import type { Row } from '../rows.ts';
import type { Kinds, OnSql } from './grouped.ts';
import type { Sql } from './sql.ts';

/** How many rows one append may delete beyond the number it adds. */
const MOST_DELETED = 50;
/** How many rows are looked at in one go for those that have room. */
const SLICE = 500;

interface Measured {
  readonly row: number;
  readonly bytes: number;
}

export class JournalTable implements OnSql<Omit<JournalRows, 'want'>> {
  readonly kinds: Kinds<Omit<JournalRows, 'want'>> = { newest: 'long read', end: 'read', after: 'read' };

  async append(sql: Sql, rows: readonly JournalRow[], keep: number, run?: string): Promise<Row> {
    const [added] = await Promise.all([
      sql.all<{ row: Row }>`insert into journal (entry_id, at, entry)
        select entry_id, at, entry from unnest(${rows.map(({ id }) => id)}::text[],
          ${rows.map(({ at }) => at)}::double precision[], ${rows.map(({ entry }) => entry)}::text[])
          with ordinality as given (entry_id, at, entry, place) order by place
        returning id as row`,
      sql.run`delete from journal where id in (
        select id from journal where id <= (select max(id) from journal) - ${keep}
        order by id limit ${rows.length + MOST_DELETED})`,
      run === undefined ? undefined : sql.run`delete from journal_behind where run = ${run}`,
    ]);
    return added.at(-1)?.row ?? 0;
  }

  async fallBehind(sql: Sql, run: string, milliseconds: number): Promise<void> {
    await Promise.all([
      sql.run`delete from journal_behind where until <= clock_timestamp()`,
      sql.run`insert into journal_behind (run, until)
        values (${run}, clock_timestamp() + ${Math.min(milliseconds, LONGEST_BEHIND)}::double precision * interval '1 millisecond')
        on conflict (run) do update set until = excluded.until`,
    ]);
  }

  async newest(sql: Sql, { rows: most, bytes: room, bytesOfOne }: JournalRoom): Promise<StoredJournalRow[]> {
    const measured = await sql.all<Measured>`select id as row, octet_length(entry) as bytes from (
        select id, entry from journal order by id desc limit ${most}) newest
      where octet_length(entry)::bigint <= ${bytesOfOne} order by id desc`;
    let total = 0;
    const fitting: number[] = [];
    for (const { row, bytes } of measured) {
      total += bytes;
      if (total > room) break;
      fitting.push(row);
    }
    const found: StoredJournalRow[] = [];
    for (let at = 0; at < fitting.length; at += SLICE) {
      const slice = fitting.slice(at, at + SLICE);
      found.push(
        ...(await sql.all<StoredJournalRow>`select j.id as row, j.entry_id as id, j.at, j.entry from journal j
          where j.id = any(${slice}::bigint[]) order by j.id desc`),
      );
    }
    return found;
  }

  async end(sql: Sql): Promise<Row> {
    const end =
      await sql.value<Row>`select case when is_called then last_value else 0 end from journal_id_seq`;
    return end ?? 0;
  }

  async after(sql: Sql, row: Row, most: number): Promise<JournalNews> {
    const [behind, found] = await Promise.all([
      // First: whose mark is gone by then has its rows among those that are read next.
      sql.column<string>`select run from journal_behind where until > clock_timestamp()
        and until <= clock_timestamp() + ${LONGEST_BEHIND}::double precision * interval '1 millisecond' order by run`,
      // In one statement: what is missing among these rows was cleared.
      sql.all<
        Pick<JournalNews, 'cleared'> & Partial<StoredJournalRow>
      >`select s.journal_cleared as cleared, j.id as row,
          j.entry_id as id, j.at, j.entry
        from lab_state s left join lateral (select * from journal where id > ${row} order by id limit ${most}) j on true
        order by j.id`,
    ]);
    const rows = found.flatMap(({ row: own, id, at, entry }) =>
      own === undefined || id === undefined || at === undefined || entry === undefined
        ? []
        : [{ row: own, id, at, entry }],
    );
    return { rows, cleared: found[0]?.cleared ?? 0, behind };
  }

  async clear(sql: Sql): Promise<void> {
    await sql.run`update lab_state set journal_cleared = (select case when is_called then last_value else 0 end
      from journal_id_seq)`;
    await sql.run`delete from journal`;
  }
}
