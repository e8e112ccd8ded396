/** The values that a query compares with: which a field takes, and what they are compared as. */
import { refuse } from '../../refusals/check.ts';
import type { FieldType } from '../definition.ts';
import type { Operand, Scope } from './operand.ts';
import { daysOf } from './periods.ts';
import { placeOfName } from './place.ts';
import type { Literal } from './syntax.ts';
import { textOf } from './text.ts';
import { type Comparable, comparableOf, isNumber } from './value.ts';
import { dateOfDay, datetimeOf, startOfDay } from './zone.ts';

/** From the first, which belongs to it, to the end, which does not. */
export interface Range {
  readonly from: Comparable;
  readonly end: Comparable;
}

/** @throws Refusal if the operand cannot be compared with it */
export function rangeOf(scope: Scope, operand: Operand, literal: Literal): Range {
  if (literal.kind !== 'period') {
    const value = literalValue(scope, operand, literal);
    return { from: value, end: value };
  }
  checkKind(scope, operand, literal);
  const { reader, now } = scope.source;
  const { first, end } = daysOf(literal.name, literal.n, reader, now);
  if (operand.type === 'date') return { from: dateOfDay(first), end: dateOfDay(end) };
  const start = (day: number) => datetimeOf(startOfDay(reader.timeZone, day));
  return { from: start(first), end: start(end) };
}

/** @throws Refusal if the operand cannot be compared with it */
export function literalValue(scope: Scope, operand: Operand, literal: Literal): Comparable {
  if (literal.kind === 'null') return null;
  checkKind(scope, operand, literal);
  switch (literal.kind) {
    case 'boolean':
    case 'number':
      return literal.value;
    case 'text':
      return textValue(scope, operand, textOf(literal.raw));
    case 'date':
      return literal.text;
    case 'datetime':
      return datetimeOf(Date.parse(literal.text));
    case 'time':
      return timeOf(literal.text);
    default:
      throw new TypeError(`a ${literal.kind} is no value`);
  }
}

/** No text is null, as in the rows. */
function textValue(scope: Scope, operand: Operand, text: string): Comparable {
  if (text === '') return null;
  if (operand.type === 'id' || operand.type === 'reference') checkId(scope, operand, text);
  return comparableOf(operand.type, operand.field)(text);
}

function checkId({ reading }: Scope, { at }: Operand, value: string): void {
  if (/^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(value)) return;
  const place = placeOfName(reading.soql, at);
  const refusal = reading.options.apiVersion >= 61 ? 'query.filter-id-malformed' : 'query.filter-id';
  refuse(reading, refusal, { value, place });
}

/** `17:30:45Z` as rows have it: `17:30:45.000Z`. */
function timeOf(text: string): string {
  const [, whole = '', fraction = ''] = /^(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?/.exec(text) ?? [];
  return `${whole}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
}

/** What a type is called in a refusal, and the literals that it takes besides null. */
function expectedBy(type: FieldType): { readonly type: string; readonly kinds: readonly Literal['kind'][] } {
  if (type === 'boolean') return { type, kinds: ['boolean'] };
  if (isNumber(type)) return { type: type === 'int' ? 'int' : 'double', kinds: ['number'] };
  if (type === 'date') return { type, kinds: ['date', 'period'] };
  if (type === 'datetime') return { type: 'dateTime', kinds: ['datetime', 'period'] };
  if (type === 'time') return { type, kinds: ['time'] };
  return { type: 'string', kinds: ['text'] };
}

function checkKind({ reading }: Scope, { type, name, at }: Operand, { kind }: Literal): void {
  const expected = expectedBy(type);
  if (expected.kinds.includes(kind)) return;
  refuse(reading, 'query.filter-type', {
    field: name,
    type: expected.type,
    quoted: expected.type === 'string',
    place: placeOfName(reading.soql, at),
  });
}
