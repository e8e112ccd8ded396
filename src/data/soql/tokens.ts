/** The text of a query in pieces, each with its place. */
import { type Reading, refuseSyntax } from './reading.ts';

export interface Token {
  readonly kind: 'word' | 'text' | 'number' | 'date' | 'datetime' | 'time' | 'sign' | 'end';
  /** As it was written; a text with its quotes. */
  readonly text: string;
  /** Its first character. */
  readonly at: number;
}

const BLANKS = /[ \t\r\n\f]*/y;

/** The first that fits is taken. A path of names is one word. */
const KINDS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['word', /[A-Za-z]\w*(?:\.[A-Za-z]\w*)*/y],
  ['datetime', /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)/iy],
  ['date', /\d{4}-\d\d-\d\d(?!T)/iy],
  ['time', /\d\d:\d\d:\d\d(?:\.\d{1,9})?Z?/iy],
  ['number', /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:E[+-]?\d{1,3})?/iy],
  ['sign', /<>|[!<>]=|[<>=(),.:]/y],
];

/** @throws Refusal */
export function tokensOf(reading: Reading, from: number): Token[] {
  const { soql } = reading;
  const tokens: Token[] = [];
  for (let at = from; ; ) {
    BLANKS.lastIndex = at;
    at += BLANKS.exec(soql)?.[0].length ?? 0;
    const token = tokenAt(reading, at);
    tokens.push(token);
    if (token.kind === 'end') return tokens;
    at += token.text.length;
  }
}

function tokenAt(reading: Reading, at: number): Token {
  const { soql } = reading;
  if (at >= soql.length) return { kind: 'end', text: '<EOF>', at: soql.length };
  if (soql[at] === "'") return { kind: 'text', text: textAt(reading, at), at };
  for (const [kind, pattern] of KINDS) {
    pattern.lastIndex = at;
    const text = pattern.exec(soql)?.[0];
    if (text !== undefined) return { kind, text, at };
  }
  return noToken(reading, at);
}

/** What may stand behind a backslash, besides the four digits of `\u`. */
const ESCAPED = 'nrtbf"\'\\_%NRTBF';

function textAt(reading: Reading, at: number): string {
  const { soql } = reading;
  for (let end = at + 1; end < soql.length; end++) {
    if (soql[end] === "'") return soql.slice(at, end + 1);
    if (soql[end] !== '\\') continue;
    end++;
    const isNumbered = soql[end] === 'u' && /^[\da-f]{4}$/i.test(soql.slice(end + 1, end + 5));
    if (end < soql.length && !isNumbered && !ESCAPED.includes(soql[end] ?? '')) noToken(reading, end);
  }
  const { row, column } = lineAndColumn(soql, soql.length);
  return refuseSyntax(reading, `line ${row}:${column} mismatched character '<EOF>' expecting '''`, undefined);
}

function noToken(reading: Reading, at: number): never {
  const { row, column } = lineAndColumn(reading.soql, at);
  const character = String.fromCodePoint(reading.soql.codePointAt(at) ?? 0);
  refuseSyntax(reading, `line ${row}:${column} no viable alternative at character '${character}'`, undefined);
}

/** The column counts from 0, as in every complaint of the syntax. */
function lineAndColumn(soql: string, at: number): { row: number; column: number } {
  const lines = soql.slice(0, at).split('\n');
  return { row: lines.length, column: lines.at(-1)?.length ?? 0 };
}
