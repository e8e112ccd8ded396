/** The tokens of a query one after another; words are keywords in any case. */
import { type Reading, unexpected } from './reading.ts';
import { type Token, tokensOf } from './tokens.ts';

export class TokenReader {
  readonly reading: Reading;
  readonly #tokens: readonly Token[];
  #at = 0;

  /** @param from where in the text it begins; @throws Refusal */
  constructor(reading: Reading, from = 0) {
    this.reading = reading;
    this.#tokens = tokensOf(reading, from);
  }

  /** The next token, or one behind it. */
  peek(ahead = 0): Token {
    return (this.#tokens[this.#at + ahead] ?? this.#tokens.at(-1)) as Token;
  }

  next(): Token {
    const token = this.peek();
    this.#at++;
    return token;
  }

  /** Whether these words or signs come next. */
  sees(...texts: readonly string[]): boolean {
    return texts.every((text, ahead) => is(this.peek(ahead), text));
  }

  peekIs(ahead: number, text: string): boolean {
    return is(this.peek(ahead), text);
  }

  /** Takes these words or signs if they come next. */
  takes(...texts: readonly string[]): boolean {
    const found = this.sees(...texts);
    if (found) this.#at += texts.length;
    return found;
  }

  /** @throws Refusal if something else comes next */
  expect(text: string): Token {
    const token = this.next();
    return is(token, text) ? token : unexpected(this.reading, token);
  }

  /** @throws Refusal if something else comes next */
  expectKind(kind: Token['kind']): Token {
    const token = this.next();
    return token.kind === kind ? token : unexpected(this.reading, token);
  }

  /** @throws Refusal if anything but a whole number without a sign comes next */
  expectCount(): number {
    const token = this.next();
    const isCount = token.kind === 'number' && /^\d{1,15}$/.test(token.text);
    return isCount ? Number(token.text) : unexpected(this.reading, token);
  }

  /** What is read between commas. */
  list<Item>(read: () => Item): Item[] {
    const items = [read()];
    while (this.takes(',')) items.push(read());
    return items;
  }
}

function is({ kind, text }: Token, wanted: string): boolean {
  return (kind === 'word' || kind === 'sign') && text.toUpperCase() === wanted;
}
