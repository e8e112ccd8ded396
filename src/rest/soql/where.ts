/**
 * A WHERE clause -> one function. The parser gives a flat chain with counts of parentheses; here it becomes the tree it stands for.
 * AND and OR side by side without parentheses are an error, as in Salesforce.
 */
import type { WhereClause } from '@jetstreamapp/soql-parser-js';
import { refuse } from '../../refusals/check.ts';
import { compileCondition, type Predicate } from './condition.ts';
import type { ReadQuery } from './parse.ts';

type Token = '(' | ')' | 'AND' | 'OR' | 'NOT' | Predicate;

const DEEPEST = 100;

/** @throws Refusal */
export function compileWhere(read: ReadQuery): Predicate {
  const { where } = read.query;
  if (!where) return () => true;
  return new WhereTree(read, tokensOf(read, where)).read();
}

function tokensOf(read: ReadQuery, clause: WhereClause): Token[] {
  const tokens: Token[] = [];
  const parentheses = (kind: '(' | ')', count = 0) => {
    for (let i = 0; i < count; i++) tokens.push(kind);
  };
  let current: WhereClause | undefined = clause;
  while (current) {
    const left: NonNullable<WhereClause['left']> | null = current.left;
    if ('operator' in current && current.operator === 'NOT') {
      parentheses('(', left?.openParen);
      tokens.push('NOT');
    } else if (left && 'operator' in left) {
      parentheses('(', left.openParen);
      tokens.push(compileCondition(read, left));
      parentheses(')', left.closeParen);
      if ('operator' in current) tokens.push(current.operator);
    }
    current = 'right' in current ? current.right : undefined;
  }
  return tokens;
}

class WhereTree {
  readonly #read: ReadQuery;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(read: ReadQuery, tokens: readonly Token[]) {
    this.#read = read;
    this.#tokens = tokens;
  }

  read(): Predicate {
    const whole = this.#expression(0);
    if (this.#at < this.#tokens.length) this.#malformed();
    return whole;
  }

  #expression(depth: number): Predicate {
    if (depth > DEEPEST) refuse(this.#read, 'query.unsupported', { feature: 'such deep nesting' });
    const terms = [this.#term(depth)];
    const joiner = this.#tokens[this.#at];
    while (joiner === 'AND' || joiner === 'OR') {
      const next = this.#tokens[this.#at];
      if (next !== 'AND' && next !== 'OR') break;
      if (next !== joiner) this.#malformed();
      this.#at++;
      terms.push(this.#term(depth));
    }
    return joiner === 'OR'
      ? (record) => terms.some((term) => term(record))
      : (record) => terms.every((term) => term(record));
  }

  #term(depth: number): Predicate {
    const token = this.#tokens[this.#at++];
    if (typeof token === 'function') return token;
    if (token === 'NOT') {
      if (depth > DEEPEST) refuse(this.#read, 'query.unsupported', { feature: 'such deep nesting' });
      const negated = this.#term(depth + 1);
      return (record) => !negated(record);
    }
    if (token !== '(') this.#malformed();
    const inner = this.#expression(depth + 1);
    if (this.#tokens[this.#at++] !== ')') this.#malformed();
    return inner;
  }

  #malformed(): never {
    const token = this.#tokens[this.#at];
    const problem = `unexpected token: '${typeof token === 'string' ? token : '<EOF>'}'`;
    refuse(this.#read, 'query.malformed', { problem });
  }
}
