/** The term of a search: words and phrases, AND, OR, NOT and parentheses, `*` and `?` for letters that may differ. */
import { isLike, type PatternStep } from '../soql/text.ts';

/** Tells whether the words of a text, in lower case, are those that are searched for. */
export type Match = (words: readonly string[]) => boolean;

/** Parentheses inside parentheses. */
const DEEPEST = 50;

/** @returns undefined for a term that says nothing, or whose parentheses do not fit */
export function readTerm(term: string): Match | undefined {
  const tokens = tokensOf(term);
  const reader = new TermReader(tokens);
  const match = reader.any(0);
  return reader.isAtEnd ? match : undefined;
}

/** Letters and digits that stand together, in lower case. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

type Token = '(' | ')' | 'AND' | 'OR' | 'NOT' | { readonly phrase: readonly (readonly PatternStep[])[] };

function tokensOf(term: string): Token[] {
  const pieces = term.match(/\\.|"(?:\\.|[^"\\])*"?|[()]|[^\s()"\\]+/gsu) ?? [];
  return pieces.flatMap((piece): Token[] => {
    const word = piece.toUpperCase();
    if (word === '(' || word === ')' || word === 'AND' || word === 'OR' || word === 'NOT') return [word];
    const phrase = (piece.toLowerCase().match(/[\p{L}\p{N}*?]+/gu) ?? []).map(patternOf);
    return phrase.length === 0 ? [] : [{ phrase }];
  });
}

function patternOf(word: string): PatternStep[] {
  return [...word].map((character) => {
    if (character === '*') return 'many';
    return character === '?' ? 'one' : { literal: character };
  });
}

class TermReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  /** Terms with OR between them. */
  any(depth: number): Match | undefined {
    const terms: Match[] = [];
    do {
      const term = this.#all(depth);
      if (term === undefined) return undefined;
      terms.push(term);
    } while (this.#takes('OR'));
    return (words) => terms.some((term) => term(words));
  }

  /** Terms with AND, AND NOT or nothing between them. */
  #all(depth: number): Match | undefined {
    const terms: Match[] = [];
    for (;;) {
      const isNegated = this.#takes('NOT');
      const term = this.#one(depth);
      if (term === undefined) return undefined;
      terms.push(isNegated ? (words) => !term(words) : term);
      const next = this.#tokens[this.#at];
      if (this.#takes('AND') || next === 'NOT' || next === '(' || typeof next === 'object') continue;
      return (words) => terms.every((one) => one(words));
    }
  }

  #one(depth: number): Match | undefined {
    const token = this.#tokens[this.#at++];
    if (typeof token === 'object') return ofPhrase(token.phrase);
    if (token !== '(' || depth >= DEEPEST) return undefined;
    const inner = this.any(depth + 1);
    return this.#takes(')') ? inner : undefined;
  }

  #takes(token: Token): boolean {
    const found = this.#tokens[this.#at] === token;
    if (found) this.#at++;
    return found;
  }
}

/** Its words stand one after another. */
function ofPhrase(phrase: readonly (readonly PatternStep[])[]): Match {
  return (words) =>
    words.some((_, at) =>
      phrase.every((pattern, i) => words[at + i] !== undefined && isLike(words[at + i] ?? '', pattern)),
    );
}
