/** `: did you mean 'callbackUrls'?`, or an empty string when no candidate is close enough. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const nearest = nearestTo(word, candidates);
  return nearest === undefined ? '' : `: did you mean '${nearest}'?`;
}

/** `a, b, c`, and how many more there are. */
export function listed(names: readonly string[]): string {
  const rest = names.length - MOST_LISTED;
  return names.slice(0, MOST_LISTED).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

const MOST_LISTED = 100;
const LONGEST_WORD = 100;
/** Nobody is helped by a name among more than these. */
const MOST_CANDIDATES = 1_000;

/** The candidate that takes the fewest edits, if those are at most a third of the word. */
export function nearestTo(word: string, candidates: readonly string[]): string | undefined {
  return allNearestTo(word, candidates)[0];
}

/** The candidates that take the fewest edits, if those are at most a third of the word. */
export function allNearestTo(word: string, candidates: readonly string[]): string[] {
  if (word.length > LONGEST_WORD) return [];
  const lower = word.toLowerCase();
  let fewest = Math.max(1, Math.ceil(word.length / 3));
  let best: string[] = [];
  for (const candidate of candidates.slice(0, MOST_CANDIDATES)) {
    // At least this many letters must be added or removed.
    if (Math.abs(candidate.length - word.length) > fewest) continue;
    const edits = editsBetween(lower, candidate.toLowerCase());
    if (edits > fewest) continue;
    best = edits < fewest ? [candidate] : [...best, candidate];
    fewest = edits;
  }
  return best;
}

/**
 * The names that contain one of the words of a text.
 *
 * @param shortest letters of a word that counts
 */
export function namesWithAWordOf(text: string, names: readonly string[], shortest: number): string[] {
  const words = text.toLowerCase().split(/[^a-z]+/);
  const telling = words.filter((word) => word.length >= shortest);
  return names.filter((name) => telling.some((word) => name.includes(word)));
}

/** Levenshtein's distance. */
function editsBetween(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[j]! + 1, current[j - 1]! + 1));
    }
    previous = current;
  }
  return previous[b.length]!;
}
