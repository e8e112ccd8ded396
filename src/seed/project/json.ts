/** JSON -> values that know their place. JSON.parse does not always say where a mistake is, and does not limit depth. */
import { Lines } from './lines.ts';
import { type Located, located } from './located.ts';
import { Unreadable } from './text.ts';

const DEEPEST = 100;

/**
 * @param file how problems name the text
 * @throws Unreadable
 */
export function parseJson(text: string, file: string): Located {
  return new Reader(text, file).document();
}

class Reader {
  readonly #text: string;
  readonly #file: string;
  readonly #lines: Lines;
  #at = 0;

  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
    this.#lines = new Lines(text);
  }

  document(): Located {
    const value = this.#value(0);
    if (this.#next() !== '') this.#fail();
    return value;
  }

  #value(depth: number): Located {
    if (depth > DEEPEST) this.#fail(`nests deeper than ${DEEPEST} levels`);
    const mark = this.#next();
    const start = this.#at;
    const at = () => ({ file: this.#file, ...this.#lines.position(start) });
    if (mark === '{') return located(Object.fromEntries(this.#list('}', () => this.#member(depth))), at);
    if (mark === '[') return located([...this.#list(']', () => this.#value(depth + 1))], at);
    return located(mark === '"' ? this.#string() : this.#word(), at);
  }

  /** The items between brackets, separated by commas. */
  *#list<Item>(end: string, item: () => Item): Generator<Item> {
    this.#at += 1;
    if (this.#next() !== end) {
      yield item();
      while (this.#next() === ',') {
        this.#at += 1;
        yield item();
      }
      if (this.#next() !== end) this.#fail();
    }
    this.#at += 1;
  }

  #member(depth: number): [key: string, value: Located] {
    if (this.#next() !== '"') this.#fail();
    const start = this.#at;
    const key = this.#string();
    if (this.#next() !== ':') this.#fail();
    this.#at += 1;
    const value = this.#value(depth + 1);
    const ofKey = () => ({ file: this.#file, ...this.#lines.position(start) });
    return [key, { ...value, at: (of) => (of === 'key' ? ofKey() : value.at(of)) }];
  }

  #string(): string {
    let end = this.#at + 1;
    while (end < this.#text.length && this.#text[end] !== '"') end += this.#text[end] === '\\' ? 2 : 1;
    return this.#parsed(end + 1) as string;
  }

  #word(): number | boolean | null {
    const pattern = /[\w.+-]+/y;
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) this.#fail();
    return this.#parsed(pattern.lastIndex) as number | boolean | null;
  }

  #parsed(end: number): unknown {
    try {
      const value: unknown = JSON.parse(this.#text.slice(this.#at, end));
      this.#at = end;
      return value;
    } catch {
      return this.#fail();
    }
  }

  /** The next character that is not white space; empty at the end. */
  #next(): string {
    const space = /[ \t\n\r]*/y;
    space.lastIndex = this.#at;
    space.test(this.#text);
    this.#at = space.lastIndex;
    return this.#text[this.#at] ?? '';
  }

  #fail(reason?: string): never {
    const found = this.#text[this.#at];
    const { line, column } = this.#lines.position(this.#at);
    const what = found === undefined ? 'it ends too early' : `'${found}' does not belong here`;
    throw new Unreadable(reason ?? `is not JSON: ${what}`, line, column);
  }
}
