/** A field or a function as a query writes it. */
import { tooComplicated, unexpected, unsupported } from './reading.ts';
import type { Expression } from './syntax.ts';
import type { TokenReader } from './token-reader.ts';

/** Functions inside functions. */
const DEEPEST = 5;

const FUNCTIONS = new Set([
  'COUNT',
  'COUNT_DISTINCT',
  'SUM',
  'AVG',
  'MIN',
  'MAX',
  'CALENDAR_MONTH',
  'CALENDAR_QUARTER',
  'CALENDAR_YEAR',
  'DAY_IN_MONTH',
  'DAY_IN_WEEK',
  'DAY_IN_YEAR',
  'DAY_ONLY',
  'FISCAL_MONTH',
  'FISCAL_QUARTER',
  'FISCAL_YEAR',
  'HOUR_IN_DAY',
  'WEEK_IN_MONTH',
  'WEEK_IN_YEAR',
  'CONVERTTIMEZONE',
  'TOLABEL',
  'FORMAT',
]);

/** Legal, and not evaluated. */
const OTHERS = new Set(['CONVERTCURRENCY', 'DISTANCE', 'GROUPING']);

/** Words that name neither a field nor an alias (SOQL reference, Reserved Keywords). */
export const RESERVED: ReadonlySet<string> = new Set(
  'AND ASC DESC EXCLUDES FIRST FROM GROUP HAVING IN INCLUDES LAST LIKE LIMIT NOT NULL NULLS OR SELECT USING WHERE WITH'.split(
    ' ',
  ),
);

/** @throws Refusal */
export function readExpression(tokens: TokenReader, depth = 0): Expression {
  const word = tokens.expectKind('word');
  if (RESERVED.has(word.text.toUpperCase())) unexpected(tokens.reading, word);
  const { text, at } = word;
  if (!tokens.sees('(')) return { kind: 'path', text, at };
  const name = text.toUpperCase();
  if (OTHERS.has(name)) unsupported(tokens.reading, `${name}()`);
  if (!FUNCTIONS.has(name)) unexpected(tokens.reading, tokens.peek());
  if (depth >= DEEPEST) tooComplicated(tokens.reading, 'functions inside functions', DEEPEST);
  tokens.next();
  const isEmpty = name === 'COUNT' && tokens.sees(')');
  const argument = isEmpty ? undefined : readExpression(tokens, depth + 1);
  tokens.expect(')');
  return { kind: 'call', name, argument, at };
}
