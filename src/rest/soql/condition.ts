/** One comparison of a WHERE clause -> a function that tells whether a record fulfils it. */
import type { LiteralType, Operator, ValueQueryCondition, WhereClause } from '@jetstreamapp/soql-parser-js';
import type { FieldType } from '../../org/record-fields.ts';
import { check, refuse } from '../../refusals/check.ts';
import type { RecordFields } from '../objects/object.ts';
import { isId } from '../record-id.ts';
import { type Comparable, comparable, matches, order, readPattern } from './compare.ts';
import { findField, type ObjectField, type ReadQuery } from './parse.ts';
import { placeOf } from './query-text.ts';

/** What the parser makes of one comparison. */
export type Comparison = Extract<WhereClause['left'], { operator: Operator }> | ValueQueryCondition;

export type Predicate = (record: RecordFields) => boolean;

/** Which literals a field may be compared with besides null, and what Salesforce calls its type. */
const LITERALS: Record<FieldType, { readonly accepts: readonly LiteralType[]; readonly type: string }> = {
  Id: { accepts: ['STRING'], type: 'string' },
  String: { accepts: ['STRING'], type: 'string' },
  Boolean: { accepts: ['BOOLEAN'], type: 'boolean' },
  Integer: { accepts: ['INTEGER', 'DECIMAL'], type: 'int' },
  Double: { accepts: ['INTEGER', 'DECIMAL'], type: 'double' },
  Datetime: { accepts: ['DATETIME'], type: 'dateTime' },
  Address: { accepts: [], type: 'address' },
};

/** @throws Refusal */
export function compileCondition(read: ReadQuery, condition: Comparison): Predicate {
  if (!('value' in condition) || 'fn' in condition) {
    return refuse(read, 'query.unsupported', { feature: 'functions and subqueries in WHERE' });
  }
  const { operator, value } = condition;
  const field = findField(read, condition.field);
  const texts = [value].flat();
  const types = [condition.literalType ?? []].flat();
  if (operator === 'LIKE') return compileLike(read, field, texts[0] ?? '', types[0]);
  const literals = texts.map((text, index) => readLiteral(read, field, text, types[index] ?? types[0]));
  const holds = comparison(read, operator, literals);
  return (record) => holds(comparable(field.type, record[field.name] ?? null));
}

function compileLike(
  read: ReadQuery,
  field: ObjectField,
  text: string,
  type: LiteralType | undefined,
): Predicate {
  if (field.type !== 'String') refuse(read, 'query.unsupported', { feature: `LIKE on ${field.type} fields` });
  checkType(read, field, type);
  const pattern = readPattern(withoutQuotes(text).replace(/\\(?![%_\\])/g, ''));
  return (record) => {
    const value = comparable('String', record[field.name] ?? null);
    return typeof value === 'string' && matches(value, pattern);
  };
}

function comparison(
  read: ReadQuery,
  operator: string,
  literals: readonly Comparable[],
): (value: Comparable) => boolean {
  const [first = null] = literals;
  const compared = (accept: (sign: number) => boolean) => (value: Comparable) =>
    value !== null && first !== null && accept(order(value, first));
  switch (operator) {
    case '=':
      return (value) => value === first;
    case '!=':
    case '<>':
      return (value) => value !== first;
    case 'IN':
      return (value) => literals.includes(value);
    case 'NOT IN':
      return (value) => !literals.includes(value);
    case '<':
      return compared((sign) => sign < 0);
    case '<=':
      return compared((sign) => sign <= 0);
    case '>':
      return compared((sign) => sign > 0);
    case '>=':
      return compared((sign) => sign >= 0);
    default:
      return refuse(read, 'query.unsupported', { feature: operator });
  }
}

function readLiteral(
  read: ReadQuery,
  field: ObjectField,
  text: string,
  type: LiteralType | undefined,
): Comparable {
  if (type === 'NULL') return null;
  checkType(read, field, type);
  if (type === 'BOOLEAN') return text.toLowerCase() === 'true';
  if (type === 'INTEGER' || type === 'DECIMAL') return Number(text);
  if (type === 'DATETIME') return Date.parse(text);
  const value = unescaped(withoutQuotes(text));
  if (field.type === 'Id') {
    check(read, 'query.filter-id', isId(value), { value, place: placeOf(read.soql, field.name) });
  }
  return comparable(field.type, value);
}

function checkType(read: ReadQuery, field: ObjectField, type: LiteralType | undefined): void {
  if (type === 'DATE_LITERAL' || type === 'DATE_N_LITERAL') {
    refuse(read, 'query.unsupported', { feature: 'date literals' });
  }
  const expected = LITERALS[field.type];
  check(read, 'query.filter-type', type !== undefined && expected.accepts.includes(type), {
    field: field.name,
    type: expected.type,
    quoted: expected.type === 'string',
    place: placeOf(read.soql, field.name),
  });
}

function withoutQuotes(text: string): string {
  return text.replace(/^'(.*)'$/s, '$1');
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, (_, character: string) => ESCAPES[character] ?? character);
}
