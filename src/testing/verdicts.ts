/** Compares a journal with what a test expects, for matchers of test frameworks and for plain assertions. */

import { ENDPOINT_WORDS } from '../journal/endpoints.ts';
import type { JournalEntry } from '../journal/entry.ts';
import { readObject, readWord } from '../lab/plane/input.ts';
import { catalogue, type RefusalName } from '../refusals/catalogue.ts';
import type { TestJournal } from './journal.ts';
import { listing } from './listing.ts';

/** Conditions of a request: all of them must be true. */
export interface RequestPattern {
  /** In the words of the journal: `token`, `authorize`, `userinfo`, `rest`. */
  readonly endpoint?: string;
  readonly grant_type?: string;
  readonly client_id?: string;
  readonly username?: string;
  readonly outcome?: 'answered' | 'refused';
  /** Parameters and the values they were sent with; secrets appear as fingerprints. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** The exact number of requests; one or more when left out. */
  readonly times?: number;
}

/** Conditions of a refused request. */
export type RefusalPattern = Omit<RequestPattern, 'outcome'>;

export interface Verdict {
  readonly pass: boolean;
  /** The message where the opposite was expected. */
  readonly message: () => string;
}

const MEMBERS = [
  'endpoint',
  'grant_type',
  'client_id',
  'username',
  'outcome',
  'parameters',
  'times',
] as const satisfies readonly (keyof RequestPattern)[];
const OUTCOMES = ['answered', 'refused'] as const;

/** How many requests a message shows. */
const SHOWN = 12;

/**
 * Whether requests were refused.
 *
 * @param what the name of a refusal, or which requests are meant; any when left out
 * @throws Error when the name or the pattern could never fit
 */
export function refused(
  journal: TestJournal,
  what?: RefusalName | RefusalPattern,
  more?: RefusalPattern,
): Verdict {
  const [name, pattern = {}] = typeof what === 'object' ? [undefined, what] : [what, more];
  if (name !== undefined) readWord('refusal', name, Object.keys(catalogue));
  const found = find(journal, { ...pattern, outcome: 'refused' }).filter(
    ({ refusal }) => name === undefined || refusal?.name === name,
  );
  return verdict(journal, pattern, found, name === undefined ? 'refused' : `refused with ${name}`);
}

/**
 * Whether requests came in.
 *
 * @throws Error when the pattern could never fit
 */
export function received(journal: TestJournal, pattern: RequestPattern = {}): Verdict {
  return verdict(journal, pattern, find(journal, pattern), 'received');
}

/** Newest first. */
function find(journal: TestJournal, pattern: RequestPattern): JournalEntry[] {
  readObject(pattern, MEMBERS);
  const { grant_type, parameters = {}, times: _, endpoint, outcome, ...filter } = pattern;
  if (endpoint !== undefined) readWord('endpoint', endpoint, ENDPOINT_WORDS);
  if (outcome !== undefined) readWord('outcome', outcome, OUTCOMES);
  return journal
    .entries({ ...filter, ...(endpoint && { endpoint }), ...(outcome && { outcome }) })
    .filter(({ grantType }) => grant_type === undefined || grantType === grant_type)
    .filter(({ request }) => Object.entries(parameters).every(([name, value]) => request[name] === value));
}

/** @param done `refused with refresh.expired` */
function verdict(
  journal: TestJournal,
  { times, ...conditions }: RequestPattern,
  found: readonly JournalEntry[],
  done: string,
): Verdict {
  const pass = times === undefined ? found.length > 0 : found.length === times;
  return {
    pass,
    message() {
      const meant = Object.keys(conditions).length === 0 ? '' : ` with ${JSON.stringify(conditions)}`;
      const were = found.length === 0 ? 'none was' : found.length === 1 ? 'one was' : `${found.length} were`;
      return `expected ${wanted(times, pass)}${meant} to be ${done}, but ${were}\n\n${lastRequests(journal, found[0])}`;
    },
  };
}

/** `no request`, `2 requests`, `not 2 requests` */
function wanted(times: number | undefined, pass: boolean): string {
  if (times === undefined) return pass ? 'no request' : 'a request';
  return `${pass ? 'not ' : ''}${times} ${times === 1 ? 'request' : 'requests'}`;
}

/** @param newestFound always among the shown requests, even if many came after it */
function lastRequests(journal: TestJournal, newestFound: JournalEntry | undefined): string {
  const entries = journal.entries();
  if (entries.length === 0) return 'no request has come in at all';
  const place = entries.findIndex(({ id }) => id === newestFound?.id);
  const first = place < SHOWN ? 0 : place;
  const shown = entries.slice(first, first + SHOWN).reverse();
  return `${first === 0 ? 'the last requests' : 'the requests up to it'}:\n${listing(shown, journal.page)}`;
}
