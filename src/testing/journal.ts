/** The journal, as a test reads it: every request whose answer has arrived is in it. */
import type { JournalEntry } from '../journal/entry.ts';
import type { JournalFilter } from '../journal/filter.ts';
import type { Journal } from '../journal/journal.ts';
import { entryPath } from '../wire/paths.ts';

export interface TestJournal {
  /** Newest first. */
  entries(filter?: JournalFilter): JournalEntry[];
  /** The newest entry, or the newest that matches. */
  last(filter?: JournalFilter): JournalEntry | undefined;
  /** @param id as the header `x-fauxforce-journal` of an answer names it */
  entry(id: string): JournalEntry | undefined;
  /** URL of the inspector's page on an entry, for a browser while the server runs. */
  page(id: string): string;
}

/** The requests of all orgs. @param url of the server */
export function wholeJournal(journal: Journal, url: string): TestJournal {
  return {
    entries: (filter) => journal.entries(filter),
    last: (filter) => journal.last(filter),
    entry: (id) => journal.entry(id),
    page: (id) => url + entryPath(id),
  };
}

/** The requests of one org. */
export function journalOf(orgId: string, journal: Journal, url: string): TestJournal {
  const own = (filter: JournalFilter = {}) => ({ ...filter, org: orgId });
  return {
    page: (id) => url + entryPath(id),
    entries: (filter) => journal.entries(own(filter)),
    last: (filter) => journal.last(own(filter)),
    entry(id) {
      const entry = journal.entry(id);
      return entry?.org === orgId ? entry : undefined;
    },
  };
}
