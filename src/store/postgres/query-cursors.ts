/** The tables of query cursors and their rows. */
import type { QueryChunk, QueryCursor, QueryCursors } from '../query-cursors.ts';
import type { Kinds, OnSql } from './grouped.ts';
import { type Fragment, fragment, type Sql } from './sql.ts';

interface Whose {
  readonly id: string;
  readonly orgId: string;
  readonly userId: string;
  readonly at: number;
}

export class QueryCursorTable implements OnSql<QueryCursors> {
  readonly kinds: Kinds<QueryCursors> = { find: 'read' };

  async open(
    sql: Sql,
    cursor: QueryCursor,
    { at, most }: { readonly at: number; readonly most: number },
  ): Promise<void> {
    const { id, family, orgId, userId, head, size, chunk, lifetime } = cursor;
    await forget(sql, fragment`org_id = ${orgId} and expires_at <= ${at}`);
    await sql.run`insert into query_cursor (id, family, org_id, user_id, head, size, chunk, lifetime, expires_at)
      values (${id}, ${family}, ${orgId}, ${userId}, ${head}, ${size}, ${chunk}, ${lifetime}, ${at + lifetime})`;
    // The user's families behind the newest ones.
    await forget(
      sql,
      fragment`org_id = ${orgId} and user_id = ${userId} and family in (
        select family from query_cursor where org_id = ${orgId} and user_id = ${userId}
        group by family order by max(number) desc offset ${most})`,
    );
  }

  async append(sql: Sql, id: string, chunks: readonly QueryChunk[]): Promise<void> {
    await sql.run`insert into query_chunk (cursor_id, number, rows)
      select ${id}::text, place - 1 + (select coalesce(max(number) + 1, 0) from query_chunk where cursor_id = ${id}), rows
      from unnest(${chunks}::text[]) with ordinality as given (rows, place)`;
  }

  find(sql: Sql, whose: Whose): Promise<Pick<QueryCursor, 'size' | 'chunk'> | undefined> {
    return sql.one`select size, chunk from query_cursor where ${live(whose)}`;
  }

  async read(
    sql: Sql,
    { first, last, ...whose }: Whose & { readonly first: number; readonly last: number },
  ): Promise<{ readonly head: string; readonly chunks: readonly QueryChunk[] } | undefined> {
    const head =
      await sql.value<string>`update query_cursor set expires_at = ${whose.at}::double precision + lifetime
      where ${live(whose)} returning head`;
    if (head === undefined) return undefined;
    const chunks = await sql.column<QueryChunk>`select rows from query_chunk
      where cursor_id = ${whose.id} and number between ${first} and ${last} order by number`;
    return { head, chunks };
  }

  async close(sql: Sql, id: string): Promise<void> {
    await forget(sql, fragment`id = ${id}`);
  }
}

function live({ id, orgId, userId, at }: Whose): Fragment {
  return fragment`id = ${id} and org_id = ${orgId} and user_id = ${userId} and expires_at > ${at}`;
}

async function forget(sql: Sql, which: Fragment): Promise<void> {
  await sql.run`delete from query_chunk where cursor_id in (select id from query_cursor where ${which})`;
  await sql.run`delete from query_cursor where ${which}`;
}
