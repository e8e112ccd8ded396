/** Adds to the error of a failed call why fauxforce refused the request. */
import { isNativeError } from 'node:util/types';
import type { JournalEntry } from '../journal/entry.ts';
import type { TestJournal } from './journal.ts';
import { listing } from './listing.ts';

/**
 * Waits for a client's call. If it fails, and requests were refused meanwhile, the message of its error tells which and why; the
 * error itself stays the same.
 */
export async function explain<Result>(journal: TestJournal, call: Promise<Result>): Promise<Result> {
  const before = journal.last()?.id;
  try {
    return await call;
  } catch (error) {
    if (isNativeError(error)) append(error, entriesAfter(journal, before), journal);
    throw error;
  }
}

/** The refusals' entries, oldest first. */
function entriesAfter(journal: TestJournal, id: string | undefined): JournalEntry[] {
  const entries = journal.entries();
  const end = entries.findIndex((entry) => entry.id === id);
  return entries.slice(0, end < 0 ? entries.length : end).reverse();
}

function append(error: Error, entries: readonly JournalEntry[], { page }: TestJournal): void {
  if (!entries.some(({ refusal }) => refusal)) return;
  const explained = `${error.message}\n\nwhat fauxforce was asked meanwhile:\n${listing(entries, page)}`;
  // The stack of an error repeats the message as it was when the error was made, so it is changed too.
  if (error.stack) error.stack = error.stack.replace(error.message, () => explained);
  error.message = explained;
}
