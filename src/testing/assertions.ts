/** The matchers as plain functions, for node:test and any other runner without `expect`. */
import { AssertionError } from 'node:assert';
import type { RefusalName } from '../refusals/catalogue.ts';
import type { TestJournal } from './journal.ts';
import { type RefusalPattern, type RequestPattern, received, refused, type Verdict } from './verdicts.ts';

/** @throws AssertionError unless requests were refused, by this name and of this kind if one is given */
export function assertRefused(
  journal: TestJournal,
  what?: RefusalName | RefusalPattern,
  more?: RefusalPattern,
): void {
  hold(refused(journal, what, more), true, assertRefused);
}

/** @throws AssertionError when requests were refused; its message tells which, why, and what to do */
export function assertNotRefused(
  journal: TestJournal,
  what?: RefusalName | RefusalPattern,
  more?: RefusalPattern,
): void {
  hold(refused(journal, what, more), false, assertNotRefused);
}

/** @throws AssertionError unless such requests came in */
export function assertReceived(journal: TestJournal, pattern?: RequestPattern): void {
  hold(received(journal, pattern), true, assertReceived);
}

/** @throws AssertionError when such requests came in */
export function assertNotReceived(journal: TestJournal, pattern?: RequestPattern): void {
  hold(received(journal, pattern), false, assertNotReceived);
}

function hold(
  { pass, message }: Verdict,
  expected: boolean,
  stackStartFn: (...given: never[]) => void,
): void {
  if (pass !== expected) throw new AssertionError({ message: message(), stackStartFn });
}
