/** The table of walks through flows. */
import type { Hold } from '../jobs.ts';
import type { Walks } from '../walks.ts';
import type { Kinds, OnSql } from './grouped.ts';
import type { Sql } from './sql.ts';

export class WalkTable implements OnSql<Walks> {
  readonly kinds: Kinds<Walks> = { find: 'read' };

  async add(sql: Sql, id: string, text: string, most: number): Promise<void> {
    await sql.run`insert into walk (id, text) values (${id}, ${text})`;
    await sql.run`delete from walk
      where number <= (select number from walk order by number desc limit 1 offset ${most})`;
  }

  find(sql: Sql, id: string): Promise<string | undefined> {
    return sql.value`select text from walk where id = ${id}`;
  }

  async take(
    sql: Sql,
    id: string,
    { holder, at, until }: Hold,
  ): Promise<{ readonly text: string } | 'busy' | undefined> {
    const text = await sql.value<string>`update walk set holder = ${holder}, held_until = ${until}
      where id = ${id} and (held_until is null or held_until <= ${at}) returning text`;
    if (text !== undefined) return { text };
    return (await this.find(sql, id)) === undefined ? undefined : 'busy';
  }

  async write(
    sql: Sql,
    id: string,
    text: string,
    { holder, until }: Pick<Hold, 'holder' | 'until'>,
  ): Promise<boolean> {
    const written = await sql.run`update walk set text = ${text}, held_until = ${until}
      where id = ${id} and holder = ${holder}`;
    return written === 1;
  }
}
