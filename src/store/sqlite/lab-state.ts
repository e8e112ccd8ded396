/** The table of the lab's state: one row. */
import type { LabState, StoredLabState } from '../lab-state.ts';
import type { FromSql } from './from-sql.ts';
import type { Kinds, Synchronous } from './grouped.ts';
import type { Statements } from './statements.ts';

export class LabStateTable implements Synchronous<LabState> {
  readonly kinds: Kinds<LabState> = { read: 'read' };
  readonly #read;
  readonly #put;

  constructor(db: Statements) {
    this.#read = db.prepare<[], FromSql<StoredLabState>>('select version, text from lab_state');
    this.#put = db.prepare('update lab_state set version = version + 1, text = ? where version = ?');
  }

  read(): StoredLabState {
    const found = this.#read.get();
    return { version: found?.version ?? 0, text: found?.text ?? undefined };
  }

  put(text: string, seen: number): number | undefined {
    return this.#put.run(text, seen).changes === 1 ? seen + 1 : undefined;
  }
}
