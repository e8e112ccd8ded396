/** A condition of a query -> a function that tells whether a row fulfils it. */
import { refuse } from '../../refusals/check.ts';
import type { DataRow } from '../definition.ts';
import { literalValue, type Range, rangeOf } from './literal.ts';
import { type Operand, refuseUse, type Scope } from './operand.ts';
import { placeOfName } from './place.ts';
import { malformed, unsupported } from './reading.ts';
import type { Comparison, Condition, Expression, Literal, Operator, Query } from './syntax.ts';
import { isLike, patternOf, textOf } from './text.ts';
import { type Comparable, comparableOf, compare, isText } from './value.ts';

/** A comparison with the rows of another query; they are known before the first row is looked at. */
export interface Join {
  readonly left: Operand;
  readonly query: Query;
  /** First 15 characters of ids. */
  readonly ids: Set<string>;
}

/** A comparison that every row must fulfil, with the only values that fulfil it: an index may find them. */
export interface Indexable {
  readonly operand: Operand;
  readonly values: () => readonly Comparable[];
}

export interface Filter {
  holds(row: DataRow): boolean;
  /** Comparisons that a row takes at most. */
  readonly cost: number;
  readonly joins: readonly Join[];
  readonly indexable: readonly Indexable[];
}

/** How the left side of a comparison is bound: other things may stand there in HAVING than in WHERE. */
type Bind = (expression: Expression) => Operand;

/** @throws Refusal */
export function compileFilter(scope: Scope, condition: Condition | undefined, bind: Bind): Filter {
  const compiler = new FilterCompiler(scope, bind);
  const holds = condition === undefined ? () => true : compiler.condition(condition, 'all');
  return { holds, cost: compiler.cost, joins: compiler.joins, indexable: compiler.indexable };
}

type Predicate = (row: DataRow) => boolean;
/** Where a condition stands: every row must fulfil it, or it is one of several that may, or what it says is turned around. */
type Standing = 'all' | 'any' | 'negated';

const MOST_JOINS = 2;

class FilterCompiler {
  readonly #scope: Scope;
  readonly #bind: Bind;
  readonly joins: Join[] = [];
  readonly indexable: Indexable[] = [];
  cost = 1;

  constructor(scope: Scope, bind: Bind) {
    this.#scope = scope;
    this.#bind = bind;
  }

  condition(condition: Condition, standing: Standing): Predicate {
    if (condition.kind === 'comparison') return this.#comparison(condition, standing);
    if (condition.kind === 'not') {
      const term = this.condition(condition.term, 'negated');
      return (row) => !term(row);
    }
    const inner = condition.kind === 'or' && standing === 'all' ? 'any' : standing;
    const terms = condition.terms.map((term) => this.condition(term, inner));
    return condition.kind === 'or'
      ? (row) => terms.some((term) => term(row))
      : (row) => terms.every((term) => term(row));
  }

  #comparison(comparison: Comparison, standing: Standing): Predicate {
    const operand = this.#bind(comparison.left);
    const { operator, right } = comparison;
    if (operand.type === 'address' || operand.field?.isFilterable === false) {
      refuseUse(this.#scope, operand, 'can not be filtered in a query call');
    }
    if ('kind' in right) return this.#join(operand, operator, right, standing);
    this.cost += 1 + right.length / 100;
    const literals = right;
    if (operator === 'LIKE') return this.#like(operand, literals[0] as Literal);
    if (operator === 'INCLUDES' || operator === 'EXCLUDES')
      return this.#includes(operand, operator, literals);
    if (operator === 'IN' || operator === 'NOT IN') return this.#in(operand, operator, literals, standing);
    return this.#order(operand, operator, literals[0] as Literal, standing);
  }

  #order(operand: Operand, operator: Operator, literal: Literal, standing: Standing): Predicate {
    const comparable = comparableOf(operand.type, operand.field);
    const isEquality = operator === '=' || operator === '!=';
    if (!isEquality && (operand.type === 'boolean' || operand.type === 'multipicklist'))
      this.#refuseOperator(operand, operator);
    const range = rangeOf(this.#scope, operand, literal);
    if (operator === '=' && standing === 'all' && literal.kind !== 'period') {
      this.indexable.push({ operand, values: () => [range.from] });
    }
    const holds = comparison(operator, range, literal.kind === 'period');
    return (row) => holds(comparable(operand.get(row)));
  }

  #in(operand: Operand, operator: Operator, literals: readonly Literal[], standing: Standing): Predicate {
    if (literals.some(({ kind }) => kind === 'period'))
      unsupported(this.#scope.reading, 'date literals in lists');
    const values = new Set(literals.map((literal) => literalValue(this.#scope, operand, literal)));
    const comparable = comparableOf(operand.type, operand.field);
    if (operator === 'NOT IN') return (row) => !values.has(comparable(operand.get(row)));
    if (standing === 'all') this.indexable.push({ operand, values: () => [...values] });
    return (row) => values.has(comparable(operand.get(row)));
  }

  #like(operand: Operand, literal: Literal): Predicate {
    if (!isText(operand.type) || operand.type === 'multipicklist') this.#refuseOperator(operand, 'LIKE');
    if (literal.kind !== 'text') {
      literalValue(this.#scope, operand, literal);
      return () => false;
    }
    const pattern = patternOf(literal.raw);
    this.cost += pattern.length * Math.ceil((operand.field?.length ?? 255) / 16 + 1);
    return (row) => {
      const value = operand.get(row);
      return typeof value === 'string' && isLike(value.toLowerCase(), pattern);
    };
  }

  /** `INCLUDES ('a;b', 'c')`: a and b, or c. */
  #includes(operand: Operand, operator: 'INCLUDES' | 'EXCLUDES', literals: readonly Literal[]): Predicate {
    if (operand.type !== 'multipicklist') this.#refuseOperator(operand, operator);
    const groups = literals.map((literal) => {
      literalValue(this.#scope, operand, literal);
      return literal.kind === 'text' ? textOf(literal.raw).toLowerCase().split(';') : [];
    });
    this.cost += groups.flat().length;
    const included = (row: DataRow) => {
      const value = operand.get(row);
      const chosen = new Set(typeof value === 'string' ? value.toLowerCase().split(';') : []);
      return groups.some((group) => group.length > 0 && group.every((one) => chosen.has(one)));
    };
    return operator === 'INCLUDES' ? included : (row) => !included(row);
  }

  #join(operand: Operand, operator: Operator, query: Query, standing: Standing): Predicate {
    const { reading } = this.#scope;
    if (standing === 'any')
      malformed(reading, "Semi join sub-selects are not allowed with the 'OR' operator", query.at);
    if (operand.type !== 'id' && operand.type !== 'reference') {
      const problem = `The left operand field in the where expression for outer query should be an id field, cannot use: '${operand.name}'`;
      malformed(reading, problem, operand.at);
    }
    const ids = new Set<string>();
    this.joins.push({ left: operand, query, ids });
    if (this.joins.length > MOST_JOINS) {
      malformed(reading, `Maximum ${MOST_JOINS} semi join sub-selects are allowed`, query.at);
    }
    const isIn = (row: DataRow) => {
      const value = operand.get(row);
      return typeof value === 'string' && ids.has(value.slice(0, 15));
    };
    if (operator === 'NOT IN') return (row) => !isIn(row);
    if (standing === 'all') this.indexable.push({ operand, values: () => [...ids] });
    return isIn;
  }

  #refuseOperator({ name, type, at }: Operand, operator: string): never {
    const { reading } = this.#scope;
    const shown = type === 'reference' ? 'id' : type;
    refuse(reading, 'query.filter-operator', {
      field: name,
      type: shown,
      operator,
      place: placeOfName(reading.soql, at),
    });
  }
}

/** A period is met by whatever lies in it, and passed by what comes after it. Nothing comes before or after null. */
function comparison(
  operator: Operator,
  { from, end }: Range,
  isPeriod: boolean,
): (value: Comparable) => boolean {
  const isWithin = isPeriod
    ? (value: Comparable) => value !== null && compare(value, from) >= 0 && compare(value, end) < 0
    : (value: Comparable) => value === from;
  if (operator === '=') return isWithin;
  if (operator === '!=') return (value) => !isWithin(value);
  const ordered = (holds: (value: Comparable) => boolean) => (value: Comparable) =>
    value !== null && from !== null && holds(value);
  if (operator === '<') return ordered((value) => compare(value, from) < 0);
  if (operator === '>=') return ordered((value) => compare(value, from) >= 0);
  if (operator === '<=') return ordered((value) => compare(value, end) < (isPeriod ? 0 : 1));
  return ordered((value) => compare(value, end) >= (isPeriod ? 0 : 1));
}
