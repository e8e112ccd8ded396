/** COUNT(), SUM() and the other functions of many rows. */
import { refuse } from '../../refusals/check.ts';
import type { DataRow, FieldType, FieldValue } from '../definition.ts';
import { bindOperand, type Operand, type Scope } from './operand.ts';
import type { Steps } from './parents.ts';
import { placeOfName } from './place.ts';
import type { Call, Expression } from './syntax.ts';
import { type Comparable, comparableOf, compare, isNumber } from './value.ts';

const NAMES = ['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX'] as const;
type Name = (typeof NAMES)[number];

export function isAggregate(expression: Expression): expression is Call & { readonly name: Name } {
  return expression.kind === 'call' && NAMES.some((name) => name === expression.name);
}

/** What becomes of the values of a group. */
export interface Total {
  add(row: DataRow): void;
  result(): FieldValue;
}

export interface Aggregate {
  /** Two that are written alike are one. */
  readonly key: string;
  readonly type: FieldType;
  readonly operand: Operand;
  start(): Total;
}

/** @throws Refusal */
export function bindAggregate(scope: Scope, call: Call & { readonly name: Name }, needed: Steps): Aggregate {
  const { name, argument, at } = call;
  if (argument === undefined) {
    const { soql } = scope.reading;
    refuse(scope.reading, 'query.malformed', {
      problem: 'Grouped query cannot use COUNT() without a field',
      place: placeOfName(soql, at),
    });
  }
  const operand = bindOperand(scope, argument, needed);
  checkType(scope, name, operand);
  return {
    key: `${name}(${operand.key})`,
    operand,
    type: typeOf(name, operand),
    start: () => START[name](operand),
  };
}

function checkType(scope: Scope, name: Name, { name: field, at, type, field: own }: Operand): void {
  const isSummed = name === 'SUM' || name === 'AVG';
  const isLong = type === 'textarea' && own?.isGroupable === false;
  const isUnordered = type === 'boolean' || type === 'address' || type === 'multipicklist' || isLong;
  const isRefused = isSummed
    ? !isNumber(type)
    : name.startsWith('COUNT')
      ? type === 'address' || isLong
      : isUnordered;
  if (!isRefused) return;
  const { soql } = scope.reading;
  refuse(scope.reading, 'query.field-use', {
    field,
    problem: `field ${field} does not support aggregate operator ${name}`,
    place: placeOfName(soql, at),
  });
}

function typeOf(name: Name, { type }: Operand): FieldType {
  if (name.startsWith('COUNT')) return 'int';
  return name === 'AVG' ? 'double' : type;
}

const START: Readonly<Record<Name, (operand: Operand) => Total>> = {
  COUNT(operand) {
    let count = 0;
    return {
      add: (row) => {
        if (operand.get(row) !== null) count++;
      },
      result: () => count,
    };
  },
  COUNT_DISTINCT(operand) {
    const comparable = comparableOf(operand.type, operand.field);
    const values = new Set<Comparable>();
    return {
      add: (row) => {
        const value = comparable(operand.get(row));
        if (value !== null) values.add(value);
      },
      result: () => values.size,
    };
  },
  SUM: (operand) => summing(operand, (sum, count) => (count === 0 ? null : rounded(sum))),
  AVG: (operand) => summing(operand, (sum, count) => (count === 0 ? null : sum / count)),
  MIN: (operand) => choosing(operand, (order) => order < 0),
  MAX: (operand) => choosing(operand, (order) => order > 0),
};

function summing(operand: Operand, result: (sum: number, count: number) => FieldValue): Total {
  let sum = 0;
  let count = 0;
  return {
    add: (row) => {
      const value = operand.get(row);
      if (typeof value !== 'number') return;
      sum += value;
      count++;
    },
    result: () => result(sum, count),
  };
}

/** Salesforce adds decimals; the last digits of binary fractions would show. */
function rounded(sum: number): number {
  return Number(sum.toPrecision(15));
}

function choosing(operand: Operand, isBetter: (order: number) => boolean): Total {
  const comparable = comparableOf(operand.type, operand.field);
  let chosen: FieldValue = null;
  let best: Comparable = null;
  return {
    add: (row) => {
      const value = operand.get(row);
      const candidate = comparable(value);
      if (candidate === null || typeof value === 'object') return;
      if (best !== null && !isBetter(compare(candidate, best))) return;
      best = candidate;
      chosen = value;
    },
    result: () => chosen,
  };
}
