/** How SOQL compares: text without case, ids by their first 15 characters, instants as numbers. */
import type { FieldType, FieldValue } from '../../org/record-fields.ts';

export type Comparable = string | number | boolean | null;

/** A value of a record in the form that is compared. */
export function comparable(type: FieldType, value: FieldValue): Comparable {
  if (value === null || typeof value === 'object') return null;
  if (typeof value !== 'string') return value;
  if (type === 'Id') return value.slice(0, 15);
  if (type === 'Datetime') return Date.parse(value.replace('+0000', 'Z'));
  return value.toLowerCase();
}

/** Negative when left comes first; nulls are the caller's. */
export function order(left: Comparable, right: Comparable): number {
  if (left === right) return 0;
  return (left as string) < (right as string) ? -1 : 1;
}

/** One step of a LIKE pattern: a character, any one, or any number of any. */
export type PatternStep = { readonly literal: string } | 'one' | 'many';

/** `%` and `_` are wild unless a backslash stands before them. */
export function readPattern(text: string): PatternStep[] {
  const steps: PatternStep[] = [];
  for (let i = 0; i < text.length; i++) {
    const character = text[i] as string;
    if (character === '\\' && i + 1 < text.length) steps.push({ literal: text[++i]?.toLowerCase() ?? '' });
    else if (character === '%') steps.push('many');
    else if (character === '_') steps.push('one');
    else steps.push({ literal: character.toLowerCase() });
  }
  return steps;
}

/** Takes at most text x pattern steps, unlike a regular expression with many wildcards. */
export function matches(text: string, pattern: readonly PatternStep[]): boolean {
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
