/** WHERE and HAVING. AND and OR side by side need parentheses, as in Salesforce. */
import { isPeriod } from './periods.ts';
import { readExpression } from './read-expression.ts';
import { malformed, type Reading, tooComplicated, unexpected, unsupported } from './reading.ts';
import type { Comparison, Condition, Literal, Operator, Query } from './syntax.ts';
import type { TokenReader } from './token-reader.ts';

const DEEPEST = 100;

/** How the query of a semi-join is read; undefined where none may stand. */
type ReadQuery = ((tokens: TokenReader) => Query) | undefined;

/** @throws Refusal */
export function readCondition(tokens: TokenReader, readQuery: ReadQuery, depth = 0): Condition {
  if (depth > DEEPEST) tooComplicated(tokens.reading, 'parentheses inside parentheses', DEEPEST);
  const first = readTerm(tokens, readQuery, depth);
  const joiner = (['AND', 'OR'] as const).find((word) => tokens.sees(word));
  if (joiner === undefined) return first;
  const terms = [first];
  while (tokens.takes(joiner)) terms.push(readTerm(tokens, readQuery, depth));
  if (tokens.sees('AND') || tokens.sees('OR')) unexpected(tokens.reading, tokens.peek());
  return { kind: joiner === 'AND' ? 'and' : 'or', terms };
}

function readTerm(tokens: TokenReader, readQuery: ReadQuery, depth: number): Condition {
  if (tokens.takes('NOT')) {
    if (depth > DEEPEST) tooComplicated(tokens.reading, 'NOT behind NOT', DEEPEST);
    return { kind: 'not', term: readTerm(tokens, readQuery, depth + 1) };
  }
  if (!tokens.takes('(')) return readComparison(tokens, readQuery);
  const inner = readCondition(tokens, readQuery, depth + 1);
  tokens.expect(')');
  return inner;
}

function readComparison(tokens: TokenReader, readQuery: ReadQuery): Comparison {
  const left = readExpression(tokens);
  const operator = readOperator(tokens);
  return { kind: 'comparison', left, operator, right: readRight(tokens, operator, readQuery), at: left.at };
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  '=': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  LIKE: 'LIKE',
  IN: 'IN',
  INCLUDES: 'INCLUDES',
  EXCLUDES: 'EXCLUDES',
};

function readOperator(tokens: TokenReader): Operator {
  if (tokens.takes('NOT', 'IN')) return 'NOT IN';
  const token = tokens.next();
  const text = token.text.toUpperCase();
  const operator = Object.hasOwn(OPERATORS, text) ? OPERATORS[text] : undefined;
  return operator ?? unexpected(tokens.reading, token);
}

function readRight(
  tokens: TokenReader,
  operator: Operator,
  readQuery: ReadQuery,
): readonly Literal[] | Query {
  if (!['IN', 'NOT IN', 'INCLUDES', 'EXCLUDES'].includes(operator)) return [readLiteral(tokens)];
  if (tokens.sees(':')) readLiteral(tokens);
  tokens.expect('(');
  const isJoin = operator.endsWith('IN') && tokens.sees('SELECT');
  if (isJoin && readQuery === undefined) unexpected(tokens.reading, tokens.peek());
  const right = isJoin && readQuery ? readQuery(tokens) : tokens.list(() => readLiteral(tokens));
  tokens.expect(')');
  return right;
}

function readLiteral(tokens: TokenReader): Literal {
  const { kind, text, at } = tokens.next();
  switch (kind) {
    case 'text':
      return { kind, raw: text.slice(1, -1), at };
    case 'number':
      return { kind, value: Number(text), at };
    case 'date':
    case 'datetime':
    case 'time':
      return readInstant(tokens.reading, kind, text, at);
    case 'word':
      return readWord(tokens, text, at);
    default:
      if (text === ':') malformed(tokens.reading, 'Bind variables only allowed in Apex code', at);
      return unexpected(tokens.reading, { text, at });
  }
}

function readInstant(
  reading: Reading,
  kind: 'date' | 'datetime' | 'time',
  text: string,
  at: number,
): Literal {
  const whole = kind === 'time' ? `2000-01-01T${text.replace(/z$/i, '')}Z` : text;
  const isThere = kind === 'datetime' ? isInstant(text) : !Number.isNaN(Date.parse(whole));
  const isDay =
    kind === 'time' || new Date(`${text.slice(0, 10)}T00:00:00Z`).getUTCDate() === Number(text.slice(8, 10));
  if (!isThere || !isDay) malformed(reading, `Invalid ${kind}: ${text}`, at);
  return { kind, text, at };
}

/** Zones end at 14 hours ahead and 12 behind; the T and the Z are capitals (rest-data.md 4.3). */
function isInstant(text: string): boolean {
  const hours = /([+-]\d\d):?\d\d$/.exec(text)?.[1] ?? '0';
  return !/[tz]/.test(text) && Number(hours) <= 14 && Number(hours) >= -12 && !Number.isNaN(Date.parse(text));
}

function readWord(tokens: TokenReader, text: string, at: number): Literal {
  const word = text.toUpperCase();
  if (word === 'NULL') return { kind: 'null', at };
  if (word === 'TRUE' || word === 'FALSE') return { kind: 'boolean', value: word === 'TRUE', at };
  if (/^[A-Z]{3}\d+$/.test(word)) unsupported(tokens.reading, 'amounts with a currency');
  if (!isPeriod(word)) unexpected(tokens.reading, { text, at });
  if (!word.includes('N_')) return { kind: 'period', name: word, n: 0, at };
  tokens.expect(':');
  return { kind: 'period', name: word, n: tokens.expectCount(), at };
}
