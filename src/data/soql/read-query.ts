/** A whole query, and those inside of it. */
import { refuse } from '../../refusals/check.ts';
import { placeOfName } from './place.ts';
import { readCondition } from './read-condition.ts';
import { RESERVED, readExpression } from './read-expression.ts';
import { malformed, type Reading, unexpected, unsupported } from './reading.ts';
import type { OrderItem, Query, SelectItem } from './syntax.ts';
import { TokenReader } from './token-reader.ts';

/** Characters; D soql_sosl limits. */
const LONGEST = 100_000;
const LARGEST_OFFSET = 2_000;

/** @throws Refusal */
export function readQuery(reading: Reading): Query {
  const { soql } = reading;
  if (soql.trim() === '') refuse(reading, 'query.empty', {});
  if (soql.length > LONGEST) refuse(reading, 'query.too-long', { length: soql.length, longest: LONGEST });
  const tokens = new TokenReader(reading);
  const first = tokens.peek();
  if (!tokens.sees('SELECT')) {
    refuse(reading, 'query.malformed', { problem: `unexpected token: '${first.text}'`, place: undefined });
  }
  const query = readSelect(tokens, 'whole');
  if (tokens.peek().kind !== 'end') unexpected(reading, tokens.peek());
  return query;
}

/** An object of a search: `Account(Id, Name WHERE … LIMIT 3)`; without fields its ids. @throws Refusal */
export function readReturning(tokens: TokenReader): Query {
  const from = tokens.expectKind('word');
  const id: SelectItem = {
    kind: 'expression',
    expression: { kind: 'path', text: 'Id', at: from.at },
    alias: undefined,
  };
  const bare = {
    kind: 'query',
    at: from.at,
    from,
    alias: undefined,
    scope: undefined,
    having: undefined,
  } as const;
  const none = {
    where: undefined,
    groupBy: [],
    orderBy: [],
    limit: undefined,
    offset: 0,
    views: new Set<never>(),
  };
  if (!tokens.takes('(')) return { ...bare, ...none, select: [id] };
  const select = tokens.list(
    (): SelectItem => ({ kind: 'expression', expression: readExpression(tokens), alias: undefined }),
  );
  const where = tokens.takes('WHERE') ? readCondition(tokens, readJoin) : undefined;
  const { orderBy, limit, offset } = readOrderAndLimit(tokens);
  tokens.expect(')');
  return { ...bare, ...none, select, where, orderBy, limit, offset };
}

type Role = 'whole' | 'children' | 'join';

/** A child query inside a child query inside …; deeper ones are refused when they are bound, by the version of the API. */
const DEEPEST_CHILDREN = 10;

function readSelect(tokens: TokenReader, role: Role, depth = 0): Query {
  const { at } = tokens.expect('SELECT');
  const select = tokens.list(() => readSelectItem(tokens, depth));
  tokens.expect('FROM');
  const from = tokens.expectKind('word');
  const alias = readAlias(tokens);
  if (tokens.sees(',')) unsupported(tokens.reading, 'several objects in FROM');
  return { kind: 'query', at, select, from, alias, ...readClauses(tokens, role) };
}

function readSelectItem(tokens: TokenReader, depth: number): SelectItem {
  if (tokens.sees('(', 'SELECT')) {
    if (depth >= DEEPEST_CHILDREN) unexpected(tokens.reading, tokens.peek());
    tokens.next();
    const query = readSelect(tokens, 'children', depth + 1);
    tokens.expect(')');
    return { kind: 'children', query };
  }
  const { at } = tokens.peek();
  if (tokens.sees('TYPEOF') && tokens.peek(1).kind === 'word' && !tokens.peekIs(1, 'FROM')) {
    unsupported(tokens.reading, 'TYPEOF');
  }
  if (tokens.takes('FIELDS', '(')) {
    const group = (['ALL', 'STANDARD', 'CUSTOM'] as const).find((word) => tokens.takes(word));
    if (group === undefined) unexpected(tokens.reading, tokens.peek());
    tokens.expect(')');
    return { kind: 'fields', group, at };
  }
  const expression = readExpression(tokens);
  return { kind: 'expression', expression, alias: isAlias(tokens) ? tokens.next() : undefined };
}

function isAlias(tokens: TokenReader): boolean {
  const { kind, text } = tokens.peek();
  return kind === 'word' && !RESERVED.has(text.toUpperCase());
}

/** Words that begin what stands behind FROM and its object, besides those that are reserved. */
const CLAUSES = ['ORDER', 'OFFSET', 'FOR', 'UPDATE', 'ALL'];

function readAlias(tokens: TokenReader): string | undefined {
  if (!isAlias(tokens) || CLAUSES.some((word) => tokens.sees(word))) return undefined;
  return tokens.next().text;
}

function readClauses(
  tokens: TokenReader,
  role: Role,
): Omit<Query, 'kind' | 'at' | 'select' | 'from' | 'alias'> {
  const scope = readScope(tokens);
  const where = tokens.takes('WHERE')
    ? readCondition(tokens, role === 'join' ? refuseNested : readJoin)
    : undefined;
  readSecurity(tokens);
  const groupBy = readGroupBy(tokens);
  const having = groupBy.length > 0 && tokens.takes('HAVING') ? readCondition(tokens, undefined) : undefined;
  return { scope, where, groupBy, having, ...readOrderAndLimit(tokens), views: readViews(tokens) };
}

function readOrderAndLimit(tokens: TokenReader): Pick<Query, 'orderBy' | 'limit' | 'offset'> {
  const orderBy = tokens.takes('ORDER', 'BY') ? tokens.list(() => readOrderItem(tokens)) : [];
  const limit = tokens.takes('LIMIT') ? readCount(tokens) : undefined;
  return { orderBy, limit, offset: tokens.sees('OFFSET') ? readOffset(tokens) : 0 };
}

function readJoin(tokens: TokenReader): Query {
  return readSelect(tokens, 'join');
}

function refuseNested(tokens: TokenReader): never {
  malformed(tokens.reading, 'Nesting of semi join sub-selects is not supported', tokens.peek().at);
}

function readScope(tokens: TokenReader): Query['scope'] {
  if (!tokens.takes('USING', 'SCOPE')) return undefined;
  const { text } = tokens.expectKind('word');
  const scope = text.toLowerCase();
  if (scope === 'everything' || scope === 'mine') return scope;
  return unsupported(tokens.reading, `USING SCOPE ${text}`);
}

/** What a token may see is what its user may see: both are so anyway. */
function readSecurity(tokens: TokenReader): void {
  if (!tokens.takes('WITH')) return;
  if (tokens.takes('SECURITY_ENFORCED') || tokens.takes('USER_MODE')) return;
  unsupported(tokens.reading, `WITH ${tokens.expectKind('word').text}`);
}

function readGroupBy(tokens: TokenReader): Query['groupBy'] {
  if (!tokens.takes('GROUP', 'BY')) return [];
  if (tokens.sees('ROLLUP', '(') || tokens.sees('CUBE', '(')) {
    unsupported(tokens.reading, `GROUP BY ${tokens.peek().text.toUpperCase()}`);
  }
  return tokens.list(() => readExpression(tokens));
}

function readOrderItem(tokens: TokenReader): OrderItem {
  const expression = readExpression(tokens);
  const isDescending = tokens.takes('DESC');
  if (!isDescending) tokens.takes('ASC');
  const areNullsLast = tokens.takes('NULLS', 'LAST');
  if (!areNullsLast) tokens.takes('NULLS', 'FIRST');
  return { expression, isDescending, areNullsLast };
}

function readCount(tokens: TokenReader): number {
  if (tokens.sees(':'))
    malformed(tokens.reading, 'Bind variables only allowed in Apex code', tokens.peek().at);
  return tokens.expectCount();
}

function readOffset(tokens: TokenReader): number {
  const { at } = tokens.expect('OFFSET');
  const offset = readCount(tokens);
  if (offset > LARGEST_OFFSET) {
    const place = placeOfName(tokens.reading.soql, at);
    refuse(tokens.reading, 'query.offset', { offset, most: LARGEST_OFFSET, place });
  }
  return offset;
}

function readViews(tokens: TokenReader): Query['views'] {
  const views = new Set<'VIEW' | 'REFERENCE'>();
  while (tokens.takes('FOR')) {
    const view = (['VIEW', 'REFERENCE'] as const).find((word) => tokens.takes(word));
    if (view === undefined && tokens.sees('UPDATE')) unsupported(tokens.reading, 'FOR UPDATE');
    if (view === undefined) unexpected(tokens.reading, tokens.peek());
    views.add(view);
  }
  if (tokens.takes('UPDATE')) unsupported(tokens.reading, `UPDATE ${tokens.expectKind('word').text}`);
  const { at } = tokens.peek();
  if (tokens.takes('ALL', 'ROWS')) malformed(tokens.reading, 'ALL ROWS not allowed in this context', at);
  return views;
}
