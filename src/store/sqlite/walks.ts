/** The table of walks through flows. The methods that write belong inside a transaction. */
import type { Hold } from '../jobs.ts';
import type { Walks } from '../walks.ts';
import type { Kinds, Synchronous } from './grouped.ts';
import type { Statements } from './statements.ts';

export class WalkTable implements Synchronous<Walks> {
  readonly kinds: Kinds<Walks> = { find: 'read' };
  readonly #insert;
  readonly #forget;
  readonly #find;
  readonly #take;
  readonly #write;

  constructor(db: Statements) {
    this.#insert = db.prepare<[string, string]>('insert into walk (id, text) values (?, ?)');
    this.#forget = db.prepare<[number]>(
      'delete from walk where number <= (select number from walk order by number desc limit 1 offset ?)',
    );
    this.#find = db.prepare<[string], string>('select text from walk where id = ?').pluck();
    this.#take = db
      .prepare<[{ id: string } & Hold], string>(
        `update walk set holder = :holder, held_until = :until
         where id = :id and (held_until is null or held_until <= :at) returning text`,
      )
      .pluck();
    this.#write = db.prepare<[{ id: string; text: string } & Pick<Hold, 'holder' | 'until'>]>(
      'update walk set text = :text, held_until = :until where id = :id and holder = :holder',
    );
  }

  add(id: string, text: string, most: number): void {
    this.#insert.run(id, text);
    this.#forget.run(most);
  }

  find(id: string): string | undefined {
    return this.#find.get(id);
  }

  take(id: string, hold: Hold): { readonly text: string } | 'busy' | undefined {
    const text = this.#take.get({ id, ...hold });
    if (text !== undefined) return { text };
    return this.#find.get(id) === undefined ? undefined : 'busy';
  }

  write(id: string, text: string, { holder, until }: Pick<Hold, 'holder' | 'until'>): boolean {
    return this.#write.run({ id, text, holder, until }).changes === 1;
  }
}
