/** The tables of query cursors and their rows. The methods that write belong inside a transaction. */
import type { QueryChunk, QueryCursor, QueryCursors } from '../query-cursors.ts';
import type { Kinds, Synchronous } from './grouped.ts';
import type { Statements } from './statements.ts';

interface Whose {
  readonly id: string;
  readonly orgId: string;
  readonly userId: string;
  readonly at: number;
}

const LIVE = 'id = :id and org_id = :orgId and user_id = :userId and expires_at > :at';

/** The user's families behind the newest ones. */
const OLDEST = `family in (
  select family from query_cursor where org_id = :orgId and user_id = :userId
  group by family order by max(number) desc limit -1 offset :most)`;

export class QueryCursorTable implements Synchronous<QueryCursors> {
  readonly kinds: Kinds<QueryCursors> = { find: 'read' };
  readonly #forget;
  readonly #insert;
  readonly #append;
  readonly #find;
  readonly #use;
  readonly #chunks;
  readonly #close;

  constructor(db: Statements) {
    const forget = (which: string) => [
      db.prepare(`delete from query_chunk where cursor_id in (select id from query_cursor where ${which})`),
      db.prepare(`delete from query_cursor where ${which}`),
    ];
    this.#forget = {
      expired: forget('org_id = :orgId and expires_at <= :at'),
      oldest: forget(`org_id = :orgId and user_id = :userId and ${OLDEST}`),
    };
    this.#insert = db.prepare(
      `insert into query_cursor (id, family, org_id, user_id, head, size, chunk, lifetime, expires_at)
       values (:id, :family, :orgId, :userId, :head, :size, :chunk, :lifetime, :expiresAt)`,
    );
    this.#append = db.prepare<[{ id: string; rows: string }]>(
      `insert into query_chunk (cursor_id, number, rows)
       values (:id, (select coalesce(max(number) + 1, 0) from query_chunk where cursor_id = :id), :rows)`,
    );
    this.#find = db.prepare<[Whose], Pick<QueryCursor, 'size' | 'chunk'>>(
      `select size, chunk from query_cursor where ${LIVE}`,
    );
    this.#use = db
      .prepare<[Whose], string>(
        `update query_cursor set expires_at = :at + lifetime where ${LIVE} returning head`,
      )
      .pluck();
    this.#chunks = db
      .prepare<[string, number, number], string>(
        'select rows from query_chunk where cursor_id = ? and number between ? and ? order by number',
      )
      .pluck();
    this.#close = [
      db.prepare<[string]>('delete from query_chunk where cursor_id = ?'),
      db.prepare<[string]>('delete from query_cursor where id = ?'),
    ];
  }

  open(cursor: QueryCursor, { at, most }: { readonly at: number; readonly most: number }): void {
    const { orgId, userId } = cursor;
    for (const statement of this.#forget.expired) statement.run({ orgId, at });
    this.#insert.run({ ...cursor, expiresAt: at + cursor.lifetime });
    for (const statement of this.#forget.oldest) statement.run({ orgId, userId, most });
  }

  append(id: string, chunks: readonly QueryChunk[]): void {
    for (const rows of chunks) this.#append.run({ id, rows });
  }

  find({ id, orgId, userId, at }: Whose): Pick<QueryCursor, 'size' | 'chunk'> | undefined {
    return this.#find.get({ id, orgId, userId, at });
  }

  read({
    first,
    last,
    ...whose
  }: Whose & { readonly first: number; readonly last: number }):
    | { readonly head: string; readonly chunks: readonly QueryChunk[] }
    | undefined {
    const head = this.#use.get(whose);
    return head === undefined ? undefined : { head, chunks: this.#chunks.all(whose.id, first, last) };
  }

  close(id: string): void {
    for (const statement of this.#close) statement.run(id);
  }
}
