/** Runs a search: one query for each object, of the rows whose texts have the words. */
import { refuse } from '../../refusals/check.ts';
import type { DataRow, FieldDefinition, ObjectDefinition } from '../definition.ts';
import { type Plan, planQuery } from '../soql/plan.ts';
import { runQuery } from '../soql/query.ts';
import { type Reading, tooComplicated, unsupported } from '../soql/reading.ts';
import type { Column, ResultRow } from '../soql/result.ts';
import type { QuerySource } from '../soql/source.ts';
import type { Query } from '../soql/syntax.ts';
import { isText } from '../soql/value.ts';
import type { FieldGroup, Search } from './read-search.ts';
import { type Match, readTerm, wordsOf } from './words.ts';

/** What was found of one object. */
export interface Found {
  readonly columns: readonly Column[];
  readonly rows: readonly ResultRow[];
}

/** Records of all objects together. */
const MOST = 2_000;
/** A term that is longer finds nothing (SOSL limits). */
const LONGEST_TERM = 10_000;
/** Objects of an org and of a search. */
const MOST_OBJECTS = 200;
/** How many comparisons one text counts for, and again for every thirty characters of the term. */
const COST_OF_TEXT = 10;

/** @throws Refusal */
export async function runSearch(reading: Reading, source: QuerySource, search: Search): Promise<Found[]> {
  const match = matchOf(reading, search.term);
  if (search.returning.length > MOST_OBJECTS) tooComplicated(reading, 'objects in RETURNING', MOST_OBJECTS);
  const queries = search.returning.length > 0 ? search.returning : source.searchable().map(idsOf);
  const plans = queries.map((query) => searching(planQuery(reading, source, query), search, match));
  let room = Math.min(search.limit ?? MOST, MOST);
  const found: Found[] = [];
  for (const plan of plans) {
    const result = await runQuery(plan);
    const rows = await result.rows(0, room);
    room -= rows.length;
    found.push({ columns: result.columns, rows });
  }
  return found;
}

/** Undefined: it finds nothing. */
function matchOf(reading: Reading, term: string): Match | undefined {
  const plain = term.trim();
  if (plain === '') refuse(reading, 'search.term', {});
  if ([...plain].length < 2) refuse(reading, 'search.short', { term: plain });
  return plain.length > LONGEST_TERM ? undefined : readTerm(plain);
}

function searching(plan: Plan, { fields: group, term }: Search, match: Match | undefined): Plan {
  const { filter, scope } = plan;
  if (plan.kind !== 'rows') unsupported(scope.reading, 'aggregate functions in SOSL');
  if (match === undefined) return { ...plan, query: { ...plan.query, limit: 0 } };
  const fields = scope.object.fields.filter((field) => isIn(group, field)).map(({ name }) => name);
  const hasWords = (row: DataRow) =>
    match(fields.flatMap((name) => [...wordsOf(String(row[name] ?? '')), BETWEEN]));
  const cost = filter.cost + COST_OF_TEXT * fields.length * (1 + term.length / 30);
  return { ...plan, filter: { ...filter, cost, holds: (row) => filter.holds(row) && hasWords(row) } };
}

/** Stands between two texts: no phrase reaches from one into the next. */
const BETWEEN = '\n';

function isIn(group: FieldGroup, { type, isNameField }: FieldDefinition): boolean {
  const isName = isNameField;
  const isEmail = type === 'email';
  const isPhone = type === 'phone';
  if (group === 'ALL') return isText(type);
  if (group === 'NAME') return isName;
  if (group === 'EMAIL') return isEmail;
  if (group === 'PHONE') return isPhone;
  return isName || isEmail || isPhone;
}

/** `SELECT Id FROM …` */
function idsOf({ name }: Pick<ObjectDefinition, 'name'>): Query {
  return {
    kind: 'query',
    at: 0,
    select: [{ kind: 'expression', expression: { kind: 'path', text: 'Id', at: 0 }, alias: undefined }],
    from: { text: name, at: 0 },
    alias: undefined,
    scope: undefined,
    where: undefined,
    groupBy: [],
    having: undefined,
    orderBy: [],
    limit: undefined,
    offset: 0,
    views: new Set(),
  };
}
