/** The table of the lab's state: one row. */
import type { LabState, StoredLabState } from '../lab-state.ts';
import { changed } from './followed.ts';
import type { Kinds, OnSql } from './grouped.ts';
import type { Sql } from './sql.ts';

export class LabStateTable implements OnSql<LabState> {
  readonly kinds: Kinds<LabState> = { read: 'read' };

  async read(sql: Sql): Promise<StoredLabState> {
    const found = await sql.one<StoredLabState>`select version, text from lab_state`;
    return found ?? { version: 0, text: undefined };
  }

  async put(sql: Sql, text: string, seen: number): Promise<number | undefined> {
    const put =
      await sql.run`update lab_state set version = version + 1, text = ${text} where version = ${seen}`;
    if (put === 0) return undefined;
    await changed(sql);
    return seen + 1;
  }
}

/** Makes every process look again at what it follows, though nothing of it is another. */
export async function raiseVersion(sql: Sql): Promise<void> {
  await sql.run`update lab_state set version = version + 1`;
  await changed(sql);
}
