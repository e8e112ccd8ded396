/** `FIND {Acme} IN NAME FIELDS RETURNING Account(Id, Name WHERE …), Contact LIMIT 20` */
import { refuse } from '../../refusals/check.ts';
import { readReturning } from '../soql/read-query.ts';
import { type Reading, unexpected, unsupported } from '../soql/reading.ts';
import type { Query } from '../soql/syntax.ts';
import { TokenReader } from '../soql/token-reader.ts';

export const FIELD_GROUPS = ['ALL', 'NAME', 'EMAIL', 'PHONE', 'SIDEBAR'] as const;
export type FieldGroup = (typeof FIELD_GROUPS)[number];

export interface Search {
  readonly term: string;
  readonly fields: FieldGroup;
  /** Empty: every object that can be searched. */
  readonly returning: readonly Query[];
  readonly limit: number | undefined;
}

/** Characters, as of a query. */
const LONGEST = 100_000;

/** @param reading its text is the search, and what follows the term is read like a query; @throws Refusal */
export function readSearch(reading: Reading): Search {
  const { soql: sosl } = reading;
  if (sosl.length > LONGEST) refuse(reading, 'query.too-long', { length: sosl.length, longest: LONGEST });
  const [found, term] = /^\s*FIND\s*\{((?:\\.|[^\\}])*)\}/is.exec(sosl) ?? [];
  if (found === undefined || term === undefined) refuse(reading, 'search.term', {});
  const tokens = new TokenReader({ ...reading, isSearch: true }, found.length);
  const fields = readFields(tokens);
  const returning = tokens.takes('RETURNING') ? tokens.list(() => readReturning(tokens)) : [];
  if (tokens.sees('WITH')) unsupported(reading, 'WITH in SOSL');
  const limit = tokens.takes('LIMIT') ? tokens.expectCount() : undefined;
  if (tokens.peek().kind !== 'end') unexpected(tokens.reading, tokens.peek());
  return { term, fields, returning, limit };
}

function readFields(tokens: TokenReader): FieldGroup {
  if (!tokens.takes('IN')) return 'ALL';
  const group = FIELD_GROUPS.find((name) => tokens.takes(name));
  if (group === undefined) unexpected(tokens.reading, tokens.peek());
  tokens.expect('FIELDS');
  return group;
}
