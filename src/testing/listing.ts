/** Lists requests in the messages of failing tests: the terminal's lines, numbered. */
import type { JournalEntry } from '../journal/entry.ts';
import { requestLine } from '../journal/request-line.ts';
import type { RefusalName } from '../refusals/catalogue.ts';

/** Refusals because of an earlier request, with the parameter by which that request is found. */
const SENT_BEFORE: Partial<Record<RefusalName, string>> = {
  'refresh.rotated-out': 'refresh_token',
  'refresh.busy': 'refresh_token',
  'code.spent': 'code',
};

/**
 * @param entries oldest first
 * @param page URL of the page on an entry
 */
export function listing(entries: readonly JournalEntry[], page: (id: string) => string): string {
  return entries
    .flatMap((entry, i) => [
      `${i + 1} ${requestLine(entry, undefined, page(entry.id))}`,
      ...sentBefore(entry, entries),
    ])
    .join('\n');
}

/** Says which earlier request sent the same secret: a secret always has the same fingerprint. */
function sentBefore(entry: JournalEntry, entries: readonly JournalEntry[]): string[] {
  const name = entry.refusal ? SENT_BEFORE[entry.refusal.name] : undefined;
  const secret = name === undefined ? undefined : entry.request[name];
  if (name === undefined || secret === undefined) return [];
  const first = entries.findIndex((other) => other !== entry && other.request[name] === secret);
  return first < 0 ? [] : [`  it sent the same ${name} as request ${first + 1}`];
}
