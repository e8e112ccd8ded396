/** Why a text is no JSON, and where, in the words of Jackson, which reads request bodies at Salesforce (rest-data.md 2.8). */

/** A place in a text, both from 1. */
export interface JsonPlace {
  readonly line: number;
  readonly column: number;
}

/** Deeper than this nothing is looked at. */
const DEEPEST = 500;

class Problem extends Error {}

/** The message for a text that `JSON.parse` refuses. Never throws. */
export function jsonProblem(text: string): string {
  try {
    new Reader(text).document();
  } catch (error) {
    if (error instanceof Problem) return error.message;
    throw error;
  }
  return at('Unexpected end-of-input', text, text.length);
}

/** Where the value of a member begins, whose name is the first of its kind in the text; the beginning if it is not there. */
export function placeOfMember(text: string, name: string): JsonPlace {
  const key = text.indexOf(JSON.stringify(name));
  if (key < 0) return { line: 1, column: 1 };
  let index = key + JSON.stringify(name).length;
  while (index < text.length && ' \t\r\n:'.includes(text.charAt(index))) index++;
  return placeIn(text, index);
}

function placeIn(text: string, index: number): JsonPlace {
  const lines = text.slice(0, index).split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

function at(what: string, text: string, index: number): string {
  const { line, column } = placeIn(text, index);
  return `${what} at [line:${line}, column:${column}]`;
}

/** Reads a text until something in it is wrong. */
class Reader {
  readonly #text: string;
  #index = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): void {
    this.#value(0);
    this.#blanks();
  }

  #value(depth: number): void {
    if (depth > DEEPEST)
      throw new Problem(at('Document nesting depth exceeds the maximum allowed', this.#text, this.#index));
    const first = this.#next('expected a valid value');
    if (first === '{') this.#object(depth);
    else if (first === '[') this.#array(depth);
    else if (first === '"') this.#string();
    else if (first === '-' || isDigit(first)) this.#number();
    else this.#word(first);
  }

  #object(depth: number): void {
    const start = this.#index++;
    if (this.#close('}', 'Object', start)) return;
    for (;;) {
      if (this.#inside('Object', start) !== '"')
        this.#unexpected('was expecting double-quote to start field name');
      this.#string();
      if (this.#inside('Object', start) !== ':') {
        this.#unexpected('was expecting a colon to separate field name and value');
      }
      this.#index++;
      this.#inside('Object', start);
      this.#value(depth + 1);
      if (this.#close('}', 'Object', start)) return;
      if (this.#text.charAt(this.#index) !== ',') {
        this.#unexpected('was expecting comma to separate Object entries');
      }
      this.#index++;
    }
  }

  #array(depth: number): void {
    const start = this.#index++;
    if (this.#close(']', 'Array', start)) return;
    for (;;) {
      this.#inside('Array', start);
      this.#value(depth + 1);
      if (this.#close(']', 'Array', start)) return;
      if (this.#text.charAt(this.#index) !== ',') {
        this.#unexpected('was expecting comma to separate Array entries');
      }
      this.#index++;
    }
  }

  #string(): void {
    this.#index++;
    for (; this.#index < this.#text.length; this.#index++) {
      const character = this.#text.charAt(this.#index);
      if (character === '"') {
        this.#index++;
        return;
      }
      if (character === '\\') this.#index++;
      else if (character < ' ') {
        throw this.#problem(
          `Illegal unquoted character (${charInWords(character)}): has to be escaped using backslash to be included in string value`,
        );
      }
    }
    throw new Problem(at('Unexpected end-of-input in a String value', this.#text, this.#text.length));
  }

  #number(): void {
    while (/[\d+.eE-]/.test(this.#text.charAt(this.#index))) this.#index++;
  }

  #word(first: string): void {
    const start = this.#index;
    while (/\w/.test(this.#text.charAt(this.#index))) this.#index++;
    const word = this.#text.slice(start, this.#index);
    if (word === 'true' || word === 'false' || word === 'null') return;
    if (word === '') {
      this.#index = start;
      this.#unexpected(
        "expected a valid value (number, String, array, object, 'true', 'false' or 'null')",
        first,
      );
    }
    throw this.#problem(
      `Unrecognized token '${word.slice(0, 200)}': was expecting ('true', 'false' or 'null')`,
    );
  }

  /** Whether the structure ends here; says so if the text does. */
  #close(mark: string, what: string, start: number): boolean {
    if (this.#inside(what, start) !== mark) return false;
    this.#index++;
    return true;
  }

  #inside(what: string, start: number): string {
    this.#blanks();
    if (this.#index < this.#text.length) return this.#text.charAt(this.#index);
    const { line, column } = placeIn(this.#text, start);
    throw new Problem(
      at(
        `Unexpected end-of-input: expected close marker for ${what} (start marker at [line:${line}, column:${column}])`,
        this.#text,
        this.#text.length,
      ),
    );
  }

  #next(expected: string): string {
    this.#blanks();
    if (this.#index >= this.#text.length) {
      throw new Problem(at(`Unexpected end-of-input: ${expected}`, this.#text, this.#text.length));
    }
    return this.#text.charAt(this.#index);
  }

  #blanks(): void {
    while (this.#index < this.#text.length && ' \t\r\n'.includes(this.#text.charAt(this.#index)))
      this.#index++;
  }

  #unexpected(expected: string, character = this.#text.charAt(this.#index)): never {
    throw this.#problem(`Unexpected character (${charInWords(character)}): ${expected}`);
  }

  /** Jackson stands behind the character that it has read. */
  #problem(what: string): Problem {
    return new Problem(at(what, this.#text, this.#index + 1));
  }
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}

function charInWords(character: string): string {
  const code = character.charCodeAt(0);
  return code < 32 ? `(CTRL-CHAR, code ${code})` : `'${character}' (code ${code})`;
}
