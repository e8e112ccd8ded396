/** Texts of a query: their escapes, and the patterns of LIKE. */

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** @param raw between the quotes, with every escape whole */
export function textOf(raw: string): string {
  let text = '';
  for (const { character } of charactersOf(raw)) text += character;
  return text;
}

/** One step of a LIKE pattern: a character, any one, or any number of any. */
export type PatternStep = { readonly literal: string } | 'one' | 'many';

/** `%` and `_` are wild unless a backslash stands before them. */
export function patternOf(raw: string): PatternStep[] {
  return charactersOf(raw).map(({ character, isEscaped }) => {
    if (!isEscaped && character === '%') return 'many';
    if (!isEscaped && character === '_') return 'one';
    return { literal: character.toLowerCase() };
  });
}

/** Takes at most text x pattern steps, unlike a regular expression with many wildcards. @param text in lower case */
export function isLike(text: string, pattern: readonly PatternStep[]): boolean {
  let at = 0;
  let step = 0;
  let retryStep = -1;
  let retryAt = 0;
  while (at < text.length) {
    const current = pattern[step];
    if (current === 'many') {
      retryStep = step++;
      retryAt = at;
    } else if (current === 'one' || (current !== undefined && current.literal === text[at])) {
      step++;
      at++;
    } else if (retryStep >= 0) {
      step = retryStep + 1;
      at = ++retryAt;
    } else {
      return false;
    }
  }
  return pattern.slice(step).every((rest) => rest === 'many');
}

interface Character {
  readonly character: string;
  readonly isEscaped: boolean;
}

function charactersOf(raw: string): Character[] {
  const characters: Character[] = [];
  for (let at = 0; at < raw.length; at++) {
    const character = raw[at] as string;
    if (character !== '\\') {
      characters.push({ character, isEscaped: false });
      continue;
    }
    const escaped = raw[++at] ?? '';
    const code = escaped === 'u' ? raw.slice(at + 1, at + 5) : '';
    at += code.length;
    const meant =
      code === ''
        ? (ESCAPES[escaped.toLowerCase()] ?? escaped)
        : String.fromCharCode(Number.parseInt(code, 16));
    characters.push({ character: meant, isEscaped: true });
  }
  return characters;
}
