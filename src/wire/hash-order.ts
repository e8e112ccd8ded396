/**
 * The order in which Salesforce writes the members of most JSON objects and the words of `scope`: the iteration order
 * of a `java.util.HashMap`. Source: wire facts, token.md 1.5, verified there against real answers.
 */

const INITIAL_CAPACITY = 16;
const LOAD_FACTOR = 0.75;

/** `String.hashCode()`. */
function javaStringHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

function bucketOf(key: string, capacity: number): number {
  const hash = javaStringHash(key);
  return (hash ^ (hash >>> 16)) & (capacity - 1);
}

/** Orders that were worked out, by the number of keys: most answers have the keys of one of a few. */
const known = new Map<number, readonly Known[]>();
const MOST_OF_A_LENGTH = 100;
const LONGEST_KNOWN = 50;

interface Known {
  readonly keys: readonly string[];
  readonly ordered: readonly string[];
}

/** The keys in HashMap order; keys of one bucket keep the order they are given in. */
export function hashOrder(keys: readonly string[]): readonly string[] {
  const ofLength = known.get(keys.length) ?? [];
  for (const { keys: before, ordered } of ofLength)
    if (before.every((key, i) => key === keys[i])) return ordered;
  const ordered = workedOut(keys);
  if (keys.length <= LONGEST_KNOWN && ofLength.length < MOST_OF_A_LENGTH)
    known.set(keys.length, [...ofLength, { keys: [...keys], ordered }]);
  return ordered;
}

function workedOut(keys: readonly string[]): readonly string[] {
  const distinct = [...new Set(keys)];
  let capacity = INITIAL_CAPACITY;
  while (distinct.length > capacity * LOAD_FACTOR) capacity *= 2;
  return distinct
    .map((key, index) => ({ key, index, bucket: bucketOf(key, capacity) }))
    .sort((a, b) => a.bucket - b.bucket || a.index - b.index)
    .map(({ key }) => key);
}

/** The same object with its members in HashMap order; undefined members are left out. */
export function hashOrdered(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const keys = Object.keys(members);
  const ordered: Record<string, unknown> = {};
  const isWhole = keys.every((key) => members[key] !== undefined);
  for (const key of hashOrder(isWhole ? keys : keys.filter((name) => members[name] !== undefined))) {
    ordered[key] = members[key];
  }
  return ordered;
}
