/** What the check that failed compared, and where two texts of it part: at the first character that differs. */
import { callbackDifferences, firstDifference } from '../../org/callback-differences.ts';

/** A text cut at the first character that differs from the other. */
export interface Cut {
  readonly same: string;
  /** One character, or what says that the text ends. */
  readonly differs: string;
  readonly rest: string;
}

export interface Pair {
  /** What the values are called. */
  readonly names: readonly [sent: string, right: string];
  readonly sent: Cut;
  readonly right: Cut;
  /** Counted from one. */
  readonly at: number;
  /** Causes, where both are URLs. */
  readonly meanings: readonly string[];
}

export interface Compared {
  readonly values: readonly { readonly name: string; readonly value: string }[];
  /** The nearest first. */
  readonly pairs: readonly Pair[];
}

/** Names of values that were sent, each with those that it had to be one of. */
const PAIRS: readonly (readonly [sent: string, right: string])[] = [
  ['redirectUri', 'registered'],
  ['sent', 'registered'],
  ['sent', 'authorized'],
  ['aud', 'accepted'],
  ['recipients', 'accepted'],
  ['audiences', 'accepted'],
  ['issuer', 'known'],
  ['grantType', 'known'],
  ['type', 'known'],
  ['value', 'known'],
  ['host', 'known'],
  ['origin', 'allowed'],
  ['origin', 'own'],
  ['requested', 'assigned'],
  ['requested', 'approved'],
];

/** Of more, the nearest are shown. */
const MOST_PAIRS = 5;

export function comparedIn(values: Readonly<Record<string, unknown>> | undefined): Compared {
  if (values === undefined) return { values: [], pairs: [] };
  return {
    values: Object.entries(values).map(([name, value]) => ({ name: inWords(name), value: asText(value) })),
    pairs: PAIRS.flatMap((names) => pairsOf(names, values)).slice(0, MOST_PAIRS),
  };
}

function pairsOf(names: Pair['names'], values: Readonly<Record<string, unknown>>): Pair[] {
  const sent = textsOf(values[names[0]]);
  const right = textsOf(values[names[1]]);
  const missing = sent.filter((text) => !right.includes(text));
  return missing
    .flatMap((text) => right.map((other) => pairOf([inWords(names[0]), inWords(names[1])], text, other)))
    .sort((a, b) => b.at / lengthOf(b) - a.at / lengthOf(a));
}

/** The longer text of a pair, in characters. */
function lengthOf({ sent, right }: Pair): number {
  return Math.max(sent.same.length + sent.rest.length, right.same.length + right.rest.length) + 1;
}

/** Two texts that should be the same, cut where they part. */
export function pairOf(names: Pair['names'], sent: string, right: string): Pair {
  const at = firstDifference(sent, right);
  const meanings = sent.includes(':') && right.includes(':') ? callbackDifferences(sent, right) : [];
  return {
    names,
    sent: cutAt(sent, at),
    right: cutAt(right, at),
    at: at + 1,
    meanings: meanings.map(({ meaning }) => meaning),
  };
}

function cutAt(text: string, at: number): Cut {
  const [differs = ''] = text.slice(at);
  return { same: text.slice(0, at), differs, rest: text.slice(at + differs.length) };
}

/** A claim that is a text is kept as JSON, in quotation marks. */
function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'string') return [];
  const isQuoted = value.length > 1 && value.startsWith('"') && value.endsWith('"');
  return [isQuoted ? value.slice(1, -1) : value];
}

function asText(value: unknown): string {
  if (Array.isArray(value)) return value.map(asText).join('\n');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `redirect uri` for `redirectUri`. */
function inWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
