/** `expect(sf.journal).toHaveRefused('refresh.expired')`, for every framework whose expect can be extended. */
import type { RefusalName } from '../refusals/catalogue.ts';
import type { TestJournal } from './journal.ts';
import { type RefusalPattern, type RequestPattern, received, refused, type Verdict } from './verdicts.ts';

/** The matchers as a test calls them. */
export interface FauxforceMatchers<Result = void> {
  /**
   * Requests were refused: `toHaveRefused('refresh.expired', { times: 2 })`, `not.toHaveRefused({ endpoint: 'token' })`. Its
   * message shows the last requests, and of refusals why and what to do.
   */
  toHaveRefused(what?: RefusalName | RefusalPattern, more?: RefusalPattern): Result;
  /** Requests came in: `toHaveReceived({ endpoint: 'token', grant_type: 'refresh_token', times: 1 })`. */
  toHaveReceived(pattern?: RequestPattern): Result;
}

/** For `expect.extend`. */
export const fauxforceMatchers = {
  toHaveRefused: (journal: unknown, what?: RefusalName | RefusalPattern, more?: RefusalPattern): Verdict =>
    refused(journalIn(journal), what, more),
  toHaveReceived: (journal: unknown, pattern?: RequestPattern): Verdict =>
    received(journalIn(journal), pattern),
};

function journalIn(value: unknown): TestJournal {
  if (typeof value === 'object' && value !== null && 'entries' in value && 'last' in value) {
    return value as TestJournal;
  }
  throw new TypeError('this matcher is about a journal: write expect(sf.journal) or expect(org.journal)');
}
