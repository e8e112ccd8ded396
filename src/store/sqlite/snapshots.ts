/** The table of snapshots that have a name. The methods that write belong inside a transaction. */
import type { KeptSnapshot, SnapshotBounds, SnapshotFacts, Snapshots } from '../snapshots.ts';
import type { Kinds, Synchronous } from './grouped.ts';
import type { Statements } from './statements.ts';

export class SnapshotTable implements Synchronous<Snapshots> {
  readonly kinds: Kinds<Snapshots> = { list: 'read', document: 'read' };
  readonly #list;
  readonly #document;
  readonly #others;
  readonly #insert;
  readonly #delete;

  constructor(db: Statements) {
    this.#list = db.prepare<[], SnapshotFacts>(
      'select name, taken_at as takenAt, characters from kept_snapshot order by id desc',
    );
    this.#document = db.prepare<[string], { document: Buffer }>(
      'select document from kept_snapshot where name = ?',
    );
    this.#others = db.prepare<[string], { count: number; characters: number }>(
      'select count(*) as count, coalesce(sum(characters), 0) as characters from kept_snapshot where name <> ?',
    );
    this.#insert = db.prepare(
      'insert into kept_snapshot (name, taken_at, characters, document) values (?, ?, ?, ?)',
    );
    this.#delete = db.prepare('delete from kept_snapshot where name = ?');
  }

  list(): SnapshotFacts[] {
    return this.#list.all();
  }

  document(name: string): Buffer | undefined {
    return this.#document.get(name)?.document;
  }

  keep({ name, takenAt, characters, document }: KeptSnapshot, bounds: SnapshotBounds): boolean {
    const others = this.#others.get(name) ?? { count: 0, characters: 0 };
    if (others.count >= bounds.most || others.characters + characters > bounds.characters) return false;
    this.#delete.run(name);
    this.#insert.run(name, takenAt, characters, document);
    return true;
  }

  forget(name: string): boolean {
    return this.#delete.run(name).changes > 0;
  }
}
