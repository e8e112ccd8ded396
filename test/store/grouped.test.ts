import Sqlite from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../src/store/port.ts';
import { Groups, type Kinds, type Synchronous } from '../../src/store/sqlite/grouped.ts';

interface Words {
  append(word: string): Promise<number>;
  find(row: number): Promise<string | undefined>;
  all(): Promise<string[]>;
  slowly(): Promise<string[]>;
  forget(word: string): void;
  spoil(kind: 'disk' | 'bug'): Promise<never>;
}

class WordTable implements Synchronous<Words, 'slowly'> {
  readonly kinds: Kinds<Words> = {
    find: 'grouped read',
    all: 'read',
    slowly: 'read',
    spoil: 'read',
    forget: 'write behind',
  };
  readonly #db: Sqlite.Database;

  constructor(db: Sqlite.Database) {
    this.#db = db;
  }

  append(word: string): number {
    return Number(this.#db.prepare('insert into word values (?)').run(word).lastInsertRowid);
  }

  find(row: number): string | undefined {
    return this.#db.prepare<[number], string>('select word from word where rowid = ?').pluck().get(row);
  }

  all(): string[] {
    return this.#db.prepare<[], string>('select word from word').pluck().all();
  }

  async slowly(): Promise<string[]> {
    return this.all();
  }

  forget(word: string): void {
    this.#db.prepare('delete from word where word = ?').run(word);
    if (word === 'never') throw new Error('nobody hears of it');
  }

  spoil(kind: 'disk' | 'bug'): never {
    throw kind === 'disk' ? Object.assign(new Error('full'), { code: 'SQLITE_FULL' }) : new Error('bug');
  }
}

describe('a part made of a table', () => {
  let words: Words;
  let statements: string[];
  beforeEach(() => {
    statements = [];
    const db = new Sqlite(':memory:', { verbose: (sql) => statements.push(String(sql).split(' ')[0] ?? '') });
    db.exec('create table word (word text not null)');
    words = new Groups(db).of<Words, 'slowly'>(new WordTable(db));
    statements.length = 0;
  });

  it('writes in the group of its turn, unless told otherwise', async () => {
    expect(await Promise.all([words.append('a'), words.append('b')])).toEqual([1, 2]);
    expect(statements).toEqual(['begin', 'insert', 'insert', 'commit']);
  });

  it('reads in groups what is to be, and the rest by itself', async () => {
    await words.append('a');
    statements.length = 0;
    expect(await Promise.all([words.find(1), words.find(2)])).toEqual(['a', undefined]);
    expect(statements).toEqual(['begin', 'select', 'select', 'commit']);
    statements.length = 0;
    expect(await Promise.all([words.all(), words.slowly()])).toEqual([['a'], ['a']]);
    expect(statements).toEqual(['select', 'select']);
  });

  it('writes behind: later, and nobody hears of what fails', async () => {
    await words.append('a');
    statements.length = 0;
    expect([words.forget('a'), words.forget('never')]).toEqual([undefined, undefined]);
    expect(statements).toEqual([]);
    await words.append('b');
    expect(await words.all()).toEqual(['b']);
  });

  it('explains what the disk does, and leaves alone what is a mistake', async () => {
    await expect(words.spoil('disk')).rejects.toThrow(StoreUnavailable);
    await expect(words.spoil('bug')).rejects.toThrow(new Error('bug'));
  });
});
