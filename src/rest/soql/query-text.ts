/** A query as its author wrote it: what refusals point into. */
import type { QueryPlace } from '../../refusals/query.ts';

/** Where a name stands, text literals aside; the beginning if it is not there. */
export function placeOf(soql: string, name: string, from = 0): QueryPlace {
  const masked = soql.replace(/'(?:\\.?|[^'\\])*'?/gs, (literal) => ' '.repeat(literal.length));
  const offset = Math.max(0, wordIn(masked, name, from));
  const before = soql.slice(0, offset).split('\n');
  return {
    line: (soql.split('\n')[before.length - 1] ?? '').replace(/\r$/, ''),
    row: before.length,
    column: (before.at(-1) ?? '').length + 1,
  };
}

/** The place of the object's name, which is the word after FROM. */
export function placeOfObject(soql: string, object: string): QueryPlace {
  return placeOf(soql, object, Math.max(0, wordIn(soql.toUpperCase(), 'FROM', 0)));
}

function wordIn(text: string, word: string, from: number): number {
  for (let at = text.indexOf(word, from); at >= 0; at = text.indexOf(word, at + 1)) {
    const around = `${text[at - 1] ?? ' '}${text[at + word.length] ?? ' '}`;
    if (!/\w/.test(around)) return at;
  }
  return -1;
}
