/** Which entries of the journal are meant. */
import type { JournalEntry } from './entry.ts';

export interface JournalFilter {
  /** Milliseconds since the epoch. */
  readonly since?: number;
  readonly org?: string;
  readonly client_id?: string;
  readonly username?: string;
  readonly endpoint?: string;
  readonly outcome?: string;
  readonly refusal?: string;
  /** Id of an entry: only older ones. */
  readonly before?: string;
  readonly limit?: number;
}

/** Whether an entry is one of those that are meant; its place and the limit aside. */
export function matches(entry: JournalEntry, filter: JournalFilter): boolean {
  return (
    (filter.since === undefined || Date.parse(entry.at) >= filter.since) &&
    (filter.org === undefined || entry.org?.startsWith(filter.org) === true) &&
    (filter.client_id === undefined || entry.clientId === filter.client_id) &&
    (filter.username === undefined || entry.username?.toLowerCase() === filter.username.toLowerCase()) &&
    (filter.endpoint === undefined || entry.endpoint === filter.endpoint) &&
    (filter.outcome === undefined || entry.outcome === filter.outcome) &&
    (filter.refusal === undefined || entry.refusal?.name === filter.refusal)
  );
}
