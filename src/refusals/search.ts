/** Refusals of a SOSL search (rest-data.md 8). What is wrong with its objects and fields is refused as in a query. */
import { family } from './family.ts';
import { place } from './place.ts';
import { pointing, type QueryPlace } from './query.ts';
import { quote } from './quote.ts';
import { withToken } from './recipe-words.ts';
import type { Recipe } from './refusal.ts';

function search(sosl: string): Recipe {
  return withToken({
    method: 'GET',
    path: `/services/data/v60.0/search?q=${encodeURIComponent(sosl)}`,
    headers: { authorization: 'Bearer {{access_token}}' },
  });
}

const SHARED = {
  at: place('query'),
  surface: 'rest-array',
  status: 400,
  section: 'rest-data.md 8',
  error: 'MALFORMED_SEARCH',
} as const;

export const searchRefusals = family('search', SHARED, {
  term: {
    description: 'No search term found. The search term must be enclosed in braces.',
    why: () => 'a search begins with FIND and its term in braces',
    fix: 'Write FIND {term} IN ALL FIELDS RETURNING Account(Id, Name).',
    evidence: 'client',
    recipe: search('FIND Acme'),
  },
  malformed: {
    description: ({ problem, place }) => pointing(place, problem),
    why: ({ problem }: { problem: string; place: QueryPlace | undefined }) =>
      `reading the search as SOSL gave: ${problem}`,
    fix: 'Correct the search near the named token.',
    evidence: 'recalled',
    recipe: search('FIND {Acme} RETURNING User('),
  },
  short: {
    description: ({ term }) => `search term must be longer than one character: ${term}`,
    why: ({ term }: { term: string }) => `the term ${quote(term)} must have two characters at least`,
    fix: 'Search for more than one character.',
    evidence: 'recalled',
    recipe: search('FIND {a}'),
  },
});
